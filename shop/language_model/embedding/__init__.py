"""Texts in, vectors out: by a model on this machine, or by any server with OpenAI's `/embeddings`."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from shop.assistant.similarity import Embedder, EmbedderTrouble, Vectors
from shop.config import ModelSettings
from shop.language_model.desk import Spend
from shop.language_model.embedding import minilm, server

log = logging.getLogger(__name__)

LOCAL, OFF = "local", "off"
ABSENT = ("EMBEDDINGS is local, but the local sentence model is not installed (make setup does it): the shop goes by "
          "words alone.")


class LocalEmbedder:
    """The local model, loaded at the first text. One that cannot be loaded is tried once, and leaves the shop to words:
    a library that does not fit this machine must not cost an answer."""

    name = minilm.NAME

    def __init__(self, home: Path) -> None:
        self._home, self._lock = home, Lock()
        self._model: minilm.SentenceModel | None = None
        self._useless = False

    def warm(self) -> None:
        with suppress(EmbedderTrouble):
            self._loaded()

    def embed(self, texts: Sequence[str]) -> Vectors:
        model = self._loaded()
        try:
            return model.embed(texts)
        except Exception as error:
            raise EmbedderTrouble(f"{self.name} failed: {error}") from error

    def _loaded(self) -> minilm.SentenceModel:
        with self._lock:
            if self._model is None and not self._useless:
                try:
                    self._model = minilm.SentenceModel(self._home)
                except Exception:
                    log.exception("the local sentence model could not be loaded: the shop goes by words alone")
                    self._useless = True
            if self._model is None:
                raise EmbedderTrouble(f"{self.name} could not be loaded")
            return self._model


def connect(name: str, settings: ModelSettings, spend: Spend) -> Embedder | None:
    """The embedder that EMBEDDINGS names; None where it is off, not installed, or may cost nothing."""
    if name == OFF:
        return None
    if name != LOCAL:
        return None if settings.cap_day == 0 else server.connect(name, settings, spend)
    if (home := minilm.folder()) is None:
        log.warning(ABSENT)
        return None
    return LocalEmbedder(home)
