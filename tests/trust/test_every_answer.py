"""The headers that keep a browser from doing what no page of ours asks for stand on every answer, faults included."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import Prepare, lent
from tests.support.buying import lay_out
from tests.support.people import signed_in

VALUES = {"slug": "lamp", "public_id": "x" * 22, "filename": "css/base.css", "name": "none.webp",
          "bundle": "chat", "digest": "0"}
PERSONAL = ("chat", "ordering", "account", "admin")
FOR_ALL = ("chat.static", "chat.stylesheet")
POLICY = {"default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "object-src 'none'",
          "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
          "connect-src 'self' ws://localhost"}


@pytest.fixture(scope="module")
def app(prepare: Prepare) -> Iterator[Flask]:
    for app in lent(prepare("sqlite", "empty", PROPAGATE_EXCEPTIONS=False, TESTING=False)):
        app.add_url_rule("/broken", "broken", lambda: 1 // 0)
        lay_out(app)
        yield app


def answers(app: Flask) -> Iterator[tuple[str, str, str, TestResponse]]:
    """Rule, blueprint, and the answer to nobody, a shopper and an owner, to every method that the rule takes."""
    adapter = app.url_map.bind("localhost")
    for who, client in enumerate((app.test_client(), signed_in(app, "a@example.com"),
                                  signed_in(app, "b@example.com", is_admin=True))):
        for rule in app.url_map.iter_rules():
            values = {name: VALUES.get(name, "c" * 32 if "string" in rule.rule else 1) for name in rule.arguments}
            for method in sorted(rule.methods or ()):
                answer = client.open(adapter.build(rule.endpoint, values), method=method)
                yield f"{method} {rule.rule} of {who}", rule.endpoint.partition(".")[0], rule.endpoint, answer


def test_every_answer_has_the_headers(app: Flask) -> None:
    wrong, seen = [], 0
    for where, part, endpoint, answer in answers(app):
        seen += 1
        headers = answer.headers
        if set(headers.get("Content-Security-Policy", "").split("; ")) != POLICY:
            wrong.append((where, "policy"))
        expected = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
                    "Cross-Origin-Opener-Policy": "same-origin"}
        wrong += [(where, name) for name, value in expected.items() if headers.get(name) != value]
        if "camera=()" not in headers.get("Permissions-Policy", ""):
            wrong.append((where, "permissions"))
        if part in PERSONAL and endpoint not in FOR_ALL and headers.get("Cache-Control") != "no-store":
            wrong.append((where, f"may be cached: {headers.get('Cache-Control')}"))
        if "Strict-Transport-Security" in headers:
            wrong.append((where, "asks for https where there is none"))
        answer.close()
    assert wrong == []
    assert seen > 400


@pytest.mark.parametrize(("path", "status"), [
    ("/broken", 500), ("/nowhere", 404), ("/cart/%0anowhere", 404), ("/account/nowhere", 404), ("/orders/x", 404)])
def test_faults_have_them_too(app: Flask, path: str, status: int) -> None:
    answer = app.test_client().get(path)
    assert answer.status_code == status
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Traceback" not in answer.text and "ZeroDivision" not in answer.text


def test_a_cache_keeps_no_page_for_somebody_else(app: Flask) -> None:
    """What shows whose it is depends on the cookie, and says so; so does what HTMX gets instead of a page."""
    for path in ("/", "/products", "/products/lamp", "/cart", "/account/sign-in"):
        vary = app.test_client().get(path).headers["Vary"]
        assert "Cookie" in vary and "HX-Request" in vary
