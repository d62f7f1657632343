"""Finding a guest's order by its number and e-mail address: one answer for whatever is wrong with them."""

from __future__ import annotations

import time

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length

from shop.extensions import db, limiter
from shop.selling import orders
from shop.web.buyer import hold
from shop.web.forms import ShopForm, one_line
from shop.web.ordering.base import blueprint
from shop.web.ordering.checkout_form import address_of
from shop.web.signing_in import visitor

TRIES_OF_ADDRESS, TRIES_OF_ORDER = "20/minute", "5/minute"
WRONG = ("No guest order has this number and e-mail address. Look at both again; "
         "an order made with an account is in that account.")


class FindForm(ShopForm):
    number = StringField(
        "Order number", [DataRequired("Enter the order number."), Length(max=40, message=WRONG)], filters=[one_line],
        description="It stands on the page after ordering and on the invoice, such as 4821-7730.",
        render_kw={"autocomplete": "off"})
    email = EmailField(
        "E-mail address", [DataRequired("Enter the e-mail address you ordered with."),
                           Length(max=254, message=WRONG)],
        filters=[address_of], render_kw={"autocomplete": "email"})


def tried_email() -> str:
    return f"order-email:{address_of(request.form.get('email'))[:254]}"


def tried_number() -> str:
    return f"order-number:{orders.plain_number(request.form.get('number', ''))[:40]}"


@blueprint.get("/orders/find")
def find() -> str:
    return render_template("ordering/find.html", form=FindForm(), trouble="")


@blueprint.post("/orders/find")
@limiter.limit(TRIES_OF_ADDRESS)
@limiter.limit(TRIES_OF_ORDER, key_func=tried_email)
@limiter.limit(TRIES_OF_ORDER, key_func=tried_number)
def look_up() -> ResponseReturnValue:
    form = FindForm()
    if not form.validate():
        return render_template("ordering/find.html", form=form, trouble=""), 422
    found = orders.look_up(db.session, form.number.data or "", form.email.data or "")
    user = visitor()
    if found is None or found.user_id not in (None, user and user.id):
        return render_template("ordering/find.html", form=form, trouble=WRONG), 422
    if found.user_id is None:
        hold(found.public_id)
    return redirect(url_for("ordering.show", public_id=found.public_id), 303)


@blueprint.errorhandler(RateLimitExceeded)
def too_many_tries(error: RateLimitExceeded) -> tuple[str, int]:
    limit = limiter.current_limit
    seconds = max(1, limit.reset_at - int(time.time())) if limit else 60
    trouble = f"Too many tries. Try again in {seconds} second{'' if seconds == 1 else 's'}."
    return render_template("ordering/find.html", form=FindForm(), trouble=trouble), 429
