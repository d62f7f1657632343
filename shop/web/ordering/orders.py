"""An order's own pages: what became of it, its invoice, and what its shopper can still do. Not theirs: not there."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, get_flashed_messages, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from shop.extensions import db
from shop.models import Order
from shop.models.types import now
from shop.selling import orders
from shop.selling.orders import StepRefused
from shop.selling.payment import METHODS
from shop.selling.terms import terms
from shop.web.buyer import held
from shop.web.forms import ShopForm
from shop.web.ordering.base import blueprint
from shop.web.ordering.checkout import THANKS
from shop.web.ordering.checkout_form import one_line
from shop.web.signing_in import to_sign_in, visitor


class ReturnForm(ShopForm):
    reason = TextAreaField(
        "What would you like to send back, and why?", [
            DataRequired("Say in a few words what you would like to send back, and why."),
            Length(max=500, message="Please say it in at most 500 characters.")],
        filters=[one_line], render_kw={"rows": 3, "maxlength": 500})


@blueprint.get("/account/orders")
def history() -> ResponseReturnValue:
    if (user := visitor()) is None:
        return to_sign_in()
    return render_template("ordering/history.html", orders=orders.of_user(db.session, user.id))


@blueprint.get("/orders/<public_id>")
def show(public_id: str) -> str:
    thanks = bool(get_flashed_messages(category_filter=[THANKS]))
    return order_page(order_at(public_id), ReturnForm(), thanks=thanks)


@blueprint.get("/orders/<public_id>/invoice")
def invoice(public_id: str) -> str:
    return render_template("ordering/invoice.html", order=order_at(public_id), methods=METHODS)


@blueprint.post("/orders/<public_id>/cancel")
def cancel(public_id: str) -> ResponseReturnValue:
    order = order_at(public_id)
    return stepped(public_id, lambda: orders.cancel(db.session, order.id),
                   "The order is cancelled. There is nothing to pay.")


@blueprint.post("/orders/<public_id>/return")
def ask_return(public_id: str) -> ResponseReturnValue:
    order, form = order_at(public_id), ReturnForm()
    if not form.validate():
        return order_page(order, form), 422
    reason = form.reason.data or ""
    return stepped(public_id, lambda: orders.ask_return(db.session, order.id, reason),
                   "We have your request and will answer with where to send it.")


def order_at(public_id: str) -> Order:
    """The order at this address, for its own shopper; 404 for everybody else."""
    user = visitor()
    found = orders.find(db.session, public_id, user_id=user.id if user else None, held=held()) \
        if public_id.isprintable() else None
    if found is None:
        abort(404)
    return found


def order_page(order: Order, form: ReturnForm, *, thanks: bool = False) -> str:
    sale = terms(db.session)
    return render_template(
        "ordering/order.html", order=order, form=form, thanks=thanks, methods=METHODS, terms=sale, visitor=visitor(),
        no_cancel=orders.why_no_cancel(order), no_return=orders.why_no_return(order, sale, now()))


def stepped(public_id: str, step: Callable[[], Order], done: str) -> ResponseReturnValue:
    try:
        step()
        flash(done, "good")
    except StepRefused as refused:
        flash(str(refused), "warn")
    return redirect(url_for("ordering.show", public_id=public_id), 303)
