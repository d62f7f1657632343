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
ARTICLES: Mapping[str, int] = ENGLISH.values("numbers.articles")
ADDENDS: Mapping[str, int] = {**NUMBERS, **ENGLISH.values("numbers.others"), **TENS}
ORDINALS: Mapping[str, int] = ENGLISH.values("numbers.ordinals")
SPELLED = ENGLISH.pattern("numbers.spelled")
AMOUNT = ENGLISH.pattern("numbers.amount")


def spelled_value(text: str) -> Decimal:
    """What a text that SPELLED matches comes to: 125 for "a hundred and twenty-five"."""
    total = 0
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in SCALES:
            total = max(total, 1) * SCALES[word]
        elif word in ARTICLES:
            total = ARTICLES[word]
        else:
            total += ADDENDS.get(word, 0)
    return Decimal(total)


def numerals(text: str) -> str:
    """A folded text with its spelled amounts from twenty up as figures: "under forty five" reads "under 45"."""
    return AMOUNT.sub(figure, text)


def figure(match: re.Match[str]) -> str:
    hundreds, tens, ones = match["hundreds"], match["tens"], match["ones"]
    if not hundreds and not tens:
        return match[0]
    value = 100 * ONES.get(hundreds, 1) if hundreds else 0
    value += TENS.get(tens, 0) + ONES.get(ones, 0)
    return str(value) + (" " if match[0].endswith(" ") else "")
