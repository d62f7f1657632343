"""Asking a faulty server."""

from __future__ import annotations

import ssl
import threading
import time
from typing import Any

from shop.assistant.model import ModelTrouble
from shop.config import ModelSettings
from shop.language_model import ChatModel, Patience, Reservation, connect
from shop.language_model.breaker import Breaker
from shop.language_model.desk import Desk
from shop.language_model.lines import Line, Lines
from shop.language_model.prices import PRICES

# For what must end in time; everything else gets so much that a busy machine does not matter.
QUICK = Patience(first=1.5, between=1, line=0.2, retry_after=0.1, tail=0.2)
CALM = Patience(first=20, between=20, line=20, retry_after=0.1, tail=0.2)
DEADLINE = 20.0
KEY = "canary-7f3a9e51"


class Purse:
    """Sets money aside while it lasts."""

    def __init__(self, left: int = 10**9) -> None:
        self.left = left
        self.settled: list[tuple[int, int]] = []

    def reserve(self, estimate: int, conversation: str | None) -> Reservation | None:
        if estimate > self.left:
            return None
        self.left -= estimate
        return Reservation(estimate)

    def settle(self, reservation: Reservation, actual: int) -> None:
        self.left += reservation.amount - actual
        self.settled.append((reservation.amount, actual))


def model_at(base_url: str, **more: Any) -> ChatModel:
    """A model on this machine: it costs nothing."""
    settings = ModelSettings(
        api_key=KEY, base_url=base_url, model="gpt-4o-mini", deadline=20.0, cap_day=5_000_000,
        cap_conversation=200_000)
    model = connect(settings, Purse(), **{"patience": CALM, **more})
    assert model is not None
    model.warm()
    return model


def paid_model_at(base_url: str, purse: Purse, patience: Patience = CALM) -> ChatModel:
    """The same at a price."""
    lines = Lines(lambda: Line(KEY, base_url, ssl.create_default_context()))
    return ChatModel(Desk(
        name="gpt-4o-mini", api_key=KEY, price=PRICES["gpt-4o-mini"], spend=purse, lines=lines,
        breaker=Breaker(time.monotonic), clock=time.monotonic, patience=patience))


def question(seconds: float = DEADLINE, **more: Any) -> dict[str, Any]:
    """The arguments of a call that has so many seconds from now."""
    asked = [{"role": "user", "content": "something warm, please"}]
    return {"messages": asked, "max_tokens": 400, "deadline": time.monotonic() + seconds, **more}


def all_read() -> None:
    """Wait until no call is reading any more: after the last word, the end of the answer follows."""
    for thread in threading.enumerate():
        if thread.name == "model reading":
            thread.join(30)
            assert not thread.is_alive()


def hear(model: ChatModel, seconds: float = DEADLINE, **more: Any) -> tuple[str, ModelTrouble | None]:
    """The words that came, and what ended them if it was trouble."""
    heard = []
    try:
        for piece in model.stream(**question(seconds, **more)):
            heard.append(piece)
    except ModelTrouble as trouble:
        return "".join(heard), trouble
    return "".join(heard), None
