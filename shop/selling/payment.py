"""How an order is paid. Where a payment provider would stand: it would be one more method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from shop.models import Order


class PaymentMethod(Protocol):
    """A way to pay. `name` is for the shopper, `told` a sentence on what happens next."""

    @property
    def name(self) -> str: ...

    @property
    def told(self) -> str: ...

    def begin(self, order: Order) -> None:
        """Called once, in the transaction that places the order; raising undoes the order. A provider would reserve
        the amount here under the order's idempotency key."""


@dataclass(frozen=True)
class PaidLater:
    """Paid outside the shop: nothing is to be done when the order is placed."""

    name: str
    told: str

    def begin(self, order: Order) -> None:
        return None


METHODS: Mapping[str, PaymentMethod] = {
    "invoice": PaidLater("By invoice", "The invoice comes with the parcel."),
    "on_delivery": PaidLater("On delivery", "You pay when the parcel is handed over."),
}
