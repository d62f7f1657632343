"""What a shop in the open insists on: its key, its names, its cookies, and no word of a stranger about where he is."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask import Flask

from shop.config import SettingError, flask_config
from tests.conftest import Prepare, lent
from tests.support.buying import lay_out
from tests.support.forms import parsed

PRODUCTION = {"SHOP_ENV": "production", "SECRET_KEY": "s" * 64, "TRUSTED_HOSTS": "shop.example.com, www.example.com"}
HOME = "https://shop.example.com"


@pytest.fixture
def app(prepare: Prepare, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    for app in lent(prepare("sqlite", "empty", PROPAGATE_EXCEPTIONS=False, TESTING=False)):
        lay_out(app)
        yield app


@pytest.mark.parametrize(("changes", "named"), [
    ({"SECRET_KEY": ""}, "SECRET_KEY"), ({"SECRET_KEY": "  "}, "SECRET_KEY"), ({"TRUSTED_HOSTS": ""}, "TRUSTED_HOSTS"),
    ({"TRUSTED_HOSTS": " , "}, "TRUSTED_HOSTS"), ({"SHOP_ENV": "prod"}, "SHOP_ENV"),
    ({"TRUSTED_PROXY_HOPS": "-1"}, "TRUSTED_PROXY_HOPS"), ({"RETENTION_DAYS": "0"}, "RETENTION_DAYS"),
])
def test_it_does_not_start_without_what_it_needs(tmp_path: Path, changes: Mapping[str, str], named: str) -> None:
    assert flask_config(tmp_path, PRODUCTION)["PRODUCTION"]
    with pytest.raises(SettingError, match=named) as refused:
        flask_config(tmp_path, {**PRODUCTION, **changes})
    assert "\n" not in str(refused.value)
    assert PRODUCTION["SECRET_KEY"] not in str(refused.value)


def test_the_key_of_development_is_made_once_and_its_owners_alone(tmp_path: Path) -> None:
    first = flask_config(tmp_path / "a", {})["SECRET_KEY"]
    assert flask_config(tmp_path / "a", {})["SECRET_KEY"] == first
    assert flask_config(tmp_path / "b", {})["SECRET_KEY"] != first
    assert len(first) == 64
    assert stat.S_IMODE((tmp_path / "a" / "secret_key").stat().st_mode) == 0o600


def test_the_cookie_is_for_this_host_over_https_and_for_no_script(app: Flask) -> None:
    cookies = SimpleCookie(app.test_client().get("/chat", base_url=HOME).headers["Set-Cookie"])
    [(name, cookie)] = cookies.items()
    assert name == "__Host-shop"
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_over_https_a_browser_is_told_to_stay_there(app: Flask) -> None:
    headers = app.test_client().get("/", base_url=HOME).headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "wss://shop.example.com" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", [
    "evil.example", "shop.example.com.evil.example", "evil.example:443", "localhost", "127.0.0.1", "",
    "shop.example.com@evil.example", "xshop.example.com", "[::1]",
])
def test_a_foreign_name_gets_no_page(app: Flask, host: str, caplog: pytest.LogCaptureFixture) -> None:
    client = app.test_client()
    for path in ("/", "/chat", "/nowhere", "/chat/ws", "/account/sign-in"):
        answer = client.get(path, base_url=HOME, headers={"Host": host})
        assert answer.status_code == 400
        assert answer.mimetype == "text/plain"
        assert "evil" not in answer.text + str(answer.headers)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert caplog.records == []


def test_each_of_its_names_is_answered_to(app: Flask) -> None:
    for host in ("shop.example.com", "www.example.com", "shop.example.com:8443"):
        assert app.test_client().get("/", base_url=f"https://{host}").status_code == 200


def test_no_page_repeats_the_name_it_was_asked_by(app: Flask) -> None:
    """All links are paths, so that none leads where a forged header says."""
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", "X-Forwarded-Prefix": "/evil",
              "Forwarded": "host=evil.example", "X-Original-URL": "/evil", "X-Rewrite-URL": "/evil"}
    for path in ("/", "/products/lamp", "/account/sign-in", "/cart", "/nowhere"):
        answer = app.test_client().get(path, base_url=HOME, headers=forged)
        assert "evil" not in answer.text + str(answer.headers)


def tries(app: Flask, count: int, **headers: str) -> list[int]:
    """The answers to so many wrong passwords for one account after the other, each with a forged address."""
    client, found = app.test_client(), []
    for number in range(count):
        forged = {name.replace("_", "-"): value.format(number) for name, value in headers.items()}
        page = parsed(client.get("/account/sign-in", base_url=HOME))
        token = page.select_one("main form[method=post] [name=csrf_token]")
        found.append(client.post("/account/sign-in", base_url=HOME, headers={"Referer": f"{HOME}/", **forged}, data={
            "csrf_token": token["value"], "email": f"{number}@example.com", "password": ""}).status_code)
    return found


@pytest.mark.parametrize(("hops", "headers", "refused"), [
    (0, {}, 2), (0, {"X_Forwarded_For": "198.51.100.{}"}, 2), (0, {"X_Real_IP": "198.51.100.{}"}, 2),
    (0, {"Forwarded": "for=198.51.100.{}"}, 2), (0, {"Client_IP": "198.51.100.{}"}, 2),
    # One declared proxy writes the last address; what stands before it is the visitor's invention.
    (1, {"X_Forwarded_For": "198.51.100.{}, 203.0.113.9"}, 2), (1, {"X_Forwarded_For": "203.0.113.{}"}, 0),
])
def test_an_invented_address_is_no_way_around_the_limits(
        prepare: Prepare, monkeypatch: pytest.MonkeyPatch, hops: int, headers: dict[str, str], refused: int) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    for app in lent(prepare("sqlite", "empty", TRUSTED_PROXY_HOPS=hops, RATELIMIT_ENABLED=True)):
        assert tries(app, 22, **headers) == [422] * (22 - refused) + [429] * refused
