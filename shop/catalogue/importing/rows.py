"""One row of a catalogue in the terms of the catalogue file: what it states, checked and cleaned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from shop.assistant.criteria import OWN, VARIED, Kind
from shop.catalogue.importing.amounts import NotAnAmount, amount, in_minor
from shop.catalogue.wording import address_of, clipped, clipped_to_key, listed, on_one_line, plain, tidy
from shop.models import Category, Product, Variant

ON_PAGES = sorted(OWN, key=lambda each: each.place)
LISTS = {each.key: each.column for each in ON_PAGES if each.kind is Kind.LABELS}
LABELS = tuple(each.key for each in ON_PAGES if each.kind is not Kind.LABELS)
TEXTS = ("name", "description", *LABELS)
FIRST = ("sku", "product", "name", "price", "category", "description", "brand", "audience", "colour", "size", "stock")
COLUMNS = (*FIRST, *LISTS, *(name for name in LABELS if name not in FIRST), "rating", "rating_count", "image")
ATTRIBUTE = "attribute:"
LONGEST: dict[str, int] = {
    **{name: getattr(Product, name).type.length or 0 for name in TEXTS},
    "colour": Variant.colour.type.length or 0, "size": Variant.size.type.length or 0,
    "category": Category.name.type.length or 0, "description": 5_000, "image": 500,
    "word": 60, "attribute": 100, "value": 2_000, "sku": 80, "address": 120,
}
KEYS = (*VARIED, *LABELS, "word")
MOST_STOCK, MOST_RATINGS = 1_000_000, 10_000_000


class BadRow(ValueError):
    """A row that cannot go in; the message says why and what would be right."""


@dataclass(frozen=True)
class Stated:
    """A row as its file has it: `fields` by our columns, every other key an attribute.

    `is_variant` is false for a row that only describes its product. `left_out` says why there is nothing to
    put on the shelves in a row that is right in itself.
    """

    line: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    is_variant: bool = True
    left_out: str = ""


@dataclass(frozen=True)
class Row:
    """What one row states, checked. A key that is absent from a mapping is not stated; "" is stated as empty.

    None for `colour`, `size` or `image` is not stated either. `handle` names the product in the file, and
    `is_named` says whether the file did so or the SKU stands in. `price` is in minor units, None where the row
    leaves it to the other rows of its product; `stock` is None where the file does not count.
    """

    line: int
    handle: str
    is_named: bool
    sku: str
    is_variant: bool
    price: int | None
    colour: str | None
    size: str | None
    stock: int | None
    image: str | None
    texts: Mapping[str, str]
    category: str
    lists: Mapping[str, Sequence[str]]
    rating: float | None
    rating_count: int | None
    attributes: Mapping[str, str]


@dataclass
class Remarks:
    """What the owner should hear of once, counted while rows are read."""

    cut: Counter[str] = field(default_factory=Counter)
    currencies: Counter[str] = field(default_factory=Counter)
    pictures: int = 0


def row_of(stated: Stated, digits: int, remarks: Remarks) -> Row:
    """Raises BadRow. `digits` is how many decimals the shop's currency has."""
    given = {name: value for name, value in stated.fields.items() if value is not None}
    if nested := [name for name in COLUMNS if isinstance(given.get(name), dict)]:
        raise BadRow(f"{nested[0]} must be a text or a number, not an object")

    def text(name: str) -> str:
        return cut(on_one_line(written(given[name])), name, remarks)

    def label(name: str) -> str | None:
        return text(name) if name in given else None

    sku = identity(given, "sku", "sku")
    handle = identity(given, "product", "address")
    if stated.is_variant and not sku:
        raise BadRow("sku is missing")
    if not stated.is_variant and not handle:
        raise BadRow("does not say which product it describes")
    return Row(
        line=stated.line, handle=handle or sku, is_named=bool(handle), sku=sku if stated.is_variant else "",
        is_variant=stated.is_variant,
        price=price(given.get("price"), digits, remarks), colour=label("colour"), size=label("size"),
        stock=whole(given, "stock", MOST_STOCK), image=picture(given, remarks),
        texts={name: text(name) if name != "description" else described(given, remarks)
               for name in TEXTS if name in given},
        category=cut(shelf(written(given.get("category", ""))), "category", remarks),
        lists={column: words(given[name], remarks) for name, column in LISTS.items() if name in given},
        rating=rating(given.get("rating")), rating_count=whole(given, "rating_count", MOST_RATINGS, empty=None),
        attributes=attributes(given, remarks))


def written(value: Any) -> str:
    """A value of JSON as text: yes and no for booleans, whole numbers without ".0", lists joined by "|"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list):
        return "|".join(written(each) for each in value)
    return "" if value is None else str(value)


def cut(text: str, name: str, remarks: Remarks) -> str:
    short = (clipped_to_key if name in KEYS else clipped)(text, LONGEST[name])
    remarks.cut[name] += short != text
    return short


def identity(given: Mapping[str, Any], name: str, limit: str) -> str:
    """A name that things are found by again: never cut."""
    text = " ".join(tidy(written(given.get(name, ""))).split())
    if name == "sku" and len(text) > LONGEST[limit]:
        raise BadRow(f'sku "{text[:30]}…" has {len(text)} characters; at most {LONGEST[limit]} can be kept')
    return text if len(text) <= LONGEST[limit] else address_of(text, LONGEST[limit])


def price(value: Any, digits: int, remarks: Remarks) -> int | None:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return in_minor(Decimal(str(value)), digits, rounded=True)
        text = on_one_line(written(value))
        if not text:
            return None
        minor, code = amount(text, digits)
    except NotAnAmount as error:
        raise BadRow(f'price "{excerpt(value)}" {error}') from None
    if code:
        remarks.currencies[code] += 1
    return minor


def whole(given: Mapping[str, Any], name: str, most: int, *, empty: int | None = 0) -> int | None:
    """None where it is not stated, `empty` for an empty cell."""
    if name not in given:
        return None
    text = tidy(written(given[name]))
    if not text:
        return empty
    if not re.fullmatch(r"[0-9]{1,12}(?:[.,]0*)?", text) or int(re.split("[.,]", text)[0]) > most:
        raise BadRow(f'{name} "{excerpt(text)}" is not a whole number from 0 to {most}')
    return int(re.split("[.,]", text)[0])


def rating(value: Any) -> float | None:
    text = tidy(written(value)).replace(",", ".")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,12})?", text) or float(text) > 5:
        raise BadRow(f'rating "{excerpt(value)}" is not a number from 0 to 5')
    return float(text)


def picture(given: Mapping[str, Any], remarks: Remarks) -> str | None:
    """A path or an address as it stands; "", which shows the placeholder, for what a page must not load."""
    if "image" not in given:
        return None
    text = tidy(written(given["image"]))
    is_path = not text.startswith(("/", "\\")) and ":" not in text and ".." not in text
    if not (is_path or re.match("https?://", text)) or len(text) > LONGEST["image"] or "\n" in text:
        remarks.pictures += 1
        return ""
    return text


def described(given: Mapping[str, Any], remarks: Remarks) -> str:
    return cut(plain(written(given["description"])), "description", remarks)


def shelf(path: str) -> str:
    """The last part of a category's path: "Garden > Hand tools" and "Garden/Hand tools" are "Hand tools"."""
    parts = [on_one_line(part) for part in re.split(r"&gt;|[>/»›]", path)]
    return next((part for part in reversed(parts) if part), "")


def words(value: Any, remarks: Remarks) -> list[str]:
    found = listed(value if isinstance(value, list) and all(isinstance(each, str) for each in value)
                   else written(value).split("|"))
    return list(dict.fromkeys(cut(word, "word", remarks) for word in found))


def attributes(given: Mapping[str, Any], remarks: Remarks) -> dict[str, str]:
    """Every key that is no column of ours; an object states one attribute for each of its members.

    An empty cell states nothing: a file of many kinds of products has thousands of them in a row.
    """
    found: dict[str, str] = {}
    for name, value in given.items():
        if name in COLUMNS or value == "":
            continue
        members = value.items() if isinstance(value, dict) else ((name, value),)
        for key, each in members:
            label = cut(on_one_line(str(key).removeprefix(ATTRIBUTE)), "attribute", remarks)
            text = each if not isinstance(each, list) else ", ".join(written(one) for one in each)
            if label:
                found[label] = cut(on_one_line(written(text)), "value", remarks)
    return found


def excerpt(value: Any) -> str:
    text = on_one_line(written(value))
    return text if len(text) <= 40 else f"{text[:40]}…"
