"""What the shop keeps of a person: to take along, or to have deleted."""

from __future__ import annotations

import json

from flask import Response as Answer
from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from shop.extensions import db
from shop.models import User
from shop.people import accounts
from shop.people.export import own_data
from shop.web.account.desk import blueprint, for_visitors, tries_of_own_account
from shop.web.account.details import confirmation
from shop.web.account.forms import DeleteForm
from shop.web.forms import ShopForm


@blueprint.get("/data.json")
@for_visitors
def download(user: User) -> ResponseReturnValue:
    data = own_data(db.session, user, current_app.config["CURRENCY"])
    return Answer(json.dumps(data, ensure_ascii=False, indent=2) + "\n", mimetype="application/json",
                  headers={"Content-Disposition": 'attachment; filename="my-data.json"'})


@blueprint.get("/conversations")
@for_visitors
def conversations(user: User) -> ResponseReturnValue:
    return render_template("account/conversations.html", form=ShopForm())


@blueprint.post("/conversations")
@for_visitors
def forget_conversations(user: User) -> ResponseReturnValue:
    accounts.forget_conversations(db.session, user.id)
    session.pop("conversation", None)
    return confirmation("Your conversations are deleted.")


def delete_page(form: DeleteForm, user: User) -> str:
    return render_template(
        "account/delete.html", form=form, unsent=accounts.unsent(db.session, user.id),
        is_last_owner=accounts.is_last_owner(db.session, user.id))


@blueprint.get("/delete")
@for_visitors
def delete(user: User) -> ResponseReturnValue:
    return delete_page(DeleteForm(user), user)


@blueprint.post("/delete")
@tries_of_own_account
@for_visitors
def delete_account(user: User) -> ResponseReturnValue:
    form = DeleteForm(user)
    if not form.validate():
        return delete_page(form, user), 422
    try:
        accounts.erase(db.session, user)
    except accounts.LastOwner:
        return delete_page(form, user), 409
    session.clear()
    flash("Your account is deleted.", "good")
    return redirect(url_for("account.sign_in"), 303)
