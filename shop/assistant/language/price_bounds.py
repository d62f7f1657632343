"""Prices as shoppers say them: "under 60", "€40-60", "40 bucks max", "around 50"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

AMOUNT = (r"(?:[€$£]|eur|usd|gbp)?\s*(?P<{0}>\d{{1,3}}(?:[ ,.]\d{{3}})+"
          r"|\d+)(?P<{0}_cents>[.,]\d{{1,2}})?(?P<{0}_k>k)?"
          r"(?P<{0}_unit>\s*(?:[€$£]|eur(?:os?)?|usd|gbp|dollars?|bucks|pounds?|quid|pln|chf)(?![a-z]))?")
MARK = re.compile(r"[€$£]|\b(?:eur|usd|gbp)\b")
NOT_MONEY = (r"(?!\s*(?:\d|%|cm|mm|m\b|km|kg|g\b|inch|inches|years?|days?|weeks?|months?|hours?|stars?|litres?"
             r"|liters?|l\b|w\b|v\b"
             r"|pairs?|pieces?|items?|things|people|euro?\s+size|hoodies))")


def amount(name: str) -> str:
    return AMOUNT.format(name)


BETWEEN = re.compile(
    rf"\b(?:between|from)\s+{amount('low')}\s*(?:and|to|-|–)\s*{amount('high')}{NOT_MONEY}"
    rf"|(?<![\w.]){amount('least')}\s*(?:-|–|\bto\b)\s*{amount('most')}{NOT_MONEY}")
AT_MOST = re.compile(
    r"\b(?:(?:nothing|not|never|no\s+one|none)\s+(?:over|above|more\s+than|beyond)|(?:spend(?:ing)?|pay(?:ing)?"
    r"|cost(?:s|ing)?)\s+(?:any\s+)?"
    r"(?:more\s+than|over|above)|(?<!not )(?<!no )(?:under|below|beneath)|(?<!not )(?<!no )less\s+than|(?<!not )(?<!no )cheaper\s+than|no\s+more\s+than|not\s+more\s+than"
    r"|not\s+over|max(?:imum)?(?:\s+of)?|up\s+to|at\s+most|within|sub|limit(?:\s+(?:is|of))?|"
    r"(?<!not )(?<!no )lower\s+than|budget(?:\s+(?:is|of|around|about))?|<=?|spend(?:\s+(?:up\s+to|about|around|only))?"
    r"|i\s+(?:only\s+)?have|for\s+(?:less\s+than|under))\s*:?\s*"
    rf"(?:about\s+|around\s+|a\s+)?{amount('most')}{NOT_MONEY}"
    rf"|(?<![\w.]){amount('limit')}\s*(?:max(?:imum)?|or\s+(?:less|under|below|cheaper)|tops|at\s+most|budget"
    rf"|and\s+under|and\s+below)\b")
AT_LEAST = re.compile(
    r"\b(?:over|above|more\s+than|at\s+least|from|min(?:imum)?(?:\s+of)?|starting\s+(?:at|from)|(?:not|no)\s+(?:under|below|less\s+than|lower\s+than|cheaper\s+than)"
    r"|no\s+less\s+than|>=?)\s*"
    rf"{amount('least')}{NOT_MONEY}|(?<![\w.]){amount('floor')}\s*(?:min(?:imum)?|or\s+more|and\s+(?:up|over"
    rf"|above)|plus)\b")
AROUND = re.compile(rf"(?<!what )(?<!how )\b(?:around|about|roughly|approximately|approx|circa|ca"
                    rf"|near)\s+{amount('near')}{NOT_MONEY}|~\s*{amount('close')}")
EXACT = re.compile(rf"(?<![\w.]){amount('most')}")


TENS = {word: 10 * number for number, word in enumerate(
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)}
UNITS = {word: number for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], start=1)}
SPELLED = re.compile(
    rf"\b(?:(?P<hundreds>a|{'|'.join(UNITS)})\s+hundred(?:\s+(?:and\s+)?)?(?=\W|$|{'|'.join(TENS)}|{'|'.join(UNITS)}))?"
    rf"(?P<tens>{'|'.join(TENS)})?(?:[\s-]?(?P<units>{'|'.join(UNITS)}))?\b")
LATER = re.compile(rf"^\W*(?:(?:up\s+)?to|(?:make|let'?s\s+(?:make|say))\s+(?:it|that)|rather|say)\s+{amount('most')}{NOT_MONEY}\W*$")


def numerals(text: str) -> str:
    """A folded text with its spelled amounts from twenty up as figures: "under forty five" reads "under 45"."""
    def figure(match: re.Match[str]) -> str:
        if not match["hundreds"] and not match["tens"]:
            return match[0]
        value = 100 * (UNITS.get(match["hundreds"], 1) if match["hundreds"] else 0)
        value += TENS.get(match["tens"] or "", 0) + UNITS.get(match["units"] or "", 0)
        return str(value) + (" " if match[0].endswith(" ") else "")
    return SPELLED.sub(figure, text)


@dataclass(frozen=True)
class PriceAsked:
    """Bounds in minor units, both inclusive, and the text that was not about prices."""

    least: int | None = None
    most: int | None = None
    rest: str = ""


def minor_units(match: re.Match[str], name: str, digits: int) -> int:
    whole = re.sub(r"[ ,.]", "", match[name])
    value = Decimal(whole + (match[f"{name}_cents"] or "").replace(",", "."))
    if match[f"{name}_k"]:
        value *= 1000
    return int(value * 10**digits)


def prices(text: str, *, digits: int = 2, later: bool = False) -> PriceAsked:
    """The price bounds in a folded text; `digits` are the currency's decimals. `later` says that a request came
    before, which "make it 80" can be about.

    A bare number counts only with a word such as "under" or a currency sign. "Around" means a fifth either way.
    Bounds given the wrong way round are turned.
    """
    least: int | None = None
    most: int | None = None
    if match := BETWEEN.search(text):
        low, high = ("low", "high") if match["low"] else ("least", "most")
        strong = match["low"] or any(match[f"{each}_unit"] for each in (low, high)) or MARK.search(match[0])
        if strong or not re.search(r"\b(?:size|w|l|eu|us|uk)\s*$", text[:match.start()]):
            least, most = sorted((minor_units(match, low, digits), minor_units(match, high, digits)))
            return PriceAsked(least, most, cut(text, match))
    if later and (match := LATER.search(text)):
        return PriceAsked(None, minor_units(match, "most", digits), cut(text, match))
    if match := AROUND.search(text):
        middle = minor_units(match, "near" if match["near"] else "close", digits)
        return PriceAsked(middle * 4 // 5, middle * 6 // 5, cut(text, match))
    if match := AT_MOST.search(text):
        most = minor_units(match, "most" if match["most"] else "limit", digits)
        text = cut(text, match)
    if match := AT_LEAST.search(text):
        least = minor_units(match, "least" if match["least"] else "floor", digits)
        text = cut(text, match)
    if least is None and most is None:
        for match in EXACT.finditer(text):
            if match["most_unit"] or MARK.search(match[0]):
                return PriceAsked(None, minor_units(match, "most", digits), cut(text, match))
    if least is not None and most is not None and least > most:
        least, most = most, least
    return PriceAsked(least, most, text)


def cut(text: str, match: re.Match[str]) -> str:
    return f"{text[:match.start()]} , {text[match.end():]}"
