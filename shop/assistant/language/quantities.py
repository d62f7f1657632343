"""Numbers as a text writes them: amounts of money, measures, and bare numbers, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}
TENS = {"twenty": 2, "thirty": 3, "forty": 4, "fifty": 5, "sixty": 6, "seventy": 7, "eighty": 8, "ninety": 9}
ONES = "|".join(word for word, value in UNITS.items() if 0 < value < 10)
SPELLED = (
    rf"(?:(?:an?|{ONES})[\s-]+hundred(?:\s+(?:and\s+)?(?:(?:{'|'.join(TENS)})(?:[\s-](?:{ONES}))?|{'|'.join(UNITS)}))?"
    rf"|(?:{'|'.join(TENS)})(?:[\s-](?:{ONES}))?|{'|'.join(UNITS)}|hundred|thousand)"
)
DIGITS = r"\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,:]\d+)*"
NUMBER = re.compile(rf"(?<![\w.,])(?:(?P<spelled>{SPELLED})(?!\w)|(?P<after_word>[A-Za-z]{{0,3}})(?P<digits>{DIGITS}))"
                    rf"|(?<![\d.,])(?P<inner>{DIGITS})", re.IGNORECASE)
CURRENCIES: Mapping[str, tuple[str, ...]] = {
    "EUR": ("€", "eur", "euro", "euros"),
    "USD": ("$", "usd", "dollar", "dollars", "buck", "bucks"),
    "GBP": ("£", "gbp", "pound", "pounds", "quid"),
    "PLN": ("zł", "pln", "zloty", "zlotys", "złoty", "złotych", "złote"),
    "CHF": ("chf", "franken", "francs"),
    "JPY": ("¥", "jpy", "yen"),
    "INR": ("₹", "inr", "rupees"),
    "SEK": ("sek", "kr", "kronor"),
    "CZK": ("czk", "kč"),
    "UAH": ("₴", "uah"),
    "RUB": ("₽", "rub"),
}
CENTS = ("cent", "cents", "ct", "p", "pence", "penny", "¢", "c", "grosz", "groszy")
CURRENCY_OF = {mark: code for code, marks in CURRENCIES.items() for mark in marks}
MARKS = "|".join(re.escape(mark) + (r"(?![^\W\d])" if mark[-1].isalpha() else "")
                 for mark in sorted(CURRENCY_OF, key=len, reverse=True))
MARK = re.compile(rf"(?<![^\W\d])(?:{MARKS})", re.IGNORECASE)
MARK_BEFORE = re.compile(rf"(?<![^\W\d])(?P<mark>{MARKS})\s*$", re.IGNORECASE)
MARK_AFTER = re.compile(rf"\s*(?:[.,][-–—]+\s*)?-?(?P<mark>{MARKS})", re.IGNORECASE)
CENTS_AFTER = re.compile(rf"\s*-?(?P<mark>{'|'.join(CENTS)})(?!\w)", re.IGNORECASE)
RANGE = re.compile(r"\s*(?:-|–|—|to|and|or|bis|und|à|et|do)\s*", re.IGNORECASE)
MEASURE = re.compile(
    r"[\s-]*(?:(?P<work>working|business|week)[\s-]*)?(?:calendar\s+|full\s+|whole\s+|more\s+)?(?P<unit>days?|weeks?|fortnights?|months?|years?|hours?|minutes?"
    r"|%|per\s?cent|percent|prozent|procent|stars?|out\s+of\s+(?:5|five)|/\s?5|left\b|remaining|in\s+stock)(?![^\W\d])",
    re.IGNORECASE,
)
MEASURES = {
    "percent": "%",
    "per cent": "%",
    "prozent": "%",
    "procent": "%",
    "percents": "%",
    "remaining": "left",
    "in stock": "left",
}


@dataclass(frozen=True)
class Quantity:
    """`value` is None for digits that are no number. `unit` is "" (bare), "money", "cents", "%", "star", "left",
    "day", "working day", "hour", "minute", "month" or "year"; weeks are told in days. `currency` is a code such as
    "EUR". `start` and `end` include the marks."""

    value: Decimal | None
    unit: str
    start: int
    end: int
    currency: str = ""
    spelled: bool = False


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of a text. In "3 to 5 days" and "€40–60" both numbers have the unit."""
    found = list(one_by_one(text))
    for at in range(len(found) - 1):
        one, two = found[at], found[at + 1]
        if RANGE.fullmatch(text, one.end, two.start):
            if not one.unit and two.unit:
                found[at] = Quantity(
                    scaled(one.value, two.unit, text, two), two.unit, one.start, one.end, two.currency, one.spelled
                )
            elif one.unit == "money" and not two.unit:
                found[at + 1] = Quantity(two.value, one.unit, two.start, two.end, one.currency, two.spelled)
    return tuple(found)


def scaled(value: Decimal | None, unit: str, text: str, other: Quantity) -> Decimal | None:
    """The lower end of a range in the unit of its upper end: "2 to 3 weeks" counts in days."""
    each = days_each(text[other.start:other.end])
    return value * each if value is not None and unit in ("day", "working day") else value


def days_each(text: str) -> int:
    lower = text.lower()
    return 7 if "week" in lower and "weekday" not in lower else 14 if "fortnight" in lower else 1


def one_by_one(text: str) -> Iterator[Quantity]:
    at = 0
    while match := NUMBER.search(text, at):
        spelled = match["spelled"]
        digits = match["digits"] or match["inner"]
        start = match.start() if spelled else match.start("digits" if match["digits"] else "inner")
        value = spelled_value(spelled) if spelled else digits_value(digits)
        end = at = match.end()
        before = MARK_BEFORE.search(text, max(0, start - 12), start)
        if before:
            yield Quantity(value, "money", before.start(), end, CURRENCY_OF[before["mark"].lower()], bool(spelled))
        elif after := MARK_AFTER.match(text, end):
            at = after.end()
            yield Quantity(value, "money", start, at, CURRENCY_OF[after["mark"].lower()], bool(spelled))
        elif after := CENTS_AFTER.match(text, end):
            at = after.end()
            yield Quantity(value, "cents", start, at, "", bool(spelled))
        elif after := MEASURE.match(text, end):
            at = after.end()
            yield measured(value, after, start, bool(spelled))
        else:
            yield Quantity(value, "", start, end, "", bool(spelled))


def measured(value: Decimal | None, match: re.Match[str], start: int, spelled: bool) -> Quantity:
    unit = " ".join(match["unit"].lower().split())
    if unit.startswith(("out", "/")):
        unit = "star"
    unit = MEASURES.get(unit, unit.removesuffix("s"))
    if unit in ("week", "fortnight", "day"):
        value, unit = value * days_each(unit) if value is not None else None, "day"
        if match["work"]:
            unit = "working day"
    return Quantity(value, unit, start, match.end(), "", spelled)


def digits_value(text: str) -> Decimal | None:
    """"1.234,50", "49,5", "4.7" or "10:00"; a colon stands for a time, which is told as hours.minutes."""
    match = re.fullmatch(r"(\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+|\d+)(?:[.,:](\d{1,2}))?", text)
    if not match:
        return None
    whole = re.sub(r"\D", "", match[1])
    return Decimal(f"{int(whole)}.{match[2] or 0}").normalize() if whole.isdigit() else None


def spelled_value(text: str) -> Decimal:
    total = current = 0
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in ("hundred", "thousand"):
            current = max(current, 1) * (100 if word == "hundred" else 1000)
        elif word in ("a", "an"):
            current = 1
        elif word in TENS:
            current += TENS[word] * 10
        else:
            current += UNITS.get(word, 0)
    return Decimal(total + current)


def minor(value: Decimal | None, unit: str, digits: int) -> int | None:
    """An amount of money in minor units; None where it has more decimals than the currency."""
    if value is None:
        return None
    exact = value if unit == "cents" else value * 10**digits
    return int(exact) if exact == int(exact) else None
