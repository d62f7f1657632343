"""Every route of the shop: who gets which answer, that nothing is changed without a token, and nothing by looking.

A route that has no row here fails the tests: whoever adds one says who may use it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.extensions import db, writing
from shop.models import Change, Conversation, Message, Order, User, Variant
from shop.selling import carts
from shop.selling.carts import Owner
from shop.selling.checkout import Address, place
from tests.conftest import Prepare, lent
from tests.support.chatting import token
from tests.support.people import add_user, signed_in

SAFE = ("GET",)
TALK = "c" * 32
# What nobody, a shopper and an owner are answered. The order, and all in /admin, is not theirs; the chat's own,
# the cart and the forms are everybody's; 302 leads to the sign-in (or from an empty checkout to the cart).
OPEN, ENTERED, MINE, OWNERS = (200, 200, 200), (200, 302, 302), (302, 200, 200), (302, 403, 200)
HIDDEN, LEADS, ODD = (404, 404, 404), (302, 302, 302), (400, 400, 400)
PAGES: dict[str, tuple[int, int, int]] = {
    "/": OPEN, "/products": OPEN, "/products/<slug>": OPEN, "/compare": OPEN, "/help": OPEN, "/healthz": OPEN,
    "/readyz": OPEN, "/static/<path:filename>": OPEN, "/chat/static/<path:filename>": OPEN, "/pictures/<name>": HIDDEN,
    "/css/<bundle>-<digest>.css": OPEN, "/chat/static/css/<bundle>-<digest>.css": OPEN,
    "/chat": OPEN, "/chat/panel": OPEN, "/chat/ws": (403, 403, 403),
    "/cart": OPEN, "/checkout": LEADS, "/orders/find": OPEN, "/orders/<public_id>": HIDDEN,
    "/orders/<public_id>/invoice": HIDDEN,
    "/account/sign-in": ENTERED, "/account/register": ENTERED, "/account/": MINE, "/account/orders": MINE,
    "/account/conversations": MINE, "/account/data.json": MINE, "/account/delete": MINE, "/account/email": MINE,
    "/account/name": MINE, "/account/password": MINE,
    **{f"/admin/{name}": OWNERS for name in ("", "settings", "terms", "stock", "stock/export.csv")},
    **{f"/admin/{name}{page}": OWNERS for name in ("products", "categories", "knowledge", "synonyms") for page in (
        "", "/new", "/export.csv", "/<int(max=2147483647):row_id>", "/<int(max=2147483647):row_id>/delete")},
    **{f"/admin/{name}{page}": OWNERS for name in ("orders", "changes")
       for page in ("", "/export.csv", "/<int(max=2147483647):row_id>")},
    **{f"/admin/customers{page}": OWNERS for page in (
        "", "/export.csv", "/<int(max=2147483647):row_id>", "/<int(max=2147483647):row_id>/delete")},
    **{f"/admin/conversations{page}": OWNERS for page in (
        "", "/export.csv", "/<string(length=32):row_id>", "/<string(length=32):row_id>/delete")},
}
# What posting an empty form (with its token) comes to: 422 names what is missing; 303 has done it, refused it, or left
# a row as it was.
POSTS: dict[str, tuple[int, int, int]] = {
    "/chat": ODD, "/cart/add": (303, 303, 303), "/cart/change": (303, 303, 303), "/cart/remove": (303, 303, 303),
    "/checkout": (422, 422, 422), "/orders/find": (422, 422, 422), "/orders/<public_id>/cancel": HIDDEN,
    "/orders/<public_id>/return": HIDDEN, "/orders/<public_id>/pay": HIDDEN, "/orders/<public_id>/again": HIDDEN,
    "/account/sign-in": (422, 422, 422), "/account/register": (422, 422, 422), "/account/sign-out": (303, 303, 303),
    "/account/conversations": (302, 303, 303), "/account/delete": (302, 422, 422), "/account/email": (302, 422, 422),
    "/account/name": (302, 303, 303), "/account/password": (302, 422, 422),
    **{f"/admin/{name}": (302, 403, 303) for name in ("settings", "terms", "stock")},
    **{f"/admin/{name}/new": (302, 403, 422) for name in ("products", "categories", "knowledge", "synonyms")},
    **{f"/admin/{name}/<int(max=2147483647):row_id>": (302, 403, 303)
       for name in ("categories", "knowledge", "synonyms")},
    "/admin/products/<int(max=2147483647):row_id>": (302, 403, 422),
    **{f"/admin/{name}/<int(max=2147483647):row_id>/delete": (302, 403, 303)
       for name in ("products", "categories", "knowledge", "synonyms", "customers")},
    **{f"/admin/{name}/<int(max=2147483647):row_id>": (302, 403, 303) for name in ("orders", "customers", "changes")},
    "/admin/conversations/<string(length=32):row_id>": (302, 403, 303),
    "/admin/conversations/<string(length=32):row_id>/delete": (302, 403, 303),
}


@pytest.fixture
def app(prepare: Prepare) -> Iterator[Flask]:
    """The demo shop with a stranger's order, account and conversation in it."""
    for app in lent(prepare("sqlite", "demo")):
        add_user(app, "stranger@example.com")
        with app.app_context():
            stranger = db.session.query(User).one()
            variant = db.session.query(Variant).filter(Variant.stock > 0).first()
            assert variant is not None
            carts.add(db.session, Owner(user_id=stranger.id), variant.id)
            total = carts.contents(db.session, Owner(user_id=stranger.id)).total
            db.session.rollback()
            place(db.session, Owner(user_id=stranger.id), Address("stranger@example.com", "S", "1", "1", "1", "IE"),
                  "invoice", "k" * 16, total)
            with writing(db.session()) as session:
                session.add(Conversation(id=TALK, messages=[
                    Message(number=1, role="shopper", text="hello")]))
                session.add(Change(kind="product", row_id=1, title="Thing", action="changed", values={}))
        yield app


def browsers(app: Flask, name: str = "") -> list[FlaskClient]:
    """Those of nobody, of a shopper and of an owner."""
    return [app.test_client(), signed_in(app, f"shopper{name}@example.com"),
            signed_in(app, f"owner{name}@example.com", is_admin=True)]


def addresses(app: Flask, table: dict[str, tuple[int, int, int]]) -> list[tuple[str, str, tuple[int, int, int]]]:
    """Rule, address and expected answers of every page, or of every form."""
    found = []
    with app.app_context():
        order = db.session.query(Order).one().public_id
        slug = db.session.query(Variant).first().product.slug  # type: ignore[union-attr]
        db.session.remove()
    values = {"slug": slug, "public_id": order, "filename": "css/base.css", "name": "none.webp", "row_id": 1,
              "bundle": "shop", "digest": "0"}
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if rule.rule in table and rule.methods and (set(rule.methods) & {"GET" if table is PAGES else "POST"}):
                given = {name: TALK if "string" in rule.rule else values[name] for name in rule.arguments}
                found.append((rule.rule, adapter.build(rule.endpoint, given), table[rule.rule]))
    return found


def test_every_route_has_a_row(app: Flask) -> None:
    rules = list(app.url_map.iter_rules())
    assert {rule.rule for rule in rules if "GET" in (rule.methods or ())} == set(PAGES)
    assert {rule.rule for rule in rules if "POST" in (rule.methods or ())} == set(POSTS)
    assert {method for rule in rules for method in rule.methods or ()} <= {"GET", "HEAD", "OPTIONS", "POST"}


def test_every_page_gives_everybody_the_answer_that_is_expected(app: Flask) -> None:
    wrong = []
    for who, client in enumerate(browsers(app)):
        for rule, address, expected in addresses(app, PAGES):
            if (found := client.get(address).status_code) != expected[who]:
                wrong.append((rule, who, found, expected[who]))
    assert not wrong, "\n".join(map(str, wrong))


def test_looking_changes_nothing(app: Flask) -> None:
    """Another connection sees by `data_version` whether anything at all was committed."""
    path = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    clients = browsers(app)
    with sqlite3.connect(path) as watching:
        def version() -> int:
            return int(watching.execute("PRAGMA data_version").fetchone()[0])

        changed = []
        for client in clients:
            for rule, address, _ in addresses(app, PAGES):
                before = version()
                client.get(address)
                client.head(address)
                if version() != before:
                    changed.append(rule)
        assert changed == []
        before = version()
        with app.app_context(), writing(db.session()) as session:
            session.add(Change(kind="x", action="x"))
        assert version() != before


def test_nothing_is_taken_without_a_token(app: Flask) -> None:
    wrong = []
    for client in browsers(app):
        for rule, address, _ in addresses(app, POSTS):
            for data in ({}, {"csrf_token": "made up"}):
                if (found := client.post(address, data=data).status_code) != 400:
                    wrong.append((rule, found))
    assert not wrong, "\n".join(map(str, wrong))


def test_every_form_gives_everybody_the_answer_that_is_expected(app: Flask) -> None:
    """With the token but nothing else in it, each by a browser of its own: some of them sign out."""
    wrong = []
    for number, (rule, address, expected) in enumerate(addresses(app, POSTS)):
        for client, status in zip(browsers(app, str(number)), expected, strict=True):
            found = client.post(address, data={"csrf_token": token(client)}).status_code
            if found != status:
                wrong.append((rule, found, status))
    assert not wrong, "\n".join(map(str, wrong))
