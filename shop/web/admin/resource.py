"""One pattern for every kind of row that the owner lists, writes and takes away.

A `Resource` says what is special about a kind; the pages in `pages.py` do the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import url_for
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.interfaces import ORMOption

from shop.extensions import db
from shop.web.admin.row_form import RowForm

Row = TypeVar("Row")
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column of the list. `show` gives its text, `order` what it is sorted by, `tone` a badge's colour."""

    title: str
    show: Callable[[Row], str]
    order: Any = None
    number: bool = False
    tone: Callable[[Row], str] | None = None

    @property
    def key(self) -> str:
        return self.title.lower().replace(" ", "-")


@dataclass(frozen=True)
class View:
    """A part of the list that is worth a tab of its own."""

    key: str
    title: str
    condition: Condition


@dataclass(frozen=True)
class Removal:
    """What taking a row away means: `obstacle` says why it cannot be, `warning` what will happen instead of
    a plain deletion; `act` does it and says what it did.
    """

    act: Callable[[], str]
    obstacle: str | None = None
    warning: str | None = None


@dataclass(frozen=True)
class Resource(Generic[Row]):
    """One kind of row. `name` is its place below /admin; the first column names a row and links to it."""

    name: str
    singular: str
    plural: str
    model: type[Row]
    form: type[RowForm]
    columns: Sequence[Column[Row]]
    search: Callable[[str], Condition]
    removal: Callable[[Row], Removal]
    intro: str = ""
    views: Sequence[View] = ()
    options: Sequence[ORMOption] = ()

    def title(self, row: Row) -> str:
        return self.columns[0].show(row)

    @property
    def key(self) -> Any:
        return self.model.id  # type: ignore[attr-defined]

    def rows(self, words: str, view: View | None, column: Column[Row], descending: bool) -> Select[Any]:
        """The rows in which every one of the words is found."""
        query = select(self.model).options(*self.options).where(*map(self.search, words.split()))
        if view:
            query = query.where(view.condition)
        by = column.order if column.order is not None else self.key
        return query.order_by(by.desc() if descending else by.asc(), self.key)

    def address(self, page: str = "", /, **values: Any) -> str:
        """The address of the list, or of its "new", "edit" or "delete" page."""
        return url_for(f"admin.{self.name}_{page}" if page else f"admin.{self.name}", **values)

    def delete(self, row: Row) -> str:
        title = self.title(row)
        db.session.delete(row)
        return f"“{title}” was deleted."


def anywhere(*columns: InstrumentedAttribute[str]) -> Callable[[str], Condition]:
    """Finds a word in any of the columns."""
    return lambda word: or_(*(column.icontains(word, autoescape=True) for column in columns))
