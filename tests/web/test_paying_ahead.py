"""Paying ahead by page: out to the provider and back, tried again, declined, too late; and what the owner sees."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from shop.extensions import db, writing
from shop.models import Order
from shop.models.types import now
from tests.conftest import Prepare, lent
from tests.support.buying import (
    cart_of,
    checkout_form,
    lay_out,
    order_of,
    orders_in,
    page,
    put,
    send,
    set_stock,
    stock_in,
)
from tests.support.chatting import say
from tests.support.forms import notices, parsed, standing_in
from tests.support.people import owner, signed_in
from tests.support.provider import Card, Provider, methods_with, open_provider
from tests.support.waiting import until


@pytest.fixture
def provider() -> Iterator[Provider]:
    with open_provider() as provider:
        yield provider


@pytest.fixture
def app(prepare: Prepare, provider: Provider) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", PAYMENT_METHODS=methods_with(Card(provider.address))))


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    return lay_out(app)


def order_by_card(client: FlaskClient, ids: dict[str, int]) -> TestResponse:
    """Three stools, to be paid by card."""
    put(client, ids["STOOL"], 3)
    return order_of(client, payment="card")


def place_of(app: Flask) -> str:
    return f"/orders/{orders_in(app)[-1].public_id}"


def press(client: FlaskClient, place: str, form: str) -> TestResponse:
    """Sends one of the forms on an order's page."""
    shown = page(client, place).select_one(f"form#{form}")
    assert shown is not None, f"no form {form}"
    return client.post(str(shown["action"]), data=standing_in(shown))


def let_time_pass(app: Flask) -> None:
    with app.app_context(), writing(db.session()):
        for order in db.session.scalars(db.select(Order)):
            order.pay_by = now() - timedelta(seconds=1)


def text_of(shown: BeautifulSoup) -> str:
    assert shown.main is not None
    return " ".join(shown.main.get_text(" ").split())


def status_on(client: FlaskClient, place: str) -> str:
    badge = page(client, place).select_one("[data-status]")
    assert badge is not None
    return str(badge["data-status"])


def test_a_shopper_is_led_to_the_provider_and_thanked_on_the_way_back(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider) -> None:
    shown = parsed(order_by_card(client, ids))
    place = place_of(app)
    (payment,) = provider.payments.values()
    assert (payment["amount"], payment["back"]) == (4240, f"http://localhost{place}")
    way = shown.select_one("main .button")
    refresh = shown.select_one("meta[http-equiv=refresh]")
    assert way is not None and refresh is not None
    assert str(way["href"]).startswith(f"{provider.address}/pay/") and refresh["content"] == f"0; url={way['href']}"
    waiting = page(client, place)
    assert "not paid yet" in text_of(waiting) and "Thank you" not in text_of(waiting)
    assert "Invoice to print" not in text_of(waiting)
    provider.settle("paid")
    assert "Thank you, Kim Byrne. Your order is in." in text_of(page(client, place))
    again = text_of(page(client, place))
    assert "Thank you" not in again and "paid on" in again
    (order,) = orders_in(app)
    assert [(step.status, step.by) for step in order.steps] == [
        ("awaiting_payment", "shopper"), ("placed", "provider")]
    assert "Paid" in text_of(page(client, f"{place}/invoice")) and stock_in(app, ids["STOOL"]) == 197


def test_money_that_is_there_at_once_needs_no_way_out(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider) -> None:
    provider.first = "paid"
    answer = order_by_card(client, ids)
    assert (answer.status_code, answer.location) == (303, place_of(app))
    assert "Your order is in." in text_of(page(client, answer.location))


def test_a_silent_provider_leaves_an_order_to_try_again(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider) -> None:
    patient = app.config["PAYMENT_METHODS"]
    app.config["PAYMENT_METHODS"] = methods_with(Card(provider.address, patience=0.1))
    provider.hang()
    answer = order_by_card(client, ids)
    assert answer.status_code == 503
    shown = parsed(answer)
    assert "does not answer" in notices(shown)[0] and "Try again" in text_of(shown)
    place = place_of(app)
    assert press(client, place, "pay").status_code == 503
    form = page(client, place).select_one("form#pay")
    assert form is not None and "Try again" in form.get_text()
    app.config["PAYMENT_METHODS"] = patient
    provider.first = "paid"
    provider.resume()
    answer = client.post(str(form["action"]), data=standing_in(form))
    assert (answer.status_code, answer.location) == (303, place)
    (order,) = orders_in(app)
    assert order.status == "placed" and len(provider.payments) == 1 and stock_in(app, ids["STOOL"]) == 197


def test_money_that_was_taken_while_nobody_waited_for_the_answer_counts(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider) -> None:
    patient = app.config["PAYMENT_METHODS"]
    app.config["PAYMENT_METHODS"] = methods_with(Card(provider.address, patience=0.1))
    provider.hang()
    assert order_by_card(client, ids).status_code == 503
    app.config["PAYMENT_METHODS"] = patient
    provider.first = "paid"
    provider.resume()
    until(lambda: provider.payments, 30)
    assert "Your order is in." in text_of(page(client, place_of(app)))


def test_the_form_sent_again_tries_the_same_order_again(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider) -> None:
    put(client, ids["STOOL"])
    form = checkout_form(client)
    answers = [order_of_form(client, form) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert len(orders_in(app)) == len(provider.payments) == 1
    provider.settle("paid")
    page(client, place_of(app))
    assert order_of_form(client, form).location == place_of(app)
    assert len(orders_in(app)[0].steps) == 2


def order_of_form(client: FlaskClient, form: dict[str, str]) -> TestResponse:
    filled = {"email": "kim@example.com", "name": "Kim", "street": "Mill Lane 1", "postcode": "KM1",
              "city": "Kilmarrow", "country": "IE", "payment": "card"}
    return client.post("/checkout", data={**form, **filled})


@pytest.mark.parametrize("at_once", [True, False])
def test_a_declined_payment_leads_back_to_the_checkout_as_it_was(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider, at_once: bool) -> None:
    provider.first = "declined" if at_once else "open"
    answer = order_by_card(client, ids)
    place = place_of(app)
    if not at_once:
        provider.settle("declined")
        answer = client.get(place)
    assert answer.status_code == 303
    shown = page(client, answer.location)
    form = shown.select_one("#checkout")
    assert form is not None and "The payment was declined." in " ".join(notices(shown))
    assert cart_of(client) == {ids["STOOL"]: 3} and stock_in(app, ids["STOOL"]) == 200
    sent = standing_in(form)
    assert (sent["email"], sent["street"], sent["country"]) == ("kim@example.com", "Mill Lane 1", "IE")
    assert client.post("/checkout", data={**sent, "payment": "invoice"}).location == place_of(app) != place
    assert [order.status for order in orders_in(app)] == ["cancelled", "placed"]
    assert status_on(client, place) == "cancelled"


def test_nobody_elses_order_fills_a_checkout(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    order_by_card(client, ids)
    stranger = app.test_client()
    put(stranger, ids["STOOL"])
    for public_id in (orders_in(app)[0].public_id, "x", "\0"):
        form = parsed(stranger.get("/checkout", query_string={"again": public_id})).select_one("#checkout")
        assert form is not None and standing_in(form)["street"] == ""


def test_while_the_provider_hangs_other_shoppers_order(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider) -> None:
    put(client, ids["STOOL"])
    form = checkout_form(client)
    provider.hang()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(order_of_form, client, form)
        try:
            assert provider.asked.wait(30)
            other = app.test_client()
            put(other, ids["STOOL"])
            assert order_of(other).status_code == 303 and not waiting.done()
        finally:
            provider.resume()
        assert waiting.result(30).status_code == 200
    assert sorted(order.status for order in orders_in(app)) == ["awaiting_payment", "placed"]


@pytest.mark.parametrize("look", ["/", "/products/stool", "/cart", "/chat", "/account/sign-in"])
def test_whoever_looks_next_finds_unpaid_goods_for_sale_again(
        app: Flask, client: FlaskClient, ids: dict[str, int], look: str) -> None:
    set_stock(app, ids["STOOL"], 3)
    order_by_card(client, ids)
    stranger = app.test_client()
    stranger.get(look)
    assert stock_in(app, ids["STOOL"]) == 0
    let_time_pass(app)
    stranger.get("/healthz")
    assert stock_in(app, ids["STOOL"]) == 0
    assert stranger.get(look).status_code == 200
    assert stock_in(app, ids["STOOL"]) == 3 and orders_in(app)[0].status == "expired"


def test_an_expired_order_says_so_and_fills_the_cart_again(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider) -> None:
    order_by_card(client, ids)
    let_time_pass(app)
    place = place_of(app)
    shown = page(client, place)
    assert status_on(client, place) == "expired" and "was not paid" in text_of(shown)
    assert shown.select_one("#pay") is None and cart_of(client) == {}
    assert press(client, place, "again").location == "/cart"
    assert cart_of(client) == {ids["STOOL"]: 3}
    assert client.post(f"{place}/pay", data=standing_in(shown.select_one("form#again"))).location == place  # type: ignore[arg-type]
    assert orders_in(app)[0].status == "expired"


def test_only_what_was_never_paid_fills_the_cart_again(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider) -> None:
    provider.first = "paid"
    order_by_card(client, ids)
    place = place_of(app)
    assert send(client, f"{place}/again").location == "/cart"
    press(client, place, "cancel")
    send(client, f"{place}/again")
    assert cart_of(client) == {}


def test_an_order_that_waits_can_be_cancelled(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    order_by_card(client, ids)
    place = place_of(app)
    press(client, place, "cancel")
    assert status_on(client, place) == "cancelled" and stock_in(app, ids["STOOL"]) == 200
    assert page(client, place).select_one("form#again")


def test_a_paid_order_that_is_cancelled_says_that_the_money_comes_back(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider) -> None:
    provider.first = "paid"
    order_by_card(client, ids)
    place = place_of(app)
    press(client, place, "cancel")
    shown = page(client, place)
    assert "What you have paid is given back." in " ".join(notices(shown))
    assert page(client, place).select_one(".badge[data-status=refund_due]") and shown.select("main form") == []


def pay_late(app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider) -> str:
    order_by_card(client, ids)
    let_time_pass(app)
    client.get("/")
    provider.settle("paid")
    place = place_of(app)
    assert status_on(client, place) == "refund_due"
    return place


def test_a_payment_after_the_expiry_is_shown_to_both(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider) -> None:
    place = pay_late(app, client, ids, provider)
    assert "We have your payment" in text_of(page(client, place))
    keeper = owner(app)
    tile = next(each for each in page(keeper, "/admin/").select(".tile") if "To refund" in each.get_text())
    assert "1" in tile.get_text() and orders_in(app)[0].number in text_of(page(keeper, "/admin/orders?view=to-refund"))
    shown = page(keeper, "/admin/orders/1")
    assert "The payment came after the order had expired." in text_of(shown) and "By card, paid" in text_of(shown)
    assert [button.get_text() for button in shown.select("button[name=step]")] == [
        "Mark as refunded", "Send it after all"]


@pytest.mark.parametrize(("step", "status", "left", "notice"), [
    ("placed", "placed", 197, "is now placed."), ("cancelled", "cancelled", 200, "is now cancelled.")])
def test_the_owner_sends_it_after_all_or_gives_the_money_back(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider, step: str, status: str, left: int,
        notice: str) -> None:
    place = pay_late(app, client, ids, provider)
    keeper = owner(app)
    send(keeper, "/admin/orders/1", step=step)
    assert notices(page(keeper, "/admin/orders/1"))[0].endswith(notice)
    assert (status_on(client, place), stock_in(app, ids["STOOL"])) == (status, left)
    assert "To refund" not in [each.dt.get_text() for each in page(keeper, "/admin/").select(".tile") if each.dt]


def test_the_owner_is_told_that_a_cancelled_order_was_paid(
        app: Flask, client: FlaskClient, ids: dict[str, int], provider: Provider) -> None:
    provider.first = "paid"
    order_by_card(client, ids)
    keeper = owner(app)
    send(keeper, "/admin/orders/1", step="cancelled")
    (notice,) = notices(page(keeper, "/admin/orders/1"))
    assert "is now awaiting refund" in notice and "back in stock" in notice


def test_what_is_not_paid_is_not_counted_as_sold(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    def figures() -> dict[str, str]:
        return {tile.dt.get_text(strip=True): tile.dd.get_text(strip=True)  # type: ignore[union-attr]
                for tile in page(keeper, "/admin/").select(".tile")}

    keeper = owner(app)
    order_by_card(client, ids)
    assert figures().items() >= {"Sold for": "€0", "Orders to pack": "0"}.items()
    assert "By card, not paid" in text_of(page(keeper, "/admin/orders/1"))
    assert orders_in(app)[0].number in text_of(page(keeper, "/admin/orders?view=unpaid"))


def test_what_an_order_that_expires_in_an_owners_request_changes_is_not_the_owners_doing(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    keeper = owner(app)
    order_by_card(client, ids)
    let_time_pass(app)
    page(keeper, "/admin/orders")
    assert orders_in(app)[0].status == "expired"
    assert "expired" not in text_of(page(keeper, "/admin/changes"))


@pytest.mark.parametrize(("after", "words"), [
    ("nothing", "waits for its payment"), ("time", "was not paid in time"), ("paid late", "is to be given back")])
def test_the_chat_says_what_an_order_waits_for(
        app: Flask, ids: dict[str, int], provider: Provider, after: str, words: str) -> None:
    client = signed_in(app, "kim@example.com")
    order_by_card(client, ids)
    if after != "nothing":
        let_time_pass(app)
    if after == "paid late":
        provider.settle("paid")
        page(client, place_of(app))
    assert words in parsed(say(client, "where is my order?", fragment=True)).get_text()


def test_a_database_that_is_locked_shows_its_pages_all_the_same(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    order_by_card(client, ids)
    let_time_pass(app)
    with app.app_context():
        event.listen(db.engine, "connect", lambda connection, record: connection.execute("PRAGMA busy_timeout=50"))
        db.session.remove()
        db.engine.dispose()
    other = sqlite3.connect(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert client.get("/products").status_code == 200 and orders_in(app)[0].status == "awaiting_payment"
    other.close()
    assert client.get("/products").status_code == 200 and orders_in(app)[0].status == "expired"
