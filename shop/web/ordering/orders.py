"""What becomes of orders: a shopper's list of them, and for each its page, its invoice, and what can still be done."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, get_flashed_messages, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from shop.extensions import db
from shop.models import Order
from shop.models.orders import AWAITING_PAYMENT, PLACED
from shop.selling import orders, payments
from shop.selling.orders import StepRefused
from shop.selling.payment_methods.protocol import Declined
from shop.selling.payments import Unreachable
from shop.web.buyer import buyer
from shop.web.ordering.base import blueprint, payment_methods
from shop.web.ordering.order_page import ReturnForm, order_at, order_page
from shop.web.ordering.payment import THANKS, to_checkout_again
from shop.web.signing_in import to_sign_in, visitor


@blueprint.get("/account/orders")
def history() -> ResponseReturnValue:
    if (user := visitor()) is None:
        return to_sign_in()
    return render_template("ordering/history.html", orders=orders.of_user(db.session, user.id))


@blueprint.get("/orders/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    """Also where a payment provider sends the shopper back: what it says of the payment is recorded first."""
    order = order_at(public_id)
    waited = order.status == AWAITING_PAYMENT
    answer = payments.follow_up(db.session, order.id, payment_methods(), buyer())
    if isinstance(answer, Declined):
        return to_checkout_again(order, answer)
    thanks = bool(get_flashed_messages(category_filter=[THANKS])) or waited
    return order_page(order, ReturnForm(), thanks=thanks and order.status == PLACED,
                      is_unsure=isinstance(answer, Unreachable))


@blueprint.get("/orders/<public_id>/invoice")
def invoice(public_id: str) -> str:
    return render_template("ordering/invoice.html", order=order_at(public_id), methods=payment_methods())


@blueprint.post("/orders/<public_id>/cancel")
def cancel(public_id: str) -> ResponseReturnValue:
    order = order_at(public_id)
    money = "There is nothing to pay." if order.paid_at is None else "What you have paid is given back."
    return take_step(public_id, lambda: orders.cancel(db.session, order.id), f"The order is cancelled. {money}")


@blueprint.post("/orders/<public_id>/return")
def ask_return(public_id: str) -> ResponseReturnValue:
    order, form = order_at(public_id), ReturnForm()
    if not form.validate():
        return order_page(order, form), 422
    reason = form.reason.data or ""
    return take_step(public_id, lambda: orders.ask_return(db.session, order.id, reason),
                     "We have your request and will answer with where to send it.")


def take_step(public_id: str, step: Callable[[], Order], done: str) -> ResponseReturnValue:
    try:
        step()
        flash(done, "good")
    except StepRefused as refused:
        flash(str(refused), "warn")
    return redirect(url_for("ordering.show", public_id=public_id), 303)
