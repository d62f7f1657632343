"""One question beside the results, where its answer would halve them: for whom it is, or which size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.assistant.catalogue import Catalogue, Item
from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.audiences import EVERYONE, suiting
from shop.assistant.language.text import fold
from shop.assistant.recommending.shortlist import SHOWN, Shortlist
from shop.assistant.vocabulary import Vocabulary

ANSWERS = 3
# A message with more than this many criteria narrows well enough by itself.
NARROW = 2


@dataclass(frozen=True)
class Clarifying:
    """`key` is the criterion that is asked for, `answers` are messages that answer, the likeliest first."""

    key: str
    question: str
    answers: tuple[str, ...]


def clarifying(short: Shortlist, dialogue: Dialogue, catalogue: Catalogue, vocabulary: Vocabulary) -> Clarifying | None:
    criteria = short.criteria
    if short.matched <= SHOWN or len(criteria.category) != 1 or len(criteria.asked()) > NARROW or criteria.sort:
        return None
    if "audience" not in dialogue.asked and not criteria.audience and (
            answers := for_whom(short, vocabulary)):
        return Clarifying("audience", "Who is it for?", answers)
    if "size" not in dialogue.asked and not criteria.size and (answers := sizes(short, catalogue)):
        return Clarifying("size", "Which size do you need?", answers)
    return None


def for_whom(short: Shortlist, vocabulary: Vocabulary) -> tuple[str, ...]:
    """With counts where all products of the list are at hand; where there are too many, those at hand say for whom
    there is most."""
    whole = len(short.rows) >= short.matched
    counts = [(count_for(short, who), who) for who in vocabulary.values("audience") if who not in EVERYONE]
    useful = [(count, who) for count, who in counts if 0 < count < len(short.rows)]
    if len(useful) < 2:
        return ()
    return tuple(f"For {vocabulary.label('audience', who)}" + (f" ({count})" if whole else "")
                 for count, who in sorted(useful, key=lambda each: -each[0])[:ANSWERS])


def count_for(short: Shortlist, who: str) -> int:
    own = (next((facet.removeprefix("audience:") for facet in row.facets if facet.startswith("audience:")), "")
           for row in short.rows)
    return sum(each in suiting(who) for each in own)


def sizes(short: Shortlist, catalogue: Catalogue) -> tuple[str, ...]:
    """Sizes that would leave at most two thirds, from those of the first few products, the most usual first."""
    if len(short.rows) < short.matched:
        return ()
    found: dict[str, int] = {}
    for item in short.items:
        for size in item.sizes:
            found[size] = found.get(size, 0) + 1
    likely = sorted(found, key=lambda size: -found[size])[:5]
    counts = {size: catalogue.matched(short.criteria.changed(size=(fold(size),))) for size in likely}
    useful = {size: count for size, count in counts.items() if 0 < count * 3 <= short.matched * 2}
    if len(useful) < 2:
        return ()
    return tuple(f"In size {size} ({count})" for size, count in list(useful.items())[:ANSWERS])


def remembered_size(criteria: Criteria, dialogue: Dialogue, items: Sequence[Item]) -> tuple[str, ...]:
    """The shopper's own sizes that these products come in, where the request names none."""
    if not dialogue.sizes or criteria.size or "size" in criteria.exclude:
        return ()
    own = {fold(size) for item in items for size in item.sizes}
    return tuple(size for size in dialogue.sizes if size in own)
