"""One table of a TOML file, its fields taken out one by one, with errors that say where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any


class ReadingError(ValueError):
    """`entry` and `field` are "" where the whole file is meant."""

    def __init__(self, file: str, entry: str, field: str, problem: str) -> None:
        self.file, self.entry, self.field, self.problem = file, entry, field, problem
        super().__init__(": ".join(filter(None, (file, entry, field, problem))))


class Entry:
    """Fields are read by type; `done` then complains about any nobody asked for, which finds misspellings."""

    def __init__(self, file: str, name: str, fields: Mapping[str, Any]) -> None:
        self.file, self.name = file, name
        self._fields = fields
        self._asked: set[str] = set()

    def wrong(self, field: str, problem: str) -> ReadingError:
        return ReadingError(self.file, self.name, field, problem)

    def done(self) -> None:
        if left := sorted(set(self._fields) - self._asked):
            raise self.wrong(left[0], "no such field")

    def _take(self, field: str) -> Any:
        self._asked.add(field)
        return self._fields.get(field)

    def text(self, field: str, default: str | None = None) -> str:
        """Without a default the field must be there and not empty."""
        value = self._take(field)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.wrong(field, "is missing")
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(field, f"{value!r} is not a text")
        return value.strip()

    def slug(self, field: str) -> str:
        value = self.text(field)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
            raise self.wrong(field, f"{value!r} may only hold small letters, digits and single hyphens")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        value = self._take(field)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            raise self.wrong(field, "must be a list of texts")
        if len(set(value)) != len(value):
            raise self.wrong(field, "names something twice")
        return tuple(value)

    def whole(self, field: str, default: int) -> int:
        value = self._take(field)
        if value is None:
            return default
        if type(value) is not int or value < 0:
            raise self.wrong(field, f"{value!r} is not a whole number from 0")
        return value

    def rating(self, field: str) -> float | None:
        value = self._take(field)
        if value is None:
            return None
        if type(value) not in (int, float) or not 0 <= value <= 5:
            raise self.wrong(field, f"{value!r} is not a number from 0 to 5")
        return float(value)

    def day(self, field: str) -> date | None:
        value = self._take(field)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.wrong(field, f"{value!r} is not a day such as 2026-03-14")
        return value

    def money(self, field: str, digits: int) -> int:
        """A decimal written as a text, in minor units of a currency with `digits` decimals; not negative."""
        text = self.text(field)
        try:
            amount = Decimal(text).scaleb(digits)
        except InvalidOperation:
            raise self.wrong(field, f"{text!r} is not a decimal number") from None
        if not amount.is_finite() or amount < 0:
            raise self.wrong(field, f"{text!r} is not an amount")
        if amount != amount.to_integral_value():
            raise self.wrong(field, f"{text!r} has more than {digits} decimals")
        return int(amount)

    def table(self, field: str) -> dict[str, Any]:
        value = self._take(field)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.wrong(field, "must be a table")
        return value

    def pairs(self, field: str) -> tuple[tuple[str, str], ...]:
        table = self.table(field)
        if not all(isinstance(value, str) for value in table.values()):
            raise self.wrong(field, "its values must be texts")
        return tuple(table.items())

    def tables(self, field: str) -> list[dict[str, Any]]:
        value = self._take(field)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(field, "must be a list of tables")
        return value
