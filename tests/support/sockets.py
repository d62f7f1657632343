"""The shop on a real local port, and a client that talks to its socket."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import websocket
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.serving import make_server

from tests.support.dom import part_problems


@contextmanager
def serving(app: Flask, port: int = 0) -> Iterator[str]:
    """Gives "host:port" of a threaded server in this process."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(30)


class Page:
    """What a page makes of the frames: articles by id, as htmx would put them."""

    def __init__(self, host: str, cookie: str, **more: Any) -> None:
        self.cookie = cookie
        self.socket = websocket.create_connection(
            f"ws://{host}/chat/ws", **{"origin": f"http://{host}", "cookie": cookie, "timeout": 30, **more})
        self.frames: list[str] = []
        self.texts: dict[str, str] = {}
        self.articles: dict[str, Tag] = {}
        self.notices: list[Tag] = []
        self.steps: list[str] = []

    def close(self) -> None:
        self.socket.close()

    def send(self, **fields: Any) -> None:
        self.socket.send(json.dumps({**fields, "headers": {"HX-Request": "true"}}))

    def read(self, within: float = 30.0) -> BeautifulSoup:
        """The next frame, checked and put where it belongs."""
        self.socket.settimeout(within)
        frame = self.socket.recv()
        assert isinstance(frame, str)
        self.frames.append(frame)
        page = BeautifulSoup(frame, "html5lib")
        assert list(part_problems(page)) == []
        assert page.body is not None
        for root in page.body.find_all(recursive=False):
            self.put(root)
        return page

    def put(self, root: Tag) -> None:
        how = str(root.get("hx-swap-oob"))
        assert how != "None", f"{root} has no place"
        if how == "outerHTML":
            self.stand(root)
        elif how == "beforeend:#chat-log":
            for article in root.select("article.message"):
                assert article["id"] not in self.articles, f"{article['id']} twice"
                self.stand(article)
        elif how.endswith(" .message-text"):
            name = how.removeprefix("beforeend:#").removesuffix(" .message-text")
            assert self.articles[name]["data-state"] == "streaming"
            self.texts[name] += root.get_text()
            self.steps.append("words")
        elif how == "innerHTML:#chat-notice":
            self.notices += root.select(".notice")
            self.steps.append("notice" if root.select(".notice") else "calm")
        elif how.endswith(" .message-stage"):
            self.steps.append("stage")
        else:
            assert how == "innerHTML:#chat-announce", how

    def stand(self, article: Tag) -> None:
        name = str(article["id"])
        text = article.select_one(".message-text")
        assert text is not None
        self.articles[name] = article
        self.texts[name] = text.get_text()
        self.steps.append(f"{article['data-role']}:{article['data-state']}")

    def answers(self) -> list[Tag]:
        return [each for each in self.articles.values() if each.get("data-reply-to")]

    def finish(self, within: float = 30.0) -> Tag:
        """Reads on until the last answer has ended."""
        ends = time.monotonic() + within
        while not self.answers() or self.answers()[-1]["data-state"] == "streaming":
            assert time.monotonic() < ends
            self.read()
        return self.answers()[-1]

    def until_words(self, least: int = 1) -> str:
        """Reads on until the running answer has some words; gives them."""
        while not self.answers() or len(self.texts[str(self.answers()[-1]["id"])]) < least:
            self.read()
        return self.texts[str(self.answers()[-1]["id"])]

    def notice(self) -> Tag:
        before = len(self.notices)
        while len(self.notices) == before:
            self.read()
        return self.notices[-1]
