"""The counter of the shop as the assistant sees it: one shopper's cart and orders, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


def titled(name: str, colour: str, size: str) -> str:
    """A variant as people call it: "Chancery Shirt (white, M)"."""
    kind = ", ".join(each for each in (colour, size) if each)
    return f"{name} ({kind})" if kind else name


@dataclass(frozen=True)
class InCart:
    """A line of the cart at today's price, in minor units. `problem` says why it cannot be bought as it stands."""

    product_id: int
    sku: str
    name: str
    colour: str
    size: str
    quantity: int
    unit_price: int
    problem: str = ""

    @property
    def title(self) -> str:
        return titled(self.name, self.colour, self.size)


@dataclass(frozen=True)
class Cart:
    """What the cart comes to now; amounts in minor units."""

    lines: tuple[InCart, ...] = ()
    goods: int = 0
    shipping: int = 0

    @property
    def total(self) -> int:
        return self.goods + self.shipping

    @property
    def count(self) -> int:
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True)
class Bought:
    """A line of an order at the price that was paid, in minor units."""

    name: str
    colour: str
    size: str
    quantity: int
    unit_price: int

    @property
    def title(self) -> str:
        return titled(self.name, self.colour, self.size)


@dataclass(frozen=True)
class Placed:
    """An order. `status` is the shop's word for it, `since` when it came to that; `no_cancel` and `no_return` say why
    it cannot be cancelled or returned now, "" if it can. Neither address nor e-mail is here: no answer needs them."""

    public_id: str
    number: str
    status: str
    status_name: str
    placed_at: datetime
    since: datetime
    lines: tuple[Bought, ...]
    shipping: int
    total: int
    no_cancel: str
    no_return: str


class CounterRefused(Exception):
    """What was wanted was not done; the text tells the shopper why."""


class Counter(Protocol):
    """One shopper's counter. Changes are made at once, and what is returned is what stands afterwards."""

    @property
    def known(self) -> bool:
        """Whether it is known whose orders these are: somebody is signed in, or has proved an order to be theirs."""

    def cart(self) -> Cart: ...

    def add(self, sku: str, quantity: int) -> Cart:
        """Raises CounterRefused where there are not so many."""

    def change(self, sku: str, quantity: int) -> Cart:
        """Sets how many of a variant in the cart are wanted, 0 for none. Raises CounterRefused."""

    def shipping(self, goods: int) -> int:
        """What delivery of goods of this value costs, in minor units."""

    def orders(self) -> tuple[Placed, ...]:
        """This shopper's orders, the newest first; none where nobody is known."""

    def cancel(self, number: str) -> Placed:
        """Raises CounterRefused."""

    def ask_return(self, number: str) -> Placed:
        """Raises CounterRefused."""
