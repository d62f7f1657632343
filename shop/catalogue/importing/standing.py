"""What stands on the shelves already of the products that a batch of rows speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shop.catalogue.importing.rows import LONGEST, Row
from shop.catalogue.wording import address_of
from shop.models import Product, Variant


@dataclass
class Standing:
    """A product's columns, and its variants' columns in their order."""

    columns: dict[str, Any]
    variants: list[dict[str, Any]] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.columns["id"])


class Shelf:
    """The products that the groups of a batch may mean: by their addresses, and by the SKUs of their variants."""

    def __init__(self, session: Session, groups: Sequence[Sequence[Row]]) -> None:
        self._session = session
        skus = [row.sku for rows in groups for row in rows if row.sku]
        addresses = {base_of(rows) for rows in groups}
        owners = select(Variant.product_id).where(Variant.sku.in_(skus))
        table = Product.__table__
        self._products = {
            row.id: Standing(dict(row._mapping)) for row in session.execute(
                select(table).where(or_(table.c.slug.in_(addresses), table.c.id.in_(owners))))}
        self._by_address = {each.columns["slug"]: each for each in self._products.values()}
        self._by_sku: dict[str, Standing] = {}
        variants = Variant.__table__
        for row in session.execute(select(variants).where(variants.c.product_id.in_(list(self._products))).order_by(
                variants.c.product_id, variants.c.position, variants.c.id)):
            product = self._products[row.product_id]
            product.variants.append(dict(row._mapping))
            self._by_sku[row.sku] = product

    def owner(self, sku: str) -> Standing | None:
        return self._by_sku.get(sku)

    def meant(self, rows: Sequence[Row], claimed: set[int]) -> Standing | None:
        """The product that these rows describe; `claimed` are those that other rows of the file describe.

        Two handles may make one address: then the second product's ends in a number, and its SKUs find it. So a
        product that has its address from one SKU is not meant by another SKU that makes the same.
        """
        base = base_of(rows)
        is_named = any(row.is_named for row in rows)
        for row in rows:
            owner = self.owner(row.sku)
            if owner and owner.id not in claimed and (
                    not is_named or re.fullmatch(rf"{base}(-[0-9]+)?", owner.columns["slug"])):
                return owner
        found = self._by_address.get(base)
        if found is None or found.id in claimed:
            return None
        is_anothers = not is_named and any(
            address_of(each["sku"], LONGEST["address"]) == base for each in found.variants)
        return None if is_anothers else found

    def free_address(self, rows: Sequence[Row], taken: set[str]) -> str:
        """For a new product; `taken` are those given to products that are not written yet."""
        base = base_of(rows)
        if base not in self._by_address and base not in taken:
            return base
        stem, number = base[:LONGEST["address"] - 7].strip("-"), 2
        while True:
            slug = f"{stem}-{number}"
            if slug not in taken and not self._session.scalar(select(Product.id).where(Product.slug == slug)):
                return slug
            number += 1


def base_of(rows: Sequence[Row]) -> str:
    return address_of(rows[0].handle, LONGEST["address"])
