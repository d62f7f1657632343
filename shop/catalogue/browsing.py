"""Looking along the shelves: what a page of results shows, and how many products stand behind each filter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, scoped_session

from shop.assistant.catalogue import Candidates, Catalogue
from shop.assistant.criteria import Criteria
from shop.assistant.recommending.ranking import ranked
from shop.catalogue.shelves import conditions, for_audience
from shop.models import Category, Product, Variant

REACH = 2000
Reads = scoped_session[Any] | Session


@dataclass(frozen=True)
class Browsed:
    """`ids` are the first REACH products in order, those that cannot be bought last; `total` counts them all.

    `unavailable` are those that are not in stock as asked (in this colour and size). `having_words` are the
    products that a search found before any filter, None where nothing was typed. `every_word` is false when
    no product has all the words and those with some of them came instead.
    """

    ids: tuple[int, ...]
    total: int
    unavailable: frozenset[int]
    having_words: frozenset[int] | None
    every_word: bool


def browse(session: Reads, catalogue: Catalogue, criteria: Criteria) -> Browsed:
    if not criteria.words:
        found = catalogue.candidates(criteria, limit=REACH, in_stock=False)
        return arranged(session, found, criteria, None)
    said = catalogue.candidates(Criteria(words=criteria.words), limit=REACH, in_stock=False)
    among = frozenset(row.id for row in said.rows)
    fitting = meeting(session, criteria, among, in_stock=False)
    rows = tuple(row for row in said.rows if row.id in fitting)
    return arranged(session, Candidates(len(rows), rows, said.every_word), criteria, among)


def arranged(session: Reads, found: Candidates, criteria: Criteria, among: frozenset[int] | None) -> Browsed:
    ids = [each.id for each in ranked(found, criteria)]
    available = meeting(session, criteria, ids, in_stock=True)
    return Browsed(
        ids=tuple(sorted(ids, key=lambda each: each not in available)), total=found.matched,
        unavailable=frozenset(ids) - available, having_words=among, every_word=found.every_word)


def meeting(session: Reads, criteria: Criteria, among: Collection[int], *, in_stock: bool) -> frozenset[int]:
    """Those of some products that meet the criteria, words aside."""
    return frozenset(session.scalars(select(Product.id).join(Category).where(
        Product.id.in_(among), *conditions(criteria, in_stock=in_stock))))


def tallies(session: Reads, criteria: Criteria, audiences: Collection[str],
            among: Collection[int] | None) -> dict[str, dict[str, int]]:
    """How many products each value of a filter would show, the other filters standing as they are.

    By key: category (slug), colour and size (folded), audience (those in `audiences`).
    """
    def standing(key: str) -> list[ColumnElement[bool]]:
        chosen = conditions(criteria.without(key), in_stock=False)
        return chosen if among is None else [*chosen, Product.id.in_(among)]

    def counted(key: str, column: InstrumentedAttribute[str], *more: ColumnElement[bool]) -> dict[str, int]:
        query = select(column, func.count(Product.id.distinct())).select_from(Product).join(Category)
        if key != "category":
            query = query.join(kept, kept.product_id == Product.id)
        rows = session.execute(query.where(column != "", *standing(key), *more).group_by(column))
        return {row[0]: row[1] for row in rows}

    kept = aliased(Variant)
    in_size = [kept.size_key.in_(criteria.size)] if criteria.size else []
    in_colour = [kept.colour_key.in_(criteria.colour)] if criteria.colour else []
    return {
        "category": counted("category", Category.slug),
        "colour": counted("colour", kept.colour_key, *in_size),
        "size": counted("size", kept.size_key, *in_colour),
        "audience": per_audience(session, standing("audience"), audiences),
    }


def per_audience(session: Reads, standing: list[ColumnElement[bool]],
                 audiences: Collection[str]) -> dict[str, int]:
    if not audiences:
        return {}
    columns = [func.count().filter(for_audience(each)) for each in audiences]
    row = session.execute(select(*columns).select_from(Product).join(Category).where(*standing)).one()
    return dict(zip(audiences, row, strict=True))


def shelf_pictures(session: Reads) -> Mapping[str, str]:
    """For each category slug the picture of its best liked product in stock, else of any."""
    in_stock = select(Variant.id).where(Variant.product_id == Product.id, Variant.stock > 0).exists()
    rows = session.execute(
        select(Category.slug, Product.image).join(Product)
        .where(Product.archived_at.is_(None), Product.image != "")
        .order_by(in_stock, Product.rating_count, Product.id.desc()))
    return {row.slug: row.image for row in rows}
