"""A product's row as the assistant's item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shop.assistant.catalogue import Item, ItemVariant
from shop.assistant.criteria import OWN


def item_of(row: Any, category: Any, variants: Iterable[Any]) -> Item:
    """`row` has the columns of Product, `category` slug, name and singular, each of the `variants` the columns of
    Variant, in their order."""
    return Item(
        id=row.id, slug=row.slug, name=row.name, description=row.description, price=row.price,
        category=category.slug, category_name=category.name, category_singular=category.singular or category.name,
        image=row.image, labels={each.key: each.from_column(getattr(row, each.column)) for each in OWN},
        attributes={str(name): str(value) for name, value in (row.attributes or {}).items()},
        rating=row.rating, rating_count=row.rating_count,
        variants=tuple(ItemVariant(each.sku, each.colour, each.size, each.stock, each.image) for each in variants))
