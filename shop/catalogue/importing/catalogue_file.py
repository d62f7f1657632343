"""The shop's own catalogue file, as CSV or as lines of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from shop.catalogue.importing.reading import Record
from shop.catalogue.importing.rows import COLUMNS, Stated

NEEDED = ("sku", "name", "price")


def stated(records: Iterable[Record]) -> Iterator[Stated]:
    ours: dict[str, str] = {}
    for line, record in records:
        fields: dict[str, Any] = {}
        for name, value in record.items():
            if (column := ours.get(name)) is None:
                lowered = name.strip().lower()
                column = ours[name] = lowered if lowered in COLUMNS else name
            if value != "" or column in COLUMNS:
                fields[column] = value
        yield Stated(line, fields)
