"""Nearness in meaning to what the shop has: its products, its values, its sections."""

from __future__ import annotations

import logging
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np

from shop.assistant.knowledge import Section
from shop.assistant.similarity import Embedder, EmbedderTrouble, NearSection, NearValue, Vectors
from shop.assistant.vocabulary import Meaning
from shop.catalogue import vectors
from shop.catalogue.sections import Library
from shop.catalogue.shelves import Shelves
from shop.extensions import Reads

log = logging.getLogger(__name__)

REMEMBERED = 2000
# The values that say what a thing is and what it is for; a colour or a brand is meant by its name or not at all.
KEYS = ("category", "occasion", "season", "style")
MOST_VALUES = 500
LETTERS = 400
Thing = TypeVar("Thing", bound=Hashable)


class Nearness:
    """See `shop.assistant.similarity.Similarities`. The vectors of values and sections are kept in memory for as long
    as their texts stand; where the embedder is in trouble, nothing is near anything."""

    def __init__(self, session: Reads, embedder: Embedder, shelves: Shelves, library: Library) -> None:
        self.embedder = embedder
        self._session, self._shelves, self._library = session, shelves, library
        self._vector = lru_cache(REMEMBERED)(self._read)
        self._values, self._sections = Neighbours[Meaning](embedder), Neighbours[Section](embedder)

    def _read(self, text: str) -> Vectors:
        vector: Vectors = self.embedder.embed([text])[0]
        return vector

    def of_products(self, text: str, ids: Sequence[int]) -> Mapping[int, float]:
        try:
            return vectors.similarities(self._session, self.embedder.name, self._vector(text), ids) if ids else {}
        except EmbedderTrouble as trouble:
            return self._silent(trouble)

    def of_values(self, text: str) -> Sequence[NearValue]:
        labels = self._shelves.vocabulary().labels
        texts = {each: label for each, label in labels.items() if each.key in KEYS}
        try:
            near = self._values.near(self._vector(text), dict(islice(texts.items(), MOST_VALUES)))
        except EmbedderTrouble as trouble:
            near = self._silent(trouble)
        return [NearValue(*each) for each in near.items()]

    def of_sections(self, text: str) -> Sequence[NearSection]:
        sections = self._library.knowledge().sections
        try:
            near = self._sections.near(self._vector(text), {each: f"{each.title}. {each.body[:LETTERS]}"
                                                            for each in sections})
        except EmbedderTrouble as trouble:
            near = self._silent(trouble)
        return [NearSection(*each) for each in near.items()]

    def _silent(self, trouble: EmbedderTrouble) -> dict[Any, float]:
        log.info("nothing is known of nearness: %s", trouble)
        return {}


class Neighbours(Generic[Thing]):
    """Remembers the vectors of the texts that it was last asked about, so that only new ones are read."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._lock = Lock()
        self._known: dict[str, Vectors] = {}

    def near(self, vector: Vectors, texts: Mapping[Thing, str]) -> dict[Thing, float]:
        """The cosine of each thing's text to a vector, the nearest first."""
        if not texts:
            return {}
        with self._lock:
            known = self._known
            if new := [text for text in dict.fromkeys(texts.values()) if text not in known]:
                read = dict(zip(new, self._embedder.embed(new), strict=True))
                self._known = known = {text: read[text] if text in read else known[text] for text in texts.values()}
        cosines = np.stack([known[text] for text in texts.values()]) @ vector
        return dict(sorted(zip(texts, cosines.tolist(), strict=True), key=lambda each: -each[1]))
