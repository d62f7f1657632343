"""The terms of sale as a value: what delivery costs, how long it takes, how long a return may take."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from shop.extensions import Reads
from shop.models import SaleTerms

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
PLACEHOLDERS = ("delivery", "free_from", "delivery_days", "return_days")


@dataclass(frozen=True)
class Terms:
    """Amounts in minor units; `free_from` None means that delivery is never free for its value."""

    delivery: int = 0
    free_from: int | None = None
    days_least: int = 2
    days_most: int = 4
    return_days: int = 30

    def shipping_for(self, goods: int) -> int:
        """What delivery costs for goods of this value."""
        return 0 if self.free_from is not None and goods >= self.free_from else self.delivery

    @property
    def delivery_days(self) -> str:
        """"2 to 4", or "2"."""
        return str(self.days_least) if self.days_least == self.days_most else f"{self.days_least} to {self.days_most}"


def terms(session: Reads) -> Terms:
    row = session.get(SaleTerms, 1)
    if row is None:
        return Terms()
    return Terms(row.delivery, row.free_from, row.days_least, row.days_most, row.return_days)


def fill_in(text: str, terms: Terms, money: Callable[[int], str]) -> str:
    """A text of the owner's with {delivery}, {free_from}, {delivery_days} and {return_days} as they stand; other
    braces stay. So no page can say another price than the checkout."""
    values = {
        "delivery": money(terms.delivery) if terms.delivery else "nothing",
        "free_from": money(terms.free_from) if terms.free_from is not None else "no amount",
        "delivery_days": terms.delivery_days, "return_days": str(terms.return_days)}
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)
