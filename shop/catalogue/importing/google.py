"""Google's product feed, tab-separated or XML: an item a variant, `item_group_id` for the product."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from shop.catalogue.importing.people import audience_of
from shop.catalogue.importing.reading import Record
from shop.catalogue.importing.rows import ATTRIBUTE, Stated

NEEDED = ("id", "title")
HALLMARK = frozenset(("id", "title", "link", "price"))
ELEMENTS = frozenset(("item", "entry"))
READ = frozenset((
    "id", "title", "description", "price", "sale_price", "sale_price_effective_date", "item_group_id",
    "brand", "product_type", "google_product_category", "color", "size", "size_system", "material",
    "pattern", "gender", "age_group", "image_link", "availability", "quantity",
    "sell_on_google_quantity"))
UNREAD = frozenset((
    "link", "mobile_link", "canonical_link", "ads_redirect", "additional_image_link",
    "lifestyle_image_link", "identifier_exists", "shipping", "shipping_label", "shipping_weight",
    "shipping_length", "shipping_width", "shipping_height", "tax", "tax_category", "availability_date",
    "expiration_date", "cost_of_goods_sold", "included_destination", "excluded_destination", "adult",
    "is_bundle", "multipack", "updated", "published", "summary", "installment", "loyalty_points"))


def stated(records: Iterable[Record]) -> Iterator[Stated]:
    for line, record in records:
        yield Stated(line, fields_of({
            name.strip().lower().removeprefix("g:").replace(" ", "_"): value.strip()
            for name, value in record.items()}))


def fields_of(record: Mapping[str, str]) -> dict[str, Any]:
    path = record.get("google_product_category", "")
    fields: dict[str, Any] = {
        "sku": record.get("id", ""), "product": record.get("item_group_id", ""), "name": record.get("title", ""),
        "price": price_of(record), "description": record.get("description"), "brand": record.get("brand"),
        "category": record.get("product_type") or ("" if path.isdigit() else path),
        "audience": audience_of(record.get("gender", ""), record.get("age_group", "")),
        "colour": record.get("color", "").replace("/", " / "), "size": record.get("size", ""),
        "image": record.get("image_link", ""), "stock": stock_of(record),
    }
    for name in ("material", "pattern"):
        if name in record:
            fields[name] = [part for part in re.split("[,/|]", record[name]) if part.strip()]
    fields.update((f"{ATTRIBUTE}{name.replace('_', ' ')}", value) for name, value in record.items()
                  if value and name not in READ and name not in UNREAD and not name.startswith("custom_label"))
    return fields


def price_of(record: Mapping[str, str]) -> str:
    """The sale's price counts unless it has days, which an import cannot follow."""
    sale = record.get("sale_price", "") if not record.get("sale_price_effective_date") else ""
    return sale or record.get("price", "")


def stock_of(record: Mapping[str, str]) -> str | None:
    """The quantity where there is one; of the availability only "in stock" can be bought."""
    availability = record.get("availability", "").lower().replace("_", " ")
    if availability not in ("", "in stock"):
        return "0"
    return record.get("quantity") or record.get("sell_on_google_quantity") or None
