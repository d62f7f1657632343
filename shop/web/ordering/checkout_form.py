"""What the checkout asks, and what would be right where an answer is not."""

from __future__ import annotations

import re
import secrets

from wtforms import EmailField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import AnyOf, DataRequired, Email, ValidationError

from shop.selling.checkout import Address
from shop.web.forms import ShopForm, at_most, one_line
from shop.web.ordering.base import payment_methods
from shop.web.ordering.countries import countries

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
AMOUNT = re.compile(r"[0-9]{1,12}")


def new_key() -> str:
    return secrets.token_urlsafe(16)


def address_of(typed: str | None) -> str:
    """An e-mail address in the one spelling that orders are found by."""
    return one_line(typed).lower()


def line(label: str, missing: str, most: int, autocomplete: str, help_text: str = "") -> StringField:
    return StringField(label, [DataRequired(missing), at_most(most)], filters=[one_line], description=help_text,
                       render_kw={"autocomplete": autocomplete})


class CheckoutForm(ShopForm):
    """`key` makes a form that is sent twice one order; `seen_total` is what the shopper was shown, in minor units."""

    email = EmailField(
        "E-mail address", [
            DataRequired("Enter your e-mail address. With it and the number you find your order again."),
            Email("Enter an e-mail address such as name@example.com."), at_most(254)],
        filters=[address_of], render_kw={"autocomplete": "email"},
        description="You find your order again with it, and we write to it if something is unclear.")
    name = line("Name", "Enter the name that stands at the door.", 120, "name")
    street = line("Street and house number", "Enter a street and a house number.", 200, "street-address")
    postcode = line("Postcode", "Enter a postcode, or “none” if there is none where you live.", 20, "postal-code")
    city = line("Town or city", "Enter a town or city.", 120, "address-level2")
    country = SelectField(
        "Country", [AnyOf([code for code, _ in countries()], message="Choose a country from the list.")],
        choices=[SelectChoice("", "Choose a country"), *(SelectChoice(*each) for each in countries())],
        validate_choice=False, render_kw={"autocomplete": "country"})
    payment = RadioField("Payment", validate_choice=False)
    key = HiddenField()
    seen_total = HiddenField()

    def __init__(self, **data: object) -> None:
        super().__init__(**data)
        self.payment.choices = [SelectChoice(code, method.name) for code, method in payment_methods().items()]
        if not KEY.fullmatch(self.key.data or ""):
            self.key.data = new_key()

    def validate_payment(self, field: RadioField) -> None:
        if field.data not in payment_methods():
            raise ValidationError("Choose how you would like to pay.")

    @property
    def address(self) -> Address:
        return Address(self.email.data or "", self.name.data or "", self.street.data or "", self.postcode.data or "",
                       self.city.data or "", self.country.data)

    @property
    def seen(self) -> int:
        """-1 where nobody can have seen it."""
        written = self.seen_total.data or ""
        return int(written) if AMOUNT.fullmatch(written) else -1
