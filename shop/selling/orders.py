"""What becomes of an order: who may see it, its steps, and goods that come back into stock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql.base import ExecutableOption

from shop.assistant.counter.protocol import titled
from shop.extensions import Reads, session_of, writing
from shop.models import Order, OrderStep
from shop.models.orders import (
    AWAITING_PAYMENT,
    BACK_IN_STOCK,
    CANCELLED,
    DELIVERED,
    EXPIRED,
    PACKED,
    PLACED,
    REFUND_DUE,
    RETURN_REQUESTED,
    RETURNED,
    SHIPPED,
)
from shop.models.types import now
from shop.selling import stock
from shop.selling.terms import Terms, terms

STATUS_NAMES: Mapping[str, str] = {
    AWAITING_PAYMENT: "awaiting payment", PLACED: "placed", PACKED: "being packed", SHIPPED: "on its way",
    DELIVERED: "delivered", CANCELLED: "cancelled", RETURN_REQUESTED: "being returned", RETURNED: "returned",
    EXPIRED: "expired", REFUND_DUE: "awaiting refund",
}
# The steps that people take; those of a payment are in `payments`.
NEXT: Mapping[str, tuple[str, ...]] = {
    AWAITING_PAYMENT: (CANCELLED,), PLACED: (PACKED, SHIPPED, CANCELLED), PACKED: (SHIPPED, CANCELLED),
    SHIPPED: (DELIVERED, RETURNED), DELIVERED: (RETURN_REQUESTED, RETURNED), RETURN_REQUESTED: (RETURNED, DELIVERED),
    CANCELLED: (), RETURNED: (), EXPIRED: (), REFUND_DUE: (CANCELLED, PLACED),
}


class StepRefused(Exception):
    """The order cannot take this step; the text says why."""


def whole() -> tuple[ExecutableOption, ...]:
    return selectinload(Order.lines), selectinload(Order.steps)


def of_user(session: Reads, user_id: int) -> list[Order]:
    """All orders of a shopper, the newest first."""
    return list(session.scalars(
        select(Order).where(Order.user_id == user_id).options(*whole())
        .order_by(Order.placed_at.desc(), Order.id.desc())))


def find(session: Reads, public_id: str, *, user_id: int | None, held: tuple[str, ...] = ()) -> Order | None:
    """The order at an address, for its own shopper alone: the user it belongs to, or a guest whose session holds it
    (`held` are public ids). Not theirs and not there are the same None."""
    order = session.scalar(select(Order).where(Order.public_id == public_id).options(*whole()))
    if order is None:
        return None
    if order.user_id is not None:
        return order if order.user_id == user_id else None
    return order if order.public_id in held else None


def plain_number(text: str) -> str:
    """An order's number without what people write around it: "#4821 7730" and "4821-7730" are one."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def look_up(session: Reads, number: str, email: str) -> Order | None:
    """The order of this number and e-mail address; wrong and unknown are the same None."""
    stored = func.upper(func.replace(func.replace(func.replace(Order.number, "-", ""), "#", ""), " ", ""))
    return session.scalar(select(Order).where(
        stored == plain_number(number), Order.email == email.strip().lower(), Order.email != "").options(*whole()))


def delivered_at(order: Order) -> datetime | None:
    """When it was delivered, as its history says; an order from before there was one counts from its day."""
    at = [step.at for step in order.steps if step.status == DELIVERED]
    return at[-1] if at else order.placed_at if order.status in (DELIVERED, RETURN_REQUESTED) else None


def why_no_cancel(order: Order) -> str:
    """Why the shopper cannot cancel it, "" if they can."""
    if order.status in (AWAITING_PAYMENT, PLACED, PACKED):
        return ""
    return {
        CANCELLED: f"Order {order.number} is cancelled already.",
        RETURNED: f"Order {order.number} was returned.",
        EXPIRED: f"Order {order.number} was not paid in time and has expired.",
        REFUND_DUE: f"Order {order.number} is not on its way. What was paid for it is to be given back.",
    }.get(order.status, f"Order {order.number} has been shipped, so it cannot be cancelled any more. "
                        "It can be returned instead.")


def why_no_return(order: Order, terms: Terms, at: datetime) -> str:
    """Why the shopper cannot ask for a return now, "" if they can."""
    if order.status == DELIVERED:
        since = delivered_at(order) or order.placed_at
        if at <= since + timedelta(days=terms.return_days):
            return ""
        return (f"Order {order.number} was delivered more than {terms.return_days} days ago, "
                "so the time for returns is over.")
    return {
        CANCELLED: f"Order {order.number} was cancelled.",
        EXPIRED: f"Order {order.number} was not paid in time and has expired.",
        REFUND_DUE: f"Order {order.number} is not on its way. What was paid for it is to be given back.",
        RETURN_REQUESTED: f"A return of order {order.number} has been asked for already.",
        RETURNED: f"Order {order.number} was returned already.",
        SHIPPED: f"Order {order.number} is still on its way. It can be returned once it has been delivered.",
    }.get(order.status, f"Order {order.number} has not been shipped yet. It can be cancelled instead.")


def cancel(session: Reads, order_id: int, by: str = "shopper") -> Order:
    return move(session, order_id, CANCELLED, by=by)


def ask_return(session: Reads, order_id: int, note: str) -> Order:
    """A shopper's request, within the time for returns. Raises StepRefused."""
    with writing(session_of(session)) as now_writing:
        order = lock(now_writing, order_id)
        if why := why_no_return(order, terms(now_writing), now()):
            raise StepRefused(why)
        return step(now_writing, order, RETURN_REQUESTED, "shopper", note)


def move(session: Reads, order_id: int, status: str, *, by: str = "owner", note: str = "") -> Order:
    """Takes the order to another status; a cancelled one that was paid becomes one to refund. Raises StepRefused."""
    with writing(session_of(session)) as now_writing:
        order = lock(now_writing, order_id)
        if by == "shopper" and status == CANCELLED and (why := why_no_cancel(order)):
            raise StepRefused(why)
        if status not in NEXT[order.status]:
            raise StepRefused(f"Order {order.number} is {STATUS_NAMES[order.status]}; "
                              f"it cannot become “{STATUS_NAMES.get(status, status)}”.")
        if status == CANCELLED and order.paid_at is not None and order.status != REFUND_DUE:
            status = REFUND_DUE
        return step(now_writing, order, status, by, note)


def lock(session: Session, order_id: int) -> Order:
    """The order as it stands now, which nobody else changes before this transaction ends."""
    # Read anew: what this session has read before is from before the wait.
    order: Order | None = session.scalar(select(Order).where(Order.id == order_id).with_for_update().execution_options(
        populate_existing=True))
    if order is None:
        raise StepRefused("There is no such order.")
    return order


def step(session: Session, order: Order, status: str, by: str, note: str) -> Order:
    """Writes the step down, and moves the goods where it crosses the line between sold and back in stock: so whatever
    way an order goes, they come back once. The order is locked. Raises StepRefused where they are not there to be sold
    again."""
    was_back, order.status = order.status in BACK_IN_STOCK, status
    order.steps.append(OrderStep(status=status, by=by, note=note[:500]))
    if was_back and status not in BACK_IN_STOCK:
        sell_again(session, order)
    elif status in BACK_IN_STOCK and not was_back:
        stock.give_back(session, pieces(order))
    session.flush()
    return order


def sell_again(session: Session, order: Order) -> None:
    gone = next((line for line in order.lines if line.variant_id is None), None)
    try:
        stock.take(session, pieces(order))
    except stock.Short as short:
        gone = next(line for line in order.lines if line.variant_id == short.variant_id)
    if gone is not None:
        raise StepRefused(f"{gone.quantity} × {titled(gone.name, gone.colour, gone.size)} are not in stock any more, "
                          f"so order {order.number} cannot be sent.")


def pieces(order: Order) -> dict[int, int]:
    """{variant: how many} of what is still in the catalogue."""
    quantities: dict[int, int] = {}
    for line in order.lines:
        if line.variant_id is not None:
            quantities[line.variant_id] = quantities.get(line.variant_id, 0) + line.quantity
    return quantities
