"""What there is one of: what the shop is called and how it greets, and the terms it sells on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, redirect, render_template, url_for
from flask.views import View
from werkzeug.wrappers import Response
from wtforms import BooleanField, EmailField, Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Optional, ValidationError

from shop.extensions import db, writing
from shop.models import SaleTerms, ShopProfile
from shop.web.admin.fields import NumberField, PriceField, needed, trimmed
from shop.web.admin.row_form import RowForm
from shop.web.forms import at_most
from shop.web.page import profile

MOST_DAYS, MOST_RETURN_DAYS = 365, 3650


class SettingsForm(RowForm):
    groups: ClassVar = (
        ("The shop", ("name", "strapline")), ("The assistant", ("greeting", "model_speaks")),
        ("Contact", ("email", "phone", "hours")),
    )
    name = StringField("Name of the shop", [DataRequired("Give the shop a name."), at_most(80)], filters=[trimmed])
    strapline = StringField("Strapline", [at_most(200)], filters=[trimmed],
                            description="One line under the name.")
    greeting = TextAreaField("Greeting", [DataRequired("Write how the assistant greets."), at_most(300)],
                             filters=[trimmed], render_kw={"rows": 3},
                             description="The first thing a shopper reads in the chat.")
    model_speaks = BooleanField("Let the language model speak", description=(
        "Off, the assistant answers by its rules alone from the next message on, in every open chat."))
    email = EmailField("E-mail address", [Optional(), Email("Write an address such as hello@example.com."),
                                          at_most(200)], filters=[trimmed])
    phone = StringField("Telephone", [at_most(60)], filters=[trimmed])
    hours = StringField("Opening hours", [at_most(200)], filters=[trimmed])


class TermsForm(RowForm):
    groups: ClassVar = (
        ("Delivery", ("delivery", "free_from", "days_least", "days_most")), ("Returns", ("return_days",)),
    )
    delivery = PriceField("Delivery costs", [needed("Write what delivery costs; 0 if it is free.")],
                          description="For one order, whatever is in it.")
    free_from = PriceField("Free from", description="Goods of this value are delivered free; empty for never.")
    days_least = NumberField("Working days at least", [needed("Write how long delivery takes at least.")],
                             least=0, most=MOST_DAYS)
    days_most = NumberField("Working days at most", [needed("Write how long delivery takes at most.")],
                            least=0, most=MOST_DAYS)
    return_days = NumberField("Days for returns", [needed("Write how many days a return may take.")],
                              least=0, most=MOST_RETURN_DAYS, description="Counted from the delivery.")

    def validate_days_most(self, field: Field) -> None:
        if self.days_least.data is not None and field.data is not None and field.data < self.days_least.data:
            raise ValidationError(f"This is less than the {self.days_least.data} at least.")


@dataclass(frozen=True)
class Single:
    """A table's one row and its form. `kind` is its name in the change log."""

    endpoint: str
    title: str
    kind: str
    model: type[Any]
    form: type[RowForm]
    intro: str = ""

    def row(self) -> Any:
        if self.model is ShopProfile:
            return profile()
        return db.session.get(SaleTerms, 1) or SaleTerms(
            delivery=0, free_from=None, days_least=2, days_most=4, return_days=30)


class SinglePage(View):
    methods = ("GET", "POST")
    init_every_request = False

    def __init__(self, single: Single) -> None:
        self.single = single

    def dispatch_request(self) -> str | Response | tuple[str, int]:
        single = self.single
        form = single.form(single.row())
        if not form.sent:
            return render_template("admin/settings.html", form=form, page=single)
        if not form.validate():
            return render_template("admin/settings.html", form=form, page=single), 422
        with writing(db.session()) as session:
            row = session.get(single.model, 1, populate_existing=True) or single.model(id=1)
            form.populate_obj(row)
            session.add(row)
        flash(f"{single.title} were saved.", "good")
        return redirect(url_for(f"admin.{single.endpoint}"), 303)


settings = Single("settings", "Settings", "settings", ShopProfile, SettingsForm)
terms = Single("terms", "Delivery and returns", "terms", SaleTerms, TermsForm, intro=(
    "The checkout charges what stands here, and the assistant and the help pages say the same: sections may hold "
    "{delivery}, {free_from}, {delivery_days} and {return_days}."))
