from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from shop import create_app
from shop.extensions import db
from shop.models import User
from shop.people import passwords
from tests.support.people import PASSWORD, add_user

EMAIL = "owner@example.com"
GOOD = "seven brown kettles"


def run(app: Flask, *words: str, answers: tuple[str, ...] = ()) -> Result:
    typed = "".join(f"{answer}\n" for answer in answers)
    return app.test_cli_runner().invoke(args=["shop", "create-admin", *words], input=typed)


def users(app: Flask) -> dict[str, tuple[bool, str]]:
    """{e-mail: (is an owner, the one of the two passwords that fits)}"""
    with app.app_context():
        return {user.email: (user.is_admin, next(
            word for word in (PASSWORD, GOOD) if passwords.matches(user.password_hash, word)))
            for user in db.session.scalars(select(User))}


def test_it_makes_an_owner_and_never_shows_the_password(app: Flask) -> None:
    result = run(app, EMAIL, answers=(GOOD, GOOD))
    assert result.exit_code == 0
    assert result.stdout == ""
    assert EMAIL in result.stderr
    assert GOOD not in result.output
    assert users(app) == {EMAIL: (True, GOOD)}


def test_it_asks_for_the_address_when_none_is_given(app: Flask) -> None:
    assert run(app, answers=("nonsense", " Owner@Example.com ", GOOD, GOOD)).exit_code == 0
    assert list(users(app)) == [EMAIL]


def test_a_weak_password_is_refused_and_asked_for_again(app: Flask) -> None:
    result = run(app, EMAIL, answers=("short", "Password1234!", GOOD, "other words", GOOD, GOOD))
    assert result.exit_code == 0
    assert "at least 12 characters" in result.stderr
    assert "first to be guessed" in result.stderr
    assert users(app) == {EMAIL: (True, GOOD)}


def test_without_a_good_password_nobody_is_made(app: Flask) -> None:
    assert run(app, EMAIL, answers=("short",)).exit_code == 1
    assert users(app) == {}


@pytest.mark.parametrize("words", [("not-an-address",), ("a@b",), (EMAIL, "more")])
def test_wrong_usage_is_told_apart(app: Flask, words: tuple[str, ...]) -> None:
    assert run(app, *words).exit_code == 2
    assert users(app) == {}


@pytest.mark.parametrize("is_admin", [False, True])
def test_an_account_that_is_there_changes_only_after_a_yes(app: Flask, is_admin: bool) -> None:
    token = add_user(app, EMAIL, is_admin)
    result = run(app, "OWNER@example.com", answers=("n", GOOD, GOOD))
    assert result.exit_code == 1
    assert "already" in result.stderr if is_admin else "shopper" in result.stderr
    assert users(app) == {EMAIL: (is_admin, PASSWORD)}
    assert run(app, EMAIL, answers=("y", GOOD, GOOD)).exit_code == 0
    assert users(app) == {EMAIL: (True, GOOD)}
    with app.app_context():
        assert db.session.scalars(select(User)).one().get_id() != token


def test_a_database_without_tables_is_a_failure_with_a_reason(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/empty.db"
    app = create_app({"SQLALCHEMY_DATABASE_URI": address, "SECRET_KEY": "tests"}, instance=tmp_path)
    result = run(app, EMAIL, answers=(GOOD, GOOD))
    assert result.exit_code == 1
    assert "flask db upgrade" in result.stderr
