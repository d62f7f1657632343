"""An order's page, and who may open it: its own shopper. Not theirs is not there."""

from __future__ import annotations

import math

from flask import abort, render_template
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from shop.extensions import db
from shop.models import Order
from shop.models.orders import CANCELLED, EXPIRED
from shop.models.types import now
from shop.selling import orders
from shop.selling.terms import terms
from shop.web.buyer import held
from shop.web.forms import ShopForm, one_line
from shop.web.ordering.base import payment_methods
from shop.web.signing_in import visitor


class ReturnForm(ShopForm):
    reason = TextAreaField(
        "What would you like to send back, and why?", [
            DataRequired("Say in a few words what you would like to send back, and why."),
            Length(max=500, message="Please say it in at most 500 characters.")],
        filters=[one_line], render_kw={"rows": 3, "maxlength": 500})


def order_of(public_id: str) -> Order | None:
    """The order of this id, for its own shopper; None for everybody else."""
    if not public_id.isprintable():
        return None
    user = visitor()
    return orders.find(db.session, public_id, user_id=user.id if user else None, held=held())


def order_at(public_id: str) -> Order:
    """The order at this address; 404 for everybody but its own shopper."""
    order = order_of(public_id)
    if order is None:
        abort(404)
    return order


def ended_unpaid(order: Order) -> bool:
    return order.status in (CANCELLED, EXPIRED) and order.pay_by is not None and order.paid_at is None


def order_page(order: Order, form: ReturnForm, *, thanks: bool = False, is_unsure: bool = False) -> str:
    """`is_unsure`: whoever knows of its payment could not be asked just now."""
    sale, at = terms(db.session), now()
    minutes = math.ceil((order.pay_by - at).total_seconds() / 60) if order.pay_by else 0
    return render_template(
        "ordering/order.html", order=order, form=form, thanks=thanks, is_unsure=is_unsure, methods=payment_methods(),
        minutes=max(1, minutes), ended_unpaid=ended_unpaid(order), terms=sale, visitor=visitor(),
        no_cancel=orders.why_no_cancel(order), no_return=orders.why_no_return(order, sale, at))
