"""Understanding, search and ranking over made-up shops: python -m bench.search [--sizes 1000 20000] [--database URL].

Every shop is made of invented words with the spread of a real one: forty shelves, two hundred brands, three variants a
product, descriptions of thirty words, of which a few stand in every tenth product. The questions are half with
constraints, a quarter plain words (half of these on every tenth product), a tenth misspelt, the rest refinements of an
earlier request. One thread, the database warm, the vocabulary read beforehand and timed by itself.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from bench.turn import machine, spread
from shop import create_app
from shop.assistant.criteria import OWN, Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.text import stems
from shop.assistant.recommending.item_text import facets_of
from shop.assistant.recommending.ranking import ranked
from shop.assistant.understanding.message import understand
from shop.catalogue.index import entry_of
from shop.catalogue.items import item_of
from shop.extensions import db
from shop.models import Category, Facet, Place, Product, ProductText, Revision, Variant
from shop.models.types import now
from shop.services import services

COLOURS = ("black", "white", "red", "blue", "green", "grey", "navy", "brown", "pink", "yellow", "orange", "purple")
SIZES = ("S", "M", "L")
MATERIALS = ("wool", "cotton", "linen", "leather", "nylon", "bamboo", "steel", "oak")
AUDIENCES = ("women", "men", "unisex", "")
BATCH = 5000


class Words:
    """Invented words: some for shelves, brands and names, and many for descriptions, the first of them often."""

    def __init__(self) -> None:
        dice = random.Random(1)
        made: dict[str, None] = {}
        while len(made) < 20_000:
            made["".join(dice.choice("bdfgklmnprtvz") + dice.choice("aeiou") for _ in range(dice.choice((2, 3, 3, 4))))
                 + dice.choice("bdgklmnprt")] = None
        each = iter(made)
        self.shelves, self.brands, self.names, self.often = (list(islice(each, count)) for count in (40, 200, 400, 10))
        self.seldom = list(each)

    def description(self, dice: random.Random) -> str:
        often = [word for word in self.often if dice.random() < 0.1]
        return " ".join([*often, *(self.seldom[int(len(self.seldom) * dice.random() ** 3)] for _ in range(28))])


def products(words: Words, count: int, shelves: Sequence[Category]) -> Iterator[Any]:
    dice = random.Random(2)
    for number in range(1, count + 1):
        shelf = shelves[int(len(shelves) * dice.random() ** 1.5)]
        colours = dice.sample(COLOURS, 2)
        name = f"{dice.choice(words.names)} {dice.choice(words.names)} {shelf.singular} {dice.choice('abcdef')}{number}"
        variants = [SimpleNamespace(sku=f"{number}-{at}", colour=colours[at % 2], size=SIZES[at], image="",
                                    stock=dice.choice((0, 2, 5, 9))) for at in range(3)]
        yield SimpleNamespace(
            id=number, slug=f"p{number}", name=name, description=words.description(dice), category=shelf,
            price=int(500 * 40 ** dice.random()), category_id=shelf.id, image="",
            **{each.column: each.to_column(()) for each in OWN} | {
                "brand": dice.choice(words.brands), "audience": dice.choice(AUDIENCES),
                "materials": [dice.choice(MATERIALS)]},
            attributes={"finish": dice.choice(words.names)}, rating=round(3 + 2 * dice.random(), 1),
            rating_count=int(400 * dice.random() ** 3), variants=variants)


def fill(session: Session, words: Words, count: int) -> None:
    session.execute(insert(Category), [
        {"id": at, "slug": word, "name": f"{word}s", "singular": word, "position": at}
        for at, word in enumerate(words.shelves, start=1)])
    shelves = session.query(Category).order_by(Category.id).all()
    made = products(words, count, shelves)
    while some := list(islice(made, BATCH)):
        items = [item_of(each, each.category, each.variants) for each in some]
        session.execute(insert(Product), [{
            name: getattr(each, name) for name in (
                "id", "slug", "name", "description", "price", "category_id", "brand", "audience", "materials",
                "attributes", "rating", "rating_count")} | {"created_at": now()} for each in some])
        session.execute(insert(Variant), [{
            "product_id": each.id, "sku": variant.sku, "colour": variant.colour, "size": variant.size,
            "colour_key": variant.colour, "size_key": variant.size.lower(), "stock": variant.stock, "position": at}
            for each in some for at, variant in enumerate(each.variants)])
        session.execute(insert(Facet), [
            {"key": key, "value": value, "product_id": each.id} for each in items for key, value in facets_of(each)])
        in_stock = {each.id: sum(variant.stock > 0 for variant in each.variants) for each in some}
        session.execute(insert(Place), [{
            "product_id": each.id, "category_id": each.category_id, "price": each.price, "rating": each.rating,
            "rating_count": each.rating_count, "in_stock": in_stock[each.id]} for each in some])
        session.execute(insert(ProductText), [{
            "product_id": each.id, "state": "" if in_stock[each.id] else "_gone", **entry_of(each)}
            for each in items])
        session.commit()
    session.add(Revision(name="catalogue", number=1))
    session.commit()
    session.execute(text("ANALYZE"))
    session.commit()


def misspelt(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1:]


def questions(words: Words, count: int) -> list[tuple[str, Criteria]]:
    """Messages, each with the criteria that stand when it comes."""
    dice = random.Random(3)

    def shelf() -> str:
        return words.shelves[int(len(words.shelves) * dice.random() ** 1.5)]

    def constrained() -> str:
        colour, price = dice.choice(COLOURS), dice.randrange(20, 150)
        return dice.choice((
            f"show me {colour} {shelf()}s under {price}", f"{shelf()}s in {dice.choice(MATERIALS)}, size M",
            f"{dice.choice(words.brands)} {shelf()}", f"{shelf()}s for women under {price}",
            f"a {shelf()} between {price} and {price + 40}, not {colour}", f"cheapest {colour} {shelf()}",
            f"{colour} {shelf()} in {dice.choice(MATERIALS)}"))

    def plain() -> str:
        seldom = [words.seldom[int(len(words.seldom) * dice.random() ** 3)] for _ in range(2)]
        return dice.choice((dice.choice(words.often), f"{dice.choice(words.often)} {shelf()}",
                            " ".join(dice.sample(words.names, 2)), " ".join(seldom)))

    def wrong() -> str:
        return dice.choice((f"{dice.choice(COLOURS)} {misspelt(shelf() + 's', dice)}",
                            misspelt(dice.choice(words.names), dice)))

    def refined() -> tuple[str, Criteria]:
        before = Criteria(category=(shelf(),), colour=(dice.choice(COLOURS),), price_max=8000)
        return dice.choice(("cheaper", "in blue instead", "under 40", "not black", "in size M")), before

    made: list[tuple[str, Criteria]] = []
    for at in range(count):
        share = (at % 20) / 20
        made.append(refined() if share >= 0.85 else (
            constrained() if share < 0.5 else plain() if share < 0.75 else wrong(), Criteria()))
    return made


def answered(message: str, before: Criteria) -> int:
    """Reads the message and ranks what fits, as the search box does where it is no request; gives how many fit."""
    catalogue, knowledge = services().catalogue, services().library.knowledge()
    wanted = understand(message, catalogue.vocabulary(), knowledge, Dialogue(criteria=before))
    criteria = wanted.criteria or Criteria(words=tuple(stems(message)))
    found = catalogue.candidates(criteria)
    ranked(found, criteria, wanted.hints)
    db.session.rollback()
    return found.matched


def measured(app: Flask, size: int, count: int) -> dict[str, Any]:
    words = Words()
    with app.app_context():
        upgrade()
        began = time.perf_counter()
        fill(db.session(), words, size)
        filled = time.perf_counter() - began
        began = time.perf_counter()
        services().catalogue.vocabulary()
        services().library.knowledge()
        answered(words.shelves[0], Criteria())
        read = time.perf_counter() - began
        asked = questions(words, count)
        for message, before in asked[:40]:
            answered(message, before)
        times: list[tuple[float, str, int]] = []
        for message, before in asked:
            start = time.perf_counter()
            matched = answered(message, before)
            times.append(((time.perf_counter() - start) * 1000, message, matched))
        db.session.remove()
        db.engine.dispose()
    kinds = {"all": (0.0, 1.0), "constraints": (0.0, 0.5), "plain words": (0.5, 0.75), "misspelt": (0.75, 0.85),
             "refinements": (0.85, 1.0)}
    return {
        "products": size, "fill_s": round(filled, 1), "vocabulary_s": round(read, 2),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "empty": sum(not matched for _, _, matched in times),
        "ms": {kind: spread([each[0] for at, each in enumerate(times) if low <= (at % 20) / 20 < high])
               for kind, (low, high) in kinds.items()},
        "slowest": [(round(each[0], 1), *each[1:]) for each in sorted(times, reverse=True)[:10]],
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.search")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 20_000], help="products in each shop")
    parser.add_argument("--questions", type=int, default=400, help="asked of each shop (default 400)")
    parser.add_argument("--database", help="an empty database to use instead of SQLite; one size only")
    parser.add_argument("--json", action="store_true", help="print one line of JSON a shop")
    given = parser.parse_args()
    if given.database and len(given.sizes) > 1:
        parser.error("--database takes one size")
    if not given.json:
        print("  ".join(f"{key} {value}" for key, value in machine().items()))
        print(f"{'products':>9} {'questions':14}{'p50 ms':>8}{'p95 ms':>8}{'max ms':>8}{'asked':>7}")
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            app = create_app({
                "SQLALCHEMY_DATABASE_URI": given.database or f"sqlite:///{folder}/bench.db", "SECRET_KEY": "bench",
                "RATELIMIT_ENABLED": False}, instance=Path(folder))
            result = measured(app, size, given.questions)
        if given.json:
            print(json.dumps(result), flush=True)
            continue
        for kind, row in result["ms"].items():
            print(f"{size:9} {kind:14}{row['p50']:8.1f}{row['p95']:8.1f}{row['max']:8.1f}{row['turns']:7.0f}")
        print(f"{'':9} filled in {result['fill_s']} s, vocabulary read in {result['vocabulary_s']} s, "
              f"{result['memory_mb']} MB, {result['empty']} questions without a match", flush=True)


if __name__ == "__main__":
    sys.exit(main())
