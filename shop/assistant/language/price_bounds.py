"""Prices as shoppers say them: "under 60", "€40-60", "40 bucks max", "around 50"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from shop.assistant.language.phrasebook import ENGLISH

BETWEEN = ENGLISH.pattern("price_bounds.between")
AT_MOST = ENGLISH.pattern("price_bounds.at_most")
AT_LEAST = ENGLISH.pattern("price_bounds.at_least")
AROUND = ENGLISH.pattern("price_bounds.around")
EXACT = ENGLISH.pattern("price_bounds.exact")
LATER = ENGLISH.pattern("price_bounds.later")
MONEY = ENGLISH.pattern("price_bounds.money")
SIZE_BEFORE = ENGLISH.pattern("price_bounds.size_before")
# The figure of an amount: "1,200.50" has a whole and cents, "2k" thousands. Three digits after a point are no cents.
FIGURE = re.compile(r"(?P<whole>\d{1,3}(?:[ ,.]\d{3})+|\d+)(?P<cents>[.,]\d{1,2})?(?P<thousands>k)?")


@dataclass(frozen=True)
class PriceAsked:
    """Bounds in minor units, both inclusive, and the text that was not about prices."""

    least: int | None = None
    most: int | None = None
    rest: str = ""


def minor_units(amount: str, digits: int) -> int:
    """An amount as a form has found it, with a figure in it, in minor units."""
    figure = FIGURE.search(amount)
    assert figure is not None, amount
    value = Decimal(re.sub(r"[ ,.]", "", figure["whole"]) + (figure["cents"] or "").replace(",", "."))
    return int(value * (1000 if figure["thousands"] else 1) * 10**digits)


def prices(text: str, *, digits: int = 2, later: bool = False) -> PriceAsked:
    """The price bounds in a folded text; `digits` are the currency's decimals. `later` says that a request came
    before, which "make it 80" can be about.

    A bare number counts only with a word such as "under" or a currency sign. "Around" means a fifth either way.
    Bounds given the wrong way round are turned.
    """
    least: int | None = None
    most: int | None = None
    if (match := BETWEEN.search(text)) and is_price_range(match):
        ends = (match["low"] or match["least"], match["high"] or match["most"])
        least, most = sorted(minor_units(end, digits) for end in ends)
        return PriceAsked(least, most, cut(text, match))
    if later and (match := LATER.search(text)):
        return PriceAsked(None, minor_units(match["most"], digits), cut(text, match))
    if match := AROUND.search(text):
        middle = minor_units(amount_in(match), digits)
        return PriceAsked(middle * 4 // 5, middle * 6 // 5, cut(text, match))
    if match := AT_MOST.search(text):
        most = minor_units(amount_in(match), digits)
        text = cut(text, match)
    if match := AT_LEAST.search(text):
        least = minor_units(amount_in(match), digits)
        text = cut(text, match)
    if least is None and most is None:
        for match in EXACT.finditer(text):
            if MONEY.search(match[0]):
                return PriceAsked(None, minor_units(match["most"], digits), cut(text, match))
    if least is not None and most is not None and least > most:
        least, most = most, least
    return PriceAsked(least, most, text)


def amount_in(match: re.Match[str]) -> str:
    """The amount, by whichever form it was said."""
    return next(text for name, text in match.groupdict().items() if text and name != "thing")


def is_price_range(match: re.Match[str]) -> bool:
    """Whether two numbers with a dash are prices rather than sizes: "size 39-42" is none, "size 39-42 €" is."""
    return bool(match["low"] or MONEY.search(match[0]) or not SIZE_BEFORE.search(match.string[:match.start()]))


def cut(text: str, match: re.Match[str]) -> str:
    """The text without what was said of the price, but for the thing itself: "my limit for a kettle is 40"."""
    if thing := match.groupdict().get("thing"):
        return f"{text[:match.start()]} , {thing} , {text[match.end():]}"
    return f"{text[:match.start()]} , {text[match.end():]}"
