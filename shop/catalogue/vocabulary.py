"""Reads the vocabulary from the rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, scoped_session

from shop.assistant.vocabulary import CategoryName, PriceSpread, SynonymRow, Vocabulary, build
from shop.catalogue.everyday import everyday_words
from shop.models import Category, Product, ProductText, Synonym, Variant
from shop.models.product_text import FIELDS

Reads = scoped_session[Any] | Session
FOR_SALE = Product.archived_at.is_(None)


@dataclass(frozen=True)
class WordsInUse:
    """How many of the `products` for sale have each token of the full text (`shop.catalogue.index.terms_of`), and
    the mean length of each field's text in letters."""

    products: int
    counts: Mapping[str, int]
    lengths: Mapping[str, float]

    def rarity(self, *words: str) -> float:
        """How telling it is that a product has one of these words."""
        having = min(sum(self.counts.get(word, 0) for word in words), self.products)
        return math.log(1 + (self.products - having + 0.5) / (having + 0.5))


def in_use(session: Reads) -> WordsInUse:
    counted = ("SELECT term, doc FROM product_fts_words" if session.get_bind().dialect.name == "sqlite" else
               "SELECT word, ndoc FROM ts_stat('SELECT document FROM product_text')")
    counts = {row[0]: row[1] for row in session.execute(text(counted)) if not row[0].startswith("_f_")}
    products, *lengths = session.execute(select(
        func.count(), *(func.avg(func.length(getattr(ProductText, name))) for name in FIELDS))).one()
    return WordsInUse(products, counts, {
        name: float(length or 1) for name, length in zip(FIELDS, lengths, strict=True)})


def read(session: Reads, in_use: WordsInUse) -> Vocabulary:
    """A word is `named` that only names have, and `mentioned` that only descriptions have, in the whole shop."""
    categories = [
        CategoryName(*row) for row in session.execute(
            select(Category.slug, Category.name, Category.singular)
            .where(Category.products.any(FOR_SALE)).order_by(Category.position, Category.name))]
    synonyms = [SynonymRow(*row) for row in session.execute(
        select(Synonym.word, Synonym.means, Synonym.key).order_by(Synonym.id))]
    counts = in_use.counts
    known, named, mentioned = set(), set(), set()
    for word, having in counts.items():
        if word.startswith("_"):
            continue
        told, called = counts.get(f"_d_{word}", 0), counts.get(f"_m_{word}", 0)
        if having == told:
            mentioned.add(word)
            continue
        known.add(word)
        if having == told + called:
            named.add(word)
    return build(categories, values(session), synonyms, known=frozenset(known), named=frozenset(named),
                 mentioned=frozenset(mentioned), prices=prices(session), everyday=everyday_words())


def values(session: Reads) -> Iterator[tuple[str, str]]:
    """Every (criterion, value) of what is for sale, as the owner wrote it."""
    def distinct(column: Any) -> Iterator[Any]:
        return iter(session.scalars(select(column).where(FOR_SALE, column != "").distinct().order_by(column)))

    for key, column in (("colour", Variant.colour), ("size", Variant.size)):
        rows = session.scalars(select(column).join(Product).where(FOR_SALE, column != "")
                               .group_by(column).order_by(func.min(Variant.position), column))
        yield from ((key, value) for value in rows)
    for key, column in (("brand", Product.brand), ("audience", Product.audience), ("sleeve", Product.sleeve)):
        yield from ((key, value) for value in distinct(column))
    lists = ("occasions", "styles", "seasons", "materials", "patterns")
    columns = [getattr(Product, name) for name in lists]
    seen: set[tuple[str, str]] = set()
    for row in session.execute(select(*columns).where(FOR_SALE).order_by(Product.id)):
        for name, entries in zip(lists, row, strict=True):
            for value in entries or ():
                if (pair := (name.removesuffix("s"), value)) not in seen:
                    seen.add(pair)
                    yield pair


def prices(session: Reads) -> PriceSpread:
    count, lowest, highest = session.execute(
        select(func.count(), func.min(Product.price), func.max(Product.price)).where(FOR_SALE)).one()
    if not count:
        return PriceSpread()

    def at(share: float) -> int:
        return session.scalar(select(Product.price).where(FOR_SALE).order_by(Product.price)
                              .offset(int(count * share)).limit(1)) or 0
    return PriceSpread(lowest, at(1 / 3), at(2 / 3), highest)
