from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop.extensions import db
from shop.models import Cart, CartLine, Conversation, Message, User, Variant
from shop.people import passwords
from shop.selling import carts
from shop.selling.carts import Owner
from tests.conftest import Prepare, lent
from tests.support.chatting import messages, parsed, say, words
from tests.support.forms import errors, fill, notices
from tests.support.people import PASSWORD, add_user, copied, is_signed_in, register

EMAIL = "new@example.com"
OTHER = "seven brown kettles"


def accounts(app: Flask) -> list[tuple[str, str, bool]]:
    with app.app_context():
        return [(user.email, user.name, user.is_admin) for user in db.session.scalars(select(User).order_by(User.id))]


def in_session(client: FlaskClient) -> dict[str, Any]:
    with client.session_transaction() as session:
        return dict(session)


def test_registering_makes_an_account_that_one_is_signed_in_to(app: Flask, client: FlaskClient) -> None:
    answer = register(client, " New@Example.com ", name=" Ada\t Quill ")
    assert answer.status_code == 303
    page = parsed(client.get(answer.location, follow_redirects=True))
    assert notices(page) == ["Your account is ready."]
    assert accounts(app) == [(EMAIL, "Ada Quill", False)]
    assert fill(app.test_client(), "/account/sign-in", email=EMAIL, password=PASSWORD).location == "/"


def test_after_registering_one_is_back_where_one_was(app: Flask, client: FlaskClient) -> None:
    sign_in = parsed(client.get("/account/sign-in?next=/products?q%3Dred"))
    link = sign_in.select_one('main a[href^="/account/register"]')
    assert link is not None
    answer = register(client, EMAIL, page=str(link["href"]))
    arrived = client.get(answer.location)
    assert (arrived.status_code, arrived.location) == (302, "/products?q=red")
    assert is_signed_in(client)


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil.example", "/no-such-page"])
def test_after_registering_one_never_leaves_the_shop(app: Flask, client: FlaskClient, address: str) -> None:
    answer = register(client, EMAIL, next=address)
    assert answer.location == "/account/sign-in?next=/account/"
    assert client.get(answer.location).location == "/account/"


def test_sign_in_leads_to_registering_and_to_the_order_of_a_guest(client: FlaskClient) -> None:
    links = {str(link["href"]) for link in parsed(client.get("/account/sign-in")).select("main a")}
    assert {"/account/register", "/orders/find"} <= links


@pytest.mark.parametrize(("values", "told"), [
    ({"email": ""}, {"email": "Enter your e-mail address."}),
    ({"email": "not an address"}, {"email": "Enter an e-mail address such as name@example.com."}),
    ({"email": "a\0b@example.com", "password": "short", "again": "short"},
     {"password": "The password needs at least 12 characters; this one has 5."}),
    ({"again": "velvet otter latter"}, {"again": "The two passwords are not the same."}),
    ({"password": "", "again": ""}, {"password": "Choose a password."}),
    ({"name": "n" * 121}, {"name": "Use at most 120 characters."}),
])
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_made(
        app: Flask, client: FlaskClient, values: dict[str, str], told: dict[str, str]) -> None:
    sent = {"email": EMAIL, "name": "Ada", "password": PASSWORD, "again": PASSWORD, **values}
    answer = fill(client, "/account/register", sent)
    assert answer.status_code == 422
    page = parsed(answer)
    assert errors(page) == told
    typed = {str(each["name"]): str(each.get("value", "")) for each in page.select("main input")}
    assert (typed["email"], typed["password"], typed["again"]) == (sent["email"].replace("\0", ""), "", "")
    assert accounts(app) == []


def test_the_rule_for_passwords_is_said_before_one_is_typed(client: FlaskClient) -> None:
    control = parsed(client.get("/account/register")).select_one("[name=password]")
    assert control is not None
    page = parsed(client.get("/account/register"))
    assert "At least 12 characters" in page.find(id=str(control["aria-describedby"])).get_text()


def test_a_known_address_gets_the_answer_that_a_new_one_gets(app: Flask, client: FlaskClient) -> None:
    add_user(app, "known@example.com")
    new, known = (register(app.test_client(), email, OTHER) for email in (EMAIL, "known@example.com"))
    assert (new.status_code, new.location, new.data) == (known.status_code, known.location, known.data)


def test_a_known_address_stays_with_whoever_has_its_password(app: Flask, client: FlaskClient) -> None:
    add_user(app, "known@example.com")
    answer = register(client, "known@example.com", OTHER, name="A stranger")
    assert not is_signed_in(client)
    [notice] = notices(parsed(client.get(answer.location)))
    assert "as it was" in notice
    assert accounts(app) == [("known@example.com", "", False)]
    assert fill(app.test_client(), "/account/sign-in", email="known@example.com", password=OTHER).status_code == 422
    register(client, "known@example.com", PASSWORD, name="Me again")
    assert is_signed_in(client)
    assert accounts(app) == [("known@example.com", "", False)]


class Hashing:
    """How often a hash was checked and made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.counts = {"verify": 0, "hash": 0}
        for name in self.counts:
            monkeypatch.setattr(PasswordHasher, name, self.counting(name, getattr(PasswordHasher, name)))

    def counting(self, name: str, plain: Any) -> Any:
        def count(*arguments: Any, **named: Any) -> Any:
            self.counts[name] += 1
            return plain(*arguments, **named)
        return count

    def spent(self) -> tuple[int, int]:
        found = self.counts["verify"], self.counts["hash"]
        self.counts.update(verify=0, hash=0)
        return found


def test_a_known_address_takes_as_many_hashes_as_an_unknown_one(
        app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    add_user(app, "known@example.com")
    passwords.decoy()
    hashing = Hashing(monkeypatch)
    spent = {}
    for email in ("known@example.com", EMAIL):
        fill(app.test_client(), "/account/sign-in", email=email, password=OTHER)
        spent["sign in", email] = hashing.spent()
    for email in ("known@example.com", EMAIL):
        register(app.test_client(), email, OTHER)
        spent["register", email] = hashing.spent()
    assert spent == {
        ("sign in", "known@example.com"): (1, 0), ("sign in", EMAIL): (1, 0),
        ("register", "known@example.com"): (1, 1), ("register", EMAIL): (1, 1),
    }


@pytest.fixture
def limited(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "empty", RATELIMIT_ENABLED=True))


def test_registering_is_no_way_around_the_limit_on_tries(limited: Flask) -> None:
    add_user(limited, "known@example.com")
    client = limited.test_client()
    for number in range(5):
        page = "/account/sign-in" if number % 2 else "/account/register"
        sent = {"email": "known@example.com", "password": "a wrong password 7"}
        if page == "/account/register":
            sent["again"] = sent["password"]
        assert fill(client, page, sent).status_code in (303, 422)
    for page in ("/account/sign-in", "/account/register"):
        answer = fill(client, page, email="known@example.com", password=PASSWORD)
        assert answer.status_code == 429
        [notice] = notices(parsed(answer))
        assert "Try again in" in notice


def test_an_address_can_register_twenty_times_an_hour(limited: Flask) -> None:
    client = limited.test_client()
    answers = [fill(client, "/account/register", email=f"{number}@example.com", password="short")
               for number in range(21)]
    assert [answer.status_code for answer in answers] == [422] * 20 + [429]
    [notice] = notices(parsed(answers[-1]))
    assert notice in [f"Too many tries. Try again in {minutes} minutes." for minutes in (60, 61)]
    assert fill(client, "/account/sign-in", email="0@example.com", password="no").status_code == 422


def test_the_cart_of_a_guest_is_theirs_after_registering(shop_app: Flask) -> None:
    client = shop_app.test_client()
    with shop_app.app_context():
        variants = db.session.scalars(select(Variant.id).where(Variant.stock > 5).limit(2)).all()
        carts.add(db.session, Owner(guest_id="a guest"), variants[0], 2)
        carts.add(db.session, Owner(guest_id="a guest"), variants[1])
        db.session.remove()
    with client.session_transaction() as session:
        session["guest"] = "a guest"
    register(client, EMAIL)
    assert is_signed_in(client)
    assert "guest" not in in_session(client)
    with shop_app.app_context():
        cart = db.session.scalars(select(Cart)).one()
        assert cart.user_id == db.session.scalars(select(User.id)).one()
        assert dict(db.session.execute(select(CartLine.variant_id, CartLine.quantity)).all()) == {
            variants[0]: 2, variants[1]: 1}


def test_the_conversation_of_a_guest_is_theirs_alone_after_registering(shop_app: Flask) -> None:
    client = shop_app.test_client()
    say(client, "how long is delivery?")
    guests_cookie = copied(shop_app, client)
    register(client, EMAIL)
    say(client, "and returns?")
    asked = ["how long is delivery?", "and returns?"]
    shown = messages(parsed(client.get("/chat")))
    assert [words(each) for each in shown if each["data-role"] == "shopper"] == asked
    with shop_app.app_context():
        conversation = db.session.scalars(select(Conversation)).one()
        assert conversation.user_id == db.session.scalars(select(User.id)).one()
    assert [each for each in messages(parsed(guests_cookie.get("/chat"))) if each["data-role"] == "shopper"] == []
    say(guests_cookie, "what did they buy?")
    with shop_app.app_context():
        mine = select(func.count()).where(Message.conversation_id == conversation.id, Message.role == "shopper")
        assert db.session.scalar(mine) == 2


def test_an_id_of_a_conversation_that_nobody_has_begun_is_not_taken_along(app: Flask, client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["conversation"] = "planted-by-a-stranger"
    register(client, EMAIL)
    assert "conversation" not in in_session(client)


def test_a_conversation_of_somebody_else_is_not_taken_along(shop_app: Flask) -> None:
    first, second = shop_app.test_client(), shop_app.test_client()
    register(first, "first@example.com")
    say(first, "how long is delivery?")
    with second.session_transaction() as session:
        session["conversation"] = in_session(first)["conversation"]
    register(second, "second@example.com")
    assert "conversation" not in in_session(second)


def test_orders_that_a_guest_may_see_come_along(app: Flask, client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["orders"] = ["a-public-id"]
    register(client, EMAIL)
    assert in_session(client)["orders"] == ["a-public-id"]
