"""Criteria over dialogues: after every turn the whole record against the one that should stand."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from evals import shops
from evals.figures import Aim, Figure, bootstrap, share
from shop.assistant.criteria import LISTS
from shop.assistant.language.text import fold, stems
from shop.commands.assistant import answers

FILE = Path(__file__).resolve().parent / "dialogues.jsonl"
SHOPS = {"demo": shops.demo_shop, "second": shops.second_shop}
Pair = tuple[str, str]


@dataclass(frozen=True)
class Turn:
    """`expected` is None for a turn that is only there for the turns after it."""

    text: str
    expected: Mapping[str, Any] | None


@dataclass(frozen=True)
class Dialogue:
    name: str
    shop: str
    held_out: bool
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Judged:
    """A turn's record against the expected one, as (key, value) pairs."""

    place: int
    said: tuple[str, ...]
    right: frozenset[Pair]
    missing: frozenset[Pair]
    surplus: frozenset[Pair]

    @property
    def whole(self) -> bool:
        return not self.missing and not self.surplus

    def __str__(self) -> str:
        parts = [f"lacks {told(self.missing)}"] if self.missing else []
        parts += [f"has {told(self.surplus)}"] if self.surplus else []
        return f"{'; '.join(parts)}: {' > '.join(self.said)}"


def read(file: Path = FILE) -> list[Dialogue]:
    found = []
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        turns = tuple(Turn(each["text"], each["criteria"]) for each in row["turns"])
        found.append(Dialogue(row["id"], row["shop"], row["part"] == "held-out", turns))
    return found


def pairs(criteria: Mapping[str, Any]) -> frozenset[Pair]:
    """A record as (key, value) pairs: a pair a value of a list, `exclude` as "exclude colour", numbers as numbers."""
    return frozenset(pairs_of(criteria))


def pairs_of(criteria: Mapping[str, Any], before: str = "") -> Iterator[Pair]:
    for key, value in criteria.items():
        if key == "exclude":
            yield from pairs_of(value, "exclude ")
        elif key == "words":
            yield from ((before + key, stem) for phrase in value for stem in stems(phrase))
        elif key in LISTS:
            yield from ((before + key, fold(str(each))) for each in value)
        elif key in ("price_min", "price_max", "rating_min"):
            yield before + key, f"{float(value):g}"
        else:
            yield before + key, fold(str(value))


def judged(dialogue: Dialogue) -> list[Judged]:
    """Runs a dialogue in the shop of the moment, through what `flask shop ask` runs."""
    texts = [turn.text for turn in dialogue.turns]
    found = []
    for place, told_turn in enumerate(answers({"id": dialogue.name, "messages": texts}, False)):
        expected = dialogue.turns[place].expected
        if expected is not None:
            want, got = pairs(expected), pairs(told_turn["criteria"])
            found.append(Judged(place, tuple(texts[:place + 1]), want & got, want - got, got - want))
    return found


def measured(home: Path, *, held_out: bool) -> list[Figure]:
    chosen = [each for each in read() if each.held_out == held_out]
    results: list[list[Judged]] = []
    for shop, opening in SHOPS.items():
        of_shop = [each for each in chosen if each.shop == shop]
        with opening(home), click.progressbar(
                of_shop, label=f"dialogues, {shop} shop", file=sys.stderr) as bar:
            results += [judged(dialogue) for dialogue in bar]
    part = "held-out dialogues" if held_out else "dialogues"
    turns = [turn for result in results for turn in result]
    wrong = [str(turn) for turn in turns if not turn.whole]
    figures = [
        Figure(part, "criteria, F1 over all turns", f1(results), *bootstrap(results, f1), Aim(0.93), len(turns),
               tuple(by_key(turns))),
        Figure(part, "whole record right", whole(results), *bootstrap(results, whole), Aim(0.87), len(turns),
               () if held_out else tuple(wrong)),
    ]
    for name, some in (("whole record right, first turns", [turn for turn in turns if not turn.place]),
                       ("whole record right, later turns", [turn for turn in turns if turn.place])):
        figures.append(share(part, name, sum(turn.whole for turn in some) / len(some), len(some)))
    return figures


def f1(results: Sequence[Sequence[Judged]]) -> float:
    turns = [turn for result in results for turn in result]
    right = sum(len(turn.right) for turn in turns)
    errors = sum(len(turn.missing) + len(turn.surplus) for turn in turns)
    return 2 * right / (2 * right + errors) if right or errors else 1.0


def whole(results: Sequence[Sequence[Judged]]) -> float:
    turns = [turn for result in results for turn in result]
    return sum(turn.whole for turn in turns) / len(turns)


def by_key(turns: Sequence[Judged]) -> list[str]:
    """How often each key was right, missing and surplus, the most often wrong first."""
    right, missing, surplus = (Counter(key for turn in turns for key, _ in getattr(turn, name))
                               for name in ("right", "missing", "surplus"))
    keys = sorted({*right, *missing, *surplus}, key=lambda key: -(missing[key] + surplus[key]))
    return [f"{key}: {right[key]} right, {missing[key]} missing, {surplus[key]} surplus" for key in keys]


def told(some: frozenset[Pair]) -> str:
    return ", ".join(f"{key} {value}" for key, value in sorted(some))
