"""Brings the rows of one product together, wherever in the file they stand.

A file of any size may have them anywhere, so the rows wait in a database of their own that SQLite keeps on the
disk and removes by itself.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from types import TracebackType

from shop.catalogue.importing.rows import BadRow, Row

TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE product (number INTEGER PRIMARY KEY, handle TEXT UNIQUE);
CREATE TABLE row (number INTEGER PRIMARY KEY, product INTEGER, body TEXT);
CREATE TABLE sku (sku TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID;
CREATE TABLE refusal (line INTEGER, reason TEXT);
"""


class Gathered:
    """Rows in, then products out in the order in which the file first names them."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(TABLES)
        self._database.execute("BEGIN")

    def __enter__(self) -> Gathered:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._database.close()

    def add(self, row: Row) -> None:
        """Raises BadRow for a SKU that stands further up."""
        if row.sku:
            try:
                self._database.execute("INSERT INTO sku VALUES (?, ?)", (row.sku, row.line))
            except sqlite3.IntegrityError:
                first, = self._database.execute("SELECT line FROM sku WHERE sku = ?", (row.sku,)).fetchone()
                raise BadRow(f'sku "{row.sku}" stands in line {first} already') from None
        self._database.execute("INSERT OR IGNORE INTO product (handle) VALUES (?)", (row.handle,))
        self._database.execute(
            "INSERT INTO row (product, body) SELECT number, ? FROM product WHERE handle = ?",
            (json.dumps(row.__dict__), row.handle))

    def refuse(self, line: int, reason: str) -> None:
        self._database.execute("INSERT INTO refusal VALUES (?, ?)", (line, reason))

    def refusals(self) -> Iterator[tuple[int, str]]:
        """(line, reason), by line."""
        yield from self._database.execute("SELECT line, reason FROM refusal ORDER BY line, rowid")

    @property
    def refused(self) -> int:
        """How many lines."""
        return int(self._database.execute("SELECT count(DISTINCT line) FROM refusal").fetchone()[0])

    @property
    def products(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM product").fetchone()[0])

    def __iter__(self) -> Iterator[list[Row]]:
        """The rows of each product."""
        rows: list[Row] = []
        current = 0
        for product, body in self._database.execute("SELECT product, body FROM row ORDER BY product, number"):
            if product != current and rows:
                yield rows
                rows = []
            current = product
            rows.append(Row(**json.loads(body)))
        if rows:
            yield rows
