"""The kinds a product comes in, and the choice of one of them on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select

from shop.assistant.language.text import fold
from shop.extensions import Reads
from shop.models import Variant


@dataclass(frozen=True)
class Kind:
    """One variant; `label` is "navy, M", "" for what comes in one kind only."""

    variant_id: int
    colour: str
    size: str
    stock: int

    @property
    def label(self) -> str:
        return ", ".join(each for each in (self.colour, self.size) if each)


@dataclass(frozen=True)
class Colour:
    name: str
    in_stock: bool
    shown: bool


@dataclass(frozen=True)
class Option:
    """What can be put into the cart; `label` is what tells it from the others beside it."""

    kind: Kind
    label: str
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """Colours to look at first, where each has sizes of its own, then `options` under `legend` ("Size")."""

    colour: str
    colours: tuple[Colour, ...]
    legend: str
    options: tuple[Option, ...]


def kinds_of(session: Reads, product_ids: Sequence[int]) -> dict[int, tuple[Kind, ...]]:
    found: dict[int, tuple[Kind, ...]] = dict.fromkeys(product_ids, ())
    for product_id, *row in session.execute(
            select(Variant.product_id, Variant.id, Variant.colour, Variant.size, Variant.stock)
            .where(Variant.product_id.in_(product_ids)).order_by(Variant.position, Variant.id)).all():
        found[product_id] += (Kind(*cast(Any, row)),)
    return found


def choice_of(kinds: Sequence[Kind], colour: str = "", size: str = "") -> Choice:
    """What there is to choose, `colour` and `size` being what the address asks for."""
    colours = tuple(dict.fromkeys(kind.colour for kind in kinds if kind.colour))
    asked = next((each for each in colours if fold(each) == fold(colour)), "")
    if not colours or not any(kind.size for kind in kinds):
        wanted = fold(size) if not colours else fold(asked)
        return Choice(asked, (), "Colour" if colours else "Size", options_of(kinds, wanted, by_size=not colours))
    shown = asked or next((kind.colour for kind in kinds if kind.colour and kind.stock), colours[0])
    return Choice(
        shown,
        tuple(Colour(each, any(kind.stock for kind in kinds if kind.colour == each), each == shown)
              for each in colours),
        "Size", options_of([kind for kind in kinds if kind.colour == shown], fold(size), by_size=True))


def options_of(kinds: Sequence[Kind], wanted: str, *, by_size: bool) -> tuple[Option, ...]:
    """One that stands alone is chosen already; what is sold out never is."""
    labels = [kind.size if by_size else kind.colour for kind in kinds]
    return tuple(
        Option(kind, label or "one size", bool(kind.stock and (len(kinds) == 1 or (wanted and fold(label) == wanted))))
        for kind, label in zip(kinds, labels, strict=True))
