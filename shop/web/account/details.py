"""What an account says of a person, and changing it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from shop.extensions import db, writing
from shop.models import User
from shop.models.people import new_epoch
from shop.people import accounts, passwords
from shop.web.account.desk import blueprint, for_visitors, tries_of_own_account
from shop.web.account.forms import TAKEN, EmailForm, NameForm, PasswordForm
from shop.web.forms import ShopForm
from shop.web.signing_in import start_session


@blueprint.get("/")
@for_visitors
def overview(user: User) -> ResponseReturnValue:
    return render_template("account/overview.html", form=ShopForm(), user=user)


def name_page(form: NameForm) -> str:
    return render_template("account/name.html", form=form)


def email_page(form: EmailForm) -> str:
    return render_template("account/email.html", form=form)


def password_page(form: PasswordForm) -> str:
    return render_template("account/password.html", form=form)


def confirmation(text: str) -> Response:
    flash(text, "good")
    return redirect(url_for("account.overview"), 303)


@blueprint.get("/name")
@for_visitors
def name(user: User) -> ResponseReturnValue:
    return name_page(NameForm(user, data={"name": user.name}))


@blueprint.post("/name")
@for_visitors
def change_name(user: User) -> ResponseReturnValue:
    form = NameForm(user)
    if not form.validate():
        return name_page(form), 422
    with writing(db.session()):
        user.name = form.name.data or ""
    return confirmation("Your name is changed.")


@blueprint.get("/email")
@for_visitors
def email(user: User) -> ResponseReturnValue:
    return email_page(EmailForm(user))


@blueprint.post("/email")
@tries_of_own_account
@for_visitors
def change_email(user: User) -> ResponseReturnValue:
    form = EmailForm(user)
    if not form.validate():
        return email_page(form), 422
    wanted = accounts.email_address(form.email.data or "")
    try:
        with writing(db.session()):
            user.email = wanted
    except IntegrityError:
        form.email.errors = [TAKEN]
        return email_page(form), 422
    return confirmation(f"Your e-mail address is now {wanted}. Sign in with it from now on.")


@blueprint.get("/password")
@for_visitors
def password(user: User) -> ResponseReturnValue:
    return password_page(PasswordForm(user))


@blueprint.post("/password")
@tries_of_own_account
@for_visitors
def change_password(user: User) -> ResponseReturnValue:
    """Ends every session but this one, which goes on under a new id."""
    form = PasswordForm(user)
    if not form.validate():
        return password_page(form), 422
    password_hash = passwords.hashed(form.password.data or "")
    with writing(db.session()):
        user.password_hash, user.epoch = password_hash, new_epoch()
    start_session(user)
    return confirmation("Your password is changed. You are signed out everywhere else.")
