"""The chat under gunicorn: what a restart, a crash, a second process and an attack leave of it."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import websocket
from bs4 import BeautifulSoup
from flask import Flask

from shop.assistant.events import Said
from shop.conversations import store
from shop.extensions import db
from tests.conftest import lent
from tests.support.chatting import COFFEE, long_conversation
from tests.support.dom import part_problems
from tests.support.gunicorns import serving
from tests.support.slow_model import SlowModel, speaking
from tests.support.sockets import Page
from tests.support.waiting import until

pytestmark = pytest.mark.gunicorn


@pytest.fixture
def app(prepare: Callable[..., Flask]) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "demo"))


@pytest.fixture
def database(app: Flask) -> str:
    return str(app.config["SQLALCHEMY_DATABASE_URI"])


@pytest.fixture
def model() -> SlowModel:
    return SlowModel(hold_after=20)


@pytest.fixture
def model_at(model: SlowModel) -> Iterator[str]:
    with speaking(model) as base_url:
        yield base_url


def code_of_close(page: Page) -> tuple[int, float]:
    """The code that the server closes with, and when."""
    page.socket.settimeout(30)
    while True:
        code, data = page.socket.recv_data(control_frame=True)
        if code == websocket.ABNF.OPCODE_CLOSE:
            return int(struct.unpack("!H", data[:2])[0]), time.monotonic()


def test_it_answers_and_on_sigterm_every_page_is_told_to_come_back(database: str) -> None:
    with serving(database) as server:
        cookie = server.visit()
        first = Page(server.host, cookie)
        first.read()
        first.send(message="hoodies")
        answer = first.finish()
        assert (answer["data-state"], answer["data-mode"]) == ("done", "rules")
        pages = [first, *(Page(server.host, server.visit()) for _ in range(19))]
        for page in pages[1:]:
            page.read()
        codes: list[tuple[int, float]] = []
        readers = [threading.Thread(target=lambda page=page: codes.append(code_of_close(page))) for page in pages]
        for reader in readers:
            reader.start()
        began = time.monotonic()
        took = server.end()
        for reader in readers:
            reader.join(30)
        assert [code for code, _ in codes] == [1012] * 20
        # All of it before gunicorn would lose patience, which is after ten seconds.
        assert max(moment for _, moment in codes) - began < 8 and took < 8
        assert server.process.returncode == 0


def test_a_page_that_does_not_read_holds_up_nobody_on_sigterm(app: Flask, database: str) -> None:
    with serving(database) as server:
        silent = Page(server.host, long_conversation(app), sockopt=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)])
        page = Page(server.host, server.visit())
        page.read()
        closed: list[tuple[int, float]] = []
        reader = threading.Thread(target=lambda: closed.append(code_of_close(page)))
        reader.start()
        began = time.monotonic()
        assert server.end() < 8
        reader.join(30)
        code, moment = closed[0]
        assert code == 1012
        # The other page's send is given up after three seconds.
        assert moment - began < 2.5
        silent.close()


def written(app: Flask, name: str) -> str:
    with app.app_context():
        events = store.events(db.session, name.removeprefix("message-"))
        db.session.remove()
    return "".join(event.text for _, event in events if isinstance(event, Said))


def test_a_killed_servers_answer_is_shown_as_cut_by_the_next_one(
    app: Flask, database: str, model_at: str,
) -> None:
    with serving(database, OPENAI_BASE_URL=model_at) as server:
        cookie = server.visit()
        page = Page(server.host, cookie)
        page.read()
        page.send(message=COFFEE)
        words = page.until_words()
        name = str(page.answers()[-1]["id"])
        until(lambda: written(app, name) == words)
        server.kill()
    port = int(server.host.split(":")[1])
    with serving(database, port=port) as server:
        page = Page(server.host, cookie)
        page.read()
        answer = page.finish()
        assert answer["id"] == name
        assert (answer["data-state"], page.texts[name]) == ("cut", words)
        assert answer.select_one(".notice[data-code=cut]")
        assert len(answer.select(".product-card")) >= 3
        shown = BeautifulSoup(server.get("/chat", cookie), "html5lib")
        assert list(part_problems(shown)) == []
        assert len(shown.select("article[data-state=cut]")) == 1
        page.send(message="thank you")
        while len(page.answers()) < 2:
            page.read()
        assert page.finish()["data-state"] == "done"


def test_a_second_process_shows_the_running_answer_and_stops_it(database: str, model_at: str) -> None:
    with serving(database, OPENAI_BASE_URL=model_at) as first, serving(database, OPENAI_BASE_URL=model_at) as second:
        cookie = first.visit()
        here, there = Page(first.host, cookie), Page(second.host, cookie)
        here.read()
        there.read()
        here.send(message=COFFEE)
        words = here.until_words()
        assert there.until_words() == words
        there.send(action="stop")
        for page in (here, there):
            answer = page.finish()
            assert answer["data-state"] == "stopped"
            assert page.texts[str(answer["id"])].startswith(words)
            assert answer.select(".product-card")


def test_frames_over_the_size_do_not_take_the_shop_down(database: str) -> None:
    with serving(database) as server:
        for _ in range(40):
            page = until(lambda: opened(server.host))
            page.send(json.dumps({"message": "x" * 20_000}))
            page.shutdown()
        assert "chat-panel" in server.get("/chat/panel")
        page = until(lambda: opened(server.host))
        page.close()


def opened(host: str) -> websocket.WebSocket | None:
    """None while the house is full."""
    try:
        return websocket.create_connection(f"ws://{host}/chat/ws", origin=f"http://{host}", timeout=30)
    except websocket.WebSocketBadStatusException:
        return None
