"""Amounts with a unit, as rows state and shoppers ask for them, comparable whatever unit they are written in.

A library (pint, quantulum3) was weighed and left: of 30 units that goods are sold by, a table is shorter, and texts of
shoppers ("1m85", "27"", "32/32", "1.5k") were misread by the parser or took it seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shop.assistant.language.phrasebook import ENGLISH

DIMENSIONS = ("length", "mass", "volume", "data", "charge", "power", "time")
TABLES: Mapping[str, Mapping[str, float]] = {each: ENGLISH.values(f"units.{each}") for each in DIMENSIONS}
COUNTED: Mapping[str, str] = ENGLISH.values("units.count")
# A unit: its dimension, and how many basic units it is; what is counted is of a kind of its own.
UNITS: Mapping[str, tuple[str, float]] = {
    **{unit: (dimension, factor) for dimension, units in TABLES.items() for unit, factor in units.items()},
    **{unit: (kind, 1.0) for unit, kind in COUNTED.items()}, "in": ("length", TABLES["length"]["inch"]),
}
# Dimensions that hardly anything but a product has: days and pieces are spoken of without one.
PHYSICAL = frozenset(("length", "mass", "volume", "data", "charge", "power"))
NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
# "3 in 1" has no inches: "in" is a unit right after the digits or before what it measures.
INCH = r"in(?=\W*$|\.|\s+(?:wide|long|tall|deep|high|across|thick|screen))"
SIGNS = "|".join(sorted((re.escape(unit).replace(r"\ ", r"\s+") for unit in UNITS if unit != "in"), key=len,
                        reverse=True))
# Nothing may follow that makes another unit or word of it: "380 g/m2", "the 80's".
AMOUNT = re.compile(rf"(?<![\w.,])(?P<number>{NUMBER})(?:(?P<inch>in)\b|\s*-?\s*(?P<unit>{SIGNS}|{INCH})(?![\w/²³]))")
FEET_AND_INCHES = re.compile(
    r"(?<![\w.,])(\d{1,2})\s*(?:'|ft|foot|feet)\s*(\d{1,2})\s*(?:\"|''|inch(?:es)?|in)?(?![\w.])")
METRES_AND = re.compile(r"(?<![\w.,])(\d)\s?m\s?(\d\d)(?!\w)")
# Of phones: no grams.
GENERATION = re.compile(r"[2-6]g")
RANGE = re.compile(rf"(?<![\w.,])(?P<low>{NUMBER})\s*(?:-|–|to|and)\s*$")
OVER, AT_LEAST = ENGLISH.pattern("measuring.over"), ENGLISH.pattern("measuring.at_least")
BELOW, AT_MOST = ENGLISH.pattern("measuring.below"), ENGLISH.pattern("measuring.at_most")
AROUND = ENGLISH.pattern("measuring.around")
OR_MORE, OR_LESS = ENGLISH.pattern("measuring.or_more"), ENGLISH.pattern("measuring.or_less")
ASPECTS: Mapping[str, str] = ENGLISH.values("measuring.aspects")
OF_A_BODY = ENGLISH.pattern("measuring.of_a_body")
NAMED_NUMBER = re.compile(r"(?P<kind>[a-z]+): (?P<number>\d+)")
# One word for what others call by another.
ALIKE = ({"diameter", "width"}, {"length", "width"}, {"height", "length"}, {"length", "depth"})
LOOSELY, EXACTLY, NEARLY = 0.15, 0.011, 0.04


@dataclass(frozen=True)
class Amount:
    """`low` and `high` are the same but of a range; in the basic unit of the dimension. `start` and `end` are of the
    text."""

    dimension: str
    low: float
    high: float
    start: int
    end: int


@dataclass(frozen=True)
class Measure:
    """What is asked for: between `least` and `most`, in the basic unit, a bound itself out where it is `strict`.
    `aspect` is what is measured, such as "height", "" where that is not said; `written` are the shopper's words."""

    dimension: str
    least: float | None
    most: float | None
    aspect: str
    written: str
    start: int
    end: int
    strict: bool = False
    body: bool = False

    @property
    def plain(self) -> bool:
        """Whether one amount was asked for, without a bound."""
        return self.least is not None and self.least == self.most

    def meets(self, amount: Amount, slack: float = EXACTLY) -> bool:
        low, high = self.least, self.most
        wide = slack if self.plain else EXACTLY * (-1 if self.strict else 1)
        return (low is None or amount.high >= low * (1 - wide)) and (high is None or amount.low <= high * (1 + wide))

    def distance(self, amount: Amount) -> float:
        """How far an amount is from what is asked for, in the basic unit."""
        below = (self.least - amount.high) if self.least is not None else 0.0
        above = (amount.low - self.most) if self.most is not None else 0.0
        return max(below, above, 0.0)


def amounts(text: str) -> tuple[Amount, ...]:
    """Every amount with a unit in a folded text, in its order."""
    return tuple(sorted(_amounts(text), key=lambda each: each.start))


def _amounts(text: str) -> Iterator[Amount]:
    for pattern, unit, part in ((FEET_AND_INCHES, 0.3048, 0.0254), (METRES_AND, 1.0, 0.01)):
        for match in pattern.finditer(text):
            value = int(match[1]) * unit + int(match[2]) * part
            yield Amount("length", value, value, *match.span())
            text = text[:match.start()] + "_" * len(match[0]) + text[match.end():]
    for match in AMOUNT.finditer(text):
        if GENERATION.fullmatch(match[0]):
            continue
        dimension, factor = UNITS[" ".join((match["inch"] or match["unit"]).split())]
        high = value_of(match["number"]) * factor
        before = RANGE.search(text, max(0, match.start() - 24), match.start())
        low = value_of(before["low"]) * factor if before else high
        start = before.start() if before else match.start()
        yield Amount(dimension, min(low, high), max(low, high), start, match.end())


def value_of(number: str) -> float:
    """"1,200" is of thousands, "1,5" is not."""
    return float(re.sub(r",(?=\d{3}(?!\d))", "", number).replace(",", "."))


def measures(text: str) -> tuple[Measure, ...]:
    """What a folded text asks for in amounts with a unit; its bounds' words belong to the span of each."""
    return tuple(measure(text, each) for each in amounts(text))


def measure(text: str, amount: Amount) -> Measure:
    before, after = text[:amount.start], text[amount.end:]
    least: float | None = amount.low
    most: float | None = amount.high
    start, end, strict = amount.start, amount.end, False
    if match := AT_MOST.search(before):
        least, start = None, match.start()
    elif match := AT_LEAST.search(before):
        most, start = None, match.start()
    elif match := OVER.search(before):
        most, start, strict = None, match.start(), True
    elif match := BELOW.search(before):
        least, start, strict = None, match.start(), True
    elif match := AROUND.search(before):
        least, most, start = amount.low * (1 - LOOSELY), amount.high * (1 + LOOSELY), match.start()
    elif match := OR_MORE.match(after):
        most, end = None, end + match.end()
    elif match := OR_LESS.match(after):
        least, end = None, end + match.end()
    near = re.findall(r"[a-z]+", text[start:amount.start])[-3:] + re.findall(r"[a-z]+", text[end:])[:1]
    aspect = next((ASPECTS[word] for word in near if word in ASPECTS), "")
    follows = re.match(r"\s+([a-z]+)", text[end:])
    if follows and follows[1] in ASPECTS:
        end += follows.end()
    return Measure(amount.dimension, least, most, aspect, text[start:end].strip(), start, end, strict,
                   bool(OF_A_BODY.search(before)))


def amounts_of(value: str, measure: Measure, name: str = "") -> tuple[Amount, ...]:
    """What a folded value tells of a measure's kind: "height: 6 ft" of a length, but not of a width. `name` is that of
    the attribute; a number needs no unit where it is called by it: "pieces: 2000"."""
    about = {ASPECTS[word] for word in re.findall(r"[a-z]+", f"{name} {value}") if word in ASPECTS}
    if measure.aspect and about and measure.aspect not in about and not any(
            {measure.aspect, each} in ALIKE for each in about):
        return ()
    match = NAMED_NUMBER.fullmatch(f"{name}: {value}" if name else value)
    if match and UNITS.get(match["kind"], ("",))[0] == measure.dimension:
        number = float(match["number"])
        return (Amount(measure.dimension, number, number, 0, len(value)),)
    return tuple(each for each in amounts(value) if each.dimension == measure.dimension)
