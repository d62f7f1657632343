"""The cart: a page, and the three forms that change it."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from shop.extensions import db
from shop.models import Variant
from shop.selling import carts, orders
from shop.selling.carts import CartRefused, Contents
from shop.selling.terms import Terms, terms
from shop.services import services
from shop.web.buyer import buyer, held, known_buyer
from shop.web.ordering.base import blueprint
from shop.web.ordering.quantities import quantity_of, variant_of


@blueprint.get("/cart")
def cart() -> str:
    """An empty cart shows the way to the order that may just have emptied it."""
    contents = carts.contents(db.session, known_buyer())
    latest = None
    if not contents.lines and (ids := held()):
        latest = orders.find(db.session, ids[0], user_id=None, held=ids)
    return render_template("ordering/cart.html", latest=latest, **cart_values(contents))


@blueprint.post("/cart/add")
def add() -> ResponseReturnValue:
    """Confirms with what the database now holds, in the page where HTMX asked, else on the cart's own page."""
    try:
        sku = request.form.get("sku")
        variant = variant_of(request.form.get("variant_id")) if sku is None else variant_called(sku)
        quantity = quantity_of(request.form.get("quantity", "1"), least=1)
        contents = carts.add(db.session, buyer(), variant, quantity)
    except CartRefused as refused:
        if "HX-Request" in request.headers:
            return render_template("ordering/refused.html", refusal=str(refused))
        flash(str(refused), "warn")
        return redirect(page_of(request.form.get("product", "")), 303)
    line = next(line for line in contents.lines if line.variant_id == variant)
    if "HX-Request" in request.headers:
        return render_template("ordering/added.html", line=line, quantity=quantity, **cart_values(contents))
    flash(f"{quantity} × {line.title} added." if quantity > 1 else f"{line.title} added.", "good")
    return redirect(url_for("ordering.cart"), 303)


def variant_called(sku: str) -> int:
    """The id of the variant that a card of the chat offers. Raises CartRefused where nothing was chosen."""
    found = db.session.scalar(select(Variant.id).where(Variant.sku == sku)) if sku and "\0" not in sku else None
    if found is None:
        raise CartRefused("Choose what you would like first." if not sku else "That is no longer sold.")
    return found


@blueprint.post("/cart/change")
def change() -> ResponseReturnValue:
    def done() -> Contents:
        quantity = quantity_of(request.form.get("quantity"), least=0)
        return carts.change(db.session, buyer(), variant_of(request.form.get("variant_id")), quantity)

    return after_change(done)


@blueprint.post("/cart/remove")
def remove() -> ResponseReturnValue:
    return after_change(lambda: carts.remove(db.session, buyer(), variant_of(request.form.get("variant_id"))))


def after_change(change: Callable[[], Contents]) -> ResponseReturnValue:
    """The cart after a change, or as it was with the reason."""
    refusal = ""
    try:
        contents = change()
    except CartRefused as refused:
        refusal, contents = str(refused), carts.contents(db.session, known_buyer())
    if "HX-Request" in request.headers:
        return render_template("ordering/cart_changed.html", refusal=refusal, latest=None, **cart_values(contents))
    if refusal:
        flash(refusal, "warn")
    return redirect(url_for("ordering.cart"), 303)


@blueprint.app_template_global()
def cart_now() -> dict[str, object]:
    """What the cart's page shows, for a frame of the chat that has changed it."""
    return {"latest": None, "refusal": "", **cart_values(carts.contents(db.session, known_buyer()))}


@blueprint.app_template_global()
def way_on(link: str) -> tuple[str, str] | None:
    """Address and words of where an answer leads: "cart", "checkout", "orders", "sign_in", "find_order" or
    "order:<public id>"."""
    name, _, public_id = link.partition(":")
    if name == "order":
        return url_for("ordering.show", public_id=public_id), "See the order"
    return {
        "cart": (url_for("ordering.cart"), "View cart"), "checkout": (url_for("ordering.checkout"), "Checkout"),
        "orders": (url_for("ordering.history"), "All your orders"),
        "sign_in": (url_for("account.sign_in"), "Sign in"), "find_order": (url_for("ordering.find"), "Find an order"),
    }.get(name)


def page_of(slug: str) -> str:
    """The product's page, so that something else can be chosen there, or the cart."""
    if slug.isprintable() and services().catalogue.item(slug) is not None:
        return url_for("storefront.product", slug=slug)
    return url_for("ordering.cart")


def cart_values(contents: Contents) -> dict[str, object]:
    """What every view of a cart shows; `to_go` is what is missing for free delivery, 0 where nothing is."""
    sale = terms(db.session)
    return {"cart": contents, "terms": sale, "to_go": to_go(contents, sale)}


def to_go(contents: Contents, sale: Terms) -> int:
    if sale.free_from is None or not contents.shipping:
        return 0
    return max(0, sale.free_from - contents.goods)
