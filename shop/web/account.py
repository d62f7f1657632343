"""The account pages: signing in and out."""

from __future__ import annotations

import time

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_limiter import RateLimitExceeded
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from shop import passwords
from shop.extensions import db, limiter, writing
from shop.models import User
from shop.models.people import new_epoch
from shop.web.forms import ShopForm
from shop.web.signing_in import home, note_presence, page_within, start_session, to_sign_in, visitor

blueprint = Blueprint("account", __name__, url_prefix="/account")

TRIES_OF_ADDRESS, TRIES_OF_ACCOUNT = "20/minute", "5/minute"
WRONG = "The e-mail address or the password is not right."


def account_name(typed: str | None) -> str:
    """An e-mail address in the one spelling that accounts have; NUL is none that PostgreSQL could look for."""
    return (typed or "").replace("\0", "").strip().lower()


class SignInForm(ShopForm):
    email = EmailField(
        "E-mail address", [InputRequired("Enter your e-mail address."), Length(max=254, message=WRONG)],
        filters=[account_name], render_kw={"autocomplete": "username"})
    password = PasswordField(
        "Password", [InputRequired("Enter your password."), Length(max=passwords.LONGEST, message=WRONG)],
        render_kw={"autocomplete": "current-password"})
    next = HiddenField()


@blueprint.app_template_global()
def account_url() -> str:
    return url_for("account.overview")


def account_tried() -> str:
    return f"account:{account_name(request.form.get('email'))[:254]}"


@blueprint.get("/")
def overview() -> str | Response:
    if (user := visitor()) is None:
        return to_sign_in()
    note_presence()
    return render_template("account/overview.html", form=ShopForm(), user=user)


@blueprint.get("/sign-in")
def sign_in() -> str | Response:
    wanted = request.args.get("next", "")
    if visitor():
        return redirect(page_within(wanted) or home(), 302)
    return render_template("account/sign_in.html", form=SignInForm(data={"next": wanted}), trouble=None)


@blueprint.post("/sign-in")
@limiter.limit(TRIES_OF_ADDRESS)
@limiter.limit(TRIES_OF_ACCOUNT, key_func=account_tried)
def try_sign_in() -> tuple[str, int] | Response:
    form = SignInForm()
    if not form.validate():
        return render_template("account/sign_in.html", form=form, trouble=None), 422
    user = db.session.scalar(select(User).where(User.email == form.email.data))
    password = form.password.data or ""
    if not passwords.matches(user and user.password_hash, password) or user is None:
        return render_template("account/sign_in.html", form=form, trouble=WRONG), 422
    if passwords.is_outdated(user.password_hash):
        renewed = passwords.hashed(password)
        with writing(db.session()):
            user.password_hash = renewed
    start_session(user)
    return redirect(page_within(form.next.data or "") or home(), 303)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """Ends this browser's session and all others of the user.

    The session lives in the cookie, so that a copy of it would outlast a sign-out that only removes it here.
    """
    if user := visitor():
        with writing(db.session()):
            user.epoch = new_epoch()
    session.clear()
    flash("You are signed out.", "good")
    return redirect(url_for("account.sign_in"), 303)


@blueprint.errorhandler(RateLimitExceeded)
def too_many_tries(error: RateLimitExceeded) -> tuple[str, int]:
    limit = limiter.current_limit
    seconds = max(1, limit.reset_at - int(time.time())) if limit else 60
    trouble = f"Too many tries. Try again in {seconds} second{'' if seconds == 1 else 's'}."
    return render_template("account/sign_in.html", form=SignInForm(), trouble=trouble), 429
