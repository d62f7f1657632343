"""Puts gathered products on the shelves: adds what is new, changes what differs, leaves everything else alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from shop.assistant.language.text import fold
from shop.catalogue.importing.categories import Categories
from shop.catalogue.importing.gathering import Gathered
from shop.catalogue.importing.merging import Merged, merge
from shop.catalogue.importing.rows import LABELS, LISTS, Row
from shop.catalogue.importing.standing import Shelf, Standing
from shop.catalogue.index import CATALOGUE, bump, refresh
from shop.models import Product, Variant

BATCH_PRODUCTS, BATCH_ROWS = 400, 2_000
UNCOUNTED = 10


@dataclass
class Tally:
    """Products by what became of them, and those whose variants ask different prices."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    prices_differ: int = 0


@dataclass
class Pending:
    """Rows of one batch that are to be written; the variants of new products are kept by their address."""

    products: list[dict[str, Any]] = field(default_factory=list)
    variants_of: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    changed_products: list[dict[str, Any]] = field(default_factory=list)
    variants: list[dict[str, Any]] = field(default_factory=list)
    changed_variants: list[dict[str, Any]] = field(default_factory=list)
    touched: list[int] = field(default_factory=list)


def put(session: Session, gathered: Gathered, moment: datetime, progress: Callable[[int], None]) -> Tally:
    """Writes within the transaction that is open and commits nothing; rows that cannot go in are refused in
    `gathered`. A variant of which the file counts no stock begins with UNCOUNTED. `progress` hears how many
    more products are done.
    """
    importing = Importing(session, gathered, moment)
    for batch in batches(gathered):
        importing.take(batch)
        progress(len(batch))
    if importing.tally.added or importing.tally.changed:
        bump(session, CATALOGUE)
    return importing.tally


def batches(products: Iterable[list[Row]]) -> Iterator[list[list[Row]]]:
    batch: list[list[Row]] = []
    rows = 0
    for product in products:
        batch.append(product)
        rows += len(product)
        if len(batch) == BATCH_PRODUCTS or rows >= BATCH_ROWS:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


class Importing:
    def __init__(self, session: Session, gathered: Gathered, moment: datetime) -> None:
        self.session, self.gathered, self.moment = session, gathered, moment
        self.categories = Categories(session)
        self.claimed: set[int] = set()
        self.tally = Tally()

    def take(self, groups: Sequence[Sequence[Row]]) -> None:
        shelf = Shelf(self.session, groups)
        pending = Pending()
        for rows in groups:
            product = shelf.meant(rows, self.claimed)
            if product:
                self.claimed.add(product.id)
            good = list(self.acceptable(rows, product, shelf))
            if not good:
                continue
            said = merge(good, lowest(rows) or 0)
            self.tally.prices_differ += said.prices_differ
            if product is None:
                self.add(good, said, shelf, pending)
            else:
                self.compare(good, said, product, pending)
        self.write(pending)

    def acceptable(self, rows: Sequence[Row], product: Standing | None, shelf: Shelf) -> Iterator[Row]:
        """Refuses the others. Rows that only describe their product need one to describe."""
        names = {each["sku"]: kind_of(each["colour"], each["size"]) for each in product.variants} if product else {}
        price = lowest(rows)
        is_named = any(row.texts.get("name") for row in rows)
        restated = {row.sku for row in rows if row.colour is not None or row.size is not None}
        taken = {name: sku for sku, name in names.items() if sku not in restated}
        good = []
        for row in rows:
            if not row.is_variant:
                good.append(row)
                continue
            colour, size = names.get(row.sku, ("", ""))
            name = kind_of(colour if row.colour is None else row.colour, size if row.size is None else row.size)
            owner = shelf.owner(row.sku)
            if owner and (product is None or owner.id != product.id):
                reason = f'sku "{row.sku}" belongs to another product, {owner.columns["slug"]}'
            elif not is_named:
                reason = "name is missing"
            elif price is None:
                reason = "price is missing"
            elif taken.setdefault(name, row.sku) != row.sku:
                reason = f'its product has this colour and size already, as sku "{taken[name]}"'
            else:
                good.append(row)
                continue
            self.gathered.refuse(row.line, reason)
            if row.sku in names:
                taken.setdefault(names[row.sku], row.sku)
        if product is None and not any(row.is_variant for row in good):
            for row in good:
                self.gathered.refuse(row.line, "describes a product of which no variant can go in")
            return
        yield from good

    def add(self, rows: Sequence[Row], said: Merged, shelf: Shelf, pending: Pending) -> None:
        slug = shelf.free_address(rows, set(pending.variants_of))
        pending.products.append({
            **BLANK, **said.columns, "slug": slug, "price": said.price, "image": said.image or "",
            "category_id": self.categories.id_of(said.category), "created_at": self.moment,
            "attributes": {name: value for name, value in said.attributes.items() if value}})
        variants = [row for row in rows if row.is_variant]
        pending.variants_of[slug] = [
            new_variant(row, position, said.image or "") for position, row in enumerate(variants)]
        self.tally.added += 1

    def compare(self, rows: Sequence[Row], said: Merged, product: Standing, pending: Pending) -> None:
        wanted: dict[str, Any] = {**said.columns, "attributes": attributes_after(product, said)}
        if any(row.is_variant for row in rows):
            wanted["price"] = said.price
        if said.category:
            wanted["category_id"] = self.categories.id_of(said.category)
        standing = {each["sku"]: each for each in product.variants}
        image = product.columns["image"]
        if said.image is not None and not all(
                is_shown(row, standing.get(row.sku), image) for row in rows if row.image is not None):
            image = wanted["image"] = said.image
        new = [new_variant(row, len(standing) + number, image) for number, row in enumerate(
            row for row in rows if row.is_variant and row.sku not in standing)]
        changes = [change for row in rows if row.sku in standing
                   if (change := variant_change(row, standing[row.sku], image, repaint="image" in wanted))]
        columns = {name: value for name, value in wanted.items() if not is_same(product.columns[name], value)}
        if not (new or changes or columns):
            self.tally.unchanged += 1
            return
        if columns:
            pending.changed_products.append({"id": product.id, **columns})
        pending.variants += [{**each, "product_id": product.id} for each in new]
        pending.changed_variants += changes
        pending.touched.append(product.id)
        self.tally.changed += 1

    def write(self, pending: Pending) -> None:
        session = self.session
        if pending.products:
            session.execute(insert(Product), pending.products)
            ids = {row.slug: row.id for row in session.execute(
                select(Product.slug, Product.id).where(Product.slug.in_(list(pending.variants_of))))}
            for slug, variants in pending.variants_of.items():
                pending.variants += [{**each, "product_id": ids[slug]} for each in variants]
            pending.touched += ids.values()
            self.claimed.update(ids.values())
        if pending.changed_products:
            session.execute(update(Product), pending.changed_products)
        if renamed := [each["id"] for each in pending.changed_variants if {"colour", "size"} & set(each)]:
            # Out of each other's way first: one may take the name that another is giving up.
            session.execute(update(Variant), [{"id": key, "size": f"~{key}"} for key in renamed])
        if pending.changed_variants:
            session.execute(update(Variant), pending.changed_variants)
        if pending.variants:
            session.execute(insert(Variant), pending.variants)
        if pending.touched:
            refresh(session, sorted(pending.touched))


BLANK: dict[str, Any] = {
    "description": "", **dict.fromkeys(LABELS, ""), **{column: [] for column in LISTS.values()}, "rating": None,
    "rating_count": 0}


def is_same(there: Any, wanted: Any) -> bool:
    """Lists are lower case by habit, and one that was seeded as "PVC" is still the same."""
    if isinstance(there, list) and isinstance(wanted, list):
        return [str(each).lower() for each in there] == wanted
    return bool(there == wanted)


def lowest(rows: Sequence[Row]) -> int | None:
    return min((row.price for row in rows if row.price is not None), default=None)


def kind_of(colour: str, size: str) -> tuple[str, str]:
    return fold(colour), fold(size)


def attributes_after(product: Standing, said: Merged) -> dict[str, str]:
    after = {**(product.columns["attributes"] or {}), **said.attributes}
    return {name: value for name, value in after.items() if value != ""}


def is_shown(row: Row, variant: dict[str, Any] | None, image: str) -> bool:
    """Whether the shop shows this row's picture already; a row with none shows its product's."""
    if variant is None:
        return not row.image or row.image == image or row.is_variant
    return variant["image"] in ("", image) if not row.image else (variant["image"] or image) == row.image


def new_variant(row: Row, position: int, image: str) -> dict[str, Any]:
    """`image` is the product's, which its variants do not repeat."""
    colour, size = row.colour or "", row.size or ""
    return {
        "sku": row.sku, "colour": colour, "size": size, "colour_key": fold(colour), "size_key": fold(size),
        "image": row.image if row.image and row.image != image else "",
        "stock": UNCOUNTED if row.stock is None else row.stock, "position": position}


def variant_change(row: Row, variant: dict[str, Any], image: str, *, repaint: bool) -> dict[str, Any] | None:
    wanted: dict[str, Any] = {}
    if row.stock is not None:
        wanted["stock"] = row.stock
    for name in ("colour", "size"):
        if (value := getattr(row, name)) is not None:
            wanted |= {name: value, f"{name}_key": fold(value)}
    if repaint and row.image is not None:
        wanted["image"] = row.image if row.image != image else ""
    changes = {name: value for name, value in wanted.items() if variant[name] != value}
    if {"colour", "size"} & set(changes):
        changes = {name: variant[name] for name in ("colour", "size")} | changes
    return {"id": variant["id"], **changes} if changes else None
