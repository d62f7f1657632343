"""What an embedder makes of the products, so that nearness in meaning is a look-up."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.extensions import db


class ProductVector(db.Model):
    """`vector` holds numbers of two bytes, the smallest first, and is of length 1; `model` made it, from the text that
    `ProductText.reading` was the fingerprint of then. It may be older than the product: it orders lists, no more."""

    __tablename__ = "product_vector"
    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    model: Mapped[str] = mapped_column(String(120))
    reading: Mapped[str] = mapped_column(String(16))
    vector: Mapped[bytes] = mapped_column(LargeBinary)
