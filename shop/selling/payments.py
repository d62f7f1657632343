"""Paying ahead. An order waits for its payment with its goods set aside; its method is asked while no transaction is
open, and what it answers is recorded in a short one of its own.

Paid, the order is placed. Declined, it is cancelled and the cart is as it was. Not paid in time, it expires and its
goods are for sale again; a payment that comes after that is kept, and the order is the owner's to refund or to send.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from shop.extensions import Reads, session_of, writing
from shop.models import Order, OrderStep
from shop.models.orders import AWAITING_PAYMENT, CANCELLED, EXPIRED, PLACED, REFUND_DUE
from shop.models.types import now
from shop.selling import stock
from shop.selling.carts import Owner, cart_of, have_a_cart, pour
from shop.selling.orders import lock, pieces, step
from shop.selling.payment_methods.protocol import Accepted, Declined, Due, GoTo, PaymentMethod, Waiting

log = logging.getLogger(__name__)
Methods = Mapping[str, PaymentMethod]
Answer = TypeVar("Answer")
TIME_TO_PAY = timedelta(minutes=30)
# How long after its end an order that was not paid is still asked about.
LATE_PAYMENTS = timedelta(days=7)
AT_ONCE = 20
PROVIDER, CLOCK = "provider", "clock"


@dataclass(frozen=True)
class Settled:
    """Nothing is left to pay or to ask: the order says what has become of it."""


@dataclass(frozen=True)
class Unreachable:
    """The method gave no answer. The order is as it was; it can be tried again until it expires."""


def begin(session: Reads, order_id: int, methods: Methods, owner: Owner,
          back: str) -> Settled | GoTo | Declined | Unreachable:
    """Begins an order's payment, or begins it again. `owner` is whose cart gets the goods if it is declined; `back` is
    the absolute address of the order's page."""
    order = session.get_one(Order, order_id)
    ahead = order.pay_by is not None
    if ahead and order.status != AWAITING_PAYMENT:
        return Settled()
    answer = ask(session, order, methods, lambda method, due: method.begin(due, back))
    if isinstance(answer, Unreachable):
        return answer
    if isinstance(answer, Accepted):
        if ahead:
            record(session, order_id, answer)
        return Settled()
    # An order that has meanwhile been paid, cancelled or expired leads nobody to pay.
    return answer if record(session, order_id, answer, owner) else Settled()


def follow_up(session: Reads, order_id: int, methods: Methods,
              owner: Owner | None = None) -> Settled | Waiting | Declined | Unreachable:
    """Asks what has become of an order's payment, and records it. Without an owner no cart gets anything."""
    order = session.get_one(Order, order_id)
    if not is_open(order, now()):
        return Settled()
    answer = ask(session, order, methods, lambda method, due: method.outcome(due))
    if isinstance(answer, Waiting | Unreachable):
        return answer
    changed = record(session, order_id, answer, owner)
    return answer if changed and isinstance(answer, Declined) else Settled()


def is_open(order: Order, at: datetime) -> bool:
    """Whether a payment may still come: also for a while after the order was given up."""
    return order.pay_by is not None and order.paid_at is None and at < order.pay_by + LATE_PAYMENTS


def ask(session: Reads, order: Order, methods: Methods,
        question: Callable[[PaymentMethod, Due], Answer]) -> Answer | Unreachable:
    code = order.payment
    due = Due(order.public_id, order.number, order.total, order.email, order.payment_reference, order.pay_by)
    # No transaction is open from here on: a provider that hangs would keep every other shopper waiting for its lock.
    session_of(session).rollback()
    try:
        return question(methods[code], due)
    except Exception as error:
        # Whatever a method raises, and one that is no longer there. Its text may quote the shopper: it is not logged.
        log.warning("payment of order %s by %s gave no answer: %s", due.number, code, type(error).__name__)
        return Unreachable()


def record(session: Reads, order_id: int, answer: Accepted | GoTo | Declined, owner: Owner | None = None) -> bool:
    """Writes down what a method has answered, in one short transaction; whether the order was one to change by it."""
    if isinstance(answer, Declined) and owner is not None:
        have_a_cart(session, owner)
    with writing(session_of(session)) as now_writing:
        # Locked before its status is read: of two answers at once the second finds what the first has made of it.
        order = lock(now_writing, order_id)
        if isinstance(answer, Accepted):
            return confirm(now_writing, order)
        if order.status != AWAITING_PAYMENT:
            return False
        if isinstance(answer, GoTo):
            order.payment_reference = answer.reference
        else:
            decline(now_writing, order, answer.reason, owner)
        return True


def confirm(session: Session, order: Order) -> bool:
    """Counts a payment once, also one that comes after the order was given up. The order is locked."""
    if order.pay_by is None or order.paid_at is not None:
        return False
    order.paid_at = now()
    if order.status == AWAITING_PAYMENT:
        step(session, order, PLACED, PROVIDER, "")
    else:
        how = "expired" if order.status == EXPIRED else "been cancelled"
        step(session, order, REFUND_DUE, PROVIDER, f"The payment came after the order had {how}.")
    return True


def decline(session: Session, order: Order, reason: str, owner: Owner | None) -> None:
    """The goods are back in stock and in the owner's cart. The order is locked."""
    # The cart before the stock, as in a checkout: the other way round each could hold what the other waits for.
    cart = cart_of(session, owner, lock=True) if owner is not None else None
    step(session, order, CANCELLED, PROVIDER, reason)
    if cart is not None:
        pour(session, cart, pieces(order))


def expire(session: Reads, at: datetime) -> int:
    """Gives back the goods of orders that were not paid in time; how many there were, of a first few."""
    unpaid: ColumnElement[bool] = (Order.status == AWAITING_PAYMENT) & (Order.pay_by <= at)
    count = 0
    for order_id in session.scalars(select(Order.id).where(unpaid).order_by(Order.id).limit(AT_ONCE)).all():
        with writing(session_of(session)) as now_writing:
            # Asked again in the UPDATE itself: of all who have found this order at once, one gives its goods back.
            done = now_writing.execute(update(Order).where(Order.id == order_id, unpaid).values(status=EXPIRED)
                                       .execution_options(synchronize_session=False))
            if done.rowcount:  # type: ignore[attr-defined]
                order = now_writing.get_one(Order, order_id)
                order.steps.append(OrderStep(status=EXPIRED, by=CLOCK))
                stock.give_back(now_writing, pieces(order))
                count += 1
    return count


def collect(session: Reads, methods: Methods, at: datetime) -> int:
    """Asks after every payment that may still come; how many have. For upkeep: it takes as long as the providers."""
    unpaid = select(Order.id).where(Order.paid_at.is_(None), Order.pay_by > at - LATE_PAYMENTS).order_by(Order.id)
    count = 0
    for order_id in session.scalars(unpaid).all():
        follow_up(session, order_id, methods)
        count += session.get_one(Order, order_id).paid_at is not None
    return count
