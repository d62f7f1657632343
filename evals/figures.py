"""A figure with its interval and its aim, and the table they are printed in."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

RESAMPLES = 1000


@dataclass(frozen=True)
class Aim:
    bound: float
    at_most: bool = False

    def reached(self, value: float) -> bool:
        return value <= self.bound if self.at_most else value >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {shown(self.bound)}"


@dataclass(frozen=True)
class Figure:
    """`value` is None where it could not be measured; `mistakes` are the worst cases, one a line."""

    part: str
    name: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    aim: Aim | None = None
    cases: int = 0
    mistakes: tuple[str, ...] = field(default=(), repr=False)

    @property
    def reached(self) -> bool | None:
        return None if self.aim is None or self.value is None else self.aim.reached(self.value)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "aim": str(self.aim) if self.aim else None, "reached": self.reached}


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def bootstrap(values: Sequence[Any], of: Callable[[Sequence[Any]], float] = mean) -> tuple[float, float]:
    """The middle 95 % of a statistic over resamples of the cases; the same cases give the same interval."""
    chance = random.Random(len(values))
    drawn = sorted(of(chance.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return drawn[int(RESAMPLES * 0.025)], drawn[int(RESAMPLES * 0.975) - 1]


def wilson(share: float, cases: int) -> tuple[float, float]:
    """The 95 % interval of a share of `cases`, sensible at 0 and 1 too."""
    z = 1.96
    middle = (share + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z * math.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases)) / (1 + z * z / cases)
    return max(0.0, middle - half), min(1.0, middle + half)


def averaged(part: str, name: str, values: Sequence[float], aim: Aim | None = None,
             mistakes: Sequence[str] = ()) -> Figure:
    low, high = bootstrap(values)
    return Figure(part, name, mean(values), low, high, aim, len(values), tuple(mistakes))


def share(part: str, name: str, value: float, cases: int, aim: Aim | None = None,
          mistakes: Sequence[str] = ()) -> Figure:
    return Figure(part, name, value, *wilson(value, cases), aim, cases, tuple(mistakes))


def shown(value: float) -> str:
    return f"{value:.3f}" if value < 1.5 else f"{value:.2f}"


def table(figures: Sequence[Figure]) -> str:
    """One line a figure, in columns."""
    rows = [("part", "figure", "value", "95 % interval", "aim", "reached", "cases")]
    for each in figures:
        interval = f"{shown(each.low)} – {shown(each.high)}" if each.low is not None and each.high is not None else ""
        rows.append((
            each.part, each.name, "not measured" if each.value is None else shown(each.value), interval,
            str(each.aim or ""), {True: "yes", False: "no", None: ""}[each.reached], str(each.cases or "")))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])
