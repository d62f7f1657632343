"""A language model that says what it was told to, a piece at a time: the chat completions protocol on a socket.

Unlike `tests.support.fault_server` every request gets the same script, and a test can hold it in the middle.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from shop.config import ModelSettings

TEXT = (
    "A warm layer is what you want for an evening outside, and the first of these is the softest of them. "
    "It is easy to wear over a shirt, and it keeps the wind out. The others are a little lighter, so "
    "take your pick by how cold it gets where you sit.")
PIECES = tuple(f"{word} " for word in TEXT.split())
PATIENCE = 60.0


class SlowModel:
    """Says `pieces`, `every` seconds apart; after the one numbered `hold_after` it waits for `go_on`."""

    def __init__(self, pieces: Sequence[str] = PIECES, *, every: float = 0.0, hold_after: int | None = None) -> None:
        self.pieces = tuple(pieces)
        self.every = every
        self.hold_after = hold_after
        self.go_on = threading.Event()
        self.left = threading.Event()
        self.asked = 0

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()

    def chunks(self) -> Iterator[dict[str, Any]]:
        for number, piece in enumerate(self.pieces):
            if number == self.hold_after:
                self.go_on.wait(PATIENCE)
            elif self.every:
                time.sleep(self.every)
            yield {"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]}
        yield {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
        yield {"choices": [], "usage": {"prompt_tokens": 10, "completion_tokens": len(self.pieces), "total_tokens": 99}}


class Speaking(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model: SlowModel

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.model.asked += 1
        if not asked.get("stream"):
            self.send_error(400)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        if "response_format" in asked:
            chunks: Any = [{"choices": [{"index": 0, "delta": {"content": "{}"}, "finish_reason": "stop"}]}]
        else:
            chunks = self.model.chunks()
        try:
            for chunk in chunks:
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            self.model.left.set()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def speaking(model: SlowModel) -> Iterator[str]:
    """Gives the base URL while the model listens."""
    handler = type("Speaking", (Speaking,), {"model": model})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        model.go_on.set()
        server.shutdown()
        server.server_close()


def model_at(base_url: str) -> ModelSettings:
    """The settings of a shop that asks this model; one on this machine costs nothing."""
    return ModelSettings(
        api_key="", base_url=base_url, model="slow", deadline=60.0, cap_day=1_000_000, cap_conversation=1_000_000)
