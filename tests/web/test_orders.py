"""An order's pages: for its own shopper alone, true to its history, and with an answer for what cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.extensions import db, writing
from shop.models import Order, OrderStep
from shop.models.types import now
from shop.selling import orders
from shop.selling.orders import STATUS_NAMES
from tests.conftest import Prepare, lent
from tests.support.buying import bought, lay_out, orders_in, page, put, send, stock_in
from tests.support.forms import errors, fill, form_of, notices, parsed, standing_in
from tests.support.people import signed_in


@pytest.fixture
def app(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite"))


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    return lay_out(app)


def lead(app: Flask, *statuses: str, days_ago: int = 0) -> None:
    """Takes the only order along this way; its delivery lies so many days back."""
    with app.app_context():
        order = db.session.scalar(db.select(Order))
        assert order is not None
        for status in statuses:
            orders.move(db.session, order.id, status)
        with writing(db.session()):
            for step in db.session.scalars(db.select(OrderStep).where(OrderStep.status == "delivered")):
                step.at = now() - timedelta(days=days_ago)


ROUTES = ("", "/invoice")
STEPS = ("/cancel", "/return", "/pay", "/again")


def test_not_yours_and_not_there_are_the_same_answer(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    others = signed_in(app, "other@example.com")
    real = [bought(client, ids["STOOL"], name="Secret Name"), bought(others, ids["STOOL"], name="Secret Name")]
    unknown = "/orders/" + "A" * 22
    strangers: list[FlaskClient] = [app.test_client(), signed_in(app, "third@example.com")]
    for stranger in strangers:
        for route in ROUTES:
            answers = {stranger.get(f"{place}{route}").data for place in (*real, unknown)}
            assert len(answers) == 1
            assert {stranger.get(f"{place}{route}").status_code for place in (*real, unknown)} == {404}
        for step in STEPS:
            sent = [send(stranger, f"{place}{step}", reason="Too big") for place in (*real, unknown)]
            assert {each.status_code for each in sent} == {404} and len({each.data for each in sent}) == 1
    assert client.get(real[0]).status_code == others.get(real[1]).status_code == 200
    assert client.get(real[1]).status_code == others.get(real[0]).status_code == 404
    assert {order.status for order in orders_in(app)} == {"placed"}


def test_neither_number_nor_row_is_an_address(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    bought(client, ids["STOOL"])
    order, = orders_in(app)
    assert len(order.public_id) >= 20
    for wrong in (order.number, str(order.id), order.public_id.swapcase(), order.public_id[:-1], "%00", "%F0%9F"):
        assert client.get(f"/orders/{wrong}").status_code == 404


def test_two_shoppers_and_many_orders_see_no_foreign_field(app: Flask, ids: dict[str, int]) -> None:
    shoppers = {name: signed_in(app, f"{name}@example.com") for name in ("anna", "boris")}
    for name, browser in shoppers.items():
        for _ in range(6):
            bought(browser, ids["STOOL"], name=f"Canary {name}", email=f"{name}@example.com", street=f"Lane of {name}")
    kept = orders_in(app)
    assert len(kept) == 12
    for name, browser in shoppers.items():
        other = next(each for each in shoppers if each != name)
        pages = [browser.get(f"/orders/{order.public_id}{route}").text for order in kept for route in ROUTES]
        pages.append(browser.get("/account/orders").text)
        assert not [text for text in pages if f"Canary {other}" in text or f"Lane of {other}" in text]
        assert sum(f"Canary {name}" in text for text in pages) == 12


@pytest.mark.parametrize("way", [
    (), ("packed",), ("packed", "shipped"), ("shipped", "delivered"), ("cancelled",),
    ("shipped", "delivered", "return_requested"), ("shipped", "delivered", "returned")])
def test_it_says_its_status_and_history_in_words(
        app: Flask, client: FlaskClient, ids: dict[str, int], way: tuple[str, ...]) -> None:
    place = bought(client, ids["STOOL"])
    lead(app, *way)
    shown = page(client, place)
    expected = [STATUS_NAMES[each].lower() for each in ("placed", *way)]
    assert [step.select_one("strong").get_text().lower() for step in shown.select(".steps li")] == expected  # type: ignore[union-attr]
    assert shown.select_one(f".badge[data-status={(('placed', *way))[-1]}]")


def test_it_can_be_cancelled_until_it_is_shipped_and_the_goods_are_back(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    place = bought(client, ids["STOOL"], 3)
    lead(app, "packed")
    answer = fill(client, place)
    assert (answer.status_code, answer.location) == (303, place)
    assert stock_in(app, ids["STOOL"]) == 200
    assert "The order is cancelled" in " ".join(notices(page(client, place)))
    send(client, f"{place}/cancel")
    assert "cancelled already" in " ".join(notices(page(client, place)))
    assert stock_in(app, ids["STOOL"]) == 200


def test_what_is_shipped_is_not_cancelled_and_says_so(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    place = bought(client, ids["STOOL"])
    form = standing_in(form_of(page(client, place)))
    lead(app, "shipped")
    client.post(f"{place}/cancel", data=form)
    shown = page(client, place)
    assert any("cannot be cancelled any more" in each for each in notices(shown))
    assert orders_in(app)[0].status == "shipped"
    assert shown.select("main form") == []


def test_a_return_is_asked_for_with_a_reason(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    place = bought(client, ids["STOOL"])
    lead(app, "shipped", "delivered", days_ago=13)
    refused = fill(client, place, reason=" ")
    assert refused.status_code == 422 and set(errors(parsed(refused))) == {"reason"}
    assert orders_in(app)[0].status == "delivered"
    assert fill(client, place, reason="x" * 501).status_code == 422
    fill(client, place, reason="Wobbles.\nSorry")
    order, = orders_in(app)
    assert (order.status, order.steps[-1].note, order.steps[-1].by) == ("return_requested", "Wobbles. Sorry", "shopper")
    assert "Wobbles. Sorry" in page(client, place).get_text()


def test_after_the_window_there_is_no_return_and_the_page_says_why(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    place = bought(client, ids["STOOL"])
    lead(app, "shipped", "delivered", days_ago=15)
    shown = page(client, place)
    assert shown.select("main form") == [] and "more than 14 days ago" in shown.get_text()
    send(client, f"{place}/return", reason="Late")
    assert orders_in(app)[0].status == "delivered"


def test_the_invoice_stands_alone_and_adds_up(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    put(client, ids["LAMP-BLUE-L"], 2)
    place = bought(client, ids["STOOL"], 3)
    shown = page(client, f"{place}/invoice")
    assert [row.get_text(" ", strip=True) for row in shown.select("tbody tr")] == [
        "Lamp, blue, L LAMP-BLUE-L 2 €40 €80", "Stool STOOL 3 €12.50 €37.50"]
    assert [row.select_one("td").get_text() for row in shown.select("tfoot tr")] == ["€117.50", "free", "€117.50"]  # type: ignore[union-attr]
    assert shown.select("nav, script, form, footer") == []
    assert "Mill Lane 1" in shown.get_text() and "Ireland" in shown.get_text()


def test_the_history_is_the_users_own_newest_first_and_needs_a_sign_in(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    assert client.get("/account/orders").location == "/account/sign-in?next=/account/orders"
    mine = signed_in(app, "me@example.com")
    assert "No orders" in page(mine, "/account/orders").get_text()
    places = [bought(mine, ids["STOOL"]) for _ in range(3)]
    bought(client, ids["STOOL"])
    assert [link["href"] for link in page(mine, "/account/orders").select(".order-card a")] == places[::-1]


FORMS: dict[str, Callable[[str], str]] = {
    "as printed": lambda number: number, "without hyphen": lambda number: number.replace("-", ""),
    "with hash": lambda number: f"#{number}", "with spaces": lambda number: f" {number.replace('-', ' ')} ",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_guest_finds_an_order_by_number_and_address_from_anywhere(
        app: Flask, client: FlaskClient, ids: dict[str, int], form: str) -> None:
    place = bought(client, ids["STOOL"])
    number = orders_in(app)[0].number
    elsewhere = app.test_client()
    assert elsewhere.get(place).status_code == 404
    answer = fill(elsewhere, "/orders/find", number=FORMS[form](number), email=" KIM@example.com")
    assert (answer.status_code, answer.location) == (303, place)
    assert elsewhere.get(place).status_code == 200


def test_wrong_and_unknown_are_one_answer(app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    bought(client, ids["STOOL"])
    members = signed_in(app, "me@example.com")
    bought(members, ids["STOOL"], email="me@example.com")
    guests, own = (order.number for order in orders_in(app))
    said = []
    for number, email in ((guests, "else@example.com"), ("0000-0000", "kim@example.com"), ("0000-0000", "a@b.c"),
                          (own, "me@example.com"), ("%", "kim@example.com"), ("' OR 1=1 --", "kim@example.com"),
                          (guests, "%"), ("\0", "kim@example.com"), (guests, "\0")):
        answer = fill(app.test_client(), "/orders/find", number=number or "x", email=email)
        assert answer.status_code == 422
        said.append(notices(parsed(answer))[0])
    assert len(set(said[:7])) == 1
    answer = fill(members, "/orders/find", number=own, email="me@example.com")
    assert answer.status_code == 303 and members.get(answer.location).status_code == 200


def test_an_order_whose_buyer_was_erased_is_not_found_by_an_empty_address(
        app: Flask, client: FlaskClient, ids: dict[str, int]) -> None:
    bought(client, ids["STOOL"])
    with app.app_context(), writing(db.session()):
        order = db.session.scalar(db.select(Order))
        assert order is not None
        order.email = ""
    assert fill(app.test_client(), "/orders/find", number=orders_in(app)[0].number, email=" ").status_code == 422


@pytest.fixture
def limited(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "empty", RATELIMIT_ENABLED=True))


@pytest.mark.parametrize("same", ["number", "email"])
def test_an_order_can_be_looked_for_five_times_a_minute(limited: Flask, same: str) -> None:
    lay_out(limited)
    client = limited.test_client()

    def ask(at: int) -> int:
        values = {"number": f"0000-000{at}", "email": f"{at}@example.com"}
        values[same] = {"number": "1111-2222", "email": "one@example.com"}[same]
        return fill(client, "/orders/find", **values).status_code

    assert [ask(at) for at in range(6)] == [422] * 5 + [429]
    values = {"number": "11112222", "email": "ONE@example.com "}
    spelt = {**{"number": "3333-4444", "email": "two@example.com"}, same: values[same]}
    answer = fill(client, "/orders/find", **spelt)
    assert answer.status_code == 429 and "Try again in" in notices(parsed(answer))[0]


def test_an_address_can_look_twenty_times_a_minute(limited: Flask) -> None:
    lay_out(limited)
    client = limited.test_client()
    answers = [fill(client, "/orders/find", number=f"{at:08}", email=f"{at}@example.com").status_code
               for at in range(21)]
    assert answers == [422] * 20 + [429]


def test_nothing_of_an_order_is_kept_by_a_cache(client: FlaskClient, ids: dict[str, int]) -> None:
    place = bought(client, ids["STOOL"])
    for path in (place, f"{place}/invoice", "/cart", "/orders/find", "/account/orders"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
