"""What one turn was given, as the facts that a text of it may state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop.assistant.catalogue import Item
from shop.assistant.criteria import LABELLED
from shop.assistant.fact_gate.promises import Sentence, sentences
from shop.assistant.language.quantities import minor, quantities
from shop.assistant.language.text import fold, stems

# Between these, the rules repeat the shopper's own words, which prove nothing.
QUOTED = re.compile(r"“[^”]*”")


@dataclass(frozen=True)
class Facts:
    """What a text may state. Amounts of money are in minor units.

    `amounts` stand in the sections, `bounds` in the shopper's wish, `measures` (number with unit) and `numbers` in
    any text or row, `counts` are those of the list. `words` are stems of texts and rows, `asked` the message's alone.
    """

    items: tuple[Item, ...]
    names: tuple[tuple[str, ...], ...]
    amounts: frozenset[int]
    bounds: frozenset[int]
    measures: frozenset[tuple[Decimal, str]]
    numbers: frozenset[Decimal]
    spoken: frozenset[Decimal]
    counts: frozenset[Decimal]
    words: frozenset[str]
    asked: frozenset[str]
    phrases: str
    letters: frozenset[str]
    currencies: frozenset[str]
    folded: str
    sentences: tuple[Sentence, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    digits: int


def row_text(item: Item) -> str:
    parts = [
        item.name,
        item.description,
        item.category_name,
        item.category_singular,
        *(value for key in LABELLED if key != "category" for value in item.values(key)),
        *(f"{name}: {value}" for name, value in item.facts.items()),
    ]
    return ". ".join(part for part in parts if part)


def facts(items: Sequence[Item], texts: Iterable[str], counts: Iterable[int], *, asked: str = "",
          prices: Iterable[int] = (), digits: int = 2) -> Facts:
    """The facts of one turn: the products on its list, its knowledge sections (`texts`), the counts it may state,
    and the shopper's own message with the price bounds in it (`prices`). Of the message only names and bare numbers
    count, and a bound only as a bound: a shopper cannot make a price or a discount true by saying it."""
    texts, rows = list(texts), [row_text(item) for item in items]
    given = [QUOTED.sub(" ", text) for text in texts]
    bounds = frozenset(prices)
    told, shown = (
        [each for text in given for each in quantities(text)],
        [each for row in rows for each in quantities(row)],
    )
    amounts = {minor(each.value, each.unit, digits) for each in told if each.unit in ("money", "cents")}
    everything = " . ".join((*texts, *rows))
    ratings = {Decimal(f"{item.rating:.1f}").normalize() for item in items if item.rating is not None}
    spoken = {each.value for each in told if each.value is not None
              and not (each.unit == "money" and minor(each.value, "money", digits) in bounds)}
    numbers = spoken | ratings | {each.value for each in (*shown, *quantities(asked)) if each.value is not None} | {
        Decimal(item.rating_count) for item in items}
    return Facts(
        items=tuple(items),
        names=tuple(tuple(stems(item.name)) for item in items),
        amounts=frozenset(each for each in amounts if each is not None) - bounds,
        bounds=bounds,
        measures=frozenset(
            (each.value, each.unit)
            for each in (*told, *shown)
            if each.value is not None and each.unit not in ("", "money", "cents")
        )
        | {(rating, "star") for rating in ratings},
        numbers=frozenset(numbers),
        spoken=frozenset(spoken),
        counts=frozenset(Decimal(count) for count in counts),
        words=frozenset(stems(everything)),
        asked=frozenset(stems(asked)),
        phrases=f" {' '.join(stems(everything))} ",
        letters=frozenset(letter for letter in everything if odd(letter)),
        folded=fold(everything),
        currencies=frozenset(each.currency for each in told if each.currency),
        sentences=tuple(sentences(given)),
        rows=tuple(tuple(sentences([row])) for row in rows),
        digits=digits,
    )


def odd(letter: str) -> bool:
    """Letters that read as numbers without being digits, and those that are not seen at all."""
    return (letter.isnumeric() and not letter.isdecimal()) or (not letter.isprintable() and not letter.isspace())
