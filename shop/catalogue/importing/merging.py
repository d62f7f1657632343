"""What the rows of one product say together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shop.catalogue.importing.rows import LONGEST, Row
from shop.catalogue.wording import clipped


@dataclass(frozen=True)
class Merged:
    """`columns` are columns of Product and what they should hold, as far as the rows state them.

    `price` is the lowest that any of them asks; `attributes` of "" are to go. `image` is None where no row
    speaks of pictures.
    """

    price: int
    prices_differ: bool
    category: str
    image: str | None
    columns: Mapping[str, object]
    attributes: Mapping[str, str]


def merge(rows: Sequence[Row], price: int) -> Merged:
    """`price` is for rows that state none."""
    asked = {row.price if row.price is not None else price for row in rows if row.is_variant}
    columns: dict[str, object] = {}
    for name in dict.fromkeys(name for row in rows for name in row.texts):
        text = first(row.texts.get(name, "") for row in rows)
        if text or name != "name":
            columns[name] = text
    for name in dict.fromkeys(name for row in rows for name in row.lists):
        columns[name] = list(dict.fromkeys(word for row in rows for word in row.lists.get(name, ())))
    for name in ("rating", "rating_count"):
        found = next((value for row in rows if (value := getattr(row, name)) is not None), None)
        if found is not None:
            columns[name] = found
    pictures = [row.image for row in rows if row.image is not None]
    return Merged(
        price=min(asked, default=price), prices_differ=len(asked) > 1,
        category=first(row.category for row in rows), image=first(pictures) if pictures else None,
        columns=columns, attributes=attributes(rows))


def attributes(rows: Sequence[Row]) -> dict[str, str]:
    """Where variants differ, their values side by side."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for name, value in row.attributes.items():
            found.setdefault(name, {}).update({value: None} if value else {})
    return {name: clipped(", ".join(values), LONGEST["value"]) for name, values in found.items()}


def first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")
