"""What becomes of an order: who may see it, its steps, and goods that come back into stock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, scoped_session, selectinload
from sqlalchemy.sql.base import ExecutableOption

from shop.extensions import writing
from shop.models import Order, OrderStep, Variant
from shop.models.orders import CANCELLED, DELIVERED, PACKED, PLACED, RETURN_REQUESTED, RETURNED, SHIPPED
from shop.models.types import now
from shop.selling.carts import opened
from shop.selling.terms import Terms, terms

Reads = scoped_session[Any] | Session
STATUS_NAMES: Mapping[str, str] = {
    PLACED: "placed", PACKED: "being packed", SHIPPED: "on its way", DELIVERED: "delivered", CANCELLED: "cancelled",
    RETURN_REQUESTED: "being returned", RETURNED: "returned",
}
NEXT: Mapping[str, tuple[str, ...]] = {
    PLACED: (PACKED, SHIPPED, CANCELLED), PACKED: (SHIPPED, CANCELLED), SHIPPED: (DELIVERED, RETURNED),
    DELIVERED: (RETURN_REQUESTED, RETURNED), RETURN_REQUESTED: (RETURNED, DELIVERED), CANCELLED: (), RETURNED: (),
}
BACK_IN_STOCK = (CANCELLED, RETURNED)


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


def looked_up(session: Reads, number: str, email: str) -> Order | None:
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
    if order.status in (PLACED, PACKED):
        return ""
    if order.status == CANCELLED:
        return f"Order {order.number} is cancelled already."
    if order.status == RETURNED:
        return f"Order {order.number} was returned."
    return f"Order {order.number} has been shipped, so it cannot be cancelled any more. It can be returned instead."


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
        RETURN_REQUESTED: f"A return of order {order.number} has been asked for already.",
        RETURNED: f"Order {order.number} was returned already.",
        SHIPPED: f"Order {order.number} is still on its way. It can be returned once it has been delivered.",
    }.get(order.status, f"Order {order.number} has not been shipped yet. It can be cancelled instead.")


def cancel(session: Reads, order_id: int, by: str = "shopper") -> Order:
    return move(session, order_id, CANCELLED, by=by)


def ask_return(session: Reads, order_id: int, note: str) -> Order:
    """A shopper's request, within the time for returns. Raises StepRefused."""
    with writing(opened(session)) as now_writing:
        order = locked(now_writing, order_id)
        if why := why_no_return(order, terms(now_writing), now()):
            raise StepRefused(why)
        return step(now_writing, order, RETURN_REQUESTED, "shopper", note)


def move(session: Reads, order_id: int, status: str, *, by: str = "owner", note: str = "") -> Order:
    """Takes the order to another status. Goods of one that is cancelled or returned are back in stock, once."""
    with writing(opened(session)) as now_writing:
        return moved(now_writing, order_id, status, by=by, note=note)


def moved(session: Session, order_id: int, status: str, *, by: str, note: str = "") -> Order:
    """The same within the caller's transaction. Raises StepRefused."""
    order = locked(session, order_id)
    if by == "shopper" and status == CANCELLED and (why := why_no_cancel(order)):
        raise StepRefused(why)
    if status not in NEXT[order.status]:
        raise StepRefused(f"Order {order.number} is {STATUS_NAMES[order.status]}; "
                          f"it cannot become “{STATUS_NAMES.get(status, status)}”.")
    return step(session, order, status, by, note)


def locked(session: Session, order_id: int) -> Order:
    order: Order | None = session.scalar(select(Order).where(Order.id == order_id).with_for_update().execution_options(
        populate_existing=True))
    if order is None:
        raise StepRefused("There is no such order.")
    return order


def step(session: Session, order: Order, status: str, by: str, note: str) -> Order:
    order.status = status
    order.steps.append(OrderStep(status=status, by=by, note=note[:500]))
    if status in BACK_IN_STOCK:
        for line in sorted(order.lines, key=lambda line: line.variant_id or 0):
            if line.variant_id is not None:
                session.execute(update(Variant).where(Variant.id == line.variant_id).values(
                    stock=Variant.stock + line.quantity).execution_options(synchronize_session=False))
    session.flush()
    return order
