"""Which orders a demo shows: always the same ones for the same shop, in the weeks before a given moment."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.data.reading import ShopFolder

COUNT = 30
QUANTITIES = (1, 1, 1, 1, 2)
LINES = (1, 1, 2, 2, 3)


@dataclass(frozen=True)
class PlannedLine:
    sku: str
    name: str
    colour: str
    size: str
    quantity: int
    unit_price: int


@dataclass(frozen=True)
class PlannedOrder:
    """Amounts are in minor units; `total` includes `shipping`."""

    number: str
    email: str
    status: str
    placed_at: datetime
    shipping: int
    lines: tuple[PlannedLine, ...]

    @property
    def total(self) -> int:
        return self.shipping + sum(line.quantity * line.unit_price for line in self.lines)


def planned_orders(shop: ShopFolder, today: datetime) -> Iterator[PlannedOrder]:
    """None for a shop without customers or with nothing in stock."""
    on_shelf = [product for product in shop.products if product.stock]
    people = shop.customers.people
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
        yield PlannedOrder(
            number=f"DEMO-{number:04}",
            email=people[(number - 1) % len(people)][1],
            status=_status(days, chance),
            placed_at=today - timedelta(days=days, minutes=chance.randrange(1, 600)),
            shipping=0 if goods >= shop.customers.free_from else shop.customers.delivery,
            lines=tuple(lines),
        )


def _status(days: int, chance: random.Random) -> str:
    """What an order of that age would have come to; a few were cancelled or came back."""
    if days < 2:
        return "placed"
    if days < 4:
        return "packed"
    if days < 8:
        return "shipped"
    return chance.choices(("delivered", "cancelled", "returned"), (8, 1, 1))[0]
