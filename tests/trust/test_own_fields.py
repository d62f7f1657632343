"""A form changes what it asks for: every other column of every table may be sent along, and stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.extensions import db
from tests.conftest import Prepare, lent
from tests.support.buying import bought, lay_out, orders_in, put, send
from tests.support.chatting import token
from tests.support.people import signed_in

ASKED = {"variant_id", "quantity", "product", "sku", "message", "action", "page", "client_id", "value", "number",
         "email", "reason", "csrf_token"}


@pytest.fixture
def app(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "empty"))


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    return lay_out(app)


def all_columns() -> dict[str, str]:
    """Every column there is, as a form's field with a telling value."""
    names = {column.name for table in db.metadata.tables.values() for column in table.columns}
    return dict.fromkeys(sorted(names - ASKED), "7")


def tables(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    with app.app_context():
        return {name: [tuple(row) for row in db.session.execute(table.select().order_by(*table.primary_key.columns))]
                for name, table in db.metadata.tables.items()}


def changed(app: Flask, before: dict[str, list[tuple[Any, ...]]]) -> set[str]:
    return {name for name, rows in tables(app).items() if rows != before[name]}


def test_there_are_columns_worth_having() -> None:
    assert {"is_admin", "price", "unit_price", "total", "status", "user_id", "password_hash", "stock", "role",
            "public_id", "archived_at", "spent"} <= set(all_columns())


def cart_of_row(app: Flask) -> list[tuple[Any, ...]]:
    return [row[:3] for row in tables(app)["cart_line"]]


def test_the_cart(app: Flask, ids: dict[str, int]) -> None:
    client = app.test_client()
    put(client, ids["STOOL"], 1)
    for path, quantity, left in (("add", "2", 3), ("change", "5", 5), ("remove", "1", 0)):
        before = tables(app)
        answer = send(client, f"/cart/{path}", variant_id=ids["STOOL"], quantity=quantity, **all_columns())
        assert answer.status_code == 303
        assert changed(app, before) <= {"cart", "cart_line"}
        assert [row[2] for row in cart_of_row(app)] == ([left] if left else [])
        assert len(tables(app)["cart"]) == 1


def test_an_order_of_ones_own(app: Flask, ids: dict[str, int]) -> None:
    for step, status in (("cancel", "cancelled"), ("return", "placed")):
        client = app.test_client()
        place = bought(client, ids["STOOL"], 2)
        before = orders_in(app)[-1]
        send(client, f"{place}/{step}", reason="It wobbles", **all_columns())
        after = orders_in(app)[-1]
        kept = [column.name for column in after.__table__.columns if column.name != "status"]
        assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
        assert after.status == status
        assert [line.quantity for line in after.lines] == [2]


def test_a_message(app: Flask, ids: dict[str, int]) -> None:
    client = signed_in(app, "me@example.com")
    csrf = token(client)
    before = tables(app)
    answer = client.post("/chat", data={"csrf_token": csrf, "message": "hello", **all_columns(), "kind": "greeting",
                                        "role": "assistant", "state": "failed"})
    assert answer.status_code == 303
    assert changed(app, before) <= {"conversation", "message", "turn_event", "cart"}
    columns = [column.name for column in db.metadata.tables["message"].columns]
    said = [dict(zip(columns, row, strict=True)) for row in tables(app)["message"]]
    assert [each["role"] for each in said if each["text"] == "hello"] == ["shopper"]
    assert {each["role"] for each in said} == {"shopper", "assistant"} and {each["state"] for each in said} == {"done"}
    assert all(each["spent"] == 0 and each["conversation_id"] != "7" for each in said)


def test_looking_an_order_up(app: Flask, ids: dict[str, int]) -> None:
    bought(app.test_client(), ids["STOOL"])
    number, before = orders_in(app)[0].number, tables(app)
    stranger: FlaskClient = app.test_client()
    answer = send(stranger, "/orders/find", number=number, email="kim@example.com", **all_columns())
    assert answer.status_code == 303
    assert changed(app, before) == set()
