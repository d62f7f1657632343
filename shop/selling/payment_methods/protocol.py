"""What the shop asks of a way to pay, and what it may answer.

A method never sees the database: it is given what is due as a value, while no transaction is open, and the shop
records its answer afterwards. It may raise whatever its network raises; the order then stays unpaid and can be tried
again. It must bound its own waiting: a shopper's page waits as long as it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Due:
    """What is to be paid. `key` is the order's own and the same however often its payment is begun, so that a provider
    that is asked under it takes the money once; `amount` is in minor units of the shop's currency; `reference` is the
    provider's name for the payment, "" until it has given one; `pay_by` is None for what is paid outside the shop."""

    key: str
    number: str
    amount: int
    email: str
    reference: str
    pay_by: datetime | None


@dataclass(frozen=True)
class Accepted:
    """The order stands: it is paid, or is paid outside the shop."""


@dataclass(frozen=True)
class GoTo:
    """The shopper pays at this address (http or https) and comes back. `reference` is the provider's name for the
    payment, at most 200 characters."""

    address: str
    reference: str = ""


@dataclass(frozen=True)
class Declined:
    """There will be no payment, which is final for this order. `reason` is a sentence for the shopper, or ""."""

    reason: str = ""


@dataclass(frozen=True)
class Waiting:
    """Neither paid nor declined so far."""


class PaymentMethod(Protocol):
    """A way to pay. `name` is for the shopper, `explanation` a sentence on what happens next.

    `ahead` says whether an order waits until it is paid. One that does not can only accept, and is never asked for an
    outcome.
    """

    @property
    def name(self) -> str: ...

    @property
    def explanation(self) -> str: ...

    @property
    def ahead(self) -> bool: ...

    def begin(self, due: Due, back: str) -> Accepted | GoTo | Declined:
        """Begins the payment, or gives the one that was begun under the same key: a form is sent twice, a shopper tries
        again. `back` is the absolute address of the order's page, for the shopper's return."""

    def outcome(self, due: Due) -> Accepted | Declined | Waiting:
        """What has become of the payment; Waiting also for one that nobody knows of, whose `begin` may be under way.
        Asked each time the shopper looks at the order, and by `flask shop purge`."""
