"""Looking along the shelves: what a page of results shows, and how many products stand behind each filter."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from shop.assistant.catalogue import Candidates, Catalogue
from shop.assistant.criteria import Criteria, Criterion, Kind, rows
from shop.assistant.language.audiences import suiting
from shop.assistant.recommending.ranking import ranked
from shop.assistant.vocabulary import Vocabulary
from shop.catalogue.searching import Search, variant_conditions, word_of
from shop.extensions import Reads
from shop.models import Category, Facet, Product, Variant

REACH = 2000
FILTERS = rows(lambda each: each.filters)


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

    def led_by(self, ids: Sequence[int]) -> Browsed:
        """The same with these first: products that were called by name."""
        if not ids:
            return self
        order = tuple(dict.fromkeys((*ids, *self.ids)))
        return replace(self, ids=order, total=max(self.total, len(order) if len(order) < REACH else self.total))


def browse(session: Reads, catalogue: Catalogue, criteria: Criteria) -> Browsed:
    vocabulary = catalogue.vocabulary()
    if not criteria.words:
        found = catalogue.candidates(criteria, limit=REACH, in_stock=False)
        return arranged(session, found, criteria, vocabulary, None)
    said = catalogue.candidates(Criteria(words=criteria.words), limit=REACH, in_stock=False)
    among = frozenset(row.id for row in said.rows)
    fitting = meeting(session, criteria, vocabulary, among, in_stock=False)
    rows = tuple(row for row in said.rows if row.id in fitting)
    return arranged(session, Candidates(len(rows), rows, said.every_word), criteria, vocabulary, among)


def arranged(session: Reads, found: Candidates, criteria: Criteria, vocabulary: Vocabulary,
             among: frozenset[int] | None) -> Browsed:
    ids = [each.id for each in ranked(found, criteria)]
    available = meeting(session, criteria, vocabulary, ids, in_stock=True)
    return Browsed(
        ids=tuple(sorted(ids, key=lambda each: each not in available)), total=found.matched,
        unavailable=frozenset(ids) - available, having_words=among, every_word=found.every_word)


def meeting(session: Reads, criteria: Criteria, vocabulary: Vocabulary, among: Collection[int], *,
            in_stock: bool) -> frozenset[int]:
    """Those of some products that meet the criteria, the words asked for aside."""
    return frozenset(session.scalars(Search(session, criteria, vocabulary, in_stock=in_stock).ids(among)))


def tallies(session: Reads, criteria: Criteria, vocabulary: Vocabulary,
            among: Collection[int] | None) -> dict[str, dict[str, int]]:
    """How many products each value of a filter would show, the other filters standing as they are, by key and value;
    of some products, where a search has found them."""
    return {each.key: tally(session, each, criteria.without(each.key), vocabulary, among) for each in FILTERS}


def tally(session: Reads, filter: Criterion, others: Criteria, vocabulary: Vocabulary,
          among: Collection[int] | None) -> dict[str, int]:
    ids = Search(session, others, vocabulary, in_stock=False).ids(among)
    counts = {row[0]: row[1] for row in session.execute(counting(filter, others, ids))}
    if filter.kind is not Kind.AUDIENCE:
        return counts
    counts[""] = (session.scalar(select(func.count()).select_from(ids.subquery())) or 0) - sum(counts.values())
    return {who: sum(counts.get(each, 0) for each in set(suiting(who))) for who in vocabulary.values(filter.key)}


def counting(filter: Criterion, others: Criteria, ids: Select[Any]) -> Select[Any]:
    """How many of some products have each value, with a variant in the colour and size that the others ask for."""
    if filter.kind is Kind.VARIANT:
        kept = aliased(Variant)
        word = word_of(kept, filter.key)
        same = variant_conditions(others, in_stock=False, of=kept)
        return select(word, func.count(kept.product_id.distinct())).where(
            word != "", kept.product_id.in_(ids), *same).group_by(word)
    columns: tuple[Any, ...] = (Facet.value, func.count())
    return select(*columns).where(Facet.key == filter.key, Facet.product_id.in_(ids)).group_by(Facet.value)


def shelf_pictures(session: Reads) -> Mapping[str, str]:
    """For each category slug the picture of its best liked product in stock, else of any."""
    in_stock = select(Variant.id).where(Variant.product_id == Product.id, Variant.stock > 0).exists()
    rows = session.execute(
        select(Category.slug, Product.image).join(Product)
        .where(Product.archived_at.is_(None), Product.image != "")
        .order_by(in_stock, Product.rating_count, Product.id.desc()))
    return {row.slug: row.image for row in rows}
