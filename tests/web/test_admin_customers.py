from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.extensions import db
from shop.models import Change, Conversation, Order, User
from shop.web.admin.customers import unmake_owner
from shop.web.admin.resource import Refused
from tests.support.dealings import SHOPPER, TALK, one, trade
from tests.support.forms import fill, form_of, notices, parsed
from tests.support.people import PASSWORD, add_user, kept_password, owner

PAGE, OWNER = "/admin/customers/1", "/admin/customers/2"


@pytest.fixture
def keeper(app: Flask) -> FlaskClient:
    """The owner, user 2, of a shop with one shopper, user 1."""
    trade(app)
    return owner(app)


def said(keeper: FlaskClient, page: str = "/admin/customers") -> str:
    return notices(parsed(keeper.get(page)))[0]


def test_the_list_counts_orders_and_what_was_spent(keeper: FlaskClient) -> None:
    rows = {row.th.get_text(strip=True): [cell.get_text(strip=True) for cell in row.select("td")]
            for row in parsed(keeper.get("/admin/customers")).select("tbody tr")}
    assert rows[SHOPPER][:3] == ["", "1", "€26.90"]
    assert rows["owner@example.com"][1:3] == ["0", "€0"]


def test_a_customers_page_shows_orders_and_conversations_and_no_secret(keeper: FlaskClient) -> None:
    answer = keeper.get(PAGE)
    page = parsed(answer)
    assert page.select_one('main a[href="/admin/orders/1"]')
    assert page.select_one(f'main a[href="/admin/conversations/{TALK}"]')
    assert kept_password() not in answer.text
    assert page.select("[type=password], [name*=password]") == []


def test_sessions_can_be_ended(app: Flask, keeper: FlaskClient) -> None:
    before = one(app, User, 1, "epoch")
    fill(keeper, PAGE, press="step=end-sessions")
    assert one(app, User, 1, "epoch") != before
    assert said(keeper) == f"All sessions of {SHOPPER} have ended."
    fill(keeper, OWNER, press="step=end-sessions")
    assert "your other sessions" in said(keeper)


def test_an_owner_is_made_and_unmade_with_new_sessions(app: Flask, keeper: FlaskClient) -> None:
    epochs = [one(app, User, 1, "epoch")]
    for step, is_admin in (("make-owner", True), ("unmake-owner", False)):
        fill(keeper, PAGE, press=f"step={step}")
        assert one(app, User, 1, "is_admin") is is_admin
        epochs.append(one(app, User, 1, "epoch"))
    assert len(set(epochs)) == 3
    with app.app_context():
        assert [(each.title, each.action) for each in db.session.query(Change).order_by(Change.id)] == [
            ("Customer 1", "made an owner"), ("Customer 1", "owner no more")]


@pytest.mark.parametrize("number", [2, 1])
def test_nobody_can_take_the_last_key_away(app: Flask, keeper: FlaskClient, number: int) -> None:
    """Neither the owner's own, nor one that was the other's when the page was open."""
    page = parsed(keeper.get(f"/admin/customers/{number}"))
    form = form_of(page)
    form["action"] = f"/admin/customers/{number}"
    assert form.select_one("[value=unmake-owner]") is None
    fill(keeper, page, also={"step": "unmake-owner"})
    assert "no longer possible" in said(keeper)
    assert one(app, User, 2, "is_admin") is True


def test_two_owners_who_take_each_others_keys_at_once_leave_one(app: Flask, keeper: FlaskClient) -> None:
    """The second comes too late for the page's own look, and meets the one within the transaction."""
    with app.test_request_context(), pytest.raises(Refused, match="only owner"):
        unmake_owner(2, "")
    assert one(app, User, 2, "is_admin") is True


def test_an_owner_is_not_erased(app: Flask, keeper: FlaskClient) -> None:
    add_user(app, "second@example.com", is_admin=True)
    for number in (2, 3):
        page = parsed(keeper.get(f"/admin/customers/{number}/delete"))
        assert form_of(page).select("button") == []
        fill(keeper, f"/admin/customers/{number}/delete")
        assert "owner's keys" in said(keeper)
        assert one(app, User, number, "is_admin") is True


def test_a_person_is_erased_and_the_order_stays(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, PAGE, press="step=end-sessions")
    assert "Orders stay" in parsed(keeper.get(f"{PAGE}/delete")).main.get_text()
    assert fill(keeper, f"{PAGE}/delete").status_code == 303
    assert said(keeper) == f"{SHOPPER} was erased."
    assert one(app, User, 1, "id") is None
    assert one(app, Conversation, TALK, "id") is None
    assert one(app, Order, 1, "email", "name", "street", "user_id", "status") == ("", "", "", None, "cancelled")
    with app.app_context():
        told = [(each.kind, each.row_id, each.action, each.title, each.values) for each in db.session.query(Change)]
    assert ("customer", 1, "erased", "(erased)", {}) in told
    assert SHOPPER not in str(told)
    for page in ("/admin/orders", "/admin/orders/1", "/admin/changes"):
        assert SHOPPER not in parsed(keeper.get(page)).select_one("table, .facts").get_text()


def test_no_form_here_takes_a_password(app: Flask, keeper: FlaskClient) -> None:
    before = one(app, User, 1, "email", "password_hash", "name")
    fill(keeper, PAGE, press="step=end-sessions", also={
        "password": PASSWORD, "password_hash": "x", "email": "new@example.com", "name": "New", "is_admin": "1"})
    assert one(app, User, 1, "email", "password_hash", "name") == before
    assert one(app, User, 1, "is_admin") is False
