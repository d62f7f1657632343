"""Embedders that need no model: a word is a direction of its own, and some words share one."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from flask import Flask

from shop.assistant.language.text import stems
from shop.assistant.similarity import Embedder, EmbedderTrouble, Vectors
from shop.catalogue.nearness import Nearness
from shop.extensions import db

WIDTH = 256


class Directions:
    """`alike` names words that mean the same. `read` are the texts so far; `meanwhile` runs while it works."""

    def __init__(self, alike: Mapping[str, str] | None = None, name: str = "directions",
                 meanwhile: Callable[[], None] = lambda: None) -> None:
        self.name = name
        self.read: list[str] = []
        self._meanwhile = meanwhile
        self._alike = {stems(word)[0]: stems(other)[0] for word, other in (alike or {}).items()}

    def warm(self) -> None:
        pass

    def embed(self, texts: Sequence[str]) -> Vectors:
        self._meanwhile()
        self.read += texts
        rows = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for stem in stems(text) or [""]:
                row[zlib.crc32(self._alike.get(stem, stem).encode()) % WIDTH] += 1
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


class Broken:
    name = "directions"

    def warm(self) -> None:
        pass

    def embed(self, texts: Sequence[str]) -> Vectors:
        raise EmbedderTrouble("out of order")


def give(app: Flask, embedder: Embedder) -> None:
    """Lets the app's services go by this embedder."""
    there = app.extensions["shoptalk"]
    app.extensions["shoptalk"] = replace(
        there, nearness=Nearness(db.session, embedder, there.catalogue, there.library))
