"""The database cannot write just now: shoppers are told so, nothing is half-written, and looking goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from shop.extensions import db, writing
from shop.models import CartLine, Order, Variant
from tests.conftest import Prepare, lent
from tests.support.chatting import parsed
from tests.support.forms import fill


@pytest.fixture
def app(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "demo"))


def opening_with(app: Flask, *pragmas: str) -> None:
    """Every connection from now on is opened with these as well."""
    with app.app_context():
        def opened(connection: Any, record: Any) -> None:
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")

        event.listen(db.engine, "connect", opened)
        db.session.remove()
        db.engine.dispose()


@contextmanager
def locked(app: Flask) -> Iterator[None]:
    other = sqlite3.connect(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


def variant(app: Flask) -> int:
    with app.app_context():
        found = db.session.scalar(select(Variant.id).where(Variant.stock > 3).limit(1))
        db.session.remove()
    assert found is not None
    return found


def stored(app: Flask) -> tuple[int, int, int]:
    with app.app_context():
        found = tuple(db.session.scalar(query) or 0 for query in (
            select(func.count()).select_from(Order), select(func.count()).select_from(CartLine),
            select(func.sum(Variant.stock))))
        db.session.remove()
    return found  # type: ignore[return-value]


ADDRESS = {"email": "kim@example.com", "name": "Kim", "street": "Mill Lane 1", "postcode": "AB1", "city": "Kilmarrow",
           "country": "IE"}


def test_a_lock_held_by_another_is_waited_for_and_then_said(app: Flask) -> None:
    opening_with(app, "busy_timeout=100")
    client, chosen = app.test_client(), variant(app)
    client.get("/cart")
    page = parsed(client.get("/orders/find")).select_one("main [name=csrf_token]")
    assert page is not None
    form = {"csrf_token": page["value"], "variant_id": chosen, "quantity": 1}
    with locked(app):
        before = stored(app)
        answer = client.post("/cart/add", data=form)
        assert answer.status_code == 503 and "Nothing was changed" in answer.text
        assert client.get("/products").status_code == 200
        assert stored(app) == before
    assert client.post("/cart/add", data=form).status_code == 303
    assert stored(app)[1] == 1


def test_a_full_disk_takes_no_order_and_loses_none(app: Flask) -> None:
    client, chosen, start = app.test_client(), variant(app), 500
    with app.app_context(), writing(db.session()) as session:
        session.get_one(Variant, chosen).stock = start
    page = parsed(client.get("/orders/find")).select_one("main [name=csrf_token]")
    assert page is not None
    form = {"csrf_token": page["value"], "variant_id": chosen, "quantity": 1}
    # No page more than there are now; what is left within them is used up by the first orders.
    opening_with(app, "max_page_count=1")
    ordered = 0
    for _ in range(start):
        answer = client.post("/cart/add", data=form)
        answer = fill(client, "/checkout", **ADDRESS) if answer.status_code == 303 else answer
        if answer.status_code == 503:
            break
        assert answer.status_code == 303
        ordered += 1
    assert answer.status_code == 503 and "Nothing was changed" in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Order)) == ordered
        assert db.session.get_one(Variant, chosen).stock == start - ordered
        db.session.remove()
    assert client.get("/products").status_code == 200 and client.get("/cart").status_code == 200
