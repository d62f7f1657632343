"""What the shop is called and how it greets."""

from __future__ import annotations

from typing import ClassVar

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import Email, Optional

from shop.extensions import db, writing
from shop.models import ShopProfile
from shop.web.admin.fields import at_most, needed, trimmed
from shop.web.admin.row_form import RowForm
from shop.web.page import profile


class SettingsForm(RowForm):
    groups: ClassVar = (
        ("The shop", ("name", "strapline")), ("The assistant", ("greeting",)),
        ("Contact", ("email", "phone", "hours")),
    )
    name = StringField("Name of the shop", [needed("Give the shop a name."), at_most(80)], filters=[trimmed])
    strapline = StringField("Strapline", [at_most(200)], filters=[trimmed],
                            description="One line under the name.")
    greeting = TextAreaField("Greeting", [needed("Write how the assistant greets."), at_most(300)],
                             filters=[trimmed], render_kw={"rows": 3},
                             description="The first thing a shopper reads in the chat.")
    email = EmailField("E-mail address", [Optional(), Email("Write an address such as hello@example.com."),
                                          at_most(200)], filters=[trimmed])
    phone = StringField("Telephone", [at_most(60)], filters=[trimmed])
    hours = StringField("Opening hours", [at_most(200)], filters=[trimmed])


def settings() -> ResponseReturnValue:
    row = profile()
    form = SettingsForm(row)
    if not form.sent:
        return render_template("admin/settings.html", form=form)
    if not form.validate():
        return render_template("admin/settings.html", form=form), 422
    with writing(db.session()) as session:
        row = session.get(ShopProfile, 1, populate_existing=True) or ShopProfile(id=1)
        form.populate_obj(row)
        session.add(row)
    flash("The settings were saved.", "good")
    return redirect(url_for("admin.settings"), 303)
