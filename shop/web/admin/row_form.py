"""What the form of a row has: the row itself, uniqueness, and lists that grow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute
from wtforms import Field, FieldList
from wtforms.validators import ValidationError

from shop.extensions import db
from shop.web.admin.fields import slug_of
from shop.web.forms import ShopForm


class Unsaved(Exception):
    """What was found while writing forbids it; the form's fields say why."""


class RowForm(ShopForm):
    """Only the fields that stand in the form are ever written to the row.

    `groups` are (heading, names of fields) as they stand on the page; `named_by` is the field that an empty
    slug is made of; `own` are fields that are no columns, which the form writes itself. `remarks` are what the
    owner should know although the row was saved.
    """

    groups: ClassVar[Sequence[tuple[str, Sequence[str]]]] = ()
    named_by: ClassVar[str] = "name"
    own: ClassVar[Sequence[str]] = ()

    def __init__(self, row: Any) -> None:
        super().__init__(obj=row)
        self.row = row
        self.remarks: list[str] = []

    @property
    def growing(self) -> list[FieldList[Any]]:
        return [field for field in self if isinstance(field, FieldList)]

    def grew(self) -> bool:
        """Adds an empty entry to the list whose "Add" button was pressed."""
        for field in self.growing:
            if request.form.get("add") == field.name and len(field) < (field.max_entries or 0):
                field.append_entry()
                return True
        return False

    def others_with(self, column: InstrumentedAttribute[Any], values: Sequence[Any]) -> set[Any]:
        """Which of these values stand in other rows than this form's."""
        model: Any = column.class_
        query = select(column).where(column.in_(values), model.id != (self.row.id or 0))
        return set(db.session.scalars(query))

    def validate_slug(self, field: Field) -> None:
        if field.data and self.others_with(type(self.row).slug, [field.data]):
            raise ValidationError(f"“{field.data}” is taken; choose another, or leave it empty.")

    def populate_obj(self, obj: Any) -> None:
        slug = self._fields.get("slug")
        if slug is not None and not slug.data:
            column = type(obj).slug
            slug.data = slug_of(self._fields[self.named_by].data, column.type.length,
                                lambda candidates: self.others_with(column, candidates))
        for name, field in self._fields.items():
            if name not in self.own:
                field.populate_obj(obj, name)

    def settled(self, done: bool) -> None:
        """Called once the row is saved, or was not, for what lies outside the database."""
