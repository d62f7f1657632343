"""Prices in any usual notation."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import list_currencies

DEAREST = 1_000_000_000
MARK = r"(?:[^\W\d_]{1,4}\.?|[^\W\d_]{0,3}[^\w\s.,'’+\-–—()])"
PRICE = re.compile(
    rf"(?P<before>{MARK})?\s*(?P<sign>[-−])?\s*(?P<number>\d[\d.,'’\s]*?)(?P<round>[.,](?:-{{1,2}}|–|—))?"
    rf"\s*(?P<after>{MARK})?")
SYMBOLS = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₺": "TRY", "zł": "PLN", "kč": "CZK", "ft": "HUF"}
SHARED = frozenset(("kr", "fr", "sfr", "rs", "lei", "lv", "р", "руб", "din", "ден"))
CODES = frozenset(list_currencies())


class NotAnAmount(ValueError):
    """The message says what is wrong with it, to stand behind the words "price "…" "."""


def amount(text: str, digits: int) -> tuple[int, str]:
    """Minor units of a currency with `digits` decimals, and the ISO code written beside it or "".

    The last of two kinds of separators is the decimal one. A lone separator before exactly three digits
    separates thousands, unless the currency has three decimals or a lone nought stands before it. A mark that
    several currencies share ("$", "kr") gives no code. Raises NotAnAmount.
    """
    found = PRICE.fullmatch(text.strip())
    if not found:
        example = f"12.5{'0' * (digits - 1)}" if digits else "12"
        raise NotAnAmount(f"is not an amount; write {example}")
    if found["before"] and found["after"]:
        raise NotAnAmount("names a currency twice")
    if found["sign"]:
        raise NotAnAmount("is below zero")
    return in_minor(Decimal(plain_number(found["number"].strip(), digits)), digits), code_of(
        found["before"] or found["after"] or "")


def plain_number(text: str, digits: int) -> str:
    text = re.sub(r"['’\s]", "", text)
    kinds = sorted({sign for sign in text if sign in ".,"}, key=text.rfind)
    if not kinds:
        return text
    point, whole = kinds[-1], text
    if len(kinds) == 2:
        whole = text.replace(kinds[0], "")
        if whole.count(point) > 1:
            raise NotAnAmount("is not an amount: its separators contradict each other")
    head, _, tail = whole.rpartition(point)
    is_thousands = len(kinds) == 1 and (
        head.count(point) > 0 or (len(tail) == 3 and digits != 3 and head.strip("0") != ""))
    if is_thousands and any(len(group) != 3 for group in whole.split(point)[1:]):
        raise NotAnAmount("is not an amount: its separators contradict each other")
    return whole.replace(point, "") if is_thousands else f"{head}.{tail}"


def in_minor(value: Decimal, digits: int, *, rounded: bool = False) -> int:
    """Raises NotAnAmount for what is below zero, too dear, or has more decimals than the currency."""
    if not value.is_finite() or value < 0:
        raise NotAnAmount("is not an amount" if not value.is_finite() else "is below zero")
    minor = value.scaleb(digits)
    whole = minor.to_integral_value(ROUND_HALF_UP)
    if minor != whole and not rounded:
        raise NotAnAmount(f"has more than {digits} decimals" if digits else "has decimals; the currency has none")
    if whole > DEAREST:
        raise NotAnAmount("is more than the shop can ask for")
    return int(whole)


def code_of(mark: str) -> str:
    """The ISO code of a currency's mark, "" for one that several share. Raises NotAnAmount for any other word."""
    word = mark.removesuffix(".").lower()
    if word in SYMBOLS:
        return SYMBOLS[word]
    if word.upper() in CODES:
        return word.upper()
    if word in SHARED or not word or unicodedata.category(word[-1]) == "Sc":
        return ""
    raise NotAnAmount(f'is not an amount: "{mark}" is no currency')
