"""What the counter asked the shopper last: open for one message, and kept as JSON until it comes.

Rows keep {"do": "empty"}, {"do": "add", "product": …} or {"do": "cancel" or "return", "order": …}, and {} where nothing
is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, assert_never


@dataclass(frozen=True)
class WhetherToEmpty:
    """Whether everything shall go out of the cart."""


@dataclass(frozen=True)
class ProductWish:
    """A product for the cart, as far as it was said: `colour` and `size` are "" where they are open."""

    product: int
    colour: str = ""
    quantity: int | None = None
    size: str = ""

    def to_json(self) -> dict[str, Any]:
        size = {"size": self.size} if self.size else {}
        return {"do": "add", "product": self.product, "colour": self.colour, "quantity": self.quantity, **size}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(data["product"], data.get("colour") or "", data.get("quantity"), data.get("size") or "")


@dataclass(frozen=True)
class WhichVariant:
    """Which colour or size of a product is to go into the cart, in place of the SKU `instead` ("" for none). `then` are
    the other products of the same message that are still open."""

    wish: ProductWish
    instead: str = ""
    then: tuple[ProductWish, ...] = ()

    def to_json(self) -> dict[str, Any]:
        data = self.wish.to_json()
        if self.instead:
            data["instead"] = self.instead
        if self.then or not self.instead:
            data["then"] = [each.to_json() for each in self.then]
        return data


@dataclass(frozen=True)
class WhetherToCancel:
    """Whether the order of this number shall be cancelled."""

    order: str


@dataclass(frozen=True)
class WhetherToReturn:
    """Whether a return of the order of this number shall be asked for."""

    order: str


OpenQuestion = WhetherToEmpty | WhichVariant | WhetherToCancel | WhetherToReturn


def to_json(question: OpenQuestion | None) -> dict[str, Any]:
    match question:
        case None:
            return {}
        case WhetherToEmpty():
            return {"do": "empty"}
        case WhichVariant():
            return question.to_json()
        case WhetherToCancel():
            return {"do": "cancel", "order": question.order}
        case WhetherToReturn():
            return {"do": "return", "order": question.order}
        case _:
            assert_never(question)


def from_json(data: Any) -> OpenQuestion | None:
    """The question of a row; None where it is none that we know, as one of another version may be."""
    match data:
        case {"do": "empty"}:
            return WhetherToEmpty()
        case {"do": "add", "product": int()}:
            return WhichVariant(ProductWish.from_json(data), data.get("instead") or "", tuple(
                each.wish for each in map(from_json, data.get("then") or ()) if isinstance(each, WhichVariant)))
        case {"do": "cancel", "order": str(order)}:
            return WhetherToCancel(order)
        case {"do": "return", "order": str(order)}:
            return WhetherToReturn(order)
        case _:
            return None
