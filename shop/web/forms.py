"""What every form of the shop has: its token, and its errors as one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField
from wtforms.validators import Length


@dataclass(frozen=True)
class Problem:
    """One error, and the id of the control it stands at."""

    field_id: str
    text: str


def one_line(typed: str | None) -> str:
    """As typed, in one line, without what cannot be printed or stored."""
    return " ".join("".join(each if each.isprintable() else " " for each in typed or "").split())


def at_most(length: int) -> Length:
    return Length(max=length, message="%(length)d characters are too many; at most %(max)d.")


class ShopForm(FlaskForm):
    def __init__(self, **data: Any) -> None:
        super().__init__(**data)  # type: ignore[no-untyped-call]

    @property
    def sent(self) -> bool:
        return bool(self.is_submitted())  # type: ignore[no-untyped-call]

    def problems(self) -> list[Problem]:
        return [problem for field in self for problem in problems_of(field)]


def problems_of(field: Field) -> Iterator[Problem]:
    if isinstance(field, FieldList | FormField):
        for inner in field:
            yield from problems_of(inner)
        return
    for error in field.errors:
        yield Problem(field.id, str(error))
