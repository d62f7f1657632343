"""A list as a file for spreadsheets, sent row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from flask import Response, stream_with_context
from sqlalchemy import Select

from shop.extensions import db
from shop.models.types import now
from shop.web.admin.resource import Resource

BATCH = 500
# Without it, some spreadsheets take the file for one in an old encoding.
MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula begins with an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA) else cell


def written(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(map(harmless, cells))
    return line.getvalue()


def lines_of(resource: Resource[Any], query: Select[Any]) -> Iterator[str]:
    columns = (*resource.columns, *resource.sheet)
    yield MARK + written(column.title for column in columns)
    found = db.session.execute(query, execution_options={"yield_per": BATCH}).scalars()
    for rows in found.partitions():
        yield "".join(written(line.plain(column) for column in columns) for line in resource.lines(rows))


def download(resource: Resource[Any], query: Select[Any]) -> Response:
    name = f"{resource.name}-{now():%Y-%m-%d}.csv"
    return Response(stream_with_context(lines_of(resource, query)), mimetype="text/csv",
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})
