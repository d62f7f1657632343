"""Two to four products side by side: a table of what their rows say, and a sentence of what decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from shop.assistant.catalogue import Item
from shop.assistant.criteria import OWN, Criteria, Criterion
from shop.assistant.events import Comparison, Row
from shop.assistant.language.degrees import Dimension
from shop.assistant.language.text import fold, stems
from shop.assistant.recommending.matches import tells
from shop.assistant.recommending.measures import Measured, in_order, measurement, winners_of
from shop.assistant.recommending.shortlist import listed
from shop.assistant.vocabulary import Vocabulary

Money = Callable[[int], str]
MOST = 4


def sizes_left(item: Item) -> tuple[str, ...]:
    """The sizes that can be bought, in the order of the shelf."""
    there = item.sizes_in_stock()
    return tuple(size for size in item.sizes if size in there)


# What everybody who compares looks at first, and what last; of the rest, only what was asked for.
ON_PAGES = sorted((each for each in OWN if not each.stated), key=lambda each: each.place)
FIRST = [each for each in ON_PAGES if each.compared and each.looks]
LAST = [each for each in ON_PAGES if each.compared and not each.looks]


def compare(items: Sequence[Item], asked: Sequence[Dimension], criteria: Criteria, vocabulary: Vocabulary,
            money: Money) -> Comparison:
    """The rows on what was asked come first; those that are the same for all are folded into one sentence."""
    rows = [row for each in asked if (row := measured_row(items, each))]
    rows += [yes_or_no(items, word, vocabulary) for word in criteria.words]
    rows += [label_row(items, each) for each in ON_PAGES if each not in FIRST and criteria.values(each.key)]
    rows += [price_row(items, money), rating_row(items), size_row(items), colour_row(items)]
    rows += [label_row(items, each) for each in FIRST]
    rows += [fact_row(items, name) for name in facts_of(items)]
    rows += [label_row(items, each) for each in LAST]
    seen: set[str] = set()
    differing: list[Row] = []
    same: list[Row] = []
    for row in rows:
        if not any(row.cells) or fold(row.name) in seen:
            continue
        seen.add(fold(row.name))
        (same if len(set(row.cells)) == 1 else differing).append(row)
    both = "Both" if len(items) == 2 else f"All {len(items)}"
    alike = "; ".join(f"{row.name[:1].lower()}{row.name[1:]}: {row.cells[0]}" for row in same)
    return Comparison(tuple(item.name for item in items), tuple(differing), f"{both} have {alike}." if alike else "")


def marks(cells: Sequence[str], best: Sequence[bool], mark: str) -> tuple[str, ...]:
    """A mark only where it tells somebody apart."""
    return tuple(mark if each else "" for each in best) if any(best) and not all(best) else ("",) * len(cells)


def price_row(items: Sequence[Item], money: Money) -> Row:
    cells, lowest = tuple(money(item.price) for item in items), min(item.price for item in items)
    return Row("Price", cells, marks(cells, [item.price == lowest for item in items], "lowest price"))


def rating_row(items: Sequence[Item]) -> Row:
    cells = tuple(f"{item.rating:.1f} out of 5 ({item.rating_count})" if item.rating else "" for item in items)
    best = max((item.rating or 0.0 for item in items), default=0.0)
    return Row("Rating", cells, marks(cells, [bool(best) and item.rating == best for item in items], "best rated"))


def plain_row(name: str, cells: Iterable[str]) -> Row:
    told = tuple(cells)
    return Row(name, told, ("",) * len(told))


def size_row(items: Sequence[Item]) -> Row:
    return plain_row("Sizes in stock", (", ".join(sizes_left(item)) for item in items))


def colour_row(items: Sequence[Item]) -> Row:
    return plain_row("Colours", (", ".join(item.colours).lower() for item in items))


def label_row(items: Sequence[Item], asked: Criterion) -> Row:
    return plain_row(asked.wording.heading, (", ".join(item.values(asked.key)) for item in items))


def fact_row(items: Sequence[Item], name: str) -> Row:
    return plain_row(name[:1].upper() + name[1:], (
        next((value for own, value in item.facts.items() if fold(own) == name), "") for item in items))


def facts_of(items: Sequence[Item]) -> list[str]:
    """The names of what is stated, those that most of the products state first."""
    names = [fold(name) for item in items for name in item.facts]
    return sorted(dict.fromkeys(names), key=lambda name: -names.count(name))


def yes_or_no(items: Sequence[Item], word: str, vocabulary: Vocabulary) -> Row:
    """What the rows say of a word that was asked for, as the owner wrote it where an attribute does."""
    own = [next((value for name, value in item.facts.items() if word in stems(name)), "") for item in items]
    name = next((name for item in items for name in item.facts if word in stems(name)), word)
    return plain_row(name[:1].upper() + name[1:], (
        value or ("yes" if tells(item, word, vocabulary) else "") for value, item in zip(own, items, strict=True)))


def measured_row(items: Sequence[Item], dimension: Dimension) -> Row | None:
    order = in_order(items, dimension)
    if not order:
        return None
    winners = {each.item.id for each in winners_of(order)}
    values = {each.item.id: each.value for item in items if (each := measurement(item, dimension))
              and fold(each.name) == fold(order[0].name)}
    cells = tuple(values.get(item.id, "") for item in items)
    return Row(order[0].name[:1].upper() + order[0].name[1:], cells,
               marks(cells, [item.id in winners for item in items], dimension.among_many))


def decision(items: Sequence[Item], dimension: Dimension) -> str:
    """Who has more of what was asked, or that the rows do not tell."""
    order = in_order(items, dimension)
    word = dimension.among_two if len(items) == 2 else dimension.among_many
    if len(order) < 2:
        told = f"; only the {order[0].item.name} states {fact(order[0])}" if order else ""
        return f"What we have written down does not tell which is {word}{told}."
    best, silent = winners_of(order), len(items) - len(order)
    unknown = f" For the other {count_word(silent)} nothing comparable is stated." if silent else ""
    names = listed([f"the {each.item.name}" for each in best])
    if len(best) == len(items):
        return f"On paper they are alike in that: {fact(best[0])}."
    if len(best) > 1:
        return f"{names[:1].upper()}{names[1:]} come first alike: {fact(best[0])}.{unknown}"
    rest = listed([f"{each.value} for the {each.item.name}" for each in order[1:]])
    return f"The {word} choice is {names}: {fact(best[0])}, against {rest}.{unknown}"


def count_word(number: int) -> str:
    return "one" if number == 1 else str(number)


def fact(measured: Measured) -> str:
    return f"{measured.name} {measured.value}"


def differences(items: Sequence[Item], money: Money) -> str:
    """What sets them apart in money and in buyers' eyes."""
    order = sorted(items, key=lambda item: item.price)
    told = f"Prices are {prices(items, money)}"
    if saving := order[-1].price - order[0].price:
        told += f"; with the {order[0].name} you save {money(saving)}"
    return f"{told}. {better_rated(items)}".strip()


def prices(items: Sequence[Item], money: Money) -> str:
    return listed([f"{money(item.price)} for the {item.name}" for item in items])


def cheaper(items: Sequence[Item], money: Money, *, dearest: bool = False) -> str:
    best, *rest = sorted(items, key=lambda item: -item.price if dearest else item.price)
    if best.price == rest[0].price:
        return f"The same price for the {best.name} and the {rest[0].name}: {money(best.price)}."
    word = ("dearer" if dearest else "cheaper") if len(items) == 2 else ("dearest" if dearest else "cheapest")
    return f"The {word} choice is the {best.name} at {money(best.price)}, against {prices(rest, money)}."


def better_rated(items: Sequence[Item]) -> str:
    """Who stands first with the buyers; "" where nobody does."""
    rated = sorted((item for item in items if item.rating), key=lambda item: -(item.rating or 0.0))
    if len(rated) < 2 or Decimal(f"{rated[0].rating:.1f}") == Decimal(f"{rated[1].rating:.1f}"):
        return ""
    return (f"Buyers rate the {rated[0].name} best, {rated[0].rating:.1f} out of 5 against "
            f"{listed([f'{item.rating:.1f}' for item in rated[1:]])}.")
