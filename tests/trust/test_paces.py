"""How much one address may ask of the shop in a minute, beside what one conversation and one session may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from shop.services import services
from shop.web.pace import HANDSHAKES, MESSAGES, SEARCHES
from tests.conftest import Prepare, lent
from tests.support.buying import lay_out
from tests.support.chatting import token
from tests.support.forms import parsed

OPENING = {"Origin": "http://localhost", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Upgrade": "websocket",
           "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}


@pytest.fixture
def app(prepare: Prepare) -> Iterator[Flask]:
    for app in lent(prepare("sqlite", "empty", SOCKETS_MAX=0)):
        lay_out(app)
        yield app


def at(app: Flask, address: str) -> FlaskClient:
    """A browser at this address."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def search(app: Flask, address: str) -> int:
    return at(app, address).get("/products?q=lamp").status_code


def handshake(app: Flask, address: str) -> int:
    return at(app, address).get("/chat/ws", headers=OPENING).status_code


@pytest.mark.parametrize(("ask", "most", "usual"), [(search, SEARCHES, 200), (handshake, HANDSHAKES, 503)])
def test_an_address_may_ask_so_often_a_minute(app: Flask, ask: object, most: int, usual: int) -> None:
    assert callable(ask)
    assert [ask(app, "203.0.113.9") for _ in range(most + 2)] == [usual] * most + [429] * 2
    assert ask(app, "203.0.113.10") == ask(app, "2001:db8::1") == usual


def test_so_it_is_with_messages_however_many_conversations_they_are_in(app: Flask) -> None:
    found = []
    for _ in range(MESSAGES // 15 + 1):
        client = at(app, "203.0.113.9")
        csrf = token(client)
        found += [client.post("/chat", data={"csrf_token": csrf, "message": "hello"}, headers={
            "HX-Request": "true"}) for _ in range(15)]
    assert [each.status_code for each in found] == [200] * MESSAGES + [429] * 15
    notice = parsed(found[-1]).select_one(".notice")
    assert notice is not None and notice["data-code"] == "limit"


def test_what_is_refused_says_when_to_come_back(app: Flask) -> None:
    for ask in (lambda: at(app, "203.0.113.9").get("/products?q=x"),
                lambda: at(app, "203.0.113.9").get("/chat/ws", headers=OPENING)):
        answers = [ask() for _ in range(HANDSHAKES + 1)]
        assert int(answers[-1].headers["Retry-After"]) > 0


def test_browsing_is_no_search_and_this_machine_is_not_counted(app: Flask) -> None:
    """A proxy that was not declared asks for everybody; the shelves are no more work than any page."""
    assert {at(app, "203.0.113.9").get("/products?sort=newest").status_code for _ in range(SEARCHES + 5)} == {200}
    for address in ("127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1", ""):
        assert {search(app, address) for _ in range(SEARCHES + 1)} == {200}, address


class Gone(MemoryStorage):
    """Counts nothing: as Redis when it is away."""

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        raise StorageError(ConnectionError("no Redis"))


def test_a_shop_that_cannot_count_still_sells(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        around = services()
    object.__setattr__(around, "limiter", MovingWindowRateLimiter(Gone()))
    assert {search(app, "203.0.113.9") for _ in range(SEARCHES + 1)} == {200}
