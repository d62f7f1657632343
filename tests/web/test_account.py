from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.extensions import db
from shop.models import User
from shop.models.people import new_epoch
from shop.people import passwords
from shop.web.signing_in import OWNER_IDLE, OWNER_LIMIT
from tests.conftest import Prepare, lent
from tests.support.forms import errors, fill, form_of, notices, parsed, standing_in
from tests.support.people import PASSWORD, add_user, owner, signed_in

SIGN_IN = "/account/sign-in"


def test_signing_in_opens_the_page_that_was_asked_for(app: Flask, client: FlaskClient) -> None:
    add_user(app, "owner@example.com", is_admin=True)
    turned_away = client.get("/admin/products?q=lamp&page=2")
    assert turned_away.status_code == 302
    answer = fill(client, turned_away.location, email=" Owner@Example.com ", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/admin/products?q=lamp&page=2")
    assert client.get(answer.location).status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(app: Flask, client: FlaskClient) -> None:
    add_user(app, "known@example.com")
    pages = []
    for email in ("known@example.com", "nobody@example.com"):
        answer = fill(client, SIGN_IN, email=email, password="a wrong password")
        assert answer.status_code == 422
        page = parsed(answer)
        for token in page.select("[name=csrf_token], [name=email]"):
            token["value"] = ""
        pages.append(page.main.prettify())
    assert pages[0] == pages[1]
    assert "is not right" in pages[0]


def test_an_address_that_no_database_could_keep_is_only_wrong(client: FlaskClient) -> None:
    assert fill(client, SIGN_IN, email="me\0@example.com", password=PASSWORD).status_code == 422


def test_what_is_missing_is_said_at_the_field(client: FlaskClient, app: Flask) -> None:
    answer = fill(client, SIGN_IN)
    assert answer.status_code == 422
    assert errors(parsed(answer)) == {
        "email": "Enter your e-mail address.", "password": "Enter your password."}


def test_the_address_stays_and_the_password_does_not(client: FlaskClient) -> None:
    answer = fill(client, SIGN_IN, email="me@example.com", password="a wrong password")
    typed = standing_in(form_of(parsed(answer)))
    assert (typed["email"], typed["password"]) == ("me@example.com", "")


@pytest.mark.parametrize("address", [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "http:evil.example",
    "evil", "/account/sign-out", "/no-such-page", "javascript:alert(1)", "/admin\n/", "///evil.example", "",
    "/%0d%0aX:1", "//evil.example/account/",
    "http://localhost@evil.example/admin/",
])
def test_an_address_that_is_no_page_of_the_shop_leads_home(
        app: Flask, client: FlaskClient, address: str) -> None:
    add_user(app, "me@example.com")
    answer = fill(client, SIGN_IN, email="me@example.com", password=PASSWORD, next=address)
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get(SIGN_IN, query_string={"next": address}).location == "/"


@pytest.mark.parametrize("address", [
    "/account/", "/admin/products/new", "/admin/products?q=a%20b&sort=-price"])
def test_a_page_of_the_shop_is_opened(app: Flask, client: FlaskClient, address: str) -> None:
    add_user(app, "me@example.com")
    assert fill(client, SIGN_IN, email="me@example.com", password=PASSWORD, next=address).location == address


@pytest.fixture
def limited(prepare: Prepare) -> Flask:
    yield from lent(prepare("sqlite", "empty", RATELIMIT_ENABLED=True))


def test_an_account_can_be_tried_five_times_a_minute(limited: Flask) -> None:
    add_user(limited, "me@example.com")
    client = limited.test_client()
    for _ in range(5):
        assert fill(client, SIGN_IN, email="me@example.com", password="a wrong password").status_code == 422
    answer = fill(client, SIGN_IN, email="ME@example.com ", password=PASSWORD)
    assert answer.status_code == 429
    [notice] = notices(parsed(answer))
    seconds = int(notice.partition("again in ")[2].partition(" ")[0])
    assert 1 <= seconds <= 61
    assert abs(seconds - int(answer.headers["Retry-After"])) <= 1
    assert client.get("/account/").status_code == 302
    assert fill(client, SIGN_IN, email="other@example.com", password=PASSWORD).status_code == 422


def test_an_address_can_try_twenty_times_a_minute(limited: Flask) -> None:
    client = limited.test_client()
    for number in range(20):
        assert fill(client, SIGN_IN, email=f"{number}@example.com", password="").status_code == 422
    assert fill(client, SIGN_IN, email="new@example.com", password="").status_code == 429


def test_a_sign_in_starts_a_new_session(app: Flask, client: FlaskClient) -> None:
    add_user(app, "me@example.com")
    with client.session_transaction() as session:
        session.update(planted="by a stranger")
    before = standing_in(form_of(parsed(client.get(SIGN_IN))))["csrf_token"]
    fill(client, SIGN_IN, email="me@example.com", password=PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session
    assert client.post("/account/sign-out", data={"csrf_token": before}).status_code == 400


def test_a_copied_cookie_is_worthless_after_the_sign_out(app: Flask) -> None:
    client = signed_in(app, "me@example.com")
    thief = app.test_client()
    thief.set_cookie("shop", client.get_cookie("shop").value)
    assert thief.get("/account/").status_code == 200
    answer = fill(client, "/account/")
    assert (answer.status_code, answer.location) == (303, SIGN_IN)
    with client.session_transaction() as session:
        assert "conversation" not in session
        assert "_user_id" not in session
    assert client.get("/account/").status_code == 302
    assert thief.get("/account/").status_code == 302


def test_a_link_cannot_sign_anybody_out(app: Flask) -> None:
    client = signed_in(app, "me@example.com")
    assert client.get("/account/sign-out").status_code == 405
    assert client.post("/account/sign-out").status_code == 400
    assert client.get("/account/").status_code == 200


def test_a_new_epoch_ends_every_session(app: Flask) -> None:
    client = signed_in(app, "me@example.com")
    with app.app_context():
        db.session.scalars(select(User)).one().epoch = new_epoch()
        db.session.commit()
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("token", ["", ".", "1", "1.", "1.wrong", "x.y", "-1.a", "9" * 30 + ".a", "²."])
def test_a_session_of_nobody_is_nobodys(app: Flask, token: str) -> None:
    client = signed_in(app, "me@example.com")
    with client.session_transaction() as session:
        session["_user_id"] = token
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(("is_admin", "since", "seen", "is_over"), [
    (True, OWNER_LIMIT - 60, 0, False), (True, OWNER_LIMIT + 60, 0, True),
    (True, 7200, OWNER_IDLE - 60, False), (True, 7200, OWNER_IDLE + 60, True),
    (False, OWNER_LIMIT * 3, OWNER_IDLE * 3, False),
])
def test_an_owners_session_ends_after_twelve_hours_or_an_idle_one(
        app: Flask, is_admin: bool, since: int, seen: int, is_over: bool) -> None:
    client = signed_in(app, "me@example.com", is_admin, since, seen)
    answer = client.get("/account/")
    assert answer.status_code == (302 if is_over else 200)
    if is_over:
        assert "session is over" in " ".join(notices(parsed(client.get(answer.location))))


def test_an_admin_page_keeps_the_session_from_being_idle(app: Flask) -> None:
    client = signed_in(app, "me@example.com", is_admin=True, since=7200, seen=OWNER_IDLE - 60)
    client.get("/admin/")
    with client.session_transaction() as session:
        assert session["seen_at"] - session["signed_in_at"] >= 7200


def test_an_outdated_hash_is_renewed_at_the_sign_in(app: Flask, client: FlaskClient) -> None:
    add_user(app, "me@example.com")
    with app.app_context():
        user = db.session.scalars(select(User)).one()
        user.password_hash = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
        db.session.commit()
    assert fill(client, SIGN_IN, email="me@example.com", password=PASSWORD).status_code == 303
    assert client.get("/account/").status_code == 200
    with app.app_context():
        kept = db.session.scalars(select(User)).one().password_hash
    assert not passwords.is_outdated(kept)
    assert passwords.matches(kept, PASSWORD)


def test_the_account_page_says_who_is_signed_in(app: Flask) -> None:
    page = parsed(signed_in(app, "<i>me</i>@example.com").get("/account/"))
    assert "<i>me</i>@example.com" in page.main.get_text()
    assert page.select_one('a[href="/admin/"]') is None
    assert parsed(owner(app).get("/account/")).select_one('main a[href="/admin/"]')
