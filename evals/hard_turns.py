"""Turns of strangers: what must hold after a message, judged as a strict shopper would.

Each row of `turns/*.jsonl` says it for the last of its turns; `held_out/` has the rows that no rule may be made to fit,
and of which figures alone are told.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import select

from evals import shops
from evals.figures import Aim, Figure, share
from shop.commands.assistant import answers
from shop.extensions import db
from shop.models import Product, Variant
from shop.money import decimal

HOME = Path(__file__).resolve().parent
FOREIGN = ("retail", "choices", "electronics")
AIMS = {"plain": Aim(0.99), "not_plain": Aim(0.99), "small_talk": Aim(0.93), "cart.wish": Aim(0.95),
        "cart.not": Aim(1.0)}


@dataclass(frozen=True)
class Row:
    """`expect` is what the last turn is held to; see `evals/README.md` for its fields."""

    name: str
    kind: str
    shop: str
    turns: tuple[str, ...]
    expect: Mapping[str, Any]
    page: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a row's last turn came to: `faults` is empty where all holds. `refused` is an answer without cards where
    some were due, `wrong` one that shows or does what was not asked for."""

    row: Row
    faults: tuple[str, ...]
    answer: str = ""
    cards: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        where = f" [{self.row.page}]" if self.row.page else ""
        return (f"{self.row.name} {self.row.shop}{where}: {' > '.join(self.row.turns)}\n      {'; '.join(self.faults)}"
                f"\n      {self.answer[:150]!r} {list(self.cards[:4])}")


def read(folder: Path) -> list[Row]:
    rows = []
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            rows.append(Row(row["id"], row["kind"], row["shop"], tuple(row["turns"]), row["expect"],
                            row.get("page") or ""))
    return rows


def outcome(row: Row) -> Outcome:
    slug = db.session.scalar(select(Product.slug).where(Product.name == row.page)) if row.page else ""
    line = {"id": row.name, "messages": list(row.turns), "page": f"/products/{slug}" if slug else ""}
    last = list(answers(line, False))[-1]
    cards = [db.session.scalars(select(Product).where(Product.slug == each["slug"])).one()
             for each in last["products"]]
    faults = tuple(fault for key, value in row.expect.items() for fault in CHECKS[key](value, last, cards))
    db.session.rollback()
    return Outcome(row, faults, last["answer"], tuple(card.name for card in cards))


Check = Callable[[Any, Mapping[str, Any], Sequence[Product]], Iterator[str]]


def some_cards(value: str, last: Mapping[str, Any], cards: Sequence[Product]) -> Iterator[str]:
    if bool(cards) != (value == "some"):
        yield "no cards" if value == "some" else "cards"


def on_shelves(value: Sequence[str], last: Mapping[str, Any], cards: Sequence[Product]) -> Iterator[str]:
    if strange := {card.category.name for card in cards} - set(value):
        yield f"cards from {', '.join(sorted(strange))}"


def first_card(value: str, last: Mapping[str, Any], cards: Sequence[Product]) -> Iterator[str]:
    if not cards or cards[0].name != value:
        yield f"first is not {value}"


def included(value: Sequence[str], last: Mapping[str, Any], cards: Sequence[Product]) -> Iterator[str]:
    if absent := set(value) - {card.name for card in cards}:
        yield f"lacks {', '.join(sorted(absent))}"


def excluded(value: Sequence[str], last: Mapping[str, Any], cards: Sequence[Product]) -> Iterator[str]:
    if present := set(value) & {card.name for card in cards}:
        yield f"has {', '.join(sorted(present))}"


def each_card(value: Mapping[str, Any], last: Mapping[str, Any], cards: Sequence[Product]) -> Iterator[str]:
    for key, wanted in value.items():
        for card in cards:
            if not holds(key, wanted, card):
                yield f"{card.name}: not {key} {wanted}"
                break


def holds(key: str, wanted: Any, card: Product) -> bool:
    """Whether a product is as one field of `each` says. A product without colours or sizes is no fault of its card."""
    some = [str(each).lower() for each in (wanted if isinstance(wanted, list) else [wanted])]
    match key:
        case "colour" | "size":
            there = [str(getattr(each, key)).lower() for each in card.variants if each.stock]
            return any(each == one or each in re.split(r"[ /,]+", one) for each in some for one in there)
        case "brand":
            return card.brand.lower() in some
        case "audience":
            return card.audience.lower() in (*some, "unisex", "")
        case "price_max":
            return float(decimal(card.price, "USD")) <= float(wanted)
        case "price_min":
            return float(decimal(card.price, "USD")) >= float(wanted)
        case "not_colour":
            return any(not any(each in variant.colour.lower() for each in some) for variant in card.variants)
        case "not_material":
            return not any(each in material.lower() for each in some for material in card.materials)
        case "not_shelf":
            return card.category.name.lower() not in some
        case "not_word":
            return not any(re.search(rf"\b{re.escape(each)}s?\b", card.name.lower()) for each in some)
        case _:
            raise ValueError(f"each.{key} is no field of a row")


def said(value: Sequence[str], last: Mapping[str, Any], cards: Sequence[Product]) -> Iterator[str]:
    for pattern in value:
        if not re.search(pattern, last["answer"], re.IGNORECASE):
            yield f"does not say {pattern}"


def not_said(value: Sequence[str], last: Mapping[str, Any], cards: Sequence[Product]) -> Iterator[str]:
    for pattern in value:
        if re.search(pattern, last["answer"], re.IGNORECASE):
            yield f"says {pattern}"


def in_cart(value: Sequence[Sequence[Any]], last: Mapping[str, Any], cards: Sequence[Product]) -> Iterator[str]:
    there = set()
    for line in last["cart"]:
        variant = db.session.scalars(select(Variant).where(Variant.sku == line["sku"])).one()
        there.add((variant.product.name, variant.colour.lower(), variant.size.lower(), line["quantity"]))
    wanted = {(name, colour.lower(), size.lower(), count) for name, colour, size, count in value}
    if there != wanted:
        yield f"cart is {sorted(there)}"


def cited(value: str, last: Mapping[str, Any], cards: Sequence[Product]) -> Iterator[str]:
    if value not in {part for source in last["sources"] for part in (source["topic"], source["slug"])}:
        yield f"section is {', '.join(source['topic'] for source in last['sources']) or 'none'}, not {value}"


def asked(value: bool, last: Mapping[str, Any], cards: Sequence[Product]) -> Iterator[str]:
    if ("?" in last["answer"]) != value:
        yield "asks nothing" if value else "asks"


CHECKS: dict[str, Check] = {
    "cards": some_cards, "shelves": on_shelves, "first": first_card, "includes": included, "excludes": excluded,
    "each": each_card, "says": said, "says_not": not_said, "cart": in_cart, "section": cited, "asks": asked,
}


Opening = Callable[[Path], AbstractContextManager[Flask]]


def openings(data: Path | None) -> dict[str, Opening]:
    """The shops that can be opened here: the foreign ones need the public data."""
    found: dict[str, Opening] = {"demo": shops.demo_shop, "second": shops.second_shop}
    if data is not None:
        found |= {name: shops.foreign_shop(data, name) for name in FOREIGN}
    return found


def outcomes(home: Path, rows: Sequence[Row], data: Path | None) -> list[Outcome]:
    found = []
    for shop, opening in openings(data).items():
        if of_shop := [row for row in rows if row.shop == shop]:
            with opening(home), click.progressbar(of_shop, label=f"turns, {shop} shop", file=sys.stderr) as bar:
                found += [outcome(row) for row in bar]
    return found


def measured(home: Path, data: Path | None, *, held_out: bool) -> list[Figure]:
    """By kind, how many rows hold altogether; each kind over the two shops of clothes and over the foreign ones."""
    results = outcomes(home, read(HOME / ("held_out" if held_out else "turns")), data)
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for each in results:
        by_kind[each.row.kind].append(each)
    part = "held-out turns" if held_out else "turns"
    figures = [share(part, f"{kind}, all that must hold does", rate(some), len(some), AIMS.get(kind),
                     () if held_out else tuple(str(each) for each in some if each.faults))
               for kind, some in sorted(by_kind.items())]
    for name, some in groupby(sorted(results, key=is_foreign), key=is_foreign):
        all_of = list(some)
        figures.append(share(part, f"all kinds, {'foreign catalogues' if name else 'clothing shops'}", rate(all_of),
                             len(all_of)))
    return figures


def is_foreign(each: Outcome) -> bool:
    return each.row.shop in FOREIGN


def rate(some: Sequence[Outcome]) -> float:
    return sum(not each.faults for each in some) / len(some)
