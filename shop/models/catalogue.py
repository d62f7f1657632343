"""What stands on the shelves: categories, products, variants, and the shopper's words for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from shop.assistant.language.text import fold
from shop.extensions import db
from shop.models.types import UtcDateTime, now


class Category(db.Model):
    """`name` is the plural that stands on the shelf ("Hoodies"), `singular` the one in a sentence."""

    __tablename__ = "category"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    singular: Mapped[str] = mapped_column(String(80), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    products: Mapped[list[Product]] = relationship(back_populates="category")


class Product(db.Model):
    """One product in its variants. `price` is in minor units of the shop's currency.

    `occasions`, `styles`, `seasons`, `materials` and `patterns` are lists of lower-case words;
    `attributes` is {name: value} of whatever else the owner states. `image` is a path below static/ or
    an https address. An archived product is not for sale, but its orders keep it.
    """

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("rating IS NULL OR (rating >= 0 AND rating <= 5)", name="rating_in_range"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    description: Mapped[str] = mapped_column(Text, default="")
    price: Mapped[int] = mapped_column(index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    image: Mapped[str] = mapped_column(String(500), default="")
    brand: Mapped[str] = mapped_column(String(80), default="")
    audience: Mapped[str] = mapped_column(String(40), default="")
    sleeve: Mapped[str] = mapped_column(String(40), default="")
    fit: Mapped[str] = mapped_column(String(40), default="")
    occasions: Mapped[list[str]] = mapped_column(JSON, default=list)
    styles: Mapped[list[str]] = mapped_column(JSON, default=list)
    seasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    materials: Mapped[list[str]] = mapped_column(JSON, default=list)
    patterns: Mapped[list[str]] = mapped_column(JSON, default=list)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    rating: Mapped[float | None] = mapped_column(default=None)
    rating_count: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    category: Mapped[Category] = relationship(back_populates="products")
    variants: Mapped[list[Variant]] = relationship(
        back_populates="product", cascade="all, delete-orphan", order_by="Variant.position")

    @property
    def stock(self) -> int:
        return sum(variant.stock for variant in self.variants)

    @property
    def colours(self) -> list[str]:
        return list(dict.fromkeys(variant.colour for variant in self.variants if variant.colour))

    @property
    def sizes(self) -> list[str]:
        return list(dict.fromkeys(variant.size for variant in self.variants if variant.size))


class Variant(db.Model):
    """One thing that can be bought: a product in a colour and a size ("" where it has none).

    `colour_key` and `size_key` are the folded words that searches compare. `image` is the picture of this colour,
    "" for the product's own.
    """

    __tablename__ = "variant"
    __table_args__ = (
        UniqueConstraint("product_id", "colour", "size"),
        CheckConstraint("stock >= 0", name="stock_not_negative"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    sku: Mapped[str] = mapped_column(String(80), unique=True)
    colour: Mapped[str] = mapped_column(String(60), default="")
    size: Mapped[str] = mapped_column(String(40), default="")
    colour_key: Mapped[str] = mapped_column(String(60), default="")
    size_key: Mapped[str] = mapped_column(String(40), default="")
    image: Mapped[str] = mapped_column(String(500), default="")
    stock: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    product: Mapped[Product] = relationship(back_populates="variants")

    @validates("colour", "size")
    def keep_key(self, name: str, value: str) -> str:
        setattr(self, f"{name}_key", fold(value))
        return value


class Facet(db.Model):
    """One (criterion, value) that a product answers to; derived from the product by `shop.catalogue.index`."""

    __tablename__ = "facet"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(120), primary_key=True)
    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True, index=True)


class Synonym(db.Model):
    """A shopper's `word` (or phrase) and what the shop calls it. `key` names the criterion, "" for any.

    The same word may stand in several rows: "coffee" can mean an occasion and a style.
    """

    __tablename__ = "synonym"
    __table_args__ = (UniqueConstraint("word", "key", "means"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(String(80), index=True)
    means: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(40), default="")


class Revision(db.Model):
    """A number that grows whenever rows of that name changed, so that every process reads them again."""

    __tablename__ = "revision"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
