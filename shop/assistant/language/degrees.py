"""More and less of something, as English says it: "warmer", "the lightest", "most waterproof".

What each adjective is measured by is general English; whether a shop measures it stands in its rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from shop.assistant.language.text import base_forms

# The names of what an adjective measures, the likeliest first; "-" where a smaller value has more of it.
NAMES: Mapping[str, tuple[str, ...]] = {
    "warm": ("warmth", "warmth rating", "fill power"), "light": ("-weight",), "heavy": ("weight",),
    "big": ("capacity", "volume", "size", "length"), "large": ("capacity", "volume", "size", "length"),
    "roomy": ("capacity", "volume"), "spacious": ("capacity", "volume"),
    "small": ("-capacity", "-volume", "-size", "-length"), "compact": ("-packed size", "-volume", "-size"),
    "long": ("length",), "short": ("-length",), "wide": ("width",), "narrow": ("-width",), "broad": ("width",),
    "tall": ("height",), "deep": ("depth",), "shallow": ("-depth",),
    "thick": ("thickness", "weight"), "thin": ("-thickness", "-weight"), "strong": ("strength",),
    "powerful": ("power",), "fast": ("speed",), "slow": ("-speed",), "quiet": ("-noise", "-loudness"),
    "loud": ("noise", "loudness"), "bright": ("brightness",), "hard": ("hardness",), "sharp": ("sharpness",),
    "waterproof": ("water column", "waterproof rating", "waterproof"), "breathable": ("breathability",),
    "durable": ("durability",), "stretchy": ("stretch",), "soft": ("softness",),
}


def graded(adjective: str) -> tuple[str, ...]:
    """"Wider" and "widest", "bigger" and "biggest", with the endings that English may give them."""
    stem = adjective[:-1] if adjective.endswith("e") else f"{adjective[:-1]}i" if adjective.endswith("y") else adjective
    return tuple(f"{each}{ending}" for each in (stem, f"{stem}{stem[-1]}") for ending in ("er", "est"))


FORMS = {form: adjective for adjective in NAMES for form in graded(adjective)}
GRADED = re.compile(rf"\b(?:{'|'.join(FORMS)})\b")
BY_WORD = re.compile(r"\b(most|least|more|less)\s+([a-z]+)\b")
BY_ENDING = re.compile(r"\b[a-z]{3,}(?:est|er)\b")


class End(Enum):
    """The end of a scale that is asked for."""

    MOST = auto()
    LEAST = auto()


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
        return self.said.endswith("est") or self.said.startswith(("most", "least"))

    @property
    def among_two(self) -> str:
        """"Warmer", whichever way it was said."""
        return f"{self.said[:-3]}er" if self.said.endswith("est") else re.sub(
            r"^(?:most|least)", lambda match: {"most": "more", "least": "less"}[match[0]], self.said)

    @property
    def among_many(self) -> str:
        return f"{self.said[:-2]}est" if self.said.endswith("er") else re.sub(
            r"^(?:more|less)", lambda match: {"more": "most", "less": "least"}[match[0]], self.said)

    def turned(self, name: str) -> bool:
        """Whether a smaller value of this attribute has more of what is asked."""
        return f"-{name}" in NAMES.get(self.adjective, ())


def dimensions(text: str, known: Callable[[str], bool] = lambda word: False) -> tuple[Dimension, ...]:
    """The dimensions that a folded text asks more or less of. `known` tells which adjectives the shop uses beside
    those of NAMES; a superlative of them is a dimension too, though nothing measures it."""
    found: dict[str, Dimension] = {}
    for match in BY_WORD.finditer(text):
        if match[2] in NAMES or (match[1] in ("most", "least") and known(match[2])):
            found[match[2]] = Dimension(match[2], End.LEAST if match[1] in ("least", "less") else End.MOST, match[0])
    for match in BY_ENDING.finditer(text):
        form = FORMS.get(match[0])
        if form is None and match[0].endswith("est"):
            form = next((each for each in base_forms(match[0]) if known(each)), None)
        if form is not None:
            found.setdefault(form, Dimension(form, End.MOST, match[0]))
    return tuple(found.values())
