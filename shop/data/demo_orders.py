"""Which orders a demo shows: always the same ones for the same shop, in the weeks before a given moment."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.data.reading import Person, ShopFolder

COUNT = 30
QUANTITIES = (1, 1, 1, 1, 2)
LINES = (1, 1, 2, 2, 3)
PAYMENTS = ("invoice", "invoice", "on_delivery")
# What an order goes through to its status: (status, hours after it was placed).
ON_ITS_WAY = (("packed", 20), ("shipped", 44))
ARRIVED = (*ON_ITS_WAY, ("delivered", 120))
WAYS: dict[str, tuple[tuple[str, int], ...]] = {
    "placed": (), "packed": ON_ITS_WAY[:1], "shipped": ON_ITS_WAY, "delivered": ARRIVED,
    "cancelled": (("cancelled", 3),),
    "return_requested": (*ARRIVED, ("return_requested", 170)),
    "returned": (*ARRIVED, ("return_requested", 170), ("returned", 290)),
}
REASONS = ("Too large for me.", "The colour does not go with the rest.", "Ordered two sizes, one stays here.")


@dataclass(frozen=True)
class PlannedLine:
    sku: str
    name: str
    colour: str
    size: str
    quantity: int
    unit_price: int


@dataclass(frozen=True)
class PlannedStep:
    """`by` is "shopper" or "owner"."""

    status: str
    by: str
    note: str
    at: datetime


@dataclass(frozen=True)
class PlannedOrder:
    """Amounts are in minor units; `total` includes `shipping`."""

    number: str
    person: Person
    payment: str
    status: str
    placed_at: datetime
    shipping: int
    lines: tuple[PlannedLine, ...]
    steps: tuple[PlannedStep, ...]

    @property
    def total(self) -> int:
        return self.shipping + sum(line.quantity * line.unit_price for line in self.lines)


def planned_orders(shop: ShopFolder, today: datetime) -> Iterator[PlannedOrder]:
    """None for a shop without customers or with nothing in stock."""
    on_shelf = [product for product in shop.products if product.stock]
    people = shop.customers
    if not people or not on_shelf:
        return
    chance = random.Random(shop.profile.name)
    for number in range(1, COUNT + 1):
        days = 2 * (COUNT - number) + chance.randrange(2)
        lines = []
        for product in chance.sample(on_shelf, min(chance.choice(LINES), len(on_shelf))):
            variant = chance.choice([each for each in product.variants if each.stock])
            lines.append(
                PlannedLine(
                    variant.sku,
                    product.name,
                    variant.colour,
                    variant.size,
                    chance.choice(QUANTITIES),
                    product.price,
                )
            )
        goods = sum(line.quantity * line.unit_price for line in lines)
        status = _status(days, chance)
        placed_at = today - timedelta(days=days, minutes=chance.randrange(1, 600))
        yield PlannedOrder(
            number=f"DEMO-{number:04}",
            person=people[(number - 1) % len(people)],
            payment=chance.choice(PAYMENTS),
            status=status,
            placed_at=placed_at,
            shipping=shop.terms.shipping_for(goods) if shop.terms else 0,
            lines=tuple(lines),
            steps=tuple(_steps(status, placed_at, chance)),
        )


def _status(days: int, chance: random.Random) -> str:
    """What an order of that age would have come to; a few were cancelled or came back."""
    if days < 2:
        return "placed"
    if days < 4:
        return "packed"
    if days < 8:
        return "shipped"
    ends = ("delivered", "cancelled", "return_requested" if days < 20 else "returned")
    return chance.choices(ends, (7, 1, 2))[0]


def _steps(status: str, placed_at: datetime, chance: random.Random) -> Iterator[PlannedStep]:
    yield PlannedStep("placed", "shopper", "", placed_at)
    for each, hours in WAYS[status]:
        by = "shopper" if each in ("cancelled", "return_requested") else "owner"
        note = chance.choice(REASONS) if each == "return_requested" else ""
        yield PlannedStep(each, by, note, placed_at + timedelta(hours=hours, minutes=chance.randrange(60)))
