"""Shopify's product export: a row a variant, the product's own fields on the first, further pictures below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from shop.catalogue.importing.options import made_sku, placed
from shop.catalogue.importing.people import audience_of
from shop.catalogue.importing.reading import Record
from shop.catalogue.importing.rows import ATTRIBUTE, Stated

NEEDED = ("Handle",)
HALLMARK = frozenset(("Handle", "Title"))
NEWER = {
    "URL handle": "Handle", "Description": "Body (HTML)", "Published on online store": "Published",
    "Product category": "Product Category", "SKU": "Variant SKU", "Price": "Variant Price",
    "Inventory tracker": "Variant Inventory Tracker", "Inventory quantity": "Variant Inventory Qty",
    "Product image URL": "Image Src", "Variant image URL": "Variant Image",
    **{f"Option{number} {part}": f"Option{number} {part.title()}"
       for number in (1, 2, 3) for part in ("name", "value")},
}
METAFIELD = " (product.metafields."


def stated(records: Iterable[Record]) -> Iterator[Stated]:
    """A product's later rows repeat neither the names of its options nor that it is a draft."""
    handle = left_out = ""
    names: list[str] = []
    for line, record in ((line, older(record)) for line, record in records):
        if record.get("Handle", "") != handle or record.get("Title"):
            handle, names, left_out = record.get("Handle", ""), [], reason_to_leave(record)
        given = [record.get(f"Option{number} Name", "") for number in (1, 2, 3)]
        names = given if any(given) else names
        if left_out:
            yield Stated(line, left_out=left_out)
            continue
        values = [record.get(f"Option{number} Value", "") for number in (1, 2, 3)]
        if any((record.get("Variant Price"), record.get("Variant SKU"), *values)):
            yield Stated(line, {**of_product(record), **of_variant(record, handle, names, values)})
        else:
            yield Stated(line, {"product": handle, **of_product(record)}, is_variant=False)


def older(record: Mapping[str, Any]) -> dict[str, Any]:
    """The columns by the names they had before Shopify's newer template, which files still mix."""
    return {NEWER.get(name, name): value for name, value in record.items()}


def reason_to_leave(record: Mapping[str, Any]) -> str:
    status = record.get("Status", "").lower()
    if status in ("draft", "archived"):
        return f"marked as {status}"
    return "not published" if record.get("Published", "").lower() == "false" and not status else ""


def of_product(record: Mapping[str, Any]) -> dict[str, Any]:
    tags = [tag.strip() for tag in record.get("Tags", "").split(",") if tag.strip()]
    path = record.get("Google Shopping / Google Product Category", "")
    fields: dict[str, Any] = {
        "name": record.get("Title", ""), "description": record.get("Body (HTML)"), "brand": record.get("Vendor"),
        "category": record.get("Type") or record.get("Custom Product Type") or record.get("Product Category") or (
            "" if path.strip().isdigit() else path),
        "audience": audience_of(record.get("Google Shopping / Gender", ""),
                                record.get("Google Shopping / Age Group", ""), tags),
        "image": record.get("Image Src", ""),
    }
    if tags:
        fields["tags"] = ", ".join(tags)
    for name, value in record.items():
        if METAFIELD in name and value.strip():
            fields[f"{ATTRIBUTE}{name.partition(METAFIELD)[0]}"] = value.replace(";", ", ")
    return fields


def of_variant(record: Mapping[str, Any], handle: str, names: Sequence[str],
               values: Sequence[str]) -> dict[str, Any]:
    options = [(name, value) for name, value in zip(names, values, strict=False) if value != "Default Title"]
    fields = placed(options)
    sku = record.get("Variant SKU", "").strip() or made_sku(handle, [value for _, value in options])
    image = record.get("Variant Image") or record.get("Image Src", "")
    return {"product": handle, "sku": sku, "price": record.get("Variant Price"), "image": image,
            "stock": stock_of(record), **fields}


def stock_of(record: Mapping[str, Any]) -> str | None:
    """None where the shop does not count: no number, or an untracked nought. Oversold is sold out."""
    number = record.get("Variant Inventory Qty", "").strip()
    if number.startswith("-"):
        return "0"
    is_tracked = record.get("Variant Inventory Tracker", "").strip()
    return number if number and (is_tracked or number != "0") else None
