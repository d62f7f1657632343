"""One search over the shelves, on SQLite or PostgreSQL: which products meet the criteria, and how many.

Where the full text narrows the search, it leads; else the places do, along their indexes. Words cut the list before
anything is read of a product: what is called so, then what has them in its name, then what has them anywhere.
`shop.assistant.recommending.matches` judges one product in the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    TableClause,
    UnaryExpression,
    any_,
    column,
    exists,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.sql.operators import custom_op

from shop.assistant.criteria import VARIED, Criteria
from shop.assistant.recommending.item_text import meant_by, tokens_of
from shop.assistant.vocabulary import Vocabulary
from shop.catalogue.tokens import FTS5, GONE, TSQUERY, Asked, Group, any_of, asked_of, some, tiers
from shop.extensions import Reads
from shop.models import Category, Place, Variant

FTS: TableClause = table("product_fts", column("rowid"))
TEXT: TableClause = table("product_text", column("product_id"))


def variant_conditions(criteria: Criteria, *, in_stock: bool, of: Any = Variant) -> list[ColumnElement[bool]]:
    """One and the same variant must have the colour and the size, not be of an excluded one, and be there. `of` is
    Variant or an alias."""
    conditions: list[ColumnElement[bool]] = []
    for key in VARIED:
        if asked := criteria.values(key):
            conditions.append(word_of(of, key).in_(asked))
        if excluded := criteria.exclude.get(key):
            conditions.append(word_of(of, key).not_in(excluded))
    if in_stock and (conditions or (criteria.quantity or 1) > 1):
        conditions.append(of.stock >= (criteria.quantity or 1))
    return conditions


def word_of(variant: Any, key: str) -> Any:
    """The folded word of a criterion of VARIED."""
    return getattr(variant, f"{key}_key")


def one_of(session: Reads, number: ColumnElement[int], ids: Collection[int]) -> ColumnElement[bool]:
    """PostgreSQL takes them as one value, so that it plans the query once and not for every length of the list."""
    if session.get_bind().dialect.name == "sqlite":
        return number.in_(ids)
    return number == any_(literal(list(ids), ARRAY(Integer)))


def bare(number: ColumnElement[int]) -> ColumnElement[int]:
    """A number as SQLite looks at it without its index."""
    return UnaryExpression(number, operator=custom_op("+"))


class Search:
    """`vocabulary` says what stands for a word that was asked for or ruled out."""

    def __init__(self, session: Reads, criteria: Criteria, vocabulary: Vocabulary, *,
                 in_stock: bool) -> None:
        self.session, self.criteria, self.vocabulary, self.in_stock = session, criteria, vocabulary, in_stock
        self.sqlite = session.get_bind().dialect.name == "sqlite"
        self.variant = variant_conditions(criteria, in_stock=in_stock)
        self.dialect = FTS5 if self.sqlite else TSQUERY
        self.asked = asked_of(criteria, self.group_of, sold_out=not in_stock)
        # What a shelf, a price and a rating narrow enough, and the variants then.
        self.by_shelf = not (self.asked.every[bool(criteria.category):] or self._ruled_out())
        self.sort = criteria.sort or {"low": "price_asc", "high": "price_desc"}.get(criteria.price_word or "")

    def group_of(self, word: str) -> Group:
        """What may stand for a word in the full text."""
        return tuple(map(tokens_of, meant_by(word, self.vocabulary)))

    def ids(self, among: Collection[int] | None = None) -> Select[Any]:
        """All that meet the criteria, or those of some products, whatever words were asked for."""
        number = self._id(())
        query = self._query(select(number), (), placed=False).correlate(None)
        if among is None:
            return query
        # Bare where FTS5 leads: it would ask the full text anew for each of them.
        own = bare(number) if self.sqlite and self._leads(()) else number
        return query.where(one_of(self.session, own, among))

    def best(self, limit: int) -> tuple[list[int], int]:
        """The first of all that meet the criteria, and how many they are."""
        return self._in_order((), limit)

    def having(self, groups: Sequence[Group], limit: int) -> tuple[list[int], int]:
        """The first of those with all the words, and how many they are."""
        if self.sort:
            return self._in_order(groups, limit)
        *narrow, widest = tiers(groups)
        ids: list[int] = []
        for tier in narrow:
            ids = self._more(ids, tier, limit)
        if self.sqlite:
            ids = self._more(ids, widest, limit)
            return ids, len(ids) if len(ids) < limit else self.count(groups)
        # PostgreSQL reads all that match anyhow, so it may count them on the way.
        columns: tuple[Any, ...] = (self._id(groups), func.count().over())
        rows = self.session.execute(self._first(select(*columns), widest, limit + len(ids))).all()
        return list(dict.fromkeys((*ids, *(row[0] for row in rows))))[:limit], rows[0][1] if rows else 0

    def having_some(self, groups: Sequence[Group], rarity: Mapping[Group, float], limit: int,
                    ids: list[int]) -> list[int]:
        """Fills the list up with those that have some of the words."""
        for fewer in some(groups, rarity):
            if len(ids) >= limit:
                break
            ids = self._more(ids, fewer, limit)
        return ids

    def count(self, groups: Sequence[Group]) -> int:
        return self.session.scalar(self._query(select(func.count()), groups, placed=False)) or 0

    def _more(self, ids: list[int], groups: Sequence[Group], limit: int) -> list[int]:
        if len(ids) >= limit:
            return ids
        query = self._first(select(self._id(groups)), groups, limit + len(ids))
        return list(dict.fromkeys((*ids, *self.session.scalars(query))))[:limit]

    def _first(self, query: Select[Any], groups: Sequence[Group], limit: int) -> Select[Any]:
        number = self._id(groups)
        return self._query(query, groups, placed=False).order_by(number if self.sqlite else number + 0).limit(limit)

    def _in_order(self, groups: Sequence[Group], limit: int) -> tuple[list[int], int]:
        """The first in the order asked for or else those with most ratings first, and how many there are in all."""
        number = self._id(groups)
        columns: tuple[Any, ...] = (number, func.count().over())
        query = self._query(select(*columns), groups, placed=True)
        rows = self.session.execute(query.order_by(
            *self._orders(), self._bare(Place.rating_count).desc(), number if self.sqlite else number + 0,
        ).limit(limit)).all()
        return [row[0] for row in rows], rows[0][1] if rows else 0

    def _orders(self) -> tuple[ColumnElement[Any], ...]:
        orders: dict[str, tuple[ColumnElement[Any], ...]] = {
            "price_asc": (self._bare(Place.price).asc(),), "price_desc": (self._bare(Place.price).desc(),),
            "rating": (func.coalesce(Place.rating, 0).desc(),), "newest": (self._bare(Place.product_id).desc(),),
        }
        return orders.get(self.sort or "", ())

    def _bare(self, of_place: Any) -> ColumnElement[Any]:
        """A number that the database does not start from, though it has an index: it would look at every product."""
        return bare(of_place.expression) if self.sqlite else of_place + 0

    def _ruled_out(self) -> list[tuple[Group, ...]]:
        return [groups for groups in self.asked.without if groups != GONE]

    def _leads(self, groups: Sequence[Group]) -> bool:
        """Whether the full text leads: where more is asked than a shelf, a price or a rating."""
        return bool(groups) or (bool(self.asked.every) and not self.by_shelf)

    def _id(self, groups: Sequence[Group]) -> ColumnElement[int]:
        if not self._leads(groups):
            return Place.product_id.expression
        return FTS.c.rowid if self.sqlite else TEXT.c.product_id

    def _query(self, query: Select[Any], groups: Sequence[Group], *, placed: bool) -> Select[Any]:
        """`placed` says that the order needs the places; else they are only joined where a filter does."""
        number = self._id(groups)
        if self._leads(groups):
            source: Any = FTS if self.sqlite else TEXT
            if placed or self._by_place():
                source = source.join(Place, number == Place.product_id)
                query = query.where(*self._place(lead=False))
            query = query.select_from(source).where(self._match(self.asked.plus(groups)))
        else:
            query = query.select_from(Place).where(*self._place(lead=True))
            if self.criteria.category:
                shelves = select(Category.id).where(Category.slug.in_(self.criteria.category))
                query = query.where(Place.category_id.in_(shelves))
            if self.in_stock:
                query = query.where(Place.in_stock > 0)
            if without := self._ruled_out():
                query = query.where(number.not_in(self._having(any_of(without, self.dialect))))
        if self.variant:
            query = query.where(exists().where(Variant.product_id == number, *self.variant))
        return query

    def _by_place(self) -> bool:
        return any(value is not None for value in (
            self.criteria.price_min, self.criteria.price_max, self.criteria.rating_min))

    def _place(self, *, lead: bool) -> list[ColumnElement[bool]]:
        wanted, criteria = [], self.criteria
        price: ColumnElement[int] = Place.price.expression if lead else self._bare(Place.price)
        if criteria.price_min is not None:
            wanted.append(price >= criteria.price_min)
        if criteria.price_max is not None:
            wanted.append(price <= criteria.price_max)
        if criteria.rating_min is not None:
            wanted.append(Place.rating >= criteria.rating_min)
        return wanted

    def _match(self, asked: Asked) -> ColumnElement[bool]:
        written = asked.written(self.dialect)
        if self.sqlite:
            return text("product_fts MATCH :asked").bindparams(asked=written)  # type: ignore[return-value]
        document: ColumnElement[Any] = literal_column("product_text.document")
        return document.op("@@")(text("CAST(:asked AS tsquery)").bindparams(asked=written))

    def _having(self, written: str) -> Any:
        if self.sqlite:
            return text("(SELECT rowid FROM product_fts WHERE product_fts MATCH :without)").bindparams(without=written)
        return text("(SELECT product_id FROM product_text WHERE document @@ CAST(:without AS tsquery))").bindparams(
            without=written)
