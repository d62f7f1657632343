"""Lines to the server: as many calls at once as there are lines, each with a connection that can be cut."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from shop.language_model.prices import is_own

if TYPE_CHECKING:
    from openai import OpenAI

LINES = 16
CONNECT_SECONDS = 3.0


class Line:
    """An SDK client with at most one connection, which stays open from call to call.

    Having the connection to itself is what lets a line cut it in any state: while connecting, before the
    first byte and in the middle of the words.
    """

    def __init__(self, api_key: str, base_url: str | None, verify: ssl.SSLContext) -> None:
        import openai  # on first use: it takes half a second, and most commands never need it

        self._lock = threading.Lock()
        self._stream: Any = None
        self._cut = False
        # The proxy that leads out of the house does not know a server inside it.
        proxied = not (base_url and is_own(base_url))
        http = openai.DefaultHttpxClient(
            verify=verify, event_hooks={"request": [self._watch]}, follow_redirects=False, trust_env=proxied)
        self.client: OpenAI = openai.OpenAI(
            api_key=api_key, base_url=base_url, max_retries=0, http_client=http,
            # Compressed words would wait in the decoder.
            default_headers={"Accept-Encoding": "identity"})

    def _watch(self, request: Any) -> None:
        request.extensions["trace"] = self._traced

    def _traced(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            with self._lock:
                self._stream = info["return_value"]
                cut = self._cut
            if cut:
                self._hang_up()

    def ready(self) -> None:
        with self._lock:
            self._cut = False

    def cut(self) -> None:
        """End whatever this line is doing, from any thread; a reader waiting on it wakes with an error."""
        with self._lock:
            self._cut = True
        self._hang_up()

    def _hang_up(self) -> None:
        with self._lock:
            connection = self._stream.get_extra_info("socket") if self._stream else None
        with suppress(OSError):
            if connection is not None:
                # Not SSLSocket.shutdown, which takes the encryption from under the waiting reader.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)


class Lines:
    """The free lines, most recently used first because its connection is the likeliest to be alive."""

    def __init__(self, make: Callable[[], Line], count: int = LINES) -> None:
        self._make = make
        self._free: list[Line] = []
        self._unmade = count
        self._given_back = threading.Condition()

    def take(self, patience: float) -> Line | None:
        """A line, or None when none comes free within `patience` seconds."""
        with self._given_back:
            if not self._given_back.wait_for(lambda: self._free or self._unmade, max(patience, 0)):
                return None
            if self._free:
                line = self._free.pop()
                line.ready()
                return line
            self._unmade -= 1
        try:
            return self._make()
        except BaseException:
            with self._given_back:
                self._unmade += 1
                self._given_back.notify()
            raise

    def give_back(self, line: Line) -> None:
        with self._given_back:
            self._free.append(line)
            self._given_back.notify()
