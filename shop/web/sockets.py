"""WebSockets that cannot hurt the shop: who may open one, how many, and how each one ends.

flask-sock gives a socket; this module refuses before the upgrade what must be refused, keeps a slow or silent
client from holding a thread for ever, and closes everything on a restart.
"""

from __future__ import annotations

import functools
import logging
import socket
import struct
import time
import weakref
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Any

from flask import Request, Response, current_app, g, request
from simple_websocket import ConnectionClosed, Server
from wsproto.utilities import LocalProtocolError

from shop.conversations.runner import drain_all
from shop.web import pace

log = logging.getLogger(__name__)
RESTART, FAULT = 1012, 1011
SEND_TIMEOUT = 3
PIECE = 16 * 1024
JOIN = 1.0
Handler = Callable[..., None]


class Slots:
    """How many sockets are open, in all and by session. Once `draining`, no more are, and those there end."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: Counter[str] = Counter()
        self.draining = False

    def take(self, session: str, most: int, most_a_session: int) -> bool:
        with self._lock:
            if self.draining or self._open.total() >= most or self._open[session] >= most_a_session:
                return False
            self._open[session] += 1
            return True

    def give_back(self, session: str) -> None:
        with self._lock:
            self._open[session] -= 1
            if not self._open[session]:
                del self._open[session]

    @property
    def open(self) -> int:
        with self._lock:
            return self._open.total()


slots = Slots()
live: weakref.WeakSet[Server] = weakref.WeakSet()
_live_lock = Lock()


class WholeSends:
    """A socket whose `send` sends everything, one caller at a time: no frame is cut or mixed with others.

    Raises OSError when not even PIECE bytes go through within SEND_TIMEOUT.
    """

    def __init__(self, plain: socket.socket) -> None:
        self._plain = plain
        self._lock = Lock()

    def send(self, data: bytes) -> int:
        rest = memoryview(data)
        with self._lock:
            while rest:
                began = time.monotonic()
                rest = rest[self._plain.send(rest[:PIECE]):]
                if rest and time.monotonic() - began > 0.9 * SEND_TIMEOUT:
                    raise TimeoutError("the client does not read")
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)


def same_origin(asked: Request) -> bool:
    """Whether the page that opens the socket is one of ours: scheme, host and port alike."""
    return asked.headers.get("Origin") == f"{asked.scheme.replace('ws', 'http')}://{asked.host}"


def admit(session: str) -> Response | None:
    """Before the upgrade: 403 for another site's page, 429 for an address that opens one after another, 503 for a full
    house; None lets it through, and `leave` must follow."""
    if not same_origin(request):
        return Response("This socket is for the shop's own pages.\n", 403, mimetype="text/plain")
    if not request.headers.get("Sec-WebSocket-Key"):
        return Response("This is not how a socket is opened.\n", 400, mimetype="text/plain")
    if pace.is_too_fast("handshakes", pace.HANDSHAKES):
        return Response("Too many sockets in a minute. The chat works without one at /chat.\n", 429,
                        {"Retry-After": "10"}, mimetype="text/plain")
    config = current_app.config
    if not slots.take(session, config["SOCKETS_MAX"], config["SOCKETS_PER_SESSION"]):
        return Response("All lines are taken. The chat works without one at /chat.\n", 503,
                        {"Retry-After": "10"}, mimetype="text/plain")
    g.socket_slot = session
    # Compression costs 90 KB a socket and a quarter of the time; simple-websocket takes it when offered.
    request.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
    return None


def leave(error: BaseException | None = None) -> None:
    """After the request, however it ended."""
    if (session := g.pop("socket_slot", None)) is not None:
        slots.give_back(session)


def guarded(handler: Handler) -> Handler:
    """Runs a handler so that the socket always ends with a close frame and never with an HTTP answer in it.

    1011 after a fault, 1012 on a restart; never 1000, after which a client would not come back.
    """
    @functools.wraps(handler)
    def run(ws: Any, *arguments: Any, **named: Any) -> None:
        hears = True
        try:
            prepare(ws)
            with _live_lock:
                live.add(ws)
            if not slots.draining:
                handler(ws, *arguments, **named)
        except (ConnectionClosed, LocalProtocolError):
            pass
        except OSError:
            hears = False
        except Exception:
            log.exception("a socket's handler failed")
        finally:
            with _live_lock:
                live.discard(ws)
            if hears:
                say_goodbye(ws, RESTART if slots.draining else FAULT)
            let_go(ws)
    return run


def prepare(ws: Any) -> None:
    """A client that does not read blocks a send for SEND_TIMEOUT seconds; a dead one is noticed by TCP.

    Raises OSError when the client has gone already.
    """
    plain = ws.sock
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_TIMEOUT, 0))
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 30_000)
    ws.sock = WholeSends(plain)


def say_goodbye(ws: Any, code: int) -> None:
    with suppress(ConnectionClosed, LocalProtocolError, OSError):
        ws.close(code, "restart" if code == RESTART else None)
    ws.thread.join(JOIN)


def let_go(ws: Any) -> None:
    """In this thread, so that the server's main thread never waits for a silent peer."""
    with suppress(OSError):
        ws.sock.shutdown(socket.SHUT_RDWR)
    ws.thread.join(JOIN)


def close_all() -> None:
    """Ends every open socket with 1012 and takes no more; may be called again, and from any thread.

    Each handler is woken and closes its own socket, so that no client that does not read holds up the others.
    """
    slots.draining = True
    with _live_lock:
        sockets = list(live)
    for ws in sockets:
        ws.event.set()
    drain_all()
