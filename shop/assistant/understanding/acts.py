"""What a message asks of the products, as one value of a closed union: each act with its own slots alone.

What every request may carry (criteria, hints, unexplained words) stands in `Wanted`. A place is one on the last list,
counted from 0; `pointed` is what is asked of products at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from shop.assistant.criteria import Criteria
from shop.assistant.language.degrees import Dimension


@dataclass(frozen=True)
class Search:
    """The products that meet the criteria."""


@dataclass(frozen=True)
class Count:
    """How many meet them."""


@dataclass(frozen=True)
class More:
    """Others of those that meet them, beyond the ones seen."""


@dataclass(frozen=True)
class Overview:
    """What the shop sells at all."""


@dataclass(frozen=True)
class Detail:
    """One product: the one at `place`; without a place the one on the list that `pointed` describes, or the page's, or
    the one last spoken of."""

    place: int | None = None
    pointed: Criteria = Criteria()


@dataclass(frozen=True)
class Compare:
    """Several side by side: those at `places` and those that the message names, or the best of what is asked for.
    `dimensions` are what they are asked more or less of."""

    places: tuple[int, ...] = ()
    pointed: Criteria = Criteria()
    dimensions: tuple[Dimension, ...] = ()


@dataclass(frozen=True)
class AboutShown:
    """Which of those on the last list are as `pointed` says, or have most of `dimension`."""

    pointed: Criteria
    dimension: Dimension | None = None


@dataclass(frozen=True)
class Superlative:
    """The warmest, the lightest of those that meet the criteria."""

    dimension: Dimension


@dataclass(frozen=True)
class Outfit:
    """A set of things that go together and meet the criteria."""


@dataclass(frozen=True)
class GoesWith:
    """What goes with `beside`, as the shopper put it: the product at `place` or of that name, one that `pointed`
    describes, or the one at hand."""

    beside: str
    place: int | None = None
    pointed: Criteria = Criteria()


@dataclass(frozen=True)
class Alike:
    """Others like the product at `place`, or like the one at hand; with `cheaper`, of a lower price than that one.
    `kind` are the shopper's own words for what it is."""

    place: int | None = None
    cheaper: bool = False
    kind: tuple[str, ...] = ()


@dataclass(frozen=True)
class Total:
    """What those at `places` cost together."""

    places: tuple[int, ...]


# The acts whose answer is a list by criteria.
Listing = Search | Count | More
Act = Listing | Overview | Detail | Compare | AboutShown | Superlative | Outfit | GoesWith | Alike | Total


def looks_by_criteria(act: Act | None) -> bool:
    """Whether the answer comes from the shelves by criteria alone, so that another criterion would change it."""
    match act:
        case Search() | Outfit() | Superlative():
            return True
        case (None | Count() | More() | Overview() | Detail() | Compare() | AboutShown() | GoesWith() | Alike()
              | Total()):
            return False
        case _:
            assert_never(act)


def has_knowledge(act: Act | None) -> bool:
    """Whether the knowledge may answer a part of it; products at hand answer for themselves."""
    match act:
        case Detail() | Compare() | AboutShown() | GoesWith() | Total():
            return False
        case None | Search() | Count() | More() | Overview() | Superlative() | Outfit() | Alike():
            return True
        case _:
            assert_never(act)
