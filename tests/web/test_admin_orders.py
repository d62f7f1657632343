from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.extensions import db
from shop.models import Change, Order, OrderStep
from shop.selling.orders import NEXT, STATUS_NAMES, move
from tests.support.dealings import one, stock_of, trade
from tests.support.forms import fill, notices, parsed
from tests.support.people import owner

PAGE = "/admin/orders/1"


@pytest.fixture
def keeper(app: Flask) -> FlaskClient:
    trade(app)
    return owner(app)


def set_status(app: Flask, status: str) -> None:
    with app.app_context():
        db.session.get_one(Order, 1).status = status
        db.session.commit()


def test_an_order_tells_who_what_where_and_how_much(keeper: FlaskClient) -> None:
    page = parsed(keeper.get(PAGE))
    words = " ".join(page.main.get_text(" ").split())
    for told in ("Order 1234-5678", "Tool 2", "TOOL-2", "2 × €11", "€22", "€4.90", "€26.90", "Ada Green", "1 Lane",
                 "AB1 Kent", "By invoice", "shopper@example.com"):
        assert told in words
    assert page.select_one('main a[href="/admin/products/2"]')
    assert page.select_one('main a[href="/admin/customers/1"]')


@pytest.mark.parametrize("status", list(STATUS_NAMES))
def test_only_the_next_steps_are_offered(app: Flask, keeper: FlaskClient, status: str) -> None:
    set_status(app, status)
    buttons = parsed(keeper.get(PAGE)).select("main button[name=step]")
    assert tuple(button["value"] for button in buttons) == NEXT[status]


def test_a_step_is_taken_with_its_note_and_logged(app: Flask, keeper: FlaskClient) -> None:
    answer = fill(keeper, PAGE, {"note": "  By bicycle "}, press="step=shipped")
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = parsed(keeper.get(PAGE))
    assert notices(page) == ["Order 1234-5678 is now on its way."]
    assert "By bicycle" in page.select_one(".timeline li").get_text()
    with app.app_context():
        step = db.session.query(OrderStep).order_by(OrderStep.id.desc()).first()
        assert (step.status, step.by, step.note) == ("shipped", "owner", "By bicycle")
        change = db.session.query(Change).one()
        assert (change.kind, change.row_id, change.action, change.user.email) == (
            "order", 1, "shipped", "owner@example.com")
        assert change.values == {"status": ["placed", "shipped"], "note": ["", "By bicycle"]}


@pytest.mark.parametrize("wanted", ["delivered", "placed", "gone", "", "returned"])
def test_a_step_that_is_not_next_is_refused(app: Flask, keeper: FlaskClient, wanted: str) -> None:
    answer = fill(keeper, PAGE, also={"step": wanted})
    assert answer.status_code == 303
    assert "no longer possible" in notices(parsed(keeper.get(PAGE)))[0]
    assert one(app, Order, 1, "status") == "placed"
    with app.app_context():
        assert db.session.query(Change).count() == 0


def test_two_owners_cannot_cancel_an_order_twice(app: Flask, keeper: FlaskClient) -> None:
    page = parsed(keeper.get(PAGE))
    with app.app_context():
        move(db.session, 1, "cancelled")
    before = stock_of(app, "TOOL-2")
    page.select_one("main form")["action"] = PAGE
    fill(keeper, page, press="step=cancelled")
    assert "no longer possible" in notices(parsed(keeper.get(PAGE)))[0]
    assert stock_of(app, "TOOL-2") == before


def test_what_was_cancelled_is_back_in_stock(app: Flask, keeper: FlaskClient) -> None:
    before = stock_of(app, "TOOL-2")
    fill(keeper, PAGE, press="step=cancelled")
    assert stock_of(app, "TOOL-2") == before + 2
    assert "back in stock" in notices(parsed(keeper.get(PAGE)))[0]


def test_the_overview_counts_what_is_to_do(app: Flask, keeper: FlaskClient) -> None:
    def counts() -> dict[str, str]:
        page = parsed(keeper.get("/admin/"))
        for link in page.select(".tile a"):
            assert keeper.get(str(link["href"])).status_code == 200
        return {tile.dt.get_text(strip=True): tile.dd.get_text(strip=True) for tile in page.select(".tile")}

    assert {"Orders to pack": "1", "Orders": "1", "Sold for": "€26.90", "Sold out": "1"}.items() <= counts().items()
    set_status(app, "return_requested")
    assert {"Orders to pack": "0", "Returns to decide": "1"}.items() <= counts().items()
    set_status(app, "cancelled")
    assert counts()["Sold for"] == "€0"


@pytest.mark.parametrize(("query", "found"), [
    ("q=1234", 1), ("q=ada", 1), ("q=shopper@example.com", 1), ("q=lane", 0), ("view=to-pack", 1), ("view=shipped", 0),
    ("view=to-pack&q=ada&sort=-total", 1),
])
def test_orders_are_found_by_number_name_and_address(keeper: FlaskClient, query: str, found: int) -> None:
    assert len(parsed(keeper.get(f"/admin/orders?{query}")).select("tbody tr")) == found


def test_the_latest_order_comes_first(app: Flask, keeper: FlaskClient) -> None:
    with app.app_context():
        db.session.add(Order(number="0000-0001", email="b@example.com", total=100))
        db.session.commit()
    page = parsed(keeper.get("/admin/orders"))
    assert [cell.get_text(strip=True) for cell in page.select("tbody th")] == ["0000-0001", "1234-5678"]


def test_an_order_cannot_be_deleted(keeper: FlaskClient) -> None:
    assert keeper.get(f"{PAGE}/delete").status_code == 404
    assert "Delete" not in parsed(keeper.get("/admin/orders")).main.get_text()
