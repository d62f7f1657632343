"""How much of something a product has, as its rows say it: "380 g", "very high", "yes"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop.assistant.catalogue import Item
from shop.assistant.language.degrees import Dimension, End
from shop.assistant.language.measuring import Measure, amounts_of
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import fold, stem, stems

SCALE, UNITS = ENGLISH.values("measures.scale"), ENGLISH.values("measures.units")
NOUN_ENDINGS = ENGLISH.words("measures.noun_endings")
# An amount and its unit: "1 200 g", "0,75 l", "12 kg/m2", "80 %"; the second group is the unit.
NUMBER = re.compile(r"(\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)\s*([^\W\d]+(?:/[^\W\d]+[23]?)?|%|\"|°)?")


@dataclass(frozen=True)
class Measured:
    """An attribute's value: `amount` is comparable within one `unit`, "scale" for words such as "high"."""

    item: Item
    name: str
    value: str
    unit: str
    amount: Decimal


def read(item: Item, name: str, value: str) -> Measured | None:
    words = fold(value).strip()
    if words in SCALE:
        return Measured(item, name, value, "scale", Decimal(SCALE[words]))
    match = NUMBER.match(words)
    if match is None:
        return None
    # "1 200" and "1,200" are of thousands, "0,75" and "1,2345" are not.
    digits = re.sub(r"(?<=\d)[ ,](?=\d{3}(?!\d))", "", match[1]).replace(",", ".")
    unit, power = UNITS.get(match[2] or "", (match[2] or "", 0))
    return Measured(item, name, value, unit, Decimal(digits).scaleb(power))


def measurement(item: Item, dimension: Dimension) -> Measured | None:
    """The item's value on a dimension: the attribute called so, or one whose name begins like the adjective."""
    own = {fold(name): (name, value) for name, value in item.attributes.items()}
    for wanted in dimension.names:
        if wanted in own and (measured := read(item, *own[wanted])):
            return measured
    for name, pair in own.items():
        nouns = {dimension.adjective, *(f"{dimension.adjective}{ending}" for ending in NOUN_ENDINGS)}
        if nouns & set(name.split()) and (measured := read(item, *pair)):
            return measured
    return None


def in_order(items: Iterable[Item], dimension: Dimension) -> tuple[Measured, ...]:
    """Those whose rows measure it in the most usual way of measuring, the asked-for end first."""
    groups: defaultdict[tuple[str, str], list[Measured]] = defaultdict(list)
    for item in items:
        if measured := measurement(item, dimension):
            groups[fold(measured.name), measured.unit].append(measured)
    if not groups:
        return ()
    order = dimension.names
    name, _ = key = max(groups, key=lambda each: (
        len(groups[each]), -(order.index(each[0]) if each[0] in order else len(order))))
    upwards = dimension.turned(name) != (dimension.end is End.LEAST)
    return tuple(sorted(groups[key], key=lambda each: each.amount if upwards else -each.amount))


def meets(item: Item, measure: Measure, slack: float) -> bool:
    """Whether a row of the item says a measure that is asked for: an attribute, a size or its name."""
    told = (*((fold(name), fold(value)) for name, value in item.attributes.items()),
            *(("", fold(size)) for size in item.sizes), ("", fold(item.name)))
    return any(measure.meets(amount, slack) for name, value in told for amount in amounts_of(value, measure, name))


def winners_of(measured: Sequence[Measured]) -> tuple[Measured, ...]:
    """The winner, and whoever draws with it."""
    return tuple(each for each in measured if each.amount == measured[0].amount)


def search_words(dimension: Dimension) -> tuple[str, ...]:
    """Stems by which the shelves find products that measure it, one search each."""
    return tuple(dict.fromkeys((*(" ".join(stems(name)) for name in dimension.names), stem(dimension.adjective))))
