"""What delivery costs and how long a return may take: the one place both the checkout and the knowledge read."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.extensions import db


class SaleTerms(db.Model):
    """One row (id 1); without it, delivery is free and returns are open for 30 days.

    `delivery` is in minor units; `free_from` is the value of goods from which delivery is free, None for never.
    `days_least` to `days_most` is how many working days delivery takes, `return_days` how long after delivery
    goods may come back.
    """

    __tablename__ = "sale_terms"
    __table_args__ = (
        CheckConstraint("delivery >= 0", name="delivery_not_negative"),
        CheckConstraint("return_days >= 0", name="return_days_not_negative"),
        CheckConstraint("days_least <= days_most", name="days_in_order"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    delivery: Mapped[int] = mapped_column(default=0)
    free_from: Mapped[int | None] = mapped_column(default=None)
    days_least: Mapped[int] = mapped_column(default=2)
    days_most: Mapped[int] = mapped_column(default=4)
    return_days: Mapped[int] = mapped_column(default=30)
