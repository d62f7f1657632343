"""Reads the vocabulary from the rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from shop.assistant.vocabulary import CategoryName, PriceSpread, SynonymRow, Vocabulary, build
from shop.catalogue.everyday import everyday_words
from shop.models import Category, Product, ProductText, Synonym, Variant
from shop.models.product_text import FIELDS

Reads = scoped_session[Any] | Session
FOR_SALE = Product.archived_at.is_(None)


def read(session: Reads) -> Vocabulary:
    categories = [
        CategoryName(*row) for row in session.execute(
            select(Category.slug, Category.name, Category.singular)
            .where(Category.products.any(FOR_SALE)).order_by(Category.position, Category.name))]
    synonyms = [SynonymRow(*row) for row in session.execute(
        select(Synonym.word, Synonym.means, Synonym.key).order_by(Synonym.id))]
    stems: dict[str, set[str]] = {name: set() for name in FIELDS}
    for row in session.execute(select(*(getattr(ProductText, name) for name in FIELDS))):
        for name, text in zip(FIELDS, row, strict=True):
            stems[name].update(text.split())
    labels = stems["labels"] | stems["category"] | stems["brand"]
    return build(categories, values(session), synonyms, known=frozenset(labels | stems["name"]),
                 named=frozenset(stems["name"] - labels), mentioned=frozenset(stems["description"]),
                 prices=prices(session), everyday=everyday_words())


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
