"""Stock at a glance: a line a variant, with the number to set."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from shop.extensions import db, writing
from shop.models import Category, Product, Variant
from shop.web.admin.on_hand import MOST_STOCK, NotThatMany, shift, sold_meanwhile
from shop.web.admin.pages import PER_PAGE, Answer, ListPage
from shop.web.admin.products import LOW_STOCK
from shop.web.admin.resource import Column, Resource, View, anywhere
from shop.web.admin.variant_form import row_number
from shop.web.forms import ShopForm

product_name = select(func.lower(Product.name)).where(
    Product.id == Variant.product_id).correlate(Variant).scalar_subquery()
on_sale = Variant.product.has(Product.archived_at.is_(None))

stock: Resource[Variant] = Resource(
    name="stock", singular="variant", plural="variants", model=Variant, list_template="admin/stock.html",
    columns=(
        Column("SKU", lambda variant: variant.sku, Variant.sku),
        Column("Product", lambda variant: variant.product.name, product_name),
        Column("Colour", lambda variant: variant.colour, func.lower(Variant.colour)),
        Column("Size", lambda variant: variant.size, Variant.size),
        Column("Stock", lambda variant: str(variant.stock), Variant.stock, number=True),
    ),
    first="product",
    search=lambda word: anywhere(Variant.sku, Variant.colour)(word) | (Variant.size.ilike(word)) | Variant.product.has(
        anywhere(Product.name)(word) | Product.category.has(anywhere(Category.name)(word))),
    views=(
        View("sold-out", "Sold out", on_sale & (Variant.stock == 0)),
        View("low", "Low", on_sale & Variant.stock.between(1, LOW_STOCK)), View("for-sale", "For sale", on_sale),
    ),
    options=(selectinload(Variant.product),),
)


class StockPage(ListPage):
    """Every line is sent as stock-<id> and seen-<id>; "one" is a pressed "<id>:+1" or "<id>:-1"."""

    methods = ("GET", "POST")

    def dispatch_request(self) -> Answer:
        if request.method == "GET":
            return self.render(form=ShopForm(), wrong={}, typed={})
        typed = {name.removeprefix("stock-"): value.strip() for name, value in request.form.items()
                 if name.startswith("stock-")}
        wanted = {number: amount for each, value in list(typed.items())[:PER_PAGE]
                  if (number := row_number(each)) is not None and (amount := row_number(value)) is not None
                  and amount <= MOST_STOCK}
        wrong = {each: f"“{value[:20]}” will not do. Write a whole number from 0 to {MOST_STOCK}."
                 for each, value in typed.items() if row_number(each) not in wanted}
        if wrong:
            return self.render(form=ShopForm(), wrong=wrong, typed=typed), 422
        self.write(wanted)
        return redirect(request.full_path if request.query_string else request.path, 303)

    def write(self, wanted: dict[int, int]) -> None:
        pressed, _, by = request.form.get("one", "").partition(":")
        changed: list[str] = []
        with writing(db.session()) as session:
            rows = session.scalars(select(Variant).where(Variant.id.in_(wanted)).options(
                selectinload(Variant.product)).order_by(Variant.id)).all()
            for variant in rows:
                seen = row_number(request.form.get(f"seen-{variant.id}"))
                one = {"+1": 1, "-1": -1}.get(by, 0) if pressed == str(variant.id) else 0
                difference = wanted[variant.id] - (variant.stock if seen is None else seen) + one
                if difference:
                    changed.append(self.changed(session, variant, difference, seen))
        flash(" ".join(changed) or "Nothing was changed.", "good")

    def changed(self, session: Any, variant: Variant, difference: int, seen: int | None) -> str:
        try:
            return f"{variant.sku} is at {shift(session, variant.product, variant, difference)}."
        except NotThatMany as too_many:
            why = sold_meanwhile(seen, too_many.left) if seen is not None and seen != too_many.left else "that is all"
            return f"{variant.sku} stays at {too_many.left}: {why}."
