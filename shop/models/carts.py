"""What somebody is about to buy. A cart holds no stock and no price: both are read when they are shown."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.extensions import db
from shop.models.types import UtcDateTime, now

MOST_OF_ONE = 99


class Cart(db.Model):
    """A signed-in shopper's (`user_id`) or a guest's (`guest_id`, which only the signed session cookie knows)."""

    __tablename__ = "cart"
    __table_args__ = (CheckConstraint("(user_id IS NULL) <> (guest_id IS NULL)", name="one_owner"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), unique=True,
                                                default=None)
    guest_id: Mapped[str | None] = mapped_column(String(32), unique=True, default=None)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    lines: Mapped[list[CartLine]] = relationship(back_populates="cart", cascade="all, delete-orphan")


class CartLine(db.Model):
    __tablename__ = "cart_line"
    __table_args__ = (CheckConstraint(f"quantity BETWEEN 1 AND {MOST_OF_ONE}", name="quantity_in_range"),)
    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id", ondelete="CASCADE"), primary_key=True)
    variant_id: Mapped[int] = mapped_column(
        ForeignKey("variant.id", ondelete="CASCADE"), primary_key=True, index=True)
    quantity: Mapped[int] = mapped_column()
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    cart: Mapped[Cart] = relationship(back_populates="lines")
