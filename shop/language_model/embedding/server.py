"""Vectors from a server with OpenAI's `/embeddings`, within the same budget as the words of a model."""

from __future__ import annotations

import functools
import ssl
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from shop.assistant.model import ModelTrouble
from shop.assistant.similarity import EmbedderTrouble, Vectors
from shop.config import ModelSettings
from shop.language_model.breaker import Breaker
from shop.language_model.desk import Call, Desk, Patience, Spend
from shop.language_model.lines import Line, Lines
from shop.language_model.prices import price_of
from shop.language_model.troubles import trouble_of

NO_KEY = "local"
# Seconds for the words of a shopper, who waits, and for a batch of products, for which nobody does.
ONE, MANY = 2.0, 60.0
BATCH, LINES = 100, 4


class ServerEmbedder:
    """Many threads may use it at once, LINES of them at a time."""

    def __init__(self, desk: Desk) -> None:
        self.name = desk.name
        self._desk = desk

    def warm(self) -> None:
        line = self._desk.lines.take(0)
        if line is not None:
            self._desk.lines.give_back(line)

    def embed(self, texts: Sequence[str]) -> Vectors:
        batches = [texts[at:at + BATCH] for at in range(0, len(texts), BATCH)]
        rows = np.array([row for batch in batches for row in self._batch(batch)], np.float32)
        unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)
        return unit

    def _batch(self, texts: Sequence[str]) -> Iterator[Sequence[float]]:
        desk, seconds = self._desk, ONE if len(texts) == 1 else MANY
        if not desk.breaker.admits():
            raise EmbedderTrouble("the server failed just before")
        call = Call([{"content": text} for text in texts], 0, desk.clock() + seconds)
        trouble, line = None, None
        try:
            reservation = desk.reserve(call)
            if (line := desk.lines.take(desk.patience.line)) is None:
                raise ModelTrouble("busy", "no line is free")
            reply = line.client.embeddings.create(
                model=desk.name, input=list(texts), encoding_format="float", timeout=seconds)
            desk.settle(reservation, desk.used(call, 0, (reply.usage.prompt_tokens, 0) if reply.usage else None))
            yield from rows_of(reply, len(texts))
        except Exception as error:
            trouble = trouble_of(error, desk.api_key, answered=False)
            raise EmbedderTrouble(str(trouble)) from None
        finally:
            desk.judge(trouble, sent=line is not None, spoke=trouble is None)
            if line is not None:
                desk.lines.give_back(line)


def rows_of(reply: Any, count: int) -> list[Sequence[float]]:
    """The vectors in the order of the texts. Raises ModelTrouble where they are not as many, or not of one length."""
    rows = [each.embedding for each in sorted(reply.data or (), key=lambda each: each.index)]
    if len(rows) != count or len({len(row) for row in rows}) != 1:
        raise ModelTrouble("broken", "the server's vectors do not fit what was asked")
    return rows


def connect(name: str, settings: ModelSettings, spend: Spend) -> ServerEmbedder:
    """Nothing is sent, or loaded, yet."""
    key = settings.api_key or NO_KEY
    certificates = functools.cache(ssl.create_default_context)
    return ServerEmbedder(Desk(
        name=name, api_key=key, price=price_of(name, settings.base_url), spend=spend,
        lines=Lines(lambda: Line(key, settings.base_url, certificates()), LINES), breaker=Breaker(time.monotonic),
        clock=time.monotonic, patience=Patience()))
