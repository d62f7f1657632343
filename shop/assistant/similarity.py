"""Nearness in meaning: what the assistant asks of an embedder's vectors, whoever keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from shop.assistant.knowledge import Section
from shop.assistant.vocabulary import Meaning

# A row a text, of length 1, so that the product of two rows is the cosine of their angle.
Vectors = np.ndarray[Any, np.dtype[np.float32]]


class EmbedderTrouble(Exception):
    """No vectors came; the message says why, for the owner."""


class Embedder(Protocol):
    """`name` says whose vectors they are: those of another name cannot be compared with them."""

    name: str

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Raises EmbedderTrouble. Safe in many threads at once."""

    def warm(self) -> None:
        """Loads what the first text needs; trouble with it shows at that text."""


@dataclass(frozen=True)
class NearValue:
    """A value of the shop's own, and how near the text is to it."""

    meaning: Meaning
    similarity: float


@dataclass(frozen=True)
class NearSection:
    section: Section
    similarity: float


class Similarities(Protocol):
    """Cosines, between -1 and 1, best first. All of them are empty where there are no vectors, or none yet."""

    def of_products(self, text: str, ids: Sequence[int]) -> Mapping[int, float]:
        """How near each of these products is to a text; without those that have no vector."""

    def of_values(self, text: str) -> Sequence[NearValue]: ...

    def of_sections(self, text: str) -> Sequence[NearSection]: ...


class NoSimilarities:
    """Where there is no embedder, nothing is near anything."""

    def of_products(self, text: str, ids: Sequence[int]) -> Mapping[int, float]:
        return {}

    def of_values(self, text: str) -> Sequence[NearValue]:
        return ()

    def of_sections(self, text: str) -> Sequence[NearSection]:
        return ()


NO_SIMILARITIES = NoSimilarities()
