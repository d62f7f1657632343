"""What was bought. Prices are frozen on the line, in minor units; an order outlives its product and its buyer."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.extensions import db
from shop.models.people import User
from shop.models.types import UtcDateTime, now

PLACED, PACKED, SHIPPED, DELIVERED = "placed", "packed", "shipped", "delivered"
CANCELLED, RETURN_REQUESTED, RETURNED = "cancelled", "return_requested", "returned"
# Paid ahead: not paid yet, not paid in time, and paid without being sent.
AWAITING_PAYMENT, EXPIRED, REFUND_DUE = "awaiting_payment", "expired", "refund_due"
STATUSES = (AWAITING_PAYMENT, PLACED, PACKED, SHIPPED, DELIVERED, CANCELLED, RETURN_REQUESTED, RETURNED, EXPIRED,
            REFUND_DUE)
BACK_IN_STOCK = (CANCELLED, RETURNED, EXPIRED, REFUND_DUE)
UNSOLD = (AWAITING_PAYMENT, *BACK_IN_STOCK)


def new_public_id() -> str:
    return secrets.token_urlsafe(16)


class Order(db.Model):
    """`number` is for people; `public_id` (128 random bits) is the only thing that stands in an address.

    `total` includes `shipping`. `idempotency_key` is the checkout form's; `fingerprint` says what was sent under it.
    E-mail, name and address are empty once the buyer's data were erased.

    An order that is paid ahead has a `pay_by`, until which its goods are set aside, and `paid_at` once it is paid,
    however late; both are None where payment is the business of the invoice or the carrier. `payment_reference` is the
    provider's name for the payment.
    """

    __tablename__ = "customer_order"
    # Asked before every page: which orders were not paid in time?
    __table_args__ = (Index("ix_customer_order_status_pay_by", "status", "pay_by"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(40), unique=True, default=new_public_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True, default=None)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    street: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    country: Mapped[str] = mapped_column(String(80), default="")
    payment: Mapped[str] = mapped_column(String(20), default="invoice")
    payment_reference: Mapped[str] = mapped_column(String(200), default="")
    pay_by: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    status: Mapped[str] = mapped_column(String(20), default=PLACED)
    shipping: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column()
    idempotency_key: Mapped[str | None] = mapped_column(String(64), unique=True, index=True, default=None)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    user: Mapped[User | None] = relationship()
    lines: Mapped[list[OrderLine]] = relationship(
        back_populates="order", cascade="all, delete-orphan", order_by="OrderLine.id")
    steps: Mapped[list[OrderStep]] = relationship(
        back_populates="order", cascade="all, delete-orphan", order_by="OrderStep.id")

    @property
    def goods(self) -> int:
        """What the lines come to, without shipping."""
        return self.total - self.shipping


class OrderLine(db.Model):
    __tablename__ = "order_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("customer_order.id", ondelete="CASCADE"), index=True)
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id", ondelete="SET NULL"), index=True)
    sku: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    colour: Mapped[str] = mapped_column(String(60), default="")
    size: Mapped[str] = mapped_column(String(40), default="")
    quantity: Mapped[int] = mapped_column()
    unit_price: Mapped[int] = mapped_column()
    order: Mapped[Order] = relationship(back_populates="lines")


class OrderStep(db.Model):
    """One change of an order's status: who made it ("shopper", "owner", the "provider" of its payment, or the "clock")
    and a note, such as why it comes back."""

    __tablename__ = "order_step"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("customer_order.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(10), default="shopper")
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    order: Mapped[Order] = relationship(back_populates="steps")
