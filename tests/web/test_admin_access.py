from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from shop.extensions import db
from shop.models import Change
from shop.web.admin import GROUPS, RESOURCES
from tests.support.dealings import TALK, everything, trade
from tests.support.forms import parsed
from tests.support.people import owner, signed_in

SAFE = {"GET", "HEAD", "OPTIONS"}
ONE, TALKED = "<int(max=2147483647):row_id>", "<string(length=32):row_id>"
# Every page of the owner's and whether it takes posts; one that is not here fails the test.
PAGES = {
    "": False, "settings": True, "terms": True,
    "orders": False, "orders/export.csv": False, f"orders/{ONE}": True,
    "customers": False, "customers/export.csv": False, f"customers/{ONE}": True, f"customers/{ONE}/delete": True,
    "conversations": False, "conversations/export.csv": False, f"conversations/{TALKED}": True,
    f"conversations/{TALKED}/delete": True,
    "stock": True, "stock/export.csv": False, "changes": False, "changes/export.csv": False, f"changes/{ONE}": True,
    **{f"{name}{page}": page in ("/new", f"/{ONE}", f"/{ONE}/delete")
       for name in ("products", "categories", "knowledge", "synonyms")
       for page in ("", "/export.csv", "/new", f"/{ONE}", f"/{ONE}/delete")},
}
Who = Callable[[Flask], FlaskClient]


def nobody(app: Flask) -> FlaskClient:
    return app.test_client()


def shopper(app: Flask) -> FlaskClient:
    return signed_in(app, "other@example.com")


@pytest.fixture
def trading(app: Flask) -> Flask:
    trade(app)
    with app.app_context():
        db.session.add(Change(kind="product", row_id=1, title="Tool 1", action="changed", values={"name": ["a", "b"]}))
        db.session.commit()
    return app


def admin_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin")]


def address(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        row = TALK if TALKED in rule.rule else 1
        return app.url_map.bind("").build(rule.endpoint, dict.fromkeys(rule.arguments, row))


def test_every_admin_page_has_a_row_here(app: Flask) -> None:
    assert {rule.rule.removeprefix("/admin/"): bool(rule.methods - SAFE) for rule in admin_rules(app)} == PAGES


@pytest.mark.parametrize(("who", "status"), [(nobody, 302), (shopper, 403), (owner, 200)])
def test_every_admin_page_is_the_owners_alone(trading: Flask, who: Who, status: int) -> None:
    client = who(trading)
    before = everything(trading)
    for rule in admin_rules(trading):
        answer = client.get(address(trading, rule))
        assert (rule.rule, answer.status_code) == (rule.rule, status)
        if status == 302:
            assert answer.location.startswith("/account/sign-in?next=/admin/")
        assert answer.headers["Cache-Control"] == "no-store"
    assert everything(trading) == before


@pytest.mark.parametrize("who", [nobody, shopper, owner])
def test_nothing_is_changed_without_a_token(trading: Flask, who: Who) -> None:
    client = who(trading)
    before = everything(trading)
    for rule in admin_rules(trading):
        for method in rule.methods - SAFE:
            answer = client.open(address(trading, rule), method=method, data={"step": "packed", "name": "X"})
            assert (rule.rule, answer.status_code) == (rule.rule, 400)
    assert everything(trading) == before


@pytest.mark.parametrize(("who", "status"), [(nobody, 302), (shopper, 403)])
def test_a_token_alone_opens_nothing(trading: Flask, who: Who, status: int) -> None:
    client = who(trading)
    token = next(found["value"] for page in ("/account/sign-in", "/account/")
                 if (found := parsed(client.get(page)).select_one("[name=csrf_token]")))
    before = everything(trading)
    for rule in admin_rules(trading):
        if rule.methods - SAFE:
            answer = client.post(address(trading, rule), data={"csrf_token": token, "step": "packed"})
            assert (rule.rule, answer.status_code) == (rule.rule, status)
    assert everything(trading) == before


@pytest.mark.parametrize("number", ["0", "999", "99999999999999999999", "-1", "x", "z" * 32, "a%00" * 11])
def test_a_row_that_is_not_there_is_not_found(app: Flask, number: str) -> None:
    client = owner(app)
    for resource in RESOURCES:
        if resource.row_page:
            assert client.get(f"/admin/{resource.name}/{number}").status_code == 404
        if resource.removal:
            assert client.get(f"/admin/{resource.name}/{number}/delete").status_code == 404


def test_an_admin_page_has_its_own_navigation_and_no_chat(trading: Flask) -> None:
    client = owner(trading)
    for rule in admin_rules(trading):
        if rule.rule.endswith(".csv"):
            continue
        page = parsed(client.get(address(trading, rule)))
        links = page.select('nav[aria-label="Admin"] a')
        assert [str(link["href"]) for link in links] == [
            "/admin/", *(f"/admin/{resource.name}" for _, group in GROUPS for resource in group), "/admin/settings",
            "/admin/terms", "/admin/changes"]
        assert len([link for link in links if link.get("aria-current")]) == 1
        assert len(page.select("h1")) == 1
        assert page.select("#chat-panel, #chat-launcher, [style], script:not([src])") == []


def test_every_id_is_one_and_every_control_has_a_name(trading: Flask) -> None:
    client = owner(trading)
    for rule in admin_rules(trading):
        if rule.rule.endswith(".csv"):
            continue
        page = parsed(client.get(address(trading, rule)))
        ids = [str(element["id"]) for element in page.select("[id]")]
        assert len(ids) == len(set(ids)), rule.rule
        for control in page.select("main input:not([type=hidden]), main textarea, main select"):
            labelled = control.get("aria-label") or page.select_one(f'label[for="{control.get("id")}"]')
            assert labelled, (rule.rule, control)
        for button in page.select("main button, main a"):
            assert button.get_text(strip=True) or button.get("aria-label"), (rule.rule, button)
