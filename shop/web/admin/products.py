"""Products: how the list shows them, and what taking one away means."""

from __future__ import annotations

from functools import partial

from flask import url_for
from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import selectinload

from shop.extensions import db
from shop.models import Category, OrderLine, Product, Variant
from shop.models.types import now
from shop.web.admin.picture_field import pictures_of, sweep
from shop.web.admin.product_form import ProductForm
from shop.web.admin.resource import Column, Removal, View, Written, anywhere
from shop.web.page import decimal, money

LOW_STOCK = 5

stock = select(func.coalesce(func.sum(Variant.stock), 0)).where(
    Variant.product_id == Product.id).correlate(Product).scalar_subquery()
category_name = select(Category.name).where(
    Category.id == Product.category_id).correlate(Product).scalar_subquery()
for_sale = Product.archived_at.is_(None)
sold_out = for_sale & (stock == 0)
low_stock = for_sale & stock.between(1, LOW_STOCK)


def state(product: Product) -> str:
    if product.archived_at:
        return "Archived"
    return "Sold out" if not product.stock else "Low" if product.stock <= LOW_STOCK else "In stock"


def state_tone(product: Product) -> str:
    return {"Sold out": "bad", "Low": "warn", "In stock": "good"}.get(state(product), "")


def is_ordered(product: Product) -> bool:
    own = select(Variant.id).where(Variant.product_id == product.id)
    return bool(db.session.scalar(select(exists().where(OrderLine.variant_id.in_(own)))))


def archive(product: Product) -> str:
    product.archived_at = product.archived_at or now()
    return f"“{product.name}” stands in an order, so it was archived: it is no longer for sale."


def removal(product: Product) -> Removal:
    if is_ordered(product):
        return Removal(partial(archive, product), word="Archive", warning=(
            "It stands in an order. So it will not be deleted but archived: no longer for sale, and still in "
            "the order."))
    return Removal(partial(products.delete, product), afterwards=partial(sweep, pictures_of(product)))


def seen_at(product: Product) -> str:
    return "" if product.archived_at else url_for("storefront.product", slug=product.slug)


def word_condition(word: str) -> ColumnElement[bool]:
    return or_(
        anywhere(Product.name, Product.slug, Product.brand, Product.description)(word),
        Product.variants.any(anywhere(Variant.sku, Variant.colour)(word)),
        Product.category.has(anywhere(Category.name)(word)))


products: Written[Product] = Written(
    name="products", singular="product", plural="products", model=Product, form=ProductForm,
    columns=(
        Column("Name", lambda product: product.name, func.lower(Product.name)),
        Column("Category", lambda product: product.category.name, category_name),
        Column("Price", lambda product: money(product.price), Product.price, number=True,
               plain=lambda product: decimal(product.price)),
        Column("Stock", lambda product: f"{product.stock:,}", stock, number=True,
               plain=lambda product: str(product.stock)),
        Column("State", state, tone=state_tone),
    ),
    search=word_condition, removal=removal, seen_at=seen_at,
    views=(
        View("for-sale", "For sale", for_sale), View("sold-out", "Sold out", sold_out),
        View("low", "Low", low_stock), View("archived", "Archived", Product.archived_at.is_not(None)),
    ),
    sheet=(
        Column("Brand", lambda product: product.brand), Column("For whom", lambda product: product.audience),
        Column("Variants", lambda product: ", ".join(variant.sku for variant in product.variants)),
        Column("Picture", lambda product: product.image), Column("Page address", lambda product: product.slug),
        Column("Description", lambda product: product.description),
    ),
    options=(selectinload(Product.variants), selectinload(Product.category)),
)
