"""The forms of the account pages. Only the fields that stand here are ever written to an account."""

from __future__ import annotations

from typing import Any

from email_validator import EmailNotValidError
from wtforms import EmailField, Field, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from shop.models import User
from shop.people import accounts, passwords
from shop.web.forms import ShopForm, one_line

WRONG = "The e-mail address or the password is not right."
TAKEN = "This address cannot be used for your account. Enter another one."


def name_field() -> StringField:
    return StringField(
        "Name", [Length(max=accounts.LONGEST_NAME, message=f"Use at most {accounts.LONGEST_NAME} characters.")],
        filters=[one_line], description="What we call you. It may stay empty.", render_kw={"autocomplete": "name"})


def email_field(label: str = "E-mail address") -> EmailField:
    return EmailField(label, [InputRequired("Enter your e-mail address.")], filters=[accounts.account_name],
                      render_kw={"autocomplete": "email"})


def check_email(field: Field) -> None:
    try:
        accounts.email_address(field.data)
    except EmailNotValidError:
        raise ValidationError("Enter an e-mail address such as name@example.com.") from None


def new_password_field(label: str = "Password") -> PasswordField:
    return PasswordField(label, [InputRequired("Choose a password.")], description=passwords.RULE,
                         render_kw={"autocomplete": "new-password"})


def again_field(name: str) -> PasswordField:
    return PasswordField("The same again", [EqualTo(name, "The two passwords are not the same.")],
                         description="There is no way to read it afterwards, so type it twice.",
                         render_kw={"autocomplete": "new-password"})


def check_strength(field: Field, email: str) -> None:
    if reason := passwords.weakness(field.data, email):
        raise ValidationError(reason)


class SignInForm(ShopForm):
    email = EmailField(
        "E-mail address", [InputRequired("Enter your e-mail address."), Length(max=254, message=WRONG)],
        filters=[accounts.account_name], render_kw={"autocomplete": "username"})
    password = PasswordField(
        "Password", [InputRequired("Enter your password."), Length(max=passwords.LONGEST, message=WRONG)],
        render_kw={"autocomplete": "current-password"})
    next = HiddenField()


class RegisterForm(ShopForm):
    email = email_field()
    name = name_field()
    password = new_password_field()
    again = again_field("password")
    next = HiddenField()

    def validate_email(self, field: Field) -> None:
        check_email(field)

    def validate_password(self, field: Field) -> None:
        check_strength(field, self.email.data or "")


class OwnForm(ShopForm):
    """A form about the account of whoever is signed in."""

    def __init__(self, user: User, **data: Any) -> None:
        super().__init__(**data)
        self.user = user


class PasswordAskingForm(OwnForm):
    """Asks for the present password: whoever sits down at an open browser does not know it."""

    present = PasswordField("Your present password", [InputRequired("Enter your present password.")],
                            render_kw={"autocomplete": "current-password"})

    def validate_present(self, field: Field) -> None:
        if len(field.data) > passwords.LONGEST or not passwords.matches(self.user.password_hash, field.data):
            raise ValidationError("This is not your present password.")


class NameForm(OwnForm):
    name = name_field()


class EmailForm(PasswordAskingForm):
    email = email_field("New e-mail address")

    def validate_email(self, field: Field) -> None:
        check_email(field)


class PasswordForm(PasswordAskingForm):
    password = new_password_field("New password")
    again = again_field("password")

    def validate_password(self, field: Field) -> None:
        check_strength(field, self.user.email)


class DeleteForm(PasswordAskingForm):
    pass
