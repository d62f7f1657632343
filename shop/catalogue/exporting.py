"""The shelves as a catalogue file that an import reads back into the same shelves."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import IO, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from shop.catalogue.importing.rows import ATTRIBUTE, COLUMNS, LABELS, LISTS
from shop.catalogue.wording import guarded, listed, restorable, tidy
from shop.models import Product, Variant

Money = Callable[[int], str]
Progress = Callable[[int], None]
PAGE = 500
SEPARATORS = re.compile(r"&gt;|[>/»›]")


def for_sale(session: Session) -> int:
    """How many products an export has."""
    return session.scalar(select(func.count()).where(Product.archived_at.is_(None))) or 0


def write_csv(session: Session, file: IO[str], money: Money, progress: Progress) -> None:
    """`money` writes minor units as a plain decimal; `progress` hears how many more products are done."""
    names = attribute_names(session)
    writer = csv.writer(file, lineterminator="\n")
    header = [*COLUMNS, *names]
    writer.writerow([guarded(name) for name in header])
    places = {name: place for place, name in enumerate(header)}
    for rows in pages(session, money, progress):
        for row in rows:
            cells = [""] * len(header)
            for name, value in row.items():
                cells[places[name]] = guarded(str(value))
            writer.writerow(cells)


def write_jsonl(session: Session, file: IO[str], money: Money, progress: Progress) -> None:
    """As `write_csv`; what a product does not have is left out."""
    for rows in pages(session, money, progress):
        file.writelines(json.dumps({name: value for name, value in row.items() if value != ""}, ensure_ascii=False)
                        + "\n" for row in rows)


def attribute_names(session: Session) -> list[str]:
    found: set[str] = set()
    for attributes in session.scalars(
            select(Product.attributes).where(Product.archived_at.is_(None)).execution_options(yield_per=PAGE)):
        found.update(map(column_of, attributes or {}))
    return sorted(found - {""})


@lru_cache(maxsize=16_384)
def column_of(name: str) -> str:
    """The column of an attribute, marked where it could be taken for a column of the file's own."""
    name = " ".join(restorable(name).split())
    is_taken = name.lower() in COLUMNS or name.startswith(ATTRIBUTE)
    return f"{ATTRIBUTE}{name}" if is_taken else name


def pages(session: Session, money: Money, progress: Progress) -> Iterator[list[dict[str, Any]]]:
    last = 0
    while products := session.scalars(
            select(Product).where(Product.archived_at.is_(None), Product.id > last).order_by(Product.id).limit(PAGE)
            .options(selectinload(Product.variants), selectinload(Product.category))).all():
        last = products[-1].id
        yield [row for product in products for row in rows_of(product, money)]
        progress(len(products))
        session.expunge_all()


def rows_of(product: Product, money: Money) -> Iterator[dict[str, Any]]:
    """One a variant, in the order of the file's columns and then of the attributes' names."""
    attributes = {column_of(name): line(str(value)) for name, value in sorted((product.attributes or {}).items())}
    for variant in sorted(product.variants, key=lambda each: (each.position, each.id)):
        yield {**of_variant(product, variant, money), **{name: text for name, text in attributes.items() if name}}


def of_variant(product: Product, variant: Variant, money: Money) -> Mapping[str, Any]:
    labels = {name: line(getattr(product, name)) for name in LABELS}
    lists = {name: "|".join(line(word) for word in listed(map(restorable, getattr(product, column) or ())))
             for name, column in LISTS.items()}
    cells = {
        "sku": " ".join(tidy(variant.sku).split()), "product": product.slug, "name": line(product.name),
        "price": money(product.price), "category": shelf(product.category.name),
        "description": restorable(product.description), "colour": line(variant.colour), "size": line(variant.size),
        "stock": variant.stock, **labels, **lists,
        "rating": "" if product.rating is None else f"{product.rating:.10g}",
        "rating_count": product.rating_count or "", "image": tidy(variant.image or product.image),
    }
    return {name: cells[name] for name in COLUMNS}


def line(text: str) -> str:
    return restorable(" ".join(text.split()))


def shelf(name: str) -> str:
    """A category's name, with the signs that would make a path of it written as entities."""
    return SEPARATORS.sub(lambda sign: f"&#{62 if sign[0] == '&gt;' else ord(sign[0])};", line(name))


WRITERS = {".csv": write_csv, ".jsonl": write_jsonl}
