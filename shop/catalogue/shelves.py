"""The shop's tables as the assistant's Catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, any_, exists, func, literal, or_, select
from sqlalchemy.orm import Bundle, Session, scoped_session

from shop.assistant.catalogue import Candidate, Candidates, Item
from shop.assistant.criteria import Criteria
from shop.assistant.language.audiences import CHILDREN, EVERYONE
from shop.assistant.vocabulary import Vocabulary
from shop.catalogue import vocabulary
from shop.catalogue.index import CATALOGUE, parts_of
from shop.catalogue.items import item_of
from shop.catalogue.searching import Search, variant_conditions
from shop.catalogue.tokens import FACETS, tokens_of, words_of
from shop.catalogue.vocabulary import WordsInUse
from shop.models import Category, Facet, Place, Product, ProductText, Revision, Variant
from shop.models.product_text import FIELDS

SHORT = ("name", "head", "category")


def has_facet(key: str, values: Sequence[str]) -> ColumnElement[bool]:
    return exists().where(Facet.product_id == Product.id, Facet.key == key, Facet.value.in_(values))


def for_audience(audience: str) -> ColumnElement[bool]:
    """Made for them, or for everyone; what is for everyone is cut for adults, so it is not for children."""
    if audience in CHILDREN:
        return has_facet("audience", (audience,))
    return or_(Product.audience == "", has_facet("audience", (audience, *EVERYONE)))


def has_variant(criteria: Criteria, *, in_stock: bool) -> ColumnElement[bool] | None:
    wanted = variant_conditions(criteria, in_stock=in_stock)
    if in_stock and not wanted:
        wanted = [Variant.stock > 0]
    return exists().where(Variant.product_id == Product.id, *wanted) if wanted else None


def conditions(criteria: Criteria, *, in_stock: bool) -> list[ColumnElement[bool]]:
    """Everything but the words, as SQL conditions on Product and Category."""
    wanted: list[ColumnElement[bool]] = [Product.archived_at.is_(None)]
    if criteria.category:
        wanted.append(Category.slug.in_(criteria.category))
    if criteria.audience:
        wanted.append(for_audience(criteria.audience))
    if criteria.price_min is not None:
        wanted.append(Product.price >= criteria.price_min)
    if criteria.price_max is not None:
        wanted.append(Product.price <= criteria.price_max)
    if criteria.rating_min is not None:
        wanted.append(Product.rating >= criteria.rating_min)
    wanted.extend(has_facet(key, criteria.values(key)) for key in FACETS if criteria.values(key))
    if (variant := has_variant(criteria, in_stock=in_stock)) is not None:
        wanted.append(variant)
    if categories := criteria.exclude.get("category"):
        wanted.append(Category.slug.not_in(categories))
    wanted.extend(~has_facet(key, values) for key, values in criteria.exclude.items() if key in FACETS)
    return wanted


class Shelves:
    """Reads through the session of the moment; keeps only the vocabulary, for as long as its revision stands."""

    def __init__(self, session: scoped_session[Any] | Session) -> None:
        self.session = session
        self._vocabulary: tuple[int, Vocabulary, WordsInUse] | None = None
        self._lock = Lock()

    def vocabulary(self) -> Vocabulary:
        return self._read()[0]

    def _read(self) -> tuple[Vocabulary, WordsInUse]:
        number = self.session.scalar(select(Revision.number).where(Revision.name == CATALOGUE)) or 0
        with self._lock:
            if self._vocabulary is None or self._vocabulary[0] != number:
                in_use = vocabulary.in_use(self.session)
                self._vocabulary = number, vocabulary.read(self.session, in_use), in_use
            return self._vocabulary[1:]

    def candidates(self, criteria: Criteria, *, limit: int = 400, in_stock: bool = True,
                   fill: bool = False) -> Candidates:
        search = Search(self.session, criteria, in_stock=in_stock)
        if not criteria.words:
            ids, matched = search.best(limit)
            return Candidates(matched, self._rows(ids, with_text=False))
        known, in_use = self._read()
        said = words_of(criteria)
        meant = {word: (word, *others(known, word)) for word in said}
        groups = [tuple(map(tokens_of, meant[word])) for word in said]
        ids, matched = search.having(groups, limit)
        whole = len(ids)
        if (fill or not matched) and len(groups) > 1:
            rarity = {group: in_use.rarity(*(token for phrase in group for token in phrase)) for group in groups}
            # Much that has all the words only mentions them, so that some of the others may fit better.
            ids = search.having_some(groups, rarity, limit if whole < limit // 2 else whole + limit // 2, ids)
        every_word = matched > 0 or len(groups) < 2
        if not every_word:
            matched = search.count([tuple(phrase for group in groups for phrase in group)]) if len(ids) >= limit \
                else len(ids)
        rows = self._rows(ids, with_text=True)
        return Candidates(matched, rows, every_word, whole if every_word else 0, in_use.counts, in_use.products,
                          in_use.lengths, meant)

    def matched(self, criteria: Criteria) -> int:
        known = self.vocabulary() if criteria.words else Vocabulary()
        return Search(self.session, criteria, in_stock=True).count(
            [tuple(map(tokens_of, (word, *others(known, word)))) for word in words_of(criteria)])

    def _rows(self, ids: Sequence[int], *, with_text: bool) -> tuple[Candidate, ...]:
        """What ranking needs to know of these, in this order; all their words only where words were asked for."""
        if not ids:
            return ()
        fields = FIELDS if with_text else SHORT
        stock = select(func.coalesce(func.sum(Variant.stock), 0)).where(
            Variant.product_id == Place.product_id).correlate(Place).scalar_subquery()
        query = select(Place.product_id, Place.price, Place.rating, Place.rating_count, Category.slug, stock,
                       ProductText.facets, *(getattr(ProductText, name) for name in fields))
        rows = {row[0]: row for row in self.session.execute(
            query.join(Category, Category.id == Place.category_id)
            .join(ProductText, ProductText.product_id == Place.product_id).where(self._one_of(ids)))}
        return tuple(
            Candidate(row[0], row[1], row[2], row[3], row[4], row[5],
                      dict(zip(fields, row[7:], strict=True)), frozenset(row[6].split("\n")))
            for each in ids if (row := rows.get(each)))

    def _one_of(self, ids: Sequence[int]) -> ColumnElement[bool]:
        """PostgreSQL takes them as one value, so that it plans the query once and not for every length of the list."""
        if self.session.get_bind().dialect.name == "sqlite":
            return Place.product_id.in_(ids)
        return Place.product_id == any_(literal(list(ids), ARRAY(Integer)))

    def items(self, ids: Sequence[int]) -> tuple[Item, ...]:
        if not ids:
            return ()
        rows = self.session.execute(
            select(Product.__table__, Bundle("shelf", Category.slug, Category.name, Category.singular))
            .join(Category).where(Product.id.in_(ids), Product.archived_at.is_(None))).all()
        variants: dict[int, list[Any]] = {}
        for variant in self.session.execute(
                select(Variant.product_id, Variant.sku, Variant.colour, Variant.size, Variant.stock, Variant.image)
                .where(Variant.product_id.in_(ids)).order_by(Variant.product_id, Variant.position, Variant.id)):
            variants.setdefault(variant.product_id, []).append(variant)
        items = {row.id: item_of(row, row.shelf, variants.get(row.id, ())) for row in rows}
        return tuple(items[each] for each in ids if each in items)

    def item(self, slug: str) -> Item | None:
        found = self.session.scalar(select(Product.id).where(Product.slug == slug))
        return next(iter(self.items((found,))), None) if found else None


def others(known: Vocabulary, word: str) -> tuple[str, ...]:
    """What else a word may stand as in the products' text: its synonyms there, a model's number in its parts."""
    apart = (" ".join(parts),) if (parts := parts_of(word)) else ()
    return (*(meaning.value for meaning in known.of(word) if meaning.key == "words" and meaning.value != word), *apart)
