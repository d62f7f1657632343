"""A chat completions server over plain sockets that does, byte by byte, what it is told to.

Each request gets the next Answer; the last one is given again and again. An answer is a status line, headers
and steps: bytes (one HTTP chunk each), or one of Wait, STALL, RESET and CUT.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType
from typing import Any


class Act(Enum):
    STALL = "say nothing until the client has gone"
    RESET = "break the connection with a TCP reset"
    CUT = "close the connection in the middle of the body"


STALL, RESET, CUT = Act.STALL, Act.RESET, Act.CUT


@dataclass(frozen=True)
class Wait:
    """A pause in the middle of an answer; it ends early when the client goes."""

    seconds: float


Step = bytes | Act | Wait


@dataclass(frozen=True)
class Answer:
    """`steps` may have no end. `whole` sends them with a Content-Length instead of in chunks.

    With `head` False, the steps come before any status line: a server that hangs or drops at once.
    """

    steps: Iterable[Step] = ()
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/event-stream"})
    whole: bool = False
    head: bool = True


@dataclass(frozen=True)
class Asked:
    headers: Mapping[str, str]
    body: dict[str, Any]


def chunk(content: Any = None, *, finish: str | None = None) -> dict[str, Any]:
    delta = {} if content is None else {"content": content}
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def event(data: Any) -> bytes:
    """One server-sent event; text goes in as it is."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return f"data: {text}\n\n".encode()


USAGE = {"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17}}
DONE = event("[DONE]")


def words(*pieces: str, finish: str | None = "stop", usage: bool = True, done: bool = True) -> list[bytes]:
    """The steps of an ordinary reply, an event each."""
    steps = [event(chunk(piece)) for piece in pieces]
    if finish:
        steps.append(event(chunk(finish=finish)))
    if usage:
        steps.append(event(USAGE))
    if done:
        steps.append(DONE)
    return steps


def error(status: int, code: str, message: str = "no", **headers: str) -> Answer:
    body = json.dumps({"error": {"message": message, "type": code, "code": code}}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer([body], status, {"Content-Type": "application/json", **named}, whole=True)


def page(status: int) -> Answer:
    """What a proxy or a hotel's network says instead of the server."""
    text = b"<!doctype html><title>Sign in</title><p>Welcome"
    return Answer([text], status, {"Content-Type": "text/html; charset=utf-8"}, whole=True)


class FaultServer:
    """`asked` are the requests so far, `gone` is set once a client has left in the middle of an answer."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[Asked] = []
        self.connections = 0
        self.gone = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"

    def __enter__(self) -> FaultServer:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection, connection.makefile("rb") as incoming:
                while (asked := read_request(incoming)) and self._answer(connection, asked):
                    pass
        except OSError:
            self.gone.set()
        finally:
            self._open.discard(connection)

    def _answer(self, connection: socket.socket, asked: Asked) -> bool:
        """Whether the connection stays open for another request."""
        with self._lock:
            self.asked.append(asked)
            answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if answer.head:
            connection.sendall(head_of(answer))
        for step in answer.steps:
            if isinstance(step, bytes):
                connection.sendall(step if answer.whole else b"%x\r\n%b\r\n" % (len(step), step))
            elif isinstance(step, Wait):
                if left(connection, step.seconds):
                    self.gone.set()
                    return False
            elif step is STALL:
                left(connection, None)
                self.gone.set()
                return False
            else:
                if step is RESET:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                else:
                    connection.shutdown(socket.SHUT_RDWR)
                return False
        if not answer.whole:
            connection.sendall(b"0\r\n\r\n")
        return True


def head_of(answer: Answer) -> bytes:
    headers = dict(answer.headers)
    if answer.whole:
        headers["Content-Length"] = str(sum(len(step) for step in answer.steps if isinstance(step, bytes)))
    else:
        headers["Transfer-Encoding"] = "chunked"
    lines = [f"HTTP/1.1 {answer.status} So", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def read_request(incoming: Any) -> Asked | None:
    if not incoming.readline():
        return None
    headers = {}
    while (line := incoming.readline().decode("latin-1").strip()):
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Asked(headers, json.loads(incoming.read(int(headers.get("content-length", "0"))) or b"{}"))


def left(connection: socket.socket, within: float | None) -> bool:
    """Whether the client closes the connection in that time; None waits until it does."""
    connection.settimeout(within)
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except TimeoutError:
        return False
    finally:
        connection.settimeout(None)
