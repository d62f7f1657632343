"""The checkout: one page from the cart to an order."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from shop.extensions import db
from shop.models import Order
from shop.selling import carts
from shop.selling.checkout import CheckoutRefused, EmptyCart, KeyReused, OutOfStock, PriceChanged, place
from shop.selling.payment import METHODS
from shop.web.buyer import buyer, hold, known_buyer
from shop.web.ordering.base import blueprint
from shop.web.ordering.cart import shown
from shop.web.ordering.checkout_form import CheckoutForm, new_key
from shop.web.ordering.countries import usual_country
from shop.web.signing_in import visitor

THANKS = "thanks"


@blueprint.get("/checkout")
def checkout() -> ResponseReturnValue:
    contents = carts.contents(db.session, known_buyer())
    if not contents.lines or contents.problems:
        return redirect(url_for("ordering.cart"), 302)
    form = CheckoutForm(formdata=None, data={**known_details(), "seen_total": contents.total, "key": new_key()})
    return checkout_page(form, contents)


@blueprint.post("/checkout")
def order() -> ResponseReturnValue:
    """Validates, orders, and shows the order. Whatever is refused leaves the cart and what was typed as they are."""
    form, owner = CheckoutForm(), buyer()
    if not form.validate():
        return checkout_page(form, carts.contents(db.session, owner), status=422)
    try:
        placed = place(db.session, owner, form.address, form.payment.data, form.key.data or "", form.seen)
    except (EmptyCart, KeyReused) as refused:
        flash(str(refused), "warn")
        return redirect(url_for("ordering.cart"), 303)
    except (OutOfStock, PriceChanged) as refused:
        contents = carts.contents(db.session, owner)
        form.seen_total.data = str(contents.total)
        return checkout_page(form, contents, refused, status=409)
    if placed.user_id is None:
        hold(placed.public_id)
    flash(placed.number, THANKS)
    return redirect(url_for("ordering.show", public_id=placed.public_id), 303)


def checkout_page(form: CheckoutForm, contents: carts.Contents, refused: CheckoutRefused | None = None, *,
                  status: int = 200) -> ResponseReturnValue:
    return render_template(
        "ordering/checkout.html", form=form, methods=METHODS, refusal=str(refused) if refused else "",
        visitor=visitor(), **shown(contents)), status


def known_details() -> dict[str, Any]:
    """A signed-in shopper's last address; for anybody else the country that most orders go to."""
    user = visitor()
    details: dict[str, Any] = {"country": usual_country(db.session), "payment": next(iter(METHODS))}
    if user is None:
        return details
    details |= {"email": user.email, "name": user.name}
    last = db.session.scalar(
        select(Order).where(Order.user_id == user.id, Order.street != "").order_by(Order.id.desc()).limit(1))
    if last is not None:
        details |= {name: getattr(last, name) for name in ("name", "street", "postcode", "city", "country", "payment")}
    return details
