"""The checkout by page: totals by the server alone, one order a form, and refusals that keep the cart."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.extensions import db, writing
from shop.models import Order, User
from tests.conftest import DATABASES, Prepare, lent
from tests.support.buying import (
    ADDRESS,
    badge,
    bought,
    cart_of,
    checkout_form,
    lay_out,
    order_of,
    orders_in,
    page,
    put,
    set_price,
    set_stock,
    stock_in,
    sums_of,
)
from tests.support.forms import errors, notices, parsed, standing_in
from tests.support.people import signed_in


@pytest.fixture
def app(request: pytest.FixtureRequest, prepare: Prepare) -> Iterator[Flask]:
    """On SQLite, and on PostgreSQL where a test asks for both."""
    yield from lent(prepare(getattr(request, "param", "sqlite")))


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    return lay_out(app)


@pytest.mark.parametrize("app", DATABASES, indirect=True)
def test_it_works_as_a_guest_without_javascript(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["LAMP-RED-S"], 1)
    put(client, ids["STOOL"], 2)
    answer = order_of(client)
    assert answer.status_code == 303
    order, = orders_in(app)
    assert answer.location == f"/orders/{order.public_id}"
    assert (order.email, order.name, order.street, order.postcode, order.city, order.country, order.payment) == (
        "kim@example.com", "Kim Byrne", "Mill Lane 1", "KM1 2AB", "Kilmarrow", "IE", "invoice")
    assert (order.goods, order.shipping, order.total, order.user_id, order.status) == (6500, 490, 6990, None, "placed")
    assert {(line.sku, line.quantity, line.unit_price) for line in order.lines} == {
        ("LAMP-RED-S", 1, 4000), ("STOOL", 2, 1250)}
    assert (stock_in(app, ids["LAMP-RED-S"]), stock_in(app, ids["STOOL"])) == (4, 198)
    shown = page(client, answer.location)
    assert "Thank you" in shown.get_text() and order.number in shown.select_one("h1").get_text()  # type: ignore[union-attr]
    assert "Thank you" not in page(client, answer.location).get_text()
    assert cart_of(client) == {} and badge(shown) == 0
    assert order.number in page(client, "/cart").get_text()


def test_an_empty_cart_has_no_checkout(client: FlaskClient, ids: dict[str, int]) -> None:
    assert client.get("/checkout").location == "/cart"


WRONG = {
    "email": ["", " ", "kim", "kim@", "@example.com", "kim@example", "a b@example.com", f"{'x' * 250}@example.com"],
    "name": ["", "  ", "x" * 121], "street": ["", "x" * 201], "postcode": ["", "9" * 21], "city": ["\t", "x" * 121],
    "country": ["", "XX", "Ireland", "ie"],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in WRONG.items() for value in values])
def test_what_is_wrong_is_named_at_its_field_and_nothing_is_lost(
        app: Flask, client: FlaskClient, ids: dict[str, int], field: str, value: str) -> None:
    put(client, ids["STOOL"])
    before = checkout_form(client)
    answer = client.post("/checkout", data={**before, **ADDRESS, field: value})
    assert answer.status_code == 422
    shown = parsed(answer)
    assert set(errors(shown)) == {field}
    form = shown.select_one("#checkout")
    assert form is not None
    kept = standing_in(form)
    expected = {name: text.strip().lower() if name == "email" else text for name, text in ADDRESS.items()
                if name not in (field, "payment")}
    assert {name: kept[name] for name in expected} == expected
    assert (kept["key"], kept["seen_total"]) == (before["key"], before["seen_total"])
    assert shown.title is not None and shown.title.get_text().startswith("Error:")
    assert orders_in(app) == [] and cart_of(client) == {ids["STOOL"]: 1}


@pytest.mark.parametrize("payment", ["", "free", "card"])
def test_only_the_ways_to_pay_that_there_are(app: Flask, client: FlaskClient, ids: dict[str, int],
                                             payment: str) -> None:
    put(client, ids["STOOL"])
    answer = order_of(client, payment=payment)
    assert answer.status_code == 422
    shown = parsed(answer)
    assert shown.select_one("#problems a[href='#payment']") and shown.select_one("#payment #payment-error")
    assert orders_in(app) == []


def test_each_opening_has_a_key_of_its_own(client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["STOOL"])
    assert checkout_form(client)["key"] != checkout_form(client)["key"]


def test_a_form_sent_twice_is_one_order(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["STOOL"])
    form = {**checkout_form(client), **ADDRESS}
    places = {client.post("/checkout", data=form).location for _ in range(5)}
    order, = orders_in(app)
    assert places == {f"/orders/{order.public_id}"}
    assert stock_in(app, ids["STOOL"]) == 199


@pytest.mark.parametrize("app", DATABASES, indirect=True)
def test_a_form_sent_twice_at_once_is_one_order(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["STOOL"])
    form = {**checkout_form(client), **ADDRESS}
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None

    def press(_: int) -> str | None:
        browser = app.test_client()
        browser.set_cookie(name, cookie.value)
        return browser.post("/checkout", data=form).location

    with ThreadPoolExecutor(6) as pool:
        places = set(pool.map(press, range(12)))
    order, = orders_in(app)
    assert places == {f"/orders/{order.public_id}"}
    assert stock_in(app, ids["STOOL"]) == 199


def test_a_key_with_other_details_makes_no_second_order(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["STOOL"])
    form = {**checkout_form(client), **ADDRESS}
    client.post("/checkout", data=form)
    put(client, ids["STOOL"], 3)
    answer = client.post("/checkout", data={**form, "street": "Elsewhere 9"})
    assert (answer.status_code, answer.location) == (303, "/cart")
    assert any("with other details" in each for each in notices(page(client, "/cart")))
    assert len(orders_in(app)) == 1 and cart_of(client) == {ids["STOOL"]: 3}


def test_a_strangers_key_opens_nothing(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["STOOL"])
    form = {**checkout_form(client), **ADDRESS}
    place = client.post("/checkout", data=form).location
    other = app.test_client()
    put(other, ids["STOOL"])
    answer = order_of(other, key=form["key"])
    assert answer.location == "/cart"
    assert other.get(place).status_code == 404 and len(orders_in(app)) == 1


def test_what_has_sold_out_meanwhile_is_told_and_the_cart_kept(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["LAMP-RED-S"], 3)
    put(client, ids["STOOL"], 1)
    form = {**checkout_form(client), **ADDRESS}
    set_stock(app, ids["LAMP-RED-S"], 2)
    answer = client.post("/checkout", data=form)
    assert answer.status_code == 409
    shown = parsed(answer)
    assert "Only 2 of Lamp (red, S) are left." in shown.select_one("#refusal").get_text()  # type: ignore[union-attr]
    assert shown.select_one("#refusal a[href='/cart']")
    assert shown.select_one("[name=street]")["value"] == "Mill Lane 1"  # type: ignore[index]
    assert orders_in(app) == [] and stock_in(app, ids["STOOL"]) == 200
    assert cart_of(client) == {ids["LAMP-RED-S"]: 3, ids["STOOL"]: 1}


def test_a_total_that_the_shopper_has_not_seen_is_shown_first(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["STOOL"], 1)
    form = {**checkout_form(client), **ADDRESS}
    set_price(app, "stool", 1500)
    answer = client.post("/checkout", data=form)
    assert answer.status_code == 409 and orders_in(app) == []
    shown = parsed(answer)
    assert "price has changed" in shown.select_one("#refusal").get_text()  # type: ignore[union-attr]
    assert sums_of(shown)["total"] == "€19.90"
    again = standing_in(shown.select_one("#checkout"))  # type: ignore[arg-type]
    assert client.post("/checkout", data={**again, "payment": "invoice"}).status_code == 303
    order, = orders_in(app)
    assert (order.total, order.lines[0].unit_price) == (1990, 1500)


@pytest.mark.parametrize("seen", ["", "0", "1", "-1", "1e3", "NaN", "٣", "9" * 40])
def test_no_total_but_the_servers_is_ordered_at(
        app: Flask, client: FlaskClient, ids: dict[str, int], seen: str) -> None:
    put(client, ids["STOOL"], 1)
    assert order_of(client, seen_total=seen, total=seen, shipping=seen, price=seen).status_code == 409
    assert orders_in(app) == []


@pytest.mark.parametrize("key", ["", "short", "x" * 500, "with space and more", "ünïcodekeyünïcode"])
def test_a_key_that_is_none_is_replaced(app: Flask, client: FlaskClient, ids: dict[str, int], key: str) -> None:
    put(client, ids["STOOL"], 1)
    assert order_of(client, key=key).status_code == 303
    order, = orders_in(app)
    assert order.idempotency_key and order.idempotency_key != key


def test_columns_of_the_table_that_the_form_does_not_ask_change_nothing(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["STOOL"], 1)
    asked = {"email", "name", "street", "postcode", "city", "country", "payment"}
    extra = {column.name: "7" for column in Order.__table__.columns if column.name not in asked}
    assert order_of(client, **extra).status_code == 303
    order, = orders_in(app)
    assert (order.total, order.shipping, order.status, order.user_id) == (1740, 490, "placed", None)
    assert "7" not in (order.number, order.public_id, order.fingerprint, order.idempotency_key)


def test_prices_are_frozen_on_the_order(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    place = bought(client, ids["STOOL"], 2)
    set_price(app, "stool", 99900)
    assert sums_of(page(client, place)) == {"goods": "€25", "shipping": "€4.90", "total": "€29.90"}
    assert "€29.90" in page(client, f"{place}/invoice").get_text()


def test_who_is_signed_in_has_the_last_address_filled_in(app: Flask, ids: dict[str, int]) -> None:
    mine = signed_in(app, "me@example.com")
    put(mine, ids["STOOL"])
    assert checkout_form(mine)["email"] == "me@example.com"
    order_of(mine, country="SE", payment="on_delivery", email="me@example.com")
    put(mine, ids["STOOL"])
    form = checkout_form(mine)
    assert {name: form[name] for name in ("email", "street", "city", "country", "payment")} == {
        "email": "me@example.com", "street": "Mill Lane 1", "city": "Kilmarrow", "country": "SE",
        "payment": "on_delivery"}
    guest = app.test_client()
    put(guest, ids["STOOL"])
    assert (checkout_form(guest)["email"], checkout_form(guest)["street"]) == ("", "")


def test_the_country_most_orders_go_to_is_chosen_already(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["STOOL"])
    assert checkout_form(client)["country"] == ""
    for country in ("DE", "IE", "IE"):
        bought(app.test_client(), ids["STOOL"], country=country)
    assert checkout_form(client)["country"] == "IE"


def test_odd_letters_are_kept_and_never_markup(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    nasty = "<script>alert(1)</script>"
    place = bought(client, ids["STOOL"], name=f"Kim\0 {nasty}\r\nX: y", city="Göteborg 日本")
    order, = orders_in(app)
    assert (order.name, order.city) == (f"Kim {nasty} X: y", "Göteborg 日本")
    for path in (place, f"{place}/invoice"):
        shown = page(client, path)
        assert nasty in shown.get_text() and shown.select("script:not([src])") == []


def test_signed_in_orders_belong_to_the_user_and_guests_hold_theirs(app: Flask, ids: dict[str, int]) -> None:
    mine = signed_in(app, "me@example.com")
    place = bought(mine, ids["STOOL"])
    with app.app_context(), writing(db.session()):
        user = db.session.scalar(db.select(User))
        order = db.session.scalar(db.select(Order))
        assert user and order and order.user_id == user.id
    with mine.session_transaction() as session:
        assert "orders" not in session
    assert mine.get(place).status_code == 200
