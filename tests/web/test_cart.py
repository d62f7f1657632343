"""Choosing on a product's page, and the cart: one cart on every page, at today's prices, never a wrong quantity."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from shop.extensions import db
from shop.models import Cart, CartLine
from shop.selling import carts
from shop.selling.carts import Owner
from tests.conftest import DATABASES, Prepare, lent
from tests.support.buying import badge, cart_of, lay_out, page, put, send, set_price, set_stock, sums_of
from tests.support.forms import notices, parsed
from tests.support.people import signed_in


@pytest.fixture
def app(request: pytest.FixtureRequest, prepare: Prepare) -> Iterator[Flask]:
    """On SQLite, and on PostgreSQL where a test asks for both."""
    yield from lent(prepare(getattr(request, "param", "sqlite")))


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    return lay_out(app)


def test_it_works_without_javascript(client: FlaskClient, ids: dict[str, int]) -> None:
    form = page(client, "/products/lamp").select_one("form#buying[method=post][action='/cart/add']")
    assert form is not None
    choice = form.select_one("input[type=radio][name=variant_id]:not([disabled])")
    assert choice is not None
    answer = client.post("/cart/add", data={
        "csrf_token": form.select_one("[name=csrf_token]")["value"],  # type: ignore[index]
        "variant_id": choice["value"], "quantity": "2"})
    assert (answer.status_code, answer.location) == (303, "/cart")
    assert cart_of(client) == {ids["LAMP-RED-S"]: 2}


@pytest.mark.parametrize(("query", "colour", "sizes"), [
    ("", "red", {"S": True, "L": False}), ("?colour=red", "red", {"S": True, "L": False}),
    ("?colour=BLUE", "blue", {"S": False, "L": True}), ("?colour=white", "white", {"S": False}),
    ("?colour=mauve", "red", {"S": True, "L": False}),
])
def test_a_colour_shows_its_own_sizes_and_only_what_is_in_stock_can_be_chosen(
        client: FlaskClient, ids: dict[str, int], query: str, colour: str, sizes: dict[str, bool]) -> None:
    form = page(client, f"/products/lamp{query}").select_one("#buying")
    assert form is not None
    found = {}
    for radio in form.select("input[type=radio][name=variant_id]"):
        label = form.select_one(f"label[for='{radio['id']}']")
        assert label is not None
        words = label.get_text(" ", strip=True).split()
        found[words[0]] = not radio.has_attr("disabled")
        assert ("sold out" in " ".join(words)) == radio.has_attr("disabled")
        assert int(str(radio["value"])) == ids[f"LAMP-{colour.upper()}-{words[0]}"]
    assert found == sizes
    links = {link.get_text(strip=True): str(link["href"]) for link in form.select("a.kind")}
    assert links == {"Red": "/products/lamp?colour=red", "Blue": "/products/lamp?colour=blue"}
    gone = [each.get_text(" ", strip=True) for each in form.select("span.kind--gone")]
    assert gone == ["White sold out"]


def test_a_size_in_the_address_is_chosen_already_unless_it_is_gone(client: FlaskClient, ids: dict[str, int]) -> None:
    for query, expected in (("?colour=blue&size=l", ["LAMP-BLUE-L"]), ("?colour=red&size=L", []), ("", [])):
        chosen = page(client, f"/products/lamp{query}").select("#buying input[checked]")
        assert [int(str(each["value"])) for each in chosen] == [ids[sku] for sku in expected]


def test_what_comes_in_one_kind_needs_no_choice_and_what_is_gone_cannot_be_added(
        client: FlaskClient, ids: dict[str, int]) -> None:
    stool = page(client, "/products/stool")
    assert stool.select_one(f"#buying input[type=hidden][name=variant_id][value='{ids['STOOL']}']")
    bench = page(client, "/products/bench")
    assert bench.select("#buying button") == []
    assert any("Sold out" in each for each in notices(bench))


def test_the_badge_says_how_many_pieces_on_every_page(client: FlaskClient, ids: dict[str, int]) -> None:
    assert badge(page(client, "/")) == 0
    put(client, ids["STOOL"], 3)
    put(client, ids["LAMP-RED-S"])
    paths = ("/", "/products", "/products/lamp", "/help", "/cart", "/checkout", "/orders/find", "/compare",
             "/account/sign-in", "/chat")
    assert {path: badge(page(client, path)) for path in paths} == dict.fromkeys(paths, 4)
    assert badge(page(client, "/orders/nobody-knows", 404)) == 4


def test_htmx_is_told_what_the_database_holds_and_the_badge_with_it(client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["STOOL"], 1)
    answer = send(client, "/cart/add", variant_id=ids["STOOL"], quantity=2, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "<html" not in answer.text
    part = parsed(answer)
    assert "Your cart holds 3 pieces: €37.50, €37.50 more and delivery is free" in part.get_text()
    assert [link["href"] for link in part.select(".added a")] == ["/cart", "/checkout"]
    swapped = part.select_one("a#cart-badge[hx-swap-oob]")
    assert swapped is not None and badge(part) == 3


QUANTITIES = ["-1", "0", "1e9", "1000000000", "1.5", "1e3", "NaN", "٣", "", " ", "100", "²", "+1", "0x1", "1 2", "٠١"]


@pytest.mark.parametrize("written", QUANTITIES)
@pytest.mark.parametrize("htmx", [False, True])
def test_what_is_no_quantity_is_said_and_adds_nothing(
        client: FlaskClient, ids: dict[str, int], written: str, htmx: bool) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    answer = send(client, "/cart/add", variant_id=ids["STOOL"], quantity=written, product="stool", headers=headers)
    shown = parsed(answer) if htmx else page(client, answer.location)
    said, = shown.select(".notice--warn")
    assert "whole number from 1 to 99" in said.get_text()
    if written.strip():
        assert f"“{written.strip()}”" in said.get_text()
    assert cart_of(client) == {}
    if not htmx:
        assert answer.location == "/products/stool"


@pytest.mark.parametrize("written", [each for each in QUANTITIES if each != "0"])
def test_a_change_to_no_quantity_leaves_the_cart_as_it_was(
        client: FlaskClient, ids: dict[str, int], written: str) -> None:
    put(client, ids["STOOL"], 4)
    answer = send(client, "/cart/change", variant_id=ids["STOOL"], quantity=written)
    assert (answer.status_code, answer.location) == (303, "/cart")
    assert any("whole number from 0 to 99" in each for each in notices(page(client, "/cart")))
    assert cart_of(client) == {ids["STOOL"]: 4}


@pytest.mark.parametrize("app", DATABASES, indirect=True)
@pytest.mark.parametrize("variant", ["", "x", "0", "-1", "99999", "99999999999999999999", "1' OR 1=1", "\0"])
def test_what_is_not_sold_cannot_be_added(client: FlaskClient, ids: dict[str, int], variant: str) -> None:
    answer = send(client, "/cart/add", variant_id=variant, quantity="1")
    assert answer.status_code == 303
    assert len(notices(page(client, "/cart"))) == 1
    assert cart_of(client) == {}


def test_no_more_than_there_is_and_the_answer_names_what_is_left(client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["LAMP-BLUE-L"], 2)
    send(client, "/cart/add", variant_id=ids["LAMP-BLUE-L"], quantity="1")
    assert "Only 2 of Lamp (blue, L) are left, and 2 are in your cart already." in notices(page(client, "/cart"))
    send(client, "/cart/add", variant_id=ids["LAMP-RED-L"], quantity="1")
    assert "Lamp (red, L) is sold out." in notices(page(client, "/cart"))
    assert cart_of(client) == {ids["LAMP-BLUE-L"]: 2}


def test_a_line_is_changed_and_removed_and_the_sums_follow(client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["STOOL"])
    put(client, ids["LAMP-RED-S"])
    assert sums_of(page(client, "/cart")) == {"goods": "€52.50", "shipping": "€4.90", "total": "€57.40"}
    send(client, "/cart/change", variant_id=ids["STOOL"], quantity="3")
    shown = page(client, "/cart")
    assert sums_of(shown) == {"goods": "€77.50", "shipping": "free", "total": "€77.50"}
    send(client, "/cart/change", variant_id=ids["STOOL"], quantity="0")
    assert cart_of(client) == {ids["LAMP-RED-S"]: 1}
    assert "€35 more and delivery is free" in page(client, "/cart").get_text()
    send(client, "/cart/remove", variant_id=ids["LAMP-RED-S"])
    assert "Nothing in your cart" in page(client, "/cart").get_text()


def test_htmx_gets_the_cart_after_a_change_and_the_badge(client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["STOOL"])
    answer = send(client, "/cart/change", variant_id=ids["STOOL"], quantity="2", headers={"HX-Request": "true"})
    part = parsed(answer)
    assert "<html" not in answer.text and part.select_one("#cart") and badge(part) == 2
    assert sums_of_part(part)["goods"] == "€25"
    refused = parsed(send(client, "/cart/change", variant_id=ids["STOOL"], quantity="x",
                          headers={"HX-Request": "true"}))
    assert refused.select_one("#cart [role=alert] .notice") and badge(refused) == 2


def sums_of_part(part: BeautifulSoup) -> dict[str, str]:
    return {str(each["data-sum"]): each.get_text(strip=True) for each in part.select("[data-sum]")}


def test_the_price_is_todays_and_a_price_that_is_sent_is_none(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    send(client, "/cart/add", variant_id=ids["STOOL"], quantity="1", price="1", unit_price="1", total="1")
    assert sums_of(page(client, "/cart"))["goods"] == "€12.50"
    set_price(app, "stool", 2000)
    assert sums_of(page(client, "/cart"))["goods"] == "€20"


def test_what_cannot_be_had_any_more_is_said_at_its_line_and_holds_the_checkout(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["STOOL"])
    put(client, ids["LAMP-RED-S"], 4)
    set_stock(app, ids["LAMP-RED-S"], 1)
    shown = page(client, "/cart")
    line = shown.select_one(f".cart-line[data-variant-id='{ids['LAMP-RED-S']}']")
    assert line is not None
    assert "Only 1 of Lamp (red, S) is left." in line.get_text()
    assert shown.select("main a[href='/checkout']") == []
    assert client.get("/checkout").location == "/cart"


def test_reading_writes_nothing_and_a_guest_without_a_cart_has_none_made(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    for path in ("/", "/cart", "/products/lamp", "/checkout", "/orders/find", "/compare?ids=1,2"):
        client.get(path)
    with app.app_context():
        assert db.session.query(Cart).count() == db.session.query(CartLine).count() == 0


def test_a_cart_is_its_own_browsers(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    other = app.test_client()
    put(client, ids["STOOL"], 2)
    put(other, ids["LAMP-RED-S"], 1)
    assert cart_of(client) == {ids["STOOL"]: 2}
    send(other, "/cart/remove", variant_id=ids["STOOL"])
    assert cart_of(client) == {ids["STOOL"]: 2}
    assert cart_of(other) == {ids["LAMP-RED-S"]: 1}


def test_a_guests_cart_becomes_part_of_the_users_and_stops_at_what_is_in_stock(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    mine = signed_in(app, "me@example.com")
    put(mine, ids["LAMP-RED-S"], 3)
    put(client, ids["LAMP-RED-S"], 4)
    put(client, ids["STOOL"], 1)
    with client.session_transaction() as session:
        guest = session["guest"]
    with app.app_context():
        user = db.session.scalar(db.select(Cart.user_id).where(Cart.user_id.is_not(None)))
        carts.merge(db.session, user, guest)
        assert carts.count(db.session, Owner(guest_id=guest)) == 0
    assert cart_of(mine) == {ids["LAMP-RED-S"]: 5, ids["STOOL"]: 1}


@pytest.mark.parametrize("path", ["/cart/add", "/cart/change", "/cart/remove", "/checkout", "/orders/find"])
def test_nothing_is_taken_without_the_token(client: FlaskClient, ids: dict[str, int], path: str) -> None:
    assert client.post(path, data={"variant_id": ids["STOOL"], "quantity": "1"}).status_code == 400


def test_a_refusal_leads_back_to_the_product_only_if_there_is_one(client: FlaskClient, ids: dict[str, int]) -> None:
    for slug, expected in (("lamp", "/products/lamp"), ("//evil.example", "/cart"), ("\0", "/cart"), ("gone", "/cart")):
        answer = send(client, "/cart/add", quantity="1", product=slug)
        assert (answer.status_code, answer.location) == (303, expected)
