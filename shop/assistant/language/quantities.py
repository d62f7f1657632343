"""Numbers as a text writes them: amounts of money, measures, and bare numbers, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop.assistant.language.numbers import SPELLED, spelled_value
from shop.assistant.language.phrasebook import ENGLISH

# "1.234,50", "1'000", "10:00". Where a fourth digit follows a group of three, as in "1.2345", all of it is one number.
DIGITS = r"\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,:]\d+)*"
# Up to three letters may stand right before digits, as in "EUR40"; after more of them the digits are `inner`.
NUMBER = re.compile(
    rf"(?<![\w.,])(?:(?P<spelled>{SPELLED.pattern})(?!\w)|(?P<after_word>[A-Za-z]{{0,3}})(?P<digits>{DIGITS}))"
    rf"|(?<![\d.,])(?P<inner>{DIGITS})", re.IGNORECASE)
CURRENCIES: Mapping[str, Sequence[str]] = ENGLISH.values("money.currencies")
CENTS = ENGLISH.words("money.cents")
CURRENCY_OF = {mark: code for code, marks in CURRENCIES.items() for mark in marks}
MARKS = "|".join(re.escape(mark) + (r"(?![^\W\d])" if mark[-1].isalpha() else "")
                 for mark in sorted(CURRENCY_OF, key=len, reverse=True))
# "EUR" in "EUR40" and "40EUR", but not in "Europe" or "neur".
MARK = re.compile(rf"(?<![^\W\d])(?:{MARKS})", re.IGNORECASE)
MARK_BEFORE = re.compile(rf"(?<![^\W\d])(?P<mark>{MARKS})\s*$", re.IGNORECASE)
# Also after "5,-" and in "a 5-euro note".
MARK_AFTER = re.compile(rf"\s*(?:[.,][-–—]+\s*)?-?(?P<mark>{MARKS})", re.IGNORECASE)
CENTS_AFTER = re.compile(rf"\s*-?(?P<mark>{'|'.join(CENTS)})(?!\w)", re.IGNORECASE)
RANGE = ENGLISH.pattern("quantities.range")
MEASURE = ENGLISH.pattern("quantities.measure")
UNITS: Mapping[str, str] = ENGLISH.values("quantities.units")
WEEK, FORTNIGHT = ENGLISH.pattern("quantities.week"), ENGLISH.pattern("quantities.fortnight")


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
    found = list(single_quantities(text))
    for at in range(len(found) - 1):
        one, two = found[at], found[at + 1]
        if RANGE.fullmatch(text, one.end, two.start):
            if not one.unit and two.unit:
                found[at] = Quantity(
                    lower_end(one.value, two.unit, text, two), two.unit, one.start, one.end, two.currency, one.spelled
                )
            elif one.unit == "money" and not two.unit:
                found[at + 1] = Quantity(two.value, one.unit, two.start, two.end, one.currency, two.spelled)
    return tuple(found)


def lower_end(value: Decimal | None, unit: str, text: str, other: Quantity) -> Decimal | None:
    """The lower end of a range in the unit of its upper end: "2 to 3 weeks" counts in days."""
    each = days_each(text[other.start:other.end])
    return value * each if value is not None and unit in ("day", "working day") else value


def days_each(text: str) -> int:
    return 7 if WEEK.search(text) else 14 if FORTNIGHT.search(text) else 1


def single_quantities(text: str) -> Iterator[Quantity]:
    at = 0
    while match := NUMBER.search(text, at):
        spelled = match["spelled"]
        digits = match["digits"] or match["inner"]
        start = match.start() if spelled else match.start("digits" if match["digits"] else "inner")
        value = spelled_value(spelled) if spelled else digits_value(digits)
        end = at = match.end()
        before = MARK_BEFORE.search(text, max(0, start - 12), start)
        if before:
            yield Quantity(value, "money", before.start(), end, currency_of(before["mark"]), bool(spelled))
        elif after := MARK_AFTER.match(text, end):
            at = after.end()
            yield Quantity(value, "money", start, at, currency_of(after["mark"]), bool(spelled))
        elif after := CENTS_AFTER.match(text, end):
            at = after.end()
            yield Quantity(value, "cents", start, at, "", bool(spelled))
        elif after := MEASURE.match(text, end):
            at = after.end()
            yield quantity_with_unit(value, after, start, bool(spelled))
        else:
            yield Quantity(value, "", start, end, "", bool(spelled))


def currency_of(mark: str) -> str:
    """Its code. Without case an expression takes "ſ" for an s and "ı" for an i too; "" where no mark is written so."""
    return CURRENCY_OF.get(mark.casefold(), "")


def quantity_with_unit(value: Decimal | None, match: re.Match[str], start: int, spelled: bool) -> Quantity:
    unit = " ".join(match["unit"].lower().split())
    unit = UNITS.get(unit, unit)
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


def minor(value: Decimal | None, unit: str, digits: int) -> int | None:
    """An amount of money in minor units; None where it has more decimals than the currency."""
    if value is None:
        return None
    exact = value if unit == "cents" else value * 10**digits
    return int(exact) if exact == int(exact) else None
