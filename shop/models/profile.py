"""What the shop is called and how it greets."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.extensions import db


class ShopProfile(db.Model):
    """One row (id 1). `model_speaks` is the owner's switch: off, the rules answer alone, whatever the settings say.
    The page works without it: the defaults are a shop without a name of its own."""

    __tablename__ = "shop_profile"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), default="Shop")
    strapline: Mapped[str] = mapped_column(String(200), default="")
    greeting: Mapped[str] = mapped_column(Text, default="Hello. Ask about products, prices, delivery or returns.")
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    hours: Mapped[str] = mapped_column(String(200), default="")
    model_speaks: Mapped[bool] = mapped_column(default=True)
