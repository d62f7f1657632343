"""The socket over a real local server, as a browser and as an attacker would use it."""

from __future__ import annotations

import json
import socket as plain_socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import websocket
from flask import Flask
from sqlalchemy import select

from shop.extensions import db
from shop.models import Message
from shop.web import sockets
from tests.conftest import lent
from tests.support.chatting import COFFEE, long_conversation
from tests.support.slow_model import SlowModel, model_at, speaking
from tests.support.sockets import Page, serving
from tests.support.waiting import end_state, until

SMALL = [(plain_socket.SOL_SOCKET, plain_socket.SO_RCVBUF, 2048)]


class Shop:
    """A running shop; `visit` is a new browser, by its cookie."""

    def __init__(self, app: Flask, host: str) -> None:
        self.app, self.host = app, host
        self.pages: list[Page] = []

    def visit(self) -> str:
        cookie = self.app.test_client().get("/chat/panel", headers={"Host": self.host}).headers["Set-Cookie"]
        return cookie.split(";")[0]

    def open(self, cookie: str = "", **more: Any) -> Page:
        page = Page(self.host, cookie or self.visit(), **more)
        self.pages.append(page)
        page.read()
        return page

    def stored(self, page: Page) -> Message:
        """The stored row of the page's last answer."""
        with self.app.app_context():
            name = str(page.answers()[-1]["id"]).removeprefix("message-")
            return db.session.scalars(select(Message).where(Message.id == name)).one()


@contextmanager
def opened(app: Flask) -> Iterator[Shop]:
    with serving(app) as host:
        shop = Shop(app, host)
        try:
            yield shop
        finally:
            for page in shop.pages:
                page.close()
            until(lambda: sockets.slots.open == 0)


@pytest.fixture(scope="module")
def shop(prepare: Callable[..., Flask]) -> Iterator[Shop]:
    for app in lent(prepare("sqlite", "demo", SOCKETS_MAX=40)):
        with opened(app) as found:
            yield found


@pytest.fixture(autouse=True)
def all_closed(shop: Shop) -> Iterator[None]:
    yield
    for page in shop.pages:
        page.close()
    shop.pages.clear()
    until(lambda: sockets.slots.open == 0)


@pytest.fixture
def model() -> SlowModel:
    return SlowModel(hold_after=20)


@pytest.fixture
def talkative(prepare: Callable[..., Flask], model: SlowModel) -> Iterator[Shop]:
    with speaking(model) as base_url:
        for app in lent(prepare("sqlite", "demo", MODEL=model_at(base_url))):
            with opened(app) as found:
                yield found


def test_on_connect_the_articles_come_anew(shop: Shop) -> None:
    page = shop.open()
    [greeting] = page.articles.values()
    assert greeting["data-kind"] == "greeting"
    page.send(message="hoodies")
    page.finish()
    again = shop.open(page.cookie)
    assert list(again.articles) == list(page.articles)
    assert len(again.frames) == 1
    assert again.texts == page.texts


def test_a_turn_comes_in_its_order(shop: Shop) -> None:
    page = shop.open()
    page.send(message="hoodies", client_id="one", page="/")
    answer = page.finish()
    assert page.steps[0] == "assistant:done"
    assert page.steps[1:3] == ["shopper:done", "assistant:streaming"]
    assert page.steps[-1] == "assistant:done"
    assert set(page.steps[3:-1]) <= {"calm", "stage", "words"}
    assert len([each for each in page.articles.values() if each.get("data-kind") == "greeting"]) == 1
    assert answer.select(".product-card")
    assert page.texts[str(answer["id"])] == shop.stored(page).text
    question = next(each for each in page.articles.values() if each["data-role"] == "shopper")
    assert question["data-client-id"] == "one"


def test_words_stream_and_the_whole_equals_what_is_stored(talkative: Shop, model: SlowModel) -> None:
    page = talkative.open()
    page.send(message=COFFEE)
    assert page.until_words()
    assert not page.answers()[-1].select(".product-card")
    model.go_on.set()
    seen: list[str] = []
    while page.answers()[-1]["data-state"] == "streaming":
        seen.append(page.texts[str(page.answers()[-1]["id"])])
        page.read()
    stored = talkative.stored(page).text
    assert [each for each in seen if not stored.startswith(each)] == []
    answer = page.answers()[-1]
    assert (answer["data-state"], answer["data-mode"]) == ("done", "model")
    assert page.texts[str(answer["id"])] == stored
    assert stored.strip() == model.text
    assert answer.select(".product-card")


def test_two_pages_of_one_conversation_see_the_same_turn(talkative: Shop, model: SlowModel) -> None:
    cookie = talkative.visit()
    first, second = talkative.open(cookie), talkative.open(cookie)
    stranger = talkative.open()
    first.send(message=COFFEE)
    assert first.until_words() and second.until_words()
    late = talkative.open(cookie)
    assert late.until_words()
    model.go_on.set()
    texts = {page.finish().select_one(".message-text").get_text() for page in (first, second, late)}  # type: ignore[union-attr]
    assert texts == {talkative.stored(first).text}
    assert list(first.articles) == list(second.articles) == list(late.articles)
    assert len(stranger.articles) == 1


def test_stop_from_another_page_keeps_words_and_cards(talkative: Shop) -> None:
    cookie = talkative.visit()
    first, second = talkative.open(cookie), talkative.open(cookie)
    first.send(message=COFFEE)
    words = first.until_words()
    second.send(action="stop")
    answer = first.finish()
    assert answer["data-state"] == "stopped"
    assert page_text(first).startswith(words)
    assert answer.select(".product-card")
    assert second.finish()["data-state"] == "stopped"


def page_text(page: Page) -> str:
    return page.texts[str(page.answers()[-1]["id"])]


def test_a_second_question_during_an_answer_is_not_lost(talkative: Shop, model: SlowModel) -> None:
    page = talkative.open()
    page.send(message=COFFEE)
    page.until_words()
    page.send(message="and socks?", client_id="second")
    notice = page.notice()
    assert (notice["data-code"], notice["data-client-id"]) == ("busy", "second")
    model.go_on.set()
    page.finish()
    page.send(message="socks", client_id="third")
    while "third" not in {each.get("data-client-id") for each in page.articles.values()}:
        page.read()
    page.finish()


def test_a_criterion_can_be_taken_away(shop: Shop) -> None:
    page = shop.open()
    page.send(message="black hoodies")
    chip = page.finish().select_one(".criteria-chip[data-criterion=colour]")
    assert chip is not None
    page.send(action="remove", criterion=chip["data-criterion"], value=chip["data-value"])
    while len(page.answers()) < 2:
        page.read()
    answer = page.finish()
    assert [each["data-criterion"] for each in answer.select(".criteria-chip")] == ["category"]


NESTED = '{"message":' * 2000
FRAMES: dict[str, tuple[str | bytes, str]] = {
    "no JSON": ("hello", "invalid"),
    "half JSON": ('{"message": "a', "invalid"),
    "a list": ('["message"]', "invalid"),
    "a number": ("7", "invalid"),
    "null": ("null", "invalid"),
    "deep": ("[" * 8000, "invalid"),
    "deep objects": (NESTED[:16000], "invalid"),
    "a huge number": ("9" * 6000, "invalid"),
    "binary": (b"\x00\xff\xfe", "invalid"),
    "nothing": ("{}", "invalid"),
    "no words": ('{"message": " "}', "invalid"),
    "words that are a number": ('{"message": 7}', "invalid"),
    "words that are a list": ('{"message": ["a"]}', "invalid"),
    "half a letter": ('{"message": "\\ud800"}', "invalid"),
    "an unknown action": ('{"action": "refund"}', "invalid"),
    "an action that is an object": ('{"action": {"a": 1}}', "invalid"),
    "the removal of nothing": ('{"action": "remove"}', "invalid"),
    "the removal of what is no criterion": ('{"action": "remove", "criterion": "moon", "value": "x"}', "invalid"),
    "too long": (json.dumps({"message": "x" * 2001}), "too_long"),
}


@pytest.mark.parametrize("case", FRAMES)
def test_what_cannot_be_read_gets_a_notice_and_the_socket_lives(shop: Shop, case: str) -> None:
    frame, code = FRAMES[case]
    page = shop.open()
    if isinstance(frame, bytes):
        page.socket.send_binary(frame)
    else:
        page.socket.send(frame)
    assert page.notice()["data-code"] == code
    assert len(page.articles) == 1
    page.send(message="hello")
    assert page.finish()["data-state"] == "done"


@pytest.mark.parametrize("fields", [
    {"action": "remove", "criterion": "colour", "value": "no such colour"},
    {"action": "remove", "criterion": "exclude", "value": "x"},
    {"action": "remove", "criterion": "price_max", "value": "lots"},
    {"message": "hello", "page": "/products/\x00", "client_id": "\x00" * 99},
    {"message": "hello", "page": "/products/no-such-thing", "unknown": {"a": [1]}},
    {"message": "hello\x00 \ud83d\ude00"},
])
def test_odd_fields_do_no_harm(shop: Shop, fields: dict[str, str]) -> None:
    page = shop.open()
    page.send(**fields)
    assert page.finish()["data-state"] == "done"


def closed_with(page: Page, within: float = 30) -> int:
    """The code that the server closes with; frames before it are read away."""
    page.socket.settimeout(within)
    while True:
        code, data = page.socket.recv_data(control_frame=True)
        if code == websocket.ABNF.OPCODE_CLOSE:
            return int(struct.unpack("!H", data[:2])[0])


def handlers() -> int:
    return sockets.slots.open


def test_a_frame_over_the_size_is_refused_and_leaves_no_thread(shop: Shop) -> None:
    page = shop.open()
    page.socket.send(json.dumps({"message": "x" * 17_000}))
    assert closed_with(page) == 1009
    until(lambda: handlers() == 0)
    until(lambda: not [each for each in threading.enumerate() if "simple_websocket" in each.name])


def test_a_frame_just_under_the_size_is_read(shop: Shop) -> None:
    page = shop.open()
    page.socket.send(json.dumps({"message": "x" * 2000, "padding": "y" * 14_000}))
    assert page.finish()["data-state"] == "done"


ORIGINS = {
    "right": ("http://{host}", 101), "evil": ("http://evil.example", 403), "null": ("null", 403),
    "absent": (None, 403), "suffix": ("http://{host}.evil.example", 403), "scheme": ("https://{host}", 403),
    "port": ("http://127.0.0.1:1", 403), "not an address": ("http://[", 403), "with a path": ("http://{host}/x", 403),
}


@pytest.mark.parametrize("case", ORIGINS)
def test_only_pages_of_the_shop_open_a_socket(shop: Shop, case: str) -> None:
    origin, status = ORIGINS[case]
    lines = ["GET /chat/ws HTTP/1.1", f"Host: {shop.host}", "Upgrade: websocket", "Connection: Upgrade",
             "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
             "Sec-WebSocket-Extensions: permessage-deflate"]
    if origin:
        lines.append(f"Origin: {origin.format(host=shop.host)}")
    head = handshake(shop, lines)
    assert int(head.split()[1]) == status
    assert b"permessage-deflate" not in head


def handshake(shop: Shop, lines: list[str]) -> bytes:
    name, port = shop.host.split(":")
    with plain_socket.create_connection((name, int(port)), timeout=30) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return connection.recv(2000)


def test_a_handshake_without_a_key_is_a_bad_request(shop: Shop) -> None:
    head = handshake(shop, ["GET /chat/ws HTTP/1.1", f"Host: {shop.host}", "Upgrade: websocket",
                            "Connection: Upgrade", f"Origin: http://{shop.host}"])
    assert int(head.split()[1]) == 400


def refused(shop: Shop, cookie: str) -> websocket.WebSocketBadStatusException:
    with pytest.raises(websocket.WebSocketBadStatusException) as caught:
        Page(shop.host, cookie)
    return caught.value


def test_one_session_has_five_sockets_and_others_still_get_theirs(shop: Shop) -> None:
    cookie = shop.visit()
    pages = [shop.open(cookie) for _ in range(5)]
    assert refused(shop, cookie).status_code == 503
    assert len(shop.open().articles) == 1
    pages[0].close()
    until(lambda: handlers() == 5)
    assert len(shop.open(cookie).articles) == 1


def test_a_full_house_is_refused_before_the_upgrade(shop: Shop) -> None:
    while handlers() < 40:
        shop.open()
    error = refused(shop, shop.visit())
    assert error.status_code == 503
    assert error.resp_headers is not None
    assert int(error.resp_headers["retry-after"]) > 0
    with shop.app.test_client() as client:
        assert client.get("/chat").status_code == 200


def test_no_connection_to_the_database_is_held_while_idle_or_while_words_come(talkative: Shop) -> None:
    pages = [talkative.open() for _ in range(30)]
    with talkative.app.app_context():
        pool: Any = db.engine.pool
    assert end_state(pool.checkedout, 0) == 0
    pages[0].send(message=COFFEE)
    pages[0].until_words()
    assert end_state(pool.checkedout, 0) == 0


def test_a_slow_reader_gets_every_word(talkative: Shop, model: SlowModel) -> None:
    model.pieces = tuple(f"Piece number {word} of the answer, " for word in ("one", "two", "three", "four") * 20)
    model.hold_after = None
    page = Page(talkative.host, long_conversation(talkative.app), sockopt=SMALL)
    talkative.pages.append(page)
    read = 0
    while read < 6_000_000:
        time.sleep(0.02)
        read += len(page.socket.recv())
    page.send(message=COFFEE)
    page.finish()
    assert page_text(page) == talkative.stored(page).text


def test_a_client_that_never_reads_does_not_keep_its_thread(shop: Shop) -> None:
    page = Page(shop.host, long_conversation(shop.app), sockopt=SMALL)
    began = time.monotonic()
    until(lambda: handlers() == 0, 60, every=0.1)
    assert time.monotonic() - began > 1, "it was never held up"
    page.close()


def test_a_flood_of_frames_ends_the_socket(shop: Shop) -> None:
    page = Page(shop.host, long_conversation(shop.app), sockopt=SMALL)
    for _ in range(200):
        page.socket.send("[]")
    assert closed_with(page) == 1011


def test_a_fault_in_the_handler_closes_1011_and_writes_nothing_else(shop: Shop) -> None:
    page = shop.open()
    with shop.app.app_context():
        db.session.execute(db.text("ALTER TABLE message RENAME TO gone"))
        db.session.commit()
    try:
        page.send(message="hello")
        frames: list[int] = []
        page.socket.settimeout(30)
        while websocket.ABNF.OPCODE_CLOSE not in frames:
            code, data = page.socket.recv_data(control_frame=True)
            frames.append(code)
        assert struct.unpack("!H", data[:2])[0] == 1011
        raw = page.socket.sock
        assert raw is None or raw.recv(1000) == b""
    finally:
        with shop.app.app_context():
            db.session.execute(db.text("ALTER TABLE gone RENAME TO message"))
            db.session.commit()
    until(lambda: handlers() == 0)
