from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from shop.web.admin import RESOURCES
from tests.web.catalogue import stock_up
from tests.web.forms import parsed
from tests.web.people import owner, signed_in

SAFE = {"GET", "HEAD", "OPTIONS"}
ROWS = len(RESOURCES)


def admin_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin")]


def address(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        return app.url_map.bind("").build(rule.endpoint, dict.fromkeys(rule.arguments, 1))


def shopper(app: Flask) -> FlaskClient:
    return signed_in(app, "shopper@example.com")


@pytest.mark.parametrize(("who", "status"), [
    (lambda app: app.test_client(), 302), (shopper, 403), (owner, 200),
], ids=["nobody", "shopper", "owner"])
def test_every_admin_page_is_the_owners_alone(app: Flask, who: object, status: int) -> None:
    stock_up(app)
    client = who(app)
    rules = admin_rules(app)
    assert len(rules) == 2 + 4 * ROWS
    for rule in rules:
        answer = client.get(address(app, rule))
        assert (rule.rule, answer.status_code) == (rule.rule, status)
        if status == 302:
            assert answer.location.startswith("/account/sign-in?next=/admin/")
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("who", [lambda app: app.test_client(), shopper, owner],
                         ids=["nobody", "shopper", "owner"])
def test_nothing_is_changed_without_a_token(app: Flask, who: object) -> None:
    stock_up(app)
    client = who(app)
    unsafe = [rule for rule in app.url_map.iter_rules()
              if rule.rule.startswith(("/admin", "/account")) and rule.methods - SAFE]
    assert len(unsafe) == 1 + 3 * ROWS + 2
    for rule in unsafe:
        for method in rule.methods - SAFE:
            assert (rule.rule, client.open(address(app, rule), method=method).status_code) == (rule.rule, 400)


@pytest.mark.parametrize(("who", "status"), [(lambda app: app.test_client(), 302), (shopper, 403)],
                         ids=["nobody", "shopper"])
def test_a_token_alone_opens_nothing(app: Flask, who: object, status: int) -> None:
    stock_up(app)
    client = who(app)
    token = parsed(client.get("/account/sign-in", follow_redirects=True)).select_one("[name=csrf_token]")
    if token is None:
        token = parsed(client.get("/account/")).select_one("[name=csrf_token]")
    for rule in admin_rules(app):
        if rule.methods - SAFE:
            answer = client.post(address(app, rule), data={"csrf_token": token["value"]})
            assert (rule.rule, answer.status_code) == (rule.rule, status)


@pytest.mark.parametrize("number", ["0", "999", "99999999999999999999", "-1", "x"])
@pytest.mark.parametrize("page", ["", "/delete"])
@pytest.mark.parametrize("resource", [resource.name for resource in RESOURCES])
def test_a_row_that_is_not_there_is_not_found(app: Flask, resource: str, number: str, page: str) -> None:
    assert owner(app).get(f"/admin/{resource}/{number}{page}").status_code == 404


def test_an_admin_page_has_its_own_navigation_and_no_chat(app: Flask) -> None:
    stock_up(app)
    client = owner(app)
    for rule in admin_rules(app):
        page = parsed(client.get(address(app, rule)))
        links = page.select('nav[aria-label="Admin"] a')
        assert [str(link["href"]) for link in links] == [
            "/admin/", *(f"/admin/{resource.name}" for resource in RESOURCES), "/admin/settings"]
        assert len([link for link in links if link.get("aria-current")]) == 1
        assert len(page.select("h1")) == 1
        assert page.select("#chat-panel, #chat-launcher, [style], script:not([src])") == []
