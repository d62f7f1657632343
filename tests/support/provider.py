"""A payment provider on a real local port, and the way to pay that speaks to it over HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from shop.selling.payment_methods import METHODS
from shop.selling.payment_methods.protocol import Accepted, Declined, Due, GoTo, PaymentMethod, Waiting

PAGE = """<!doctype html><html lang="en"><title>Provider</title><main><h1>Pay {amount}</h1>
<form method="post"><button name="answer" value="paid">Pay now</button>
<button name="answer" value="declined">Do not pay</button></form></main>"""


class Provider:
    """Keeps one payment a key, as providers do: {"key", "amount", "state", "back"}, state being "open", "paid" or
    "declined". A new one begins in the state `first`; while `hangs` is set, no request is answered."""

    def __init__(self) -> None:
        self.payments: dict[str, dict[str, Any]] = {}
        self.first = "open"
        self.hangs = threading.Event()
        self.go_on = threading.Event()
        self.asked = threading.Event()
        self.requests = 0
        self.address = ""
        self.lock = threading.Lock()

    def hang(self) -> None:
        self.asked.clear()
        self.go_on.clear()
        self.hangs.set()

    def resume(self) -> None:
        self.hangs.clear()
        self.go_on.set()

    def begin(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        with self.lock:
            return self.payments.setdefault(sent["key"], {**sent, "state": self.first})

    def settle(self, state: str) -> None:
        """Makes all payments "paid" or "declined", as shoppers do on the provider's own page."""
        for payment in self.payments.values():
            payment["state"] = state


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        key = self.path.removeprefix("/pay/")
        if key != self.path:
            payment = self.provider.payments[key]
            payment["state"] = sent.removeprefix("answer=")
            self.answer(b"", 303, Location=payment["back"])
        else:
            self.wait()
            self.answer(json.dumps(self.provider.begin(json.loads(sent))).encode())

    def do_GET(self) -> None:
        kind, _, key = self.path[1:].partition("/")
        payment = self.provider.payments.get(key)
        if kind == "pay" and payment:
            self.answer(PAGE.format(**payment).encode(), **{"Content-Type": "text/html; charset=utf-8"})
        elif kind == "payments":
            self.wait()
            self.answer(json.dumps(payment).encode(), 200 if payment else 404)
        else:
            self.answer(b"", 404)

    def wait(self) -> None:
        self.provider.requests += 1
        self.provider.asked.set()
        if self.provider.hangs.is_set():
            self.provider.go_on.wait(60)

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        # Whoever asked may have gone: their patience or their process was at its end.
        with suppress(OSError):
            super().handle()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def open_provider() -> Iterator[Provider]:
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"provider": provider}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.05})
    thread.start()
    provider.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield provider
    finally:
        provider.resume()
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Card:
    """Asks the provider at `address`, and waits `patience` seconds for each answer."""

    address: str
    patience: float = 60.0
    name: str = "By card"
    explanation: str = "You pay on the next page."
    ahead: bool = True

    def begin(self, due: Due, back: str) -> Accepted | GoTo | Declined:
        sent = {"key": due.key, "amount": due.amount, "back": back}
        payment = self.ask(Request(f"{self.address}/payments", json.dumps(sent).encode()))
        if payment["state"] == "open":
            return GoTo(f"{self.address}/pay/{quote(due.key)}", reference=f"ref-{due.key}")
        return Accepted() if payment["state"] == "paid" else Declined("The card has expired.")

    def outcome(self, due: Due) -> Accepted | Declined | Waiting:
        try:
            state = self.ask(Request(f"{self.address}/payments/{quote(due.key)}"))["state"]
        except HTTPError as error:
            if error.code == 404:
                return Waiting()
            raise
        return {"paid": Accepted(), "declined": Declined("You did not pay."), "open": Waiting()}[state]

    def ask(self, request: Request) -> dict[str, Any]:
        with urlopen(request, timeout=self.patience) as answer:
            payment: dict[str, Any] = json.loads(answer.read())
            return payment


def methods_with(card: Card) -> Mapping[str, PaymentMethod]:
    return {**METHODS, "card": card}
