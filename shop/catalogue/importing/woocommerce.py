"""WooCommerce's product export: simple products, and variable ones with a row for each variation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from shop.catalogue.importing.options import is_colour, is_size, made_sku, placed
from shop.catalogue.importing.reading import Record
from shop.catalogue.importing.rows import ATTRIBUTE, LISTS, Stated

NEEDED = ("Type", "Name")
HALLMARK = frozenset(("Type", "SKU", "Name", "Regular price"))
ATTRIBUTE_NAME = re.compile(r"Attribute (\d+) name")


def stated(records: Iterable[Record]) -> Iterator[Stated]:
    unpublished: set[str] = set()
    for line, record in records:
        kinds = {kind.strip() for kind in record.get("Type", "").lower().split(",")}
        if record.get("Published", "1").strip() in ("0", "-1") or record.get("Parent", "").strip() in unpublished:
            unpublished |= {handle_of(record)} - {""}
            yield Stated(line, left_out="not published")
        elif "grouped" in kinds:
            yield Stated(line, left_out="a group of other products, with nothing of its own to buy")
        elif "variation" in kinds:
            yield Stated(line, variation(record))
        elif "variable" in kinds:
            yield Stated(line, {"product": handle_of(record), **of_product(record, is_variable=True)},
                         is_variant=False)
        else:
            yield Stated(line, simple(record))


def handle_of(record: Mapping[str, Any]) -> str:
    """The SKU, else what variations call it then, "id:" and its number."""
    sku = record.get("SKU", "").strip()
    number = record.get("ID", "").strip()
    return sku or (f"id:{number}" if number else "")


def simple(record: Mapping[str, Any]) -> dict[str, Any]:
    options = [(name, value) for name, value in options_of(record)
               if (is_colour(name) or is_size(name)) and "," not in value]
    handle = handle_of(record)
    return {**of_product(record, is_variable=False), **placed(options), **for_sale(record), "product": handle,
            "sku": record.get("SKU", "").strip() or (made_sku(handle, []) if handle else "")}


def variation(record: Mapping[str, Any]) -> dict[str, Any]:
    """Names, texts and categories are its parent's; an attribute without a value stands for any."""
    parent = record.get("Parent", "").strip()
    options = list(options_of(record))
    sku = record.get("SKU", "").strip() or made_sku(parent, [value for _, value in options])
    return {**placed(options), **for_sale(record), "product": parent, "sku": sku, "image": picture(record)}


def for_sale(record: Mapping[str, Any]) -> dict[str, Any]:
    """The sale's price counts unless it has days, which an import cannot follow."""
    has_days = record.get("Date sale price starts") or record.get("Date sale price ends")
    sale = "" if has_days else record.get("Sale price", "")
    stock: str | None = record.get("Stock", "").strip()
    if record.get("In stock?", "").strip() == "0" or (stock or "").startswith("-"):
        stock = "0"
    if "external" in record.get("Type", "").lower():
        stock = "0"
    return {"price": sale or record.get("Regular price"), "stock": stock or None}


def of_product(record: Mapping[str, Any], *, is_variable: bool) -> dict[str, Any]:
    short, long = record.get("Short description", ""), record.get("Description", "")
    fields: dict[str, Any] = {
        "name": record.get("Name"),
        "description": "\n".join(part.replace("\\n", "\n") for part in (short, long) if part),
        "category": first_of(record.get("Categories", "")), "image": picture(record),
    }
    for key in ("Brands", "Brand"):
        if key in record:
            fields["brand"] = first_of(record[key])
    for name, values in options_of(record):
        if is_variable or not ((is_colour(name) or is_size(name)) and "," not in values):
            if name.lower() in LISTS:
                fields[name.lower()] = values.split(",")
            else:
                fields[f"{ATTRIBUTE}{name}"] = values
    if tags := record.get("Tags", "").strip():
        fields["tags"] = tags
    if weight := record.get("Weight (kg)", "").strip():
        fields["weight"] = f"{weight} kg"
    return fields


def options_of(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for column, name in record.items():
        if name and (found := ATTRIBUTE_NAME.fullmatch(column)):
            value = record.get(f"Attribute {found[1]} value(s)", "").strip()
            if value:
                yield name.strip(), value


def first_of(text: str) -> str:
    """Values are separated by commas; a comma inside of one has a backslash before it."""
    return next((part.strip().replace("\\,", ",") for part in re.split(r"(?<!\\),", text) if part.strip()), "")


def picture(record: Mapping[str, Any]) -> str:
    return next((part.strip() for part in record.get("Images", "").split(", ") if part.strip()), "")
