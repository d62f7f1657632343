"""One pattern for every kind of row that the owner lists, reads, writes and takes away.

A `Resource` says what is special about a kind; the pages in `pages.py` do the rest. A `Written` has a form; a `Read`
came about elsewhere and has a page with what it says and the steps it may take.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import abort, url_for
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.interfaces import ORMOption

from shop.extensions import db
from shop.web.admin.row_form import RowForm

Row = TypeVar("Row")
Condition = ColumnElement[bool]


def same(text: str) -> str:
    return text


def nothing() -> None:
    return None


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column of the list. `show` gives its text, `order` what it is sorted by, `tone` a badge's colour; `plain` is
    its text for a spreadsheet, where it is another.

    A column that is a `figure` is shown from the value of `order`, which is fetched along, not from the row.
    """

    title: str
    show: Callable[[Any], str]
    order: Any = None
    number: bool = False
    tone: Callable[[Row], str] | None = None
    plain: Callable[[Any], str] | None = None
    figure: bool = False

    @property
    def key(self) -> str:
        return self.title.lower().replace(" ", "-")


@dataclass(frozen=True)
class Line(Generic[Row]):
    """A row of the list with the figures that stand beside it."""

    row: Row
    figures: Mapping[str, Any] = field(default_factory=dict)

    def text(self, column: Column[Row]) -> str:
        return column.show(self.figures[column.key] if column.figure else self.row)

    def plain(self, column: Column[Row]) -> str:
        show = column.plain or column.show
        return show(self.figures[column.key] if column.figure else self.row)


@dataclass(frozen=True)
class View:
    """A part of the list that is worth a tab of its own."""

    key: str
    title: str
    condition: Condition


@dataclass(frozen=True)
class Removal:
    """What taking a row away means: `obstacle` says why it cannot be, `warning` what will happen instead of
    a plain deletion; `act` does it and says what it did. `word` stands on the button; `afterwards` is for what
    lies outside the database.
    """

    act: Callable[[], str]
    obstacle: str | None = None
    warning: str | None = None
    word: str = "Delete"
    afterwards: Callable[[], None] = nothing


class Refused(Exception):
    """A step that cannot be taken; the text tells the owner why."""


@dataclass(frozen=True)
class Step:
    """Something the owner can do with a row on its page. `act` is given the note and says what it did, or raises
    Refused; `tone` is a button's: "", "quiet" or "danger"."""

    key: str
    label: str
    act: Callable[[str], str]
    tone: str = "quiet"


@dataclass(frozen=True, kw_only=True)
class Resource(Generic[Row]):
    """One kind of row. `name` is its place below /admin; the first column names a row and links to it.

    `first` is what the list is sorted by until another column is chosen, "-" before it for the other way round;
    `sheet` are columns that only the exported file has.
    """

    name: str
    singular: str
    plural: str
    model: type[Row]
    columns: Sequence[Column[Row]]
    search: Callable[[str], Condition]
    intro: str = ""
    views: Sequence[View] = ()
    options: Sequence[ORMOption] = ()
    first: str = ""
    sheet: Sequence[Column[Row]] = ()
    named: Callable[[Row], str] | None = None
    removal: Callable[[Row], Removal] | None = None
    removal_word: str = "Delete"
    id_part: str = "int(max=2147483647)"
    list_template: str = "admin/list.html"
    row_page: str = ""

    def title(self, row: Row) -> str:
        return self.named(row) if self.named else self.columns[0].show(row)

    @property
    def key(self) -> Any:
        return self.model.id  # type: ignore[attr-defined]

    def find(self, row_id: Any) -> Row:
        if isinstance(row_id, str) and not row_id.isalnum():
            abort(404)
        return db.get_or_404(self.model, row_id)

    def rows(self, words: str, view: View | None, column: Column[Row], descending: bool) -> Select[Any]:
        """The rows in which every one of the words is found."""
        query = select(self.model).options(*self.options).where(*map(self.search, words.split()))
        if view:
            query = query.where(view.condition)
        by = column.order if column.order is not None else self.key
        return query.order_by(by.desc() if descending else by.asc(), self.key)

    def lines(self, rows: Sequence[Row]) -> list[Line[Row]]:
        """The rows with their figures, which one query fetches for all of them."""
        wanted = [column for column in (*self.columns, *self.sheet) if column.figure]
        if not wanted or not rows:
            return [Line(row) for row in rows]
        ids = [row.id for row in rows]  # type: ignore[attr-defined]
        found = db.session.execute(
            select(self.key, *(column.order for column in wanted)).where(self.key.in_(ids))).all()
        figures = {each[0]: dict(zip((column.key for column in wanted), each[1:], strict=True)) for each in found}
        return [Line(row, figures[number]) for row, number in zip(rows, ids, strict=True) if number in figures]

    def address(self, page: str = "", /, **values: Any) -> str:
        """The address of the list, or of its "new", "edit", "show", "delete" or "export" page."""
        return url_for(f"admin.{self.name}_{page}" if page else f"admin.{self.name}", **values)

    def row_address(self, row: Row) -> str:
        """Where a row is written or read; "" for one that only stands in the list."""
        number = row.id  # type: ignore[attr-defined]
        return self.address(self.row_page, row_id=number) if self.row_page else ""

    def delete(self, row: Row) -> str:
        title = self.title(row)
        db.session.delete(row)
        return f"“{title}” was deleted."


@dataclass(frozen=True, kw_only=True)
class Written(Resource[Row]):
    """Rows that the owner makes and changes with a form. `seen_at` is where shoppers see one, "" for nowhere."""

    form: type[RowForm]
    seen_at: Callable[[Row], str] = lambda row: ""
    row_page: str = "edit"


@dataclass(frozen=True, kw_only=True)
class Read(Resource[Row]):
    """Rows that came about elsewhere. `facts` are what the page's `template` needs beside the row."""

    template: str
    facts: Callable[[Row], Mapping[str, Any]]
    steps: Callable[[Row], Sequence[Step]] = lambda row: ()
    row_page: str = "show"


def anywhere(*columns: InstrumentedAttribute[str]) -> Callable[[str], Condition]:
    """Finds a word in any of the columns."""
    return lambda word: or_(*(column.icontains(word, autoescape=True) for column in columns))
