"""The sizes and measures of a message, taken out of its text, and what they come to among the sizes of the shelf asked
for. Sizes are the shop's own values: where the one asked for is not among them, the nearest stands in, and is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.assistant.catalogue import Item
from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.audiences import CHILDREN, EVERYONE, MEN, WOMEN, suiting
from shop.assistant.language.measuring import EXACTLY, NEARLY, PHYSICAL, Measure, amounts, amounts_of, measures
from shop.assistant.language.numbers import numerals
from shop.assistant.language.preferences import NEGATION
from shop.assistant.language.sizing import (
    CHILD,
    OLDEST_CHILD,
    SHORTEST,
    TALLEST,
    Age,
    Beyond,
    Fitting,
    Letters,
    Notation,
    Number,
    Shelf,
    Size,
    Stature,
    fitting,
    is_footwear,
    notations,
    rank_of,
    spoken,
)
from shop.assistant.language.text import fold
from shop.assistant.understanding.terms import spans_after
from shop.assistant.vocabulary import Vocabulary

# What is counted of those who use a thing: "a tent for four people".
OF_THINGS = PHYSICAL | {"person", "player", "seat"}
# "15 inch" is said of 15.6 too, where there is no nearer one.
SLACKS = (EXACTLY, NEARLY)


@dataclass(frozen=True)
class SizesAsked:
    """`rest` is the text without them, as long as before. `body` says that the shopper told how tall or heavy
    somebody is, which no size follows from, `child`
    that it speaks of a child."""

    rest: str
    sizes: tuple[Size, ...] = ()
    measures: tuple[Measure, ...] = ()
    body: bool = False
    child: bool = False


NO_SIZES = SizesAsked("")


@dataclass(frozen=True)
class SizeNote:
    """What is said of a size that the shop does not write so: `asked` in the shopper's way, `own` the shop's values
    for it, or the nearest where it is not `carried`; both are empty where the things have no sizes at all."""

    asked: str
    own: tuple[str, ...]
    carried: bool
    beyond: Beyond = Beyond.BETWEEN


@dataclass(frozen=True)
class Resolved:
    """`measures` are those that no size of the shelf tells of."""

    criteria: Criteria
    notes: tuple[SizeNote, ...] = ()
    measures: tuple[Measure, ...] = ()


def sizes_asked(text: str, vocabulary: Vocabulary) -> SizesAsked:
    """`text` is folded, its amounts are figures. What the shop's vocabulary knows as a size by itself stays in it."""
    ruled_out = spans_after(NEGATION, text)
    sizes = [each for each in notations(text) if not is_word(each, vocabulary)
             and not any(start <= each.start < end for start, end in ruled_out)]
    spans = [(each.start, each.end) for each in sizes]
    own = {amount.dimension for size in vocabulary.values("size") for amount in amounts(size)}
    told = [each for each in measures(text) if (each.dimension in OF_THINGS or each.dimension in own)
            and not any(start < each.end and each.start < end for start, end in spans)]
    rest = text
    for start, end in (*spans, *((each.start, each.end) for each in told)):
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return SizesAsked(rest, tuple(each.size for each in sizes), tuple(each for each in told if not each.body),
                      any(each.body for each in told), bool(CHILD.search(text)))


def is_word(each: Notation, vocabulary: Vocabulary) -> bool:
    """Whether the shop itself has the letters or the number as a size, which its terms are read by."""
    if isinstance(each.size, Number) and each.size.system is None:
        return vocabulary.has("size", f"{each.size.number:g}")
    return isinstance(each.size, Letters) and any(meaning.key == "size" for meaning in vocabulary.of(each.written))


def resolved(criteria: Criteria, fresh: Sequence[str], asked: Sequence[SizesAsked], vocabulary: Vocabulary) -> Resolved:
    """Criteria with the shop's own sizes for what was asked; `fresh` are those among them that this message named in
    the shop's words, which another shelf may have for other things."""
    sizes = [size for each in asked for size in each.sizes]
    criteria = for_children(criteria, sizes, any(each.child for each in asked), vocabulary)
    shelf = shelf_of(criteria, vocabulary)
    strange = [value for value in fresh if shelf.sizes and value not in shelf.sizes]
    others = [size for value in strange if (size := size_of(value)) is not None]
    fitted = [(size, fit) for size in (*sizes, *others) if (fit := fitting(size, shelf)) is not None]
    notes = [note_of(size, fit, shelf) for size, fit in fitted if fit.converted or not fit.exact]
    own = [value for _, fit in fitted for value in fit.exact or fit.nearest]
    left: list[Measure] = []
    for measure in (measure for each in asked for measure in each.measures):
        if (fit := by_measure(measure, shelf.sizes)) is None:
            left.append(measure)
            continue
        own += fit.exact or fit.nearest
        if not fit.exact:
            notes.append(SizeNote(measure.written, fit.nearest, False, fit.beyond))
    if not shelf.children and any(isinstance(size, Age) and size.years <= OLDEST_CHILD for size in sizes):
        notes += [SizeNote(spoken(size), (), False) for size in sizes if isinstance(size, Age)]
    if fresh and criteria.category and vocabulary.shelf_sizes and not shelf.sizes:
        criteria, notes = criteria.changed(size=()), [SizeNote("", (), False)]
    if own:
        kept = () if strange and fitted else tuple(value for value in fresh if value not in strange)
        criteria = criteria.changed(size=tuple(dict.fromkeys((*kept, *in_order(own, shelf)))))
    return Resolved(criteria, tuple(dict.fromkeys(notes)), tuple(left))


def measures_before(dialogue: Dialogue) -> tuple[Measure, ...]:
    """The measures of the request before."""
    return tuple(measure for text in dialogue.measures for measure in measures(text))


def sizes_of(item: Item, text: str) -> tuple[tuple[str, ...], tuple[SizeNote, ...]]:
    """The sizes of one product that a question names in whatever way, folded, and what is said of them; one beyond all
    of them as the shopper has it."""
    folded = numerals(fold(text))
    audience = {fold(item.audience)}
    shelf = Shelf(
        tuple(map(fold, item.sizes)), is_footwear(f"{item.category_name} {item.name}"), audience <= set(WOMEN),
        audience <= set(MEN), audience <= set(CHILDREN))
    found = notations(folded)
    fitted = [(each.size, fit) for each in found if (fit := fitting(each.size, shelf)) is not None]
    near = [(size, fit) for size, fit in fitted if fit.exact or fit.beyond is Beyond.BETWEEN]
    own = [value for _, fit in near for value in fit.exact or fit.nearest]
    own += [size for each in measures(folded) if (fit := by_measure(each, shelf.sizes)) for size in fit.exact]
    strange = [each.written if isinstance(each.size, Letters) else spoken(each.size).casefold() for each in found]
    notes = [note_of(size, fit, shelf) for size, fit in near if fit.converted or not fit.exact]
    return tuple(dict.fromkeys(own or strange)), tuple(notes)


def in_order(own: Sequence[str], shelf: Shelf) -> list[str]:
    """As the shop has them, numbers by their value."""
    return sorted(own, key=lambda size: (float(size) if size.isdigit() else 0.0, shelf.sizes.index(size)))


def note_of(size: Size, fit: Fitting, shelf: Shelf) -> SizeNote:
    return SizeNote(spoken(size), tuple(in_order(fit.exact or fit.nearest, shelf)), bool(fit.exact), fit.beyond)


def size_of(value: str) -> Size | None:
    """A size in the shop's words as another shelf may have it by another notation."""
    if (rank := rank_of(value)) is not None:
        return Letters(rank)
    return Number(float(value)) if value.isdigit() else None


def for_children(criteria: Criteria, sizes: Sequence[Size], child: bool, vocabulary: Vocabulary) -> Criteria:
    """A child's age or height says for whom it is; a son of nineteen is no child to a shop. `child` says that one is
    spoken of: "for a baby, 68"."""
    ages = [size.years for size in sizes if isinstance(size, Age)]
    tall = any(isinstance(size, Stature) or (child and isinstance(size, Number) and SHORTEST <= size.number <= TALLEST)
               for size in sizes)
    if tall or any(age <= OLDEST_CHILD for age in ages):
        own = next((each for each in vocabulary.values("audience") if each in CHILDREN), None)
        return criteria if criteria.audience in CHILDREN or own is None else criteria.changed(audience=own)
    return criteria.changed(audience=None) if ages and criteria.audience in CHILDREN else criteria


def shelf_of(criteria: Criteria, vocabulary: Vocabulary) -> Shelf:
    """The sizes of what is asked for; of all goods, where no kind is named."""
    who = suiting(criteria.audience) if criteria.audience else None
    rows = [(slug, audience, sizes) for (slug, audience), sizes in vocabulary.shelf_sizes.items()
            if (not criteria.category or slug in criteria.category) and (who is None or audience in who)]
    if not criteria.category and not criteria.audience:
        return Shelf(vocabulary.values("size"))
    if criteria.audience is None and any(audience not in CHILDREN for _, audience, _ in rows):
        rows = [row for row in rows if row[1] not in CHILDREN]
    who_for = {audience for _, audience, _ in rows} - {"", *EVERYONE}
    named = who_for if criteria.audience is None else {criteria.audience}
    return Shelf(
        tuple(dict.fromkeys(size for *_, sizes in rows for size in sizes)),
        footwear=any(is_footwear(vocabulary.label("category", slug)) for slug in criteria.category),
        women=bool(named) and named <= set(WOMEN), men=bool(named) and named <= set(MEN),
        children=bool(named) and named <= set(CHILDREN))


def by_measure(measure: Measure, sizes: Sequence[str]) -> Fitting | None:
    """The sizes that meet a measure, or those around it; None where they tell nothing of its kind."""
    own = {size: told[0] for size in sizes if (told := amounts_of(size, measure))}
    if not own:
        return None
    for slack in SLACKS:
        if exact := tuple(size for size, amount in own.items() if measure.meets(amount, slack)):
            return Fitting(exact)
    middle = measure.least if measure.least is not None else measure.most
    assert middle is not None
    below = [size for size, amount in own.items() if amount.high <= middle]
    above = [size for size, amount in own.items() if amount.high > middle]
    around = ([max(below, key=lambda size: own[size].high)] if below else []) + (
        [min(above, key=lambda size: own[size].high)] if above else [])
    where = Beyond.BETWEEN if below and above else Beyond.ABOVE if below else Beyond.BELOW
    return Fitting(nearest=tuple(around), beyond=where)
