"""People of the tests, and browsers they are signed in with."""

from __future__ import annotations

import time
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.extensions import db
from shop.models import User
from shop.people import passwords
from tests.support.forms import fill

PASSWORD = "velvet otter ladder"


@cache
def kept_password() -> str:
    return passwords.hashed(PASSWORD)


def add_user(app: Flask, email: str, is_admin: bool = False) -> str:
    """Adds a user with PASSWORD; gives what a session holds of it."""
    with app.app_context():
        user = User(email=email, is_admin=is_admin, password_hash=kept_password())
        db.session.add(user)
        db.session.commit()
        return user.get_id()


def signed_in(app: Flask, email: str, is_admin: bool = False, since: int = 0, seen: int = 0) -> FlaskClient:
    """A browser of a new user, signed in `since` seconds ago and last seen `seen` seconds ago."""
    token, now = add_user(app, email, is_admin), int(time.time())
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": token, "signed_in_at": now - since, "seen_at": now - seen})
    return client


def register(client: FlaskClient, email: str, password: str = PASSWORD, name: str = "", **more: Any) -> TestResponse:
    """Sends the form for a new account; with `page`, as it stands at that address."""
    page = more.pop("page", "/account/register")
    return fill(client, page, email=email, name=name, password=password, again=password, **more)


def copied(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser with this one's cookie as it is now."""
    thief = app.test_client()
    cookie = client.get_cookie("shop")
    assert cookie is not None
    thief.set_cookie("shop", cookie.value)
    return thief


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account/").status_code == 200


def owner(app: Flask) -> FlaskClient:
    return signed_in(app, "owner@example.com", is_admin=True)
