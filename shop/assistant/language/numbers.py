"""Numbers in words, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from shop.assistant.language.phrasebook import ENGLISH

ONES: Mapping[str, int] = ENGLISH.values("numbers.ones")
# What pieces are counted by.
NUMBERS: Mapping[str, int] = {**ONES, **ENGLISH.values("numbers.up_to_a_dozen")}
TENS: Mapping[str, int] = ENGLISH.values("numbers.tens")
SCALES: Mapping[str, int] = ENGLISH.values("numbers.scales")
ADDENDS: Mapping[str, int] = {**NUMBERS, **ENGLISH.values("numbers.others"), **TENS}
ORDINALS: Mapping[str, int] = ENGLISH.values("numbers.ordinals")
SPELLED = ENGLISH.pattern("numbers.spelled")
AMOUNT = ENGLISH.pattern("numbers.amount")
NOTE, NOTES = ENGLISH.pattern("numbers.note"), ENGLISH.values("numbers.notes")
HALF = Decimal("0.5")
# The words of a number: those of AMOUNT, also where two are written together.
WORD = re.compile(rf"\d+(?:[.,]\d+)?|half|{'|'.join(sorted({*SCALES, *ADDENDS}, key=len, reverse=True))}")
UNIT_AFTER = ENGLISH.pattern("units.after_a_number")


def spelled_value(text: str) -> Decimal:
    """What a text that SPELLED or AMOUNT matches comes to: 125 for "a hundred and twenty-five"."""
    total, below = Decimal(0), Decimal(0)
    for word in WORD.findall(text.lower()):
        scale = SCALES.get(word, 1)
        if scale == 1000:
            total, below = total + max(below, HALF if below else Decimal(1)) * scale, Decimal(0)
        elif scale > 1:
            below = max(below, Decimal(1)) * scale
        else:
            below += value_of(word)
    return total + below


def value_of(word: str) -> Decimal:
    """Of one word or figure within a number; an article stands for nothing beside it."""
    return Decimal(word.replace(",", ".")) if word[0].isdigit() else HALF if word == "half" else Decimal(
        ADDENDS.get(word, 0))


def numerals(text: str) -> str:
    """A folded text with its spelled amounts as figures: "under forty five" reads "under 45". Below twenty, and a
    mere "hundred", only where a unit says that it is measured or paid: "six foot" is "6 foot", "two jackets" stay."""
    return NOTE.sub(in_money, AMOUNT.sub(figure, text))


def figure(match: re.Match[str]) -> str:
    value = spelled_value(match[0])
    plain = (value < 20 or match[0] in SCALES) and not UNIT_AFTER.match(match.string, match.end())
    return match[0] if plain else f"{value.normalize():f}"


def in_money(match: re.Match[str]) -> str:
    """"A tenner" as "10 bucks": an amount of whatever the shop takes."""
    return f"{NOTES[match['note']] * NUMBERS.get(match['count'], 1)} bucks"
