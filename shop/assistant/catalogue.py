"""The shelves as the assistant sees them: plain items, and the questions it asks of any catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from shop.assistant.criteria import BY_KEY, OWN, Criteria, Kind
from shop.assistant.language.contents import Writing, contents_of, is_composition, is_part
from shop.assistant.language.text import fold
from shop.assistant.vocabulary import Vocabulary

# An attribute's value by which it denies what it is called: "hood: no".
DENIED = ("no", "none", "not", "without", "false")


@dataclass(frozen=True)
class ItemVariant:
    sku: str
    colour: str
    size: str
    stock: int
    image: str = ""

    def value(self, key: str) -> str:
        """What it has of a criterion of VARIED."""
        return self.size if key == "size" else self.colour


@dataclass(frozen=True)
class Item:
    """A product with all that may be said of it. `price` is in minor units; words stand as the owner wrote them.

    `labels` are the values of the criteria that it has columns of its own for, by key.
    """

    id: int
    slug: str
    name: str
    description: str
    price: int
    category: str
    category_name: str
    category_singular: str
    image: str
    labels: Mapping[str, tuple[str, ...]]
    attributes: Mapping[str, str]
    rating: float | None
    rating_count: int
    variants: tuple[ItemVariant, ...]

    def values(self, key: str) -> tuple[str, ...]:
        """What it has of a criterion of LABELLED: its category's slug, its variants' colours, its own words."""
        if BY_KEY[key].kind is Kind.SHELF:
            return (self.category,)
        if BY_KEY[key].kind is Kind.VARIANT:
            return tuple(dict.fromkeys(word for each in self.variants if (word := each.value(key))))
        return self.labels.get(key, ())

    @property
    def facts(self) -> Mapping[str, str]:
        """What is stated of it by name: its attributes, and the labels that are told like one."""
        stated = {each.wording.heading: word for each in OWN if each.stated for word in self.labels.get(each.key, ())}
        return {**stated, **self.attributes}

    @cached_property
    def contents(self) -> frozenset[str]:
        """The families of `language.contents` that are in it, by all that is written of it."""
        return contents_of(self.writing)

    @property
    def writing(self) -> Writing:
        """What is written of it, in kinds. A colour is called after a thing and is none: it is no label by itself."""
        stated = [(name, value) for name, value in self.attributes.items() if fold(value) not in DENIED]
        made_of = [value for name, value in stated if is_composition(name)]
        shades = dict.fromkeys(f"in {word}" for each in self.variants for word in (each.colour, each.size) if word)
        return Writing((self.name, self.category_name, self.description),
                       (*(f"{name}: {value}" for name, value in stated),
                        *(value for name, value in stated if is_part(name))),
                       (*self.materials, *made_of), (", ".join(shades),))

    @property
    def brand(self) -> str:
        return "".join(self.values("brand"))

    @property
    def audience(self) -> str:
        return "".join(self.values("audience"))

    @property
    def occasions(self) -> tuple[str, ...]:
        return self.values("occasion")

    @property
    def styles(self) -> tuple[str, ...]:
        return self.values("style")

    @property
    def seasons(self) -> tuple[str, ...]:
        return self.values("season")

    @property
    def materials(self) -> tuple[str, ...]:
        return self.values("material")

    @property
    def patterns(self) -> tuple[str, ...]:
        return self.values("pattern")

    @property
    def stock(self) -> int:
        return sum(variant.stock for variant in self.variants)

    @property
    def in_stock(self) -> bool:
        return self.stock > 0

    @property
    def colours(self) -> tuple[str, ...]:
        return self.values("colour")

    @property
    def sizes(self) -> tuple[str, ...]:
        return self.values("size")

    def sizes_in_stock(self, colours: Sequence[str] = ()) -> tuple[str, ...]:
        """In the order of the sizes, in any of these colours (folded) where some are named."""
        there = {variant.size for variant in self.variants
                 if variant.stock and (not colours or variant.colour.casefold() in colours)}
        return tuple(size for size in self.sizes if size in there)


@dataclass(frozen=True)
class Candidate:
    """What ranking needs of a product: its facets as "key:value" and, where words were asked for, the stems of each
    field, joined by spaces."""

    id: int
    price: int
    rating: float | None
    rating_count: int
    category: str
    stock: int
    fields: Mapping[str, str]
    facets: frozenset[str]


@dataclass(frozen=True)
class Candidates:
    """At most `limit` products that meet the criteria, and how many meet them in all (`matched`).

    `every_word` is false when no product had all the words and those with any of them came instead. Of the rows the
    first `whole` have all the words, the others were asked for to fill the list up. `having` says how many of all
    `products` have a stem, `usual` how long each field's text is on average in letters, `meant` which stems or phrases
    stand for a word of the criteria, itself the first.
    """

    matched: int
    rows: tuple[Candidate, ...]
    every_word: bool = True
    whole: int = 0
    having: Mapping[str, int] = field(default_factory=dict)
    products: int = 0
    usual: Mapping[str, float] = field(default_factory=dict)
    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Catalogue(Protocol):
    def vocabulary(self) -> Vocabulary: ...

    def candidates(self, criteria: Criteria, *, limit: int = 400, in_stock: bool = True,
                   fill: bool = False) -> Candidates:
        """Products for sale that meet every criterion; with `in_stock`, in a variant that can be bought now. `fill`
        adds those with some of the words where fewer than `limit` have all; `matched` does not count them."""

    def matched(self, criteria: Criteria) -> int:
        """How many products in stock meet every criterion."""

    def items(self, ids: Sequence[int]) -> tuple[Item, ...]:
        """These products in this order; one that is gone is left out."""

    def item(self, slug: str) -> Item | None: ...
