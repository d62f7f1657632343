"""More and less of something, as English says it: "warmer", "the lightest", "most waterproof".

What each adjective is measured by is general English; whether a shop measures it stands in its rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import base_forms

# The names of what an adjective measures, the likeliest first; "-" where a smaller value has more of it.
NAMES: Mapping[str, Sequence[str]] = ENGLISH.values("degrees.measured_by")
# Which end of the scale a word such as "more" is about, and what is said of two instead of many.
END: Mapping[str, str] = ENGLISH.values("degrees.end")
COMPARATIVE: Mapping[str, str] = ENGLISH.values("degrees.comparative")
SUPERLATIVE = {comparative: superlative for superlative, comparative in COMPARATIVE.items()}


def inflections(adjective: str) -> tuple[str, ...]:
    """"Wider" and "widest", "bigger" and "biggest", with the endings that English may give them."""
    stem = adjective[:-1] if adjective.endswith("e") else f"{adjective[:-1]}i" if adjective.endswith("y") else adjective
    return tuple(f"{each}{ending}" for each in (stem, f"{stem}{stem[-1]}") for ending in ("er", "est"))


FORMS = {form: adjective for adjective in NAMES for form in inflections(adjective)}
GRADED = re.compile(rf"\b(?:{'|'.join(FORMS)})\b")
BY_WORD = ENGLISH.pattern("degrees.by_word")
BY_ENDING = ENGLISH.pattern("degrees.by_ending")
FIRST_WORD = re.compile(r"^[a-z]+")


class End(StrEnum):
    """The end of a scale that is asked for."""

    MOST = "most"
    LEAST = "least"


@dataclass(frozen=True)
class Dimension:
    """What "warmest" or "less heavy" asks about: `adjective` at its `end` of the scale; `said` is how the shopper put
    it."""

    adjective: str
    end: End = End.MOST
    said: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name.lstrip("-") for name in NAMES.get(self.adjective, ()))

    @property
    def superlative(self) -> bool:
        return self.said.endswith("est") or self.said.startswith(tuple(COMPARATIVE))

    @property
    def among_two(self) -> str:
        """"Warmer", whichever way it was said."""
        return f"{self.said[:-3]}er" if self.said.endswith("est") else first_word_by(COMPARATIVE, self.said)

    @property
    def among_many(self) -> str:
        return f"{self.said[:-2]}est" if self.said.endswith("er") else first_word_by(SUPERLATIVE, self.said)

    def turned(self, name: str) -> bool:
        """Whether a smaller value of this attribute has more of what is asked."""
        return f"-{name}" in NAMES.get(self.adjective, ())


def first_word_by(table: Mapping[str, str], phrase: str) -> str:
    return FIRST_WORD.sub(lambda match: table.get(match[0], match[0]), phrase)


def dimensions(text: str, known: Callable[[str], bool] = lambda word: False) -> tuple[Dimension, ...]:
    """The dimensions that a folded text asks more or less of. `known` tells which adjectives the shop uses beside
    those of NAMES; a superlative of them is a dimension too, though nothing measures it."""
    found: dict[str, Dimension] = {}
    for match in BY_WORD.finditer(text):
        degree, adjective = match["degree"], match["adjective"]
        if adjective in NAMES or (degree in COMPARATIVE and known(adjective)):
            found[adjective] = Dimension(adjective, End(END[degree]), match[0])
    for match in BY_ENDING.finditer(text):
        form = FORMS.get(match[0])
        if form is None and match[0].endswith("est"):
            form = next((each for each in base_forms(match[0]) if known(each)), None)
        if form is not None:
            found.setdefault(form, Dimension(form, End.MOST, match[0]))
    return tuple(found.values())
