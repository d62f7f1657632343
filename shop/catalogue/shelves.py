"""The shop's tables as the assistant's Catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Bundle

from shop.assistant.catalogue import Candidate, Candidates, Item
from shop.assistant.criteria import Criteria
from shop.assistant.recommending.item_text import meant_by, words_of
from shop.assistant.vocabulary import Vocabulary
from shop.catalogue import vocabulary
from shop.catalogue.index import CATALOGUE
from shop.catalogue.items import item_of
from shop.catalogue.searching import Search, one_of
from shop.catalogue.vocabulary import WordsInUse
from shop.extensions import Reads
from shop.models import Category, Place, Product, ProductText, Revision, Variant
from shop.models.product_text import FIELDS

SHORT = ("name", "head", "category")


class Shelves:
    """Reads through the session of the moment; keeps only the vocabulary, for as long as its revision stands."""

    def __init__(self, session: Reads) -> None:
        self.session = session
        self._vocabulary: tuple[int, Vocabulary, WordsInUse] | None = None
        self._lock = Lock()

    def vocabulary(self) -> Vocabulary:
        return self._read()[0]

    def revision(self) -> int:
        """Grows with every change of the catalogue."""
        return self.session.scalar(select(Revision.number).where(Revision.name == CATALOGUE)) or 0

    def _read(self) -> tuple[Vocabulary, WordsInUse]:
        number = self.revision()
        with self._lock:
            if self._vocabulary is None or self._vocabulary[0] != number:
                in_use = vocabulary.in_use(self.session)
                self._vocabulary = number, vocabulary.read(self.session, in_use), in_use
            return self._vocabulary[1:]

    def candidates(self, criteria: Criteria, *, limit: int = 400, in_stock: bool = True,
                   fill: bool = False) -> Candidates:
        search = self._search(criteria, in_stock=in_stock)
        if not criteria.words:
            ids, matched = search.best(limit)
            return Candidates(matched, self._rows(ids, with_text=False))
        known, in_use = self._read()
        said = words_of(criteria)
        groups = list(map(search.group_of, said))
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
                          in_use.lengths, {word: meant_by(word, known) for word in said})

    def matched(self, criteria: Criteria) -> int:
        search = self._search(criteria, in_stock=True)
        return search.count(list(map(search.group_of, words_of(criteria))))

    def _search(self, criteria: Criteria, *, in_stock: bool) -> Search:
        speaks = criteria.words or criteria.exclude.get("words")
        return Search(self.session, criteria, self.vocabulary() if speaks else Vocabulary(), in_stock=in_stock)

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
            .join(ProductText, ProductText.product_id == Place.product_id)
            .where(one_of(self.session, Place.product_id.expression, ids)))}
        return tuple(
            Candidate(row[0], row[1], row[2], row[3], row[4], row[5],
                      dict(zip(fields, row[7:], strict=True)), frozenset(row[6].split("\n")))
            for each in ids if (row := rows.get(each)))

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
