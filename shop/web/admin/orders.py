"""Orders: what was bought, where it goes, and the next step. None is ever deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from shop.extensions import db
from shop.models import Order, OrderLine, Variant
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
from shop.selling.orders import NEXT, STATUS_NAMES, StepRefused, move
from shop.web.admin.moments import moment, plain
from shop.web.admin.resource import Column, Read, Refused, Step, View, anywhere
from shop.web.ordering.base import payment_methods
from shop.web.page import decimal, money

DOINGS: Mapping[str, str] = {
    PACKED: "Start packing", SHIPPED: "Mark as shipped", DELIVERED: "Mark as delivered", CANCELLED: "Cancel the order",
    RETURN_REQUESTED: "Note a return request", RETURNED: "Mark as returned",
}
# Steps that mean something else after this status.
DOINGS_AFTER: Mapping[tuple[str, str], str] = {
    (RETURN_REQUESTED, DELIVERED): "Decline the return", (REFUND_DUE, CANCELLED): "Mark as refunded",
    (REFUND_DUE, PLACED): "Send it after all",
}
TONES: Mapping[str, str] = {
    PLACED: "warn", PACKED: "warn", DELIVERED: "good", RETURN_REQUESTED: "bad", REFUND_DUE: "bad",
}
piece_count = select(func.coalesce(func.sum(OrderLine.quantity), 0)).where(
    OrderLine.order_id == Order.id).correlate(Order).scalar_subquery()


def status(order: Order) -> str:
    return STATUS_NAMES[order.status].capitalize()


def buyer_name(order: Order) -> str:
    return order.name or order.email or "(erased)"


def doing(order: Order, wanted: str) -> str:
    return DOINGS_AFTER.get((order.status, wanted)) or DOINGS.get(wanted) or STATUS_NAMES[wanted].capitalize()


def take(order_id: int, before: str, wanted: str, note: str) -> str:
    try:
        order = move(db.session, order_id, wanted, by="owner", note=note)
    except StepRefused as refusal:
        raise Refused(str(refusal)) from refusal
    is_back = order.status in BACK_IN_STOCK and before not in BACK_IN_STOCK
    back = " What was in it is back in stock." if is_back else ""
    return f"Order {order.number} is now {STATUS_NAMES[order.status]}.{back}"


def steps(order: Order) -> Sequence[Step]:
    """The first is the usual one."""
    return [Step(wanted, doing(order, wanted), partial(take, order.id, order.status, wanted),
                 tone="danger" if wanted == CANCELLED and order.status != REFUND_DUE else "quiet" if number else "")
            for number, wanted in enumerate(NEXT[order.status])]


def facts(order: Order) -> Mapping[str, Any]:
    sold = [line.variant_id for line in order.lines if line.variant_id]
    found = db.session.execute(select(Variant.id, Variant.product_id).where(Variant.id.in_(sold)))
    products = dict(found.all())
    return {"products": products, "payment": payment(order), "status": status(order),
            "tone": TONES.get(order.status, ""), "status_names": STATUS_NAMES}


def payment(order: Order) -> str:
    """How, and for an order that is paid ahead, when."""
    method = payment_methods().get(order.payment)
    how = method.name if method else order.payment
    if order.pay_by is None:
        return how
    return f"{how}, paid {moment(order.paid_at)}" if order.paid_at else f"{how}, not paid"


def amount(title: str, name: str) -> Column[Order]:
    return Column(title, lambda order: decimal(getattr(order, name)))


def as_it_is(title: str, name: str) -> Column[Order]:
    return Column(title, lambda order: str(getattr(order, name)))


orders: Read[Order] = Read(
    name="orders", singular="order", plural="orders", model=Order,
    columns=(
        Column("Number", lambda order: order.number, Order.number),
        Column("Placed", lambda order: moment(order.placed_at), Order.placed_at,
               plain=lambda order: plain(order.placed_at)),
        Column("Customer", buyer_name, func.lower(Order.name)),
        Column("Pieces", str, piece_count, number=True, figure=True),
        Column("Total", lambda order: money(order.total), Order.total, number=True,
               plain=lambda order: decimal(order.total)),
        Column("Status", status, Order.status, tone=lambda order: TONES.get(order.status, "")),
    ),
    sheet=(
        amount("Goods", "goods"), amount("Shipping", "shipping"),
        *(as_it_is(name.capitalize(), name) for name in (
            "email", "name", "street", "postcode", "city", "country", "payment")),
        Column("Lines", lambda order: "; ".join(f"{line.quantity} × {line.sku}" for line in order.lines)),
    ),
    first="-placed", search=anywhere(Order.number, Order.email, Order.name),
    views=(
        View("to-pack", "To pack", Order.status == PLACED), View("packed", "Being packed", Order.status == PACKED),
        View("shipped", "On their way", Order.status == SHIPPED),
        View("delivered", "Delivered", Order.status == DELIVERED),
        View("to-decide", "Returns to decide", Order.status == RETURN_REQUESTED),
        View("returned", "Returned", Order.status == RETURNED),
        View("cancelled", "Cancelled", Order.status == CANCELLED),
        View("to-refund", "To refund", Order.status == REFUND_DUE),
        View("unpaid", "Not paid", Order.status.in_((AWAITING_PAYMENT, EXPIRED))),
    ),
    options=(selectinload(Order.lines),),
    named=lambda order: f"Order {order.number}", template="admin/order.html", facts=facts, steps=steps,
)
