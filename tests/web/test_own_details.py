from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.extensions import db
from shop.models import User
from shop.people import passwords
from tests.conftest import Prepare, lent
from tests.support.forms import errors, fill, notices, parsed
from tests.support.people import PASSWORD, add_user, copied, is_signed_in, register, signed_in

EMAIL, NEW = "me@example.com", "seven brown kettles"
PAGES = ["/account/", "/account/name", "/account/email", "/account/password", "/account/conversations",
         "/account/delete", "/account/data.json"]


def row(app: Flask, email: str = EMAIL) -> dict[str, Any]:
    with app.app_context():
        found = db.session.execute(select(User.__table__).where(User.email == email)).mappings().one()
        return dict(found)


@pytest.mark.parametrize("page", PAGES)
def test_an_account_is_its_owners_alone(app: Flask, page: str) -> None:
    answer = app.test_client().get(page)
    assert (answer.status_code, answer.location) == (302, f"/account/sign-in?next={page}")
    answer = signed_in(app, EMAIL).get(page)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", PAGES[1:-1])
def test_nothing_is_changed_by_nobody(app: Flask, page: str) -> None:
    add_user(app, EMAIL)
    client = app.test_client()
    token = parsed(client.get("/account/sign-in")).select_one("[name=csrf_token]")
    assert token is not None
    before = row(app)
    answer = client.post(page, data={"csrf_token": token["value"], "name": "X", "email": "x@example.com",
                                     "present": PASSWORD, "password": NEW, "again": NEW})
    assert answer.location == f"/account/sign-in?next={page}"
    assert row(app) == before


def test_the_account_page_leads_to_everything_one_can_do(app: Flask) -> None:
    page = parsed(signed_in(app, EMAIL).get("/account/"))
    links = {str(link["href"]) for link in page.select("main a")}
    assert {*PAGES[1:], "/account/orders"} <= links


def test_a_name_can_be_changed_and_taken_away(app: Flask) -> None:
    client = signed_in(app, EMAIL)
    for typed, kept in (("Ada\u2028 Quill\0", "Ada Quill"), ("<b>Ada</b>", "<b>Ada</b>"), (" ", "")):
        answer = fill(client, "/account/name", name=typed)
        assert (answer.status_code, answer.location) == (303, "/account/")
        assert row(app)["name"] == kept
    assert fill(client, "/account/name", name="n" * 121).status_code == 422


def test_a_password_is_changed_only_by_who_knows_the_present_one(app: Flask) -> None:
    client = signed_in(app, EMAIL)
    before = row(app)
    answer = fill(client, "/account/password", present="a wrong password", password=NEW, again=NEW)
    assert answer.status_code == 422
    assert errors(parsed(answer)) == {"present": "This is not your present password."}
    assert row(app) == before
    fill(client, "/account/password", present=PASSWORD, password=NEW, again=NEW)
    assert passwords.matches(row(app)["password_hash"], NEW)


@pytest.mark.parametrize(("values", "told"), [
    ({"password": "short", "again": "short"}, {"password": "The password needs at least 12 characters; "
                                                           "this one has 5."}),
    ({"again": "another one 77"}, {"again": "The two passwords are not the same."}),
    ({"present": ""}, {"present": "Enter your present password."}),
    ({"present": "p" * 300}, {"present": "This is not your present password."}),
])
def test_a_password_that_will_not_do_changes_nothing(app: Flask, values: dict[str, str], told: dict[str, str]) -> None:
    client = signed_in(app, EMAIL)
    before = row(app)
    answer = fill(client, "/account/password", {"present": PASSWORD, "password": NEW, "again": NEW, **values})
    assert answer.status_code == 422
    assert errors(parsed(answer)) == told
    assert row(app) == before


def test_a_new_password_signs_out_everywhere_else(app: Flask) -> None:
    client = signed_in(app, EMAIL)
    elsewhere = app.test_client()
    fill(elsewhere, "/account/sign-in", email=EMAIL, password=PASSWORD)
    answer = fill(client, "/account/password", present=PASSWORD, password=NEW, again=NEW)
    assert "signed out everywhere else" in " ".join(notices(parsed(client.get(answer.location))))
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)


def test_a_new_password_gives_this_session_a_new_id(app: Flask) -> None:
    client = signed_in(app, EMAIL)
    thief = copied(app, client)
    fill(client, "/account/password", present=PASSWORD, password=NEW, again=NEW)
    assert not is_signed_in(thief)


def test_an_address_is_changed_with_the_password(app: Flask) -> None:
    client = signed_in(app, EMAIL)
    answer = fill(client, "/account/email", email="new@example.com", present="a wrong password")
    assert errors(parsed(answer)) == {"present": "This is not your present password."}
    assert fill(client, "/account/email", email=" New@Example.com", present=PASSWORD).status_code == 303
    assert is_signed_in(client)
    assert row(app, "new@example.com")["email"] == "new@example.com"
    assert fill(app.test_client(), "/account/sign-in", email="new@example.com", password=PASSWORD).status_code == 303


def test_an_address_of_somebody_else_stays_theirs(app: Flask) -> None:
    add_user(app, "taken@example.com")
    client = signed_in(app, EMAIL)
    before = row(app), row(app, "taken@example.com")
    answer = fill(client, "/account/email", email="Taken@example.com", present=PASSWORD)
    assert answer.status_code == 422
    assert errors(parsed(answer)) == {"email": "This address cannot be used for your account. Enter another one."}
    assert (row(app), row(app, "taken@example.com")) == before


FORGED = {
    "id": "4711", "email": "forged@example.com", "name": "Forged", "password_hash": "forged", "is_admin": "1",
    "epoch": "forged", "created_at": "2001-01-01 00:00:00", "user_id": "4711", "is_authenticated": "1",
}


@pytest.mark.parametrize(("page", "values", "may_change"), [
    ("/account/name", {"name": "Ada"}, {"name"}),
    ("/account/email", {"email": "me2@example.com", "present": PASSWORD}, {"email"}),
    ("/account/password", {"present": PASSWORD, "password": NEW, "again": NEW}, {"password_hash", "epoch"}),
    ("/account/conversations", {}, set()),
    ("/account/", {}, {"epoch"}),
])
def test_only_the_fields_of_a_form_are_ever_changed(
        app: Flask, page: str, values: dict[str, str], may_change: set[str]) -> None:
    client = signed_in(app, EMAIL)
    before = row(app)
    assert set(FORGED) >= set(before)
    forged = {name: value for name, value in FORGED.items() if name not in values}
    assert fill(client, page, values, also=forged).status_code == 303
    after = row(app, values.get("email", EMAIL))
    assert {name for name in before if before[name] != after[name]} == may_change
    assert {str(after[name]) for name in may_change}.isdisjoint(FORGED.values())


def test_nobody_registers_as_an_owner(app: Flask) -> None:
    client = app.test_client()
    register(client, EMAIL, also={name: value for name, value in FORGED.items() if name not in ("email", "name")})
    made = row(app)
    assert made["is_admin"] is False or made["is_admin"] == 0
    assert made["id"] != 4711
    assert passwords.matches(made["password_hash"], PASSWORD)
    assert made["epoch"] != "forged"
    assert made["created_at"].year > 2001
    assert client.get("/admin/").status_code == 403


@pytest.fixture
def limited(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "empty", RATELIMIT_ENABLED=True))


def test_an_open_browser_is_no_place_to_guess_the_password(limited: Flask) -> None:
    client = signed_in(limited, EMAIL)
    for page in ("/account/email", "/account/password", "/account/delete", "/account/email", "/account/delete"):
        assert fill(client, page, present="a wrong password").status_code == 422
    for page in ("/account/email", "/account/password", "/account/delete"):
        answer = fill(client, page, present=PASSWORD)
        assert answer.status_code == 429
        assert "Try again in" in " ".join(notices(parsed(answer)))
    assert fill(limited.test_client(), "/account/sign-in", email=EMAIL, password=PASSWORD).status_code == 429
    assert is_signed_in(client)
