"""flask shop create-admin: the first owner, and a way back for one who forgot the password."""

from __future__ import annotations

import click
from email_validator import EmailNotValidError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from shop.commands.group import shop
from shop.extensions import db, writing
from shop.models import User
from shop.models.people import new_epoch
from shop.people import accounts, passwords


def email_address(text: str) -> str:
    """The address in the one spelling that accounts have. Raises click.BadParameter."""
    try:
        return accounts.email_address(text)
    except EmailNotValidError as error:
        raise click.BadParameter(f"{text!r} is not an e-mail address. {error}") from error


def new_password(email: str) -> str:
    def strong(text: str) -> str:
        if problem := passwords.weakness(text, email):
            raise click.UsageError(problem)
        return text

    answer: str = click.prompt(
        "Password", hide_input=True, confirmation_prompt="The same again", value_proc=strong, err=True)
    return answer


@shop.command("create-admin")
@click.argument("email", required=False)
def create_admin(email: str | None) -> None:
    """Make an owner, who may open /admin. Asks for the password without showing it.

    \b
    flask shop create-admin
    flask shop create-admin you@example.com
    """
    email = email_address(email) if email else click.prompt(
        "E-mail address", value_proc=email_address, err=True)
    try:
        user = db.session.scalar(select(User).where(User.email == email))
        if user:
            now = "is an owner already" if user.is_admin else "has an account as a shopper"
            question = "Set a new password?" if user.is_admin else "Make it an owner's, with a new password?"
            click.confirm(f"{email} {now}. {question} This ends all its sessions.", abort=True, err=True)
        password = passwords.hashed(new_password(email))
        with writing(db.session()) as session:
            user = user or User(email=email)
            user.password_hash, user.is_admin, user.epoch = password, True, new_epoch()
            session.add(user)
    except SQLAlchemyError as error:
        raise click.ClickException(f"The database could not be used: {error.__class__.__name__}. "
                                   "Has `flask db upgrade` been run?") from error
    click.echo(f"{email} is an owner and may sign in at /account/sign-in.", err=True)
