"""The edge to OpenAI-compatible servers: messages in, pieces of text out, within a time and a budget."""

from __future__ import annotations

import functools
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shop.assistant.model import ModelTrouble, Usage, object_in, read_whole
from shop.config import ModelSettings
from shop.language_model.breaker import Breaker
from shop.language_model.desk import Call, Desk, Patience, Reservation, Spend
from shop.language_model.lines import Line, Lines
from shop.language_model.prices import price_of
from shop.language_model.reply import StreamedReply

__all__ = ["ChatModel", "ModelTrouble", "Patience", "Reservation", "Spend", "connect"]

# What a server of one's own gets for a key when none is set: the SDK insists on one.
NO_KEY = "local"
PATIENCE = Patience()


class ChatModel:
    """A model behind the chat completions protocol; see `shop.assistant.model.LanguageModel`.

    Many threads may use it at once.
    """

    def __init__(self, desk: Desk) -> None:
        self.name = desk.name
        self._desk = desk

    @property
    def breaker(self) -> Breaker:
        return self._desk.breaker

    def warm(self) -> None:
        """Load what the first call needs, which takes about half a second; a server does so as it starts."""
        line = self._desk.lines.take(0)
        if line is not None:
            self._desk.lines.give_back(line)

    def stream(
        self, messages: Sequence[Mapping[str, str]], *, max_tokens: int, deadline: float,
        heartbeat: float | None = None, schema: Mapping[str, Any] | None = None,
        conversation: str | None = None,
    ) -> StreamedReply:
        return StreamedReply(
            self._desk, Call(messages, max_tokens, deadline, heartbeat, schema, conversation))

    def extract(
        self, messages: Sequence[Mapping[str, str]], *, schema: Mapping[str, Any], max_tokens: int,
        deadline: float, conversation: str | None = None,
    ) -> tuple[dict[str, Any] | None, Usage]:
        reply = self.stream(
            messages, max_tokens=max_tokens, deadline=deadline, schema=schema, conversation=conversation)
        return object_in(read_whole(reply)), reply.usage


def connect(
    settings: ModelSettings, spend: Spend, *, clock: Callable[[], float] = time.monotonic,
    patience: Patience = PATIENCE,
) -> ChatModel | None:
    """The model that the settings name, or None where they name none; nothing is sent, or loaded, yet."""
    if not settings.wanted or settings.cap_day == 0:
        return None
    key = settings.api_key or NO_KEY
    certificates = functools.cache(ssl.create_default_context)
    return ChatModel(Desk(
        name=settings.model, api_key=key, price=price_of(settings.model, settings.base_url), spend=spend,
        lines=Lines(lambda: Line(key, settings.base_url, certificates())),
        breaker=Breaker(clock), clock=clock, patience=patience))
