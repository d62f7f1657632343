"""A linear model over the features of a text, trained elsewhere and kept as data beside a language's other files."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Self


@dataclass(frozen=True)
class LinearModel:
    """`weights` maps a feature to its weight for each class, in the order of `classes`; `bias` is what each starts
    from. Made by `python -m tools.scorers`, which says what from; the same features give the same scores anywhere."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, Sequence[float]]

    @classmethod
    def from_json(cls, text: str) -> Self:
        data = json.loads(text)
        return cls(tuple(data["classes"]), tuple(data["bias"]), data["weights"])

    def probabilities(self, features: Collection[str]) -> dict[str, float]:
        """How likely each class is, all together 1."""
        # In one order: a sum of floats is not the same in another.
        rows = [self.weights[each] for each in sorted(features) if each in self.weights]
        scores = [sum((row[place] for row in rows), start) for place, start in enumerate(self.bias)]
        most = max(scores)
        powers = [math.exp(score - most) for score in scores]
        return {name: power / sum(powers) for name, power in zip(self.classes, powers, strict=True)}

    def strongest(self, features: Collection[str], name: str, most: int = 3) -> tuple[str, ...]:
        """The features that speak most for a class."""
        place = self.classes.index(name)
        rated = sorted((-self.weights[each][place], each) for each in features if each in self.weights)
        return tuple(each for weight, each in rated[:most] if weight < 0)


@cache
def model(language: str, name: str) -> LinearModel:
    """A language's model of this name, `<language>/<name>.json` beside this module."""
    return LinearModel.from_json(files(__package__).joinpath(language, f"{name}.json").read_text("utf-8"))


def around(words: Sequence[str], place: int, left: int, right: int) -> Iterator[str]:
    """Features of what stands around a word: what is next to it, what is near it, and all that is said."""
    before, after = words[max(0, place - left):place][::-1], words[place + 1:place + 1 + right]
    before = [*before, "^"] if place < left else list(before)
    after = [*after, "$"] if place + right >= len(words) else list(after)
    yield from (f"L{at}:{word}" for at, word in enumerate(before[:3]))
    yield from (f"R{at}:{word}" for at, word in enumerate(after[:2]))
    yield from (f"l:{word}" for word in before)
    yield from (f"r:{word}" for word in after)
    yield from (f"l:{two} {one}" for one, two in pairwise(before))
    yield from (f"r:{one} {two}" for one, two in pairwise(after))
    yield f"LR:{before[0]}|{after[0]}"
    yield from (f"g:{word}" for word in dict.fromkeys(words))


def throughout(words: Sequence[str]) -> Iterator[str]:
    """Features of a whole text: its words, and each two side by side, the edges too."""
    edged = ["^", *words, "$"]
    yield from dict.fromkeys(words)
    yield from dict.fromkeys(f"{one} {two}" for one, two in pairwise(edged))
