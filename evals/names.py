"""A name is a name: every product of every shop, called alone, misspelt, and inside a question."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from evals.figures import Aim, Figure, share
from evals.hard_turns import openings
from shop.commands.assistant import answers
from shop.extensions import db
from shop.models import Product

# So many of a shop's products at most, spread over all of it.
MOST = 200


def misspelt(name: str) -> str:
    """The name with two neighbouring letters of its longest word swapped, behind the first one."""
    word = max(name.split(), key=lambda each: (each.isalpha(), len(each)))
    at = next((at for at in range(1, len(word) - 2) if word[at] != word[at + 1]), 0)
    return name.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2:], 1) if at else name


FORMS: dict[str, Callable[[str], str]] = {
    "alone": lambda name: name,
    "lower case": lambda name: name.lower(),
    "misspelt": misspelt,
    "price of the …": lambda name: f"price of the {name}",
    "what sizes does the … come in?": lambda name: f"what sizes does the {name} come in?",
    "is the … wool?": lambda name: f"is the {name} wool?",
}


def is_about(product: Product, said: Mapping[str, Any]) -> bool:
    """Whether an answer shows the product first, or alone speaks of it."""
    shown = [each["slug"] for each in said["products"]]
    return shown[:1] == [product.slug]


def measured(home: Path, data: Path | None) -> list[Figure]:
    right: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    faults: defaultdict[str, list[str]] = defaultdict(list)
    for shop, opening in openings(data).items():
        with opening(home):
            every = db.session.scalars(select(Product).order_by(Product.id)).all()
            times = Counter(each.name.lower() for each in every)
            single = [each for each in every if times[each.name.lower()] == 1]
            some = single[::max(1, len(single) // MOST)]
            with click.progressbar(some, label=f"names, {shop} shop", file=sys.stderr) as bar:
                for product in bar:
                    for form, wording in FORMS.items():
                        [said] = answers({"id": None, "messages": [wording(product.name)]}, False)
                        cases[f"{shop}, {form}"] += 1
                        if is_about(product, said):
                            right[f"{shop}, {form}"] += 1
                        else:
                            faults[f"{shop}, {form}"].append(
                                f"{wording(product.name)}: {[each['name'] for each in said['products'][:3]]} "
                                f"{said['answer'][:90]!r}")
    return [share("names", name, right[name] / count, count, Aim(1.0), faults[name]) for name, count in cases.items()]
