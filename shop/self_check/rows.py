"""The owner's rows as facts to ask about and to check answers against; counted apart from the search."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from shop.assistant.catalogue import Item
from shop.assistant.language.text import fold
from shop.assistant.vocabulary import Vocabulary
from shop.extensions import Reads
from shop.models import Category, Product, Variant

FOR_SALE = Product.archived_at.is_(None)


@dataclass(frozen=True)
class Shelf:
    """A category as a shopper names it. `slugs` are all the categories that its name means in this shop; `singular`
    is "" where it does not mean the same."""

    slug: str
    name: str
    singular: str
    slugs: tuple[str, ...]

    def asked(self, chance: random.Random, many: Sequence[str], one: Sequence[str]) -> str:
        """One of several wordings, in which {} is the shelf's plural in `many`, its singular in `one`."""
        wording = chance.choice([*many, *(one if self.singular else ())])
        return wording.format(self.singular if wording in one else self.name.lower())

    def wrong(self, item: Item) -> str:
        return "" if item.category in self.slugs else f"{item.name} is not one of the {self.name}"


class OwnRows:
    def __init__(self, session: Reads, vocabulary: Vocabulary) -> None:
        self.session = session
        self.vocabulary = vocabulary
        self._kept: dict[tuple[str, str], list[Any]] = {}

    @cached_property
    def _shelves(self) -> list[Shelf]:
        rows = self.session.execute(
            select(Category.slug, Category.name, Category.singular)
            .where(Category.products.any(FOR_SALE & in_stock())).order_by(Category.position, Category.name)).all()
        found = []
        for slug, name, singular in rows:
            slugs = self._slugs(slug, name)
            same = bool(singular) and self._slugs(slug, singular) == slugs
            found.append(Shelf(slug, name, singular.lower() if same else "", slugs))
        return found

    def _slugs(self, slug: str, phrase: str) -> tuple[str, ...]:
        named = {meaning.value for meaning in self.vocabulary.of(phrase) if meaning.key == "category"}
        return tuple(sorted({slug, *named}))

    def shelves(self) -> list[Shelf]:
        """The categories with something in stock."""
        return self._shelves

    def meanings(self, key: str, value: str) -> tuple[str, ...]:
        """Every value of the criterion that the word stands for in this shop, folded."""
        named = {meaning.value for meaning in self.vocabulary.of(value) if meaning.key == key}
        return tuple(sorted({fold(value), *named}))

    def prices(self, shelf: Shelf) -> list[int]:
        """What is in stock on a shelf, in minor units, the cheapest first."""
        return self._read(shelf, "prices", select(Product.price).join(Category).where(
            FOR_SALE, in_stock(), Category.slug.in_(shelf.slugs)).order_by(Product.price))

    def colours(self, shelf: Shelf) -> list[str]:
        return self._read(shelf, "colours", select(Variant.colour).join(Product).join(Category).where(
            FOR_SALE, Category.slug.in_(shelf.slugs), Variant.stock > 0, Variant.colour != "")
            .distinct().order_by(Variant.colour))

    def every_colour(self, shelf: Shelf) -> list[str]:
        """The sold-out ones too."""
        return self._read(shelf, "every colour", select(Variant.colour).join(Product).join(Category).where(
            FOR_SALE, Category.slug.in_(shelf.slugs), Variant.colour != "").distinct().order_by(Variant.colour))

    def brands(self, shelf: Shelf) -> list[str]:
        return self._read(shelf, "brands", select(Product.brand).join(Category).where(
            FOR_SALE, in_stock(), Category.slug.in_(shelf.slugs), Product.brand != "")
            .distinct().order_by(Product.brand))

    def values(self, shelf: Shelf, key: str) -> list[str]:
        return self.colours(shelf) if key == "colour" else self.brands(shelf)

    def _read(self, shelf: Shelf, what: str, query: Any) -> list[Any]:
        if (shelf.slug, what) not in self._kept:
            self._kept[shelf.slug, what] = list(self.session.scalars(query))
        return self._kept[shelf.slug, what]

    def count(self, shelf: Shelf, *, colours: Sequence[str] = (), without_colours: Sequence[str] = (),
              without_brands: Sequence[str] = ()) -> int:
        """How many products of a shelf can be bought so."""
        conditions: list[ColumnElement[bool]] = [FOR_SALE, Category.slug.in_(shelf.slugs)]
        variant = []
        if colours:
            variant.append(Variant.colour_key.in_(colours))
        if without_colours:
            variant.append(Variant.colour_key.not_in(without_colours))
        conditions.append(in_stock(*variant))
        rows = self.session.execute(select(Product.brand, func.count()).join(Category).where(*conditions)
                                    .group_by(Product.brand))
        return sum(number for brand, number in rows if fold(brand) not in without_brands)

    def sold_out(self, most: int = 500) -> list[str]:
        """Names of products of which nothing is left, where no other product bears the name."""
        return list(self.session.scalars(
            select(Product.name).where(FOR_SALE, Product.variants.any(), ~in_stock(), alone())
            .order_by(Product.id).limit(most)))

    def sold_out_sizes(self, most: int = 500) -> list[tuple[str, str]]:
        """(name, size) of sizes of which nothing is left, in any colour, of products with other sizes in stock."""
        return [(name, size) for name, size in self.session.execute(
            select(Product.name, Variant.size).join(Variant).where(FOR_SALE, in_stock(), alone(), Variant.size != "")
            .group_by(Product.id, Product.name, Variant.size).having(func.sum(Variant.stock) == 0)
            .order_by(Product.id, Variant.size).limit(most))]

    def sold_out_named(self, text: str) -> list[str]:
        """The names in a text, with numbers in them, of sold-out products that it may speak of."""
        return [name for name in self.sold_out() if name in text]

    def edges(self, criteria: Mapping[str, Any]) -> list[int]:
        """The lowest and the highest price of the categories asked for in any of their colours, and of the shop."""
        found = []
        of_category = [Category.slug.in_(criteria["category"])] if criteria.get("category") else []
        for conditions in ([*of_category], []):
            grouped = select(func.min(Product.price), func.max(Product.price)).join(Category).where(
                FOR_SALE, in_stock(), *conditions)
            found += [price for price in self.session.execute(grouped).one() if price is not None]
        narrowed = select(func.min(Product.price), func.max(Product.price)).join(Category).where(
            FOR_SALE, *of_category, in_stock(*(
                [Variant.colour_key.in_(criteria["colour"])] if criteria.get("colour") else [])))
        return found + [price for price in self.session.execute(narrowed).one() if price is not None]


def in_stock(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Variant.product_id == Product.id, Variant.stock > 0, *conditions).correlate(Product)


def alone() -> ColumnElement[bool]:
    """No other product bears the same name."""
    twin = Product.__table__.alias("twin")
    return ~exists().where(twin.c.name == Product.name, twin.c.id != Product.id)
