"""The checkout: one page from the cart to an order."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from shop.extensions import db
from shop.models import Order
from shop.selling import carts
from shop.selling.checkout import CheckoutRefused, EmptyCart, KeyReused, OutOfStock, PriceChanged, place
from shop.web.buyer import buyer, hold, known_buyer
from shop.web.ordering.base import blueprint, payment_methods
from shop.web.ordering.cart import cart_values
from shop.web.ordering.checkout_form import CheckoutForm, new_key
from shop.web.ordering.countries import usual_country
from shop.web.ordering.order_page import order_of
from shop.web.ordering.payment import to_payment
from shop.web.signing_in import visitor

KEPT = ("name", "street", "postcode", "city", "country", "payment")


@blueprint.get("/checkout")
def checkout() -> ResponseReturnValue:
    """With `again`, an order's public id, the details of that order stand in the form: its payment was declined."""
    contents = carts.contents(db.session, known_buyer())
    if not contents.lines or contents.problems:
        return redirect(url_for("ordering.cart"), 302)
    details = known_details(order_of(request.args.get("again", "")))
    form = CheckoutForm(formdata=None, data={**details, "seen_total": contents.total, "key": new_key()})
    return checkout_page(form, contents)


@blueprint.post("/checkout")
def order() -> ResponseReturnValue:
    """Validates, orders, and leads to the payment. Whatever is refused leaves the cart and what was typed as they
    are."""
    form, owner, methods = CheckoutForm(), buyer(), payment_methods()
    if not form.validate():
        return checkout_page(form, carts.contents(db.session, owner), status=422)
    try:
        order = place(db.session, owner, form.address, form.payment.data, form.key.data or "", form.seen, methods)
    except (EmptyCart, KeyReused) as refused:
        flash(str(refused), "warn")
        return redirect(url_for("ordering.cart"), 303)
    except (OutOfStock, PriceChanged) as refused:
        contents = carts.contents(db.session, owner)
        form.seen_total.data = str(contents.total)
        return checkout_page(form, contents, refused, status=409)
    if order.user_id is None:
        hold(order.public_id)
    return to_payment(order)


def checkout_page(form: CheckoutForm, contents: carts.Contents, refused: CheckoutRefused | None = None, *,
                  status: int = 200) -> ResponseReturnValue:
    return render_template(
        "ordering/checkout.html", form=form, methods=payment_methods(), refusal=str(refused) if refused else "",
        visitor=visitor(), **cart_values(contents)), status


def known_details(again: Order | None) -> dict[str, Any]:
    """Those of the order that is tried again, else of a signed-in shopper's last one; for anybody else the country that
    most orders go to."""
    user = visitor()
    details: dict[str, Any] = {"country": usual_country(db.session), "payment": next(iter(payment_methods()))}
    if again is not None:
        return details | {name: getattr(again, name) for name in ("email", *KEPT)}
    if user is None:
        return details
    details |= {"email": user.email, "name": user.name}
    last = db.session.scalar(
        select(Order).where(Order.user_id == user.id, Order.street != "").order_by(Order.id.desc()).limit(1))
    if last is not None:
        details |= {name: getattr(last, name) for name in KEPT}
    return details
