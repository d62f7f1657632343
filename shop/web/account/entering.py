"""Coming in and going out: signing in, registering, signing out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from shop.extensions import db, writing
from shop.models.people import new_epoch
from shop.people import accounts, passwords
from shop.web.account.desk import blueprint, new_accounts, pages_again, tries_of_account, tries_of_address
from shop.web.account.forms import WRONG, RegisterForm, SignInForm
from shop.web.signing_in import home, page_within, start_session, visitor

REGISTERED_BEFORE = ("Sign in to go on. If this address had an account before, it is as it was, "
                     "with the password it had.")


def sign_in_page(form: SignInForm, trouble: str = "") -> str:
    return render_template("account/sign_in.html", form=form, trouble=trouble)


def register_page(form: RegisterForm, trouble: str = "") -> str:
    return render_template("account/register.html", form=form, trouble=trouble)


pages_again["account.try_sign_in"] = lambda trouble: sign_in_page(SignInForm(), trouble)
pages_again["account.try_register"] = lambda trouble: register_page(RegisterForm(), trouble)


@blueprint.get("/sign-in")
def sign_in() -> str | Response:
    wanted = request.args.get("next", "")
    if visitor():
        return redirect(page_within(wanted) or home(), 302)
    return sign_in_page(SignInForm(data={"next": wanted}))


@blueprint.post("/sign-in")
@tries_of_address
@tries_of_account
def try_sign_in() -> tuple[str, int] | Response:
    form = SignInForm()
    if not form.validate():
        return sign_in_page(form), 422
    user = accounts.at_address(db.session, form.email.data or "")
    password = form.password.data or ""
    if not passwords.matches(user and user.password_hash, password) or user is None:
        return sign_in_page(form, WRONG), 422
    if passwords.is_outdated(user.password_hash):
        renewed = passwords.hashed(password)
        with writing(db.session()):
            user.password_hash = renewed
    start_session(user)
    return redirect(page_within(form.next.data or "") or home(), 303)


@blueprint.get("/register")
def register() -> str | Response:
    wanted = request.args.get("next", "")
    if visitor():
        return redirect(page_within(wanted) or home(), 302)
    return register_page(RegisterForm(data={"next": wanted}))


@blueprint.post("/register")
@new_accounts
@tries_of_account
def try_register() -> tuple[str, int] | Response:
    """The answer is the same for an address that has an account: off to the sign-in page, which whoever is signed in
    by now only passes through. Who has an account and types its password is signed in too."""
    form = RegisterForm()
    if not form.validate():
        return register_page(form), 422
    wanted = page_within(form.next.data or "")
    user = accounts.join(db.session, form.email.data or "", form.name.data or "", form.password.data or "")
    if user is None:
        flash(REGISTERED_BEFORE, "warn")
    else:
        start_session(user)
        if wanted is None:
            flash("Your account is ready.", "good")
    return redirect(url_for("account.sign_in", next=wanted or url_for("account.overview")), 303)


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
