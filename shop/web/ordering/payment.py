"""From an order to its payment, again if need be, and back into the cart where nothing came of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from shop.extensions import db
from shop.models import Order
from shop.selling import carts, orders, payments
from shop.selling.payment_methods.protocol import Declined, GoTo
from shop.selling.payments import Unreachable
from shop.web.buyer import buyer
from shop.web.ordering.base import blueprint, payment_methods
from shop.web.ordering.order_page import ReturnForm, ended_unpaid, order_at, order_page

THANKS = "thanks"


@blueprint.post("/orders/<public_id>/pay")
def pay(public_id: str) -> ResponseReturnValue:
    """Begins the payment of an order again."""
    return to_payment(order_at(public_id))


@blueprint.post("/orders/<public_id>/again")
def again(public_id: str) -> ResponseReturnValue:
    """What was in an order that was never paid goes back into the cart."""
    order = order_at(public_id)
    if ended_unpaid(order):
        carts.refill(db.session, buyer(), orders.pieces(order))
    return redirect(url_for("ordering.cart"), 303)


def to_payment(order: Order) -> ResponseReturnValue:
    """Where the shopper goes on with an order: to pay, to its page, or back to the checkout."""
    back = url_for("ordering.show", public_id=order.public_id, _external=True)
    answer = payments.begin(db.session, order.id, payment_methods(), buyer(), back)
    if isinstance(answer, GoTo):
        # No redirect: browsers hold a form's answer, and all it redirects to, to the policy's form-action 'self'.
        return render_template("ordering/leaving.html", address=answer.address, order=order)
    if isinstance(answer, Declined):
        return to_checkout_again(order, answer)
    if isinstance(answer, Unreachable):
        return order_page(order, ReturnForm(), is_unsure=True), 503
    flash(order.number, THANKS)
    return redirect(url_for("ordering.show", public_id=order.public_id), 303)


def to_checkout_again(order: Order, answer: Declined) -> ResponseReturnValue:
    parts = ("The payment was declined.", answer.reason, "Nothing was ordered; your things are in the cart again.")
    flash(" ".join(part for part in parts if part), "warn")
    return redirect(url_for("ordering.checkout", again=order.public_id), 303)
