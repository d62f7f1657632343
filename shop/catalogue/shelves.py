"""The shop's tables as the assistant's Catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Select, case, column, exists, func, literal_column, or_, select, text
from sqlalchemy.orm import Session, scoped_session

from shop.assistant.audiences import CHILDREN, EVERYONE
from shop.assistant.catalogue import Candidate, Candidates, Item, ItemVariant
from shop.assistant.criteria import Criteria
from shop.assistant.vocabulary import Vocabulary
from shop.catalogue import vocabulary
from shop.catalogue.index import CATALOGUE
from shop.models import Category, Facet, Product, ProductText, Revision, Variant
from shop.models.product_text import FIELDS

FACETS = ("occasion", "style", "season", "material", "brand", "pattern", "sleeve")


def has_facet(key: str, values: Sequence[str]) -> ColumnElement[bool]:
    return exists().where(Facet.product_id == Product.id, Facet.key == key, Facet.value.in_(values))


def for_audience(audience: str) -> ColumnElement[bool]:
    """Made for them, or for everyone; what is for everyone is cut for adults, so it is not for children."""
    if audience in CHILDREN:
        return has_facet("audience", (audience,))
    return or_(Product.audience == "", has_facet("audience", (audience, *EVERYONE)))


def has_variant(criteria: Criteria, *, in_stock: bool) -> ColumnElement[bool] | None:
    """One and the same variant must have the colour and the size, not be of an excluded one, and be there."""
    conditions: list[ColumnElement[bool]] = []
    if criteria.colour:
        conditions.append(Variant.colour_key.in_(criteria.colour))
    if criteria.size:
        conditions.append(Variant.size_key.in_(criteria.size))
    if colours := criteria.exclude.get("colour"):
        conditions.append(Variant.colour_key.not_in(colours))
    if sizes := criteria.exclude.get("size"):
        conditions.append(Variant.size_key.not_in(sizes))
    if in_stock:
        conditions.append(Variant.stock >= (criteria.quantity or 1))
    return exists().where(Variant.product_id == Product.id, *conditions) if conditions else None


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
        self._vocabulary: tuple[int, Vocabulary] | None = None
        self._lock = Lock()

    def vocabulary(self) -> Vocabulary:
        number = self.session.scalar(select(Revision.number).where(Revision.name == CATALOGUE)) or 0
        with self._lock:
            if self._vocabulary is None or self._vocabulary[0] != number:
                self._vocabulary = number, vocabulary.read(self.session)
            return self._vocabulary[1]

    def candidates(self, criteria: Criteria, *, limit: int = 400, in_stock: bool = True) -> Candidates:
        words = [word for phrase in criteria.words for word in phrase.split()]
        found = self._candidates(criteria, words, " AND ", limit, in_stock)
        if found.matched or len(words) < 2:
            return found
        some = self._candidates(criteria, words, " OR ", limit, in_stock)
        return Candidates(some.matched, some.rows, every_word=False)

    def matched(self, criteria: Criteria) -> int:
        words = [word for phrase in criteria.words for word in phrase.split()]
        query = self._select(select(func.count()), criteria, words, " AND ", in_stock=True)
        return self.session.scalar(query.order_by(None)) or 0

    def _select(self, query: Select[Any], criteria: Criteria, words: Sequence[str], joined: str,
                *, in_stock: bool) -> Select[Any]:
        query = query.select_from(Product).join(Category).join(ProductText, ProductText.product_id == Product.id)
        query = query.where(*conditions(criteria, in_stock=in_stock))
        if words:
            query = self._with_words(query, words, joined)
        for number, phrase in enumerate(criteria.exclude.get("words", ())):
            query = query.where(ProductText.product_id.not_in(self._having(phrase.split(), f"without{number}")))
        return query

    def _with_words(self, query: Select[Any], words: Sequence[str], joined: str) -> Select[Any]:
        if self._sqlite:
            # Worked out beforehand: bm25() cannot stand beside a window function.
            hits = text(
                "SELECT rowid AS id, bm25(product_fts, 4.0, 3.0, 2.0, 2.0, 1.0) AS badness FROM product_fts "
                "WHERE product_fts MATCH :words").bindparams(words=fts5(words, joined)).columns(
                    column("id"), column("badness")).cte("hits").prefix_with("MATERIALIZED")
            return query.join(hits, hits.c.id == Product.id).order_by(hits.c.badness)
        asked = text("to_tsquery('simple', :words)").bindparams(words=tsquery(words, joined))
        document: ColumnElement[Any] = literal_column("product_text.document")
        return query.where(document.op("@@")(asked)).order_by(func.ts_rank(document, asked).desc())

    def _having(self, words: Sequence[str], name: str) -> Any:
        """The ids of products with all these words; `name` is the statement's own for its bound text."""
        if self._sqlite:
            return text(f"(SELECT rowid FROM product_fts WHERE product_fts MATCH :{name})").bindparams(
                **{name: fts5(words, " AND ")})
        return text(
            f"(SELECT product_id FROM product_text WHERE document @@ to_tsquery('simple', :{name}))").bindparams(
            **{name: tsquery(words, " AND ")})

    @property
    def _sqlite(self) -> bool:
        return self.session.get_bind().dialect.name == "sqlite"

    def _candidates(self, criteria: Criteria, words: Sequence[str], joined: str, limit: int,
                    in_stock: bool) -> Candidates:
        stock = select(func.coalesce(func.sum(Variant.stock), 0)).where(
            Variant.product_id == Product.id).correlate(Product).scalar_subquery()
        query = self._select(
            select(Product.id, Product.price, Product.rating, Product.rating_count, Category.slug, stock,
                   ProductText.facets, *(getattr(ProductText, name) for name in FIELDS),
                   func.count().over()),
            criteria, words, joined, in_stock=in_stock)
        rows = self.session.execute(
            query.order_by(*by_sort(criteria), Product.rating_count.desc(), Product.id).limit(limit)).all()
        found = tuple(
            Candidate(id=row[0], price=row[1], rating=row[2], rating_count=row[3], category=row[4], stock=row[5],
                      facets=frozenset(row[6]),
                      fields={name: row[7 + at].split() for at, name in enumerate(FIELDS)})
            for row in rows)
        return Candidates(rows[0][-1] if rows else 0, found)

    def items(self, ids: Sequence[int]) -> tuple[Item, ...]:
        if not ids:
            return ()
        rows = self.session.execute(
            select(Product.__table__, Category.slug.label("shelf"), Category.name.label("shelf_name"),
                   Category.singular).join(Category).where(Product.id.in_(ids), Product.archived_at.is_(None))).all()
        variants: dict[int, list[ItemVariant]] = {}
        for variant in self.session.execute(
                select(Variant.product_id, Variant.sku, Variant.colour, Variant.size, Variant.stock, Variant.image)
                .where(Variant.product_id.in_(ids)).order_by(Variant.product_id, Variant.position, Variant.id)):
            variants.setdefault(variant[0], []).append(ItemVariant(*variant[1:]))
        items = {row.id: item_of(row, variants.get(row.id, [])) for row in rows}
        return tuple(items[each] for each in ids if each in items)

    def item(self, slug: str) -> Item | None:
        found = self.session.scalar(select(Product.id).where(Product.slug == slug))
        return next(iter(self.items((found,))), None) if found else None


def by_sort(criteria: Criteria) -> tuple[ColumnElement[Any], ...]:
    """The order in which the database cuts at the limit, where the shopper asked for one."""
    sort = criteria.sort or {"low": "price_asc", "high": "price_desc"}.get(criteria.price_word or "")
    orders: dict[str, tuple[ColumnElement[Any], ...]] = {
        "price_asc": (Product.price.asc(),), "price_desc": (Product.price.desc(),),
        "rating": (case((Product.rating.is_(None), 0), else_=Product.rating).desc(),),
        "newest": (Product.id.desc(),),
    }
    return orders.get(sort or "", ())


def fts5(words: Sequence[str], joined: str) -> str:
    return joined.join('"' + word.replace('"', '""') + '"' for word in words)


def tsquery(words: Sequence[str], joined: str) -> str:
    sign = {" AND ": " & ", " OR ": " | "}[joined]
    return sign.join("'" + word.replace("'", "''").replace("\\", "\\\\") + "'" for word in words)


def item_of(row: Any, variants: Sequence[ItemVariant]) -> Item:
    return Item(
        id=row.id, slug=row.slug, name=row.name, description=row.description, price=row.price,
        category=row.shelf, category_name=row.shelf_name, category_singular=row.singular or row.shelf_name,
        image=row.image, brand=row.brand, audience=row.audience, sleeve=row.sleeve,
        occasions=tuple(row.occasions), styles=tuple(row.styles), seasons=tuple(row.seasons),
        materials=tuple(row.materials), patterns=tuple(row.patterns),
        attributes={str(name): str(value) for name, value in (row.attributes or {}).items()},
        rating=row.rating, rating_count=row.rating_count, variants=tuple(variants))
