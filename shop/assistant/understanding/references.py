"""How a message points at what was shown: "the second", "these", "1, 2 and 3", "the blue one", "what goes with it"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shop.assistant.language.browsing import REFERENCE
from shop.assistant.language.numbers import ORDINALS
from shop.assistant.language.phrasebook import ENGLISH

MOST_COMPARED = 4
COUNTS = {**ENGLISH.values("references.counts"), "2": 2, "3": 3, "4": 4}
NUMBERED, RANGE = ENGLISH.pattern("references.numbered"), ENGLISH.pattern("references.first_or_last")
OF_SHOWN, PLAINLY = ENGLISH.pattern("references.of_shown"), ENGLISH.pattern("references.plainly_of_shown")
CHOOSING, WHICH_ONE = ENGLISH.pattern("references.choosing"), ENGLISH.pattern("references.which_one")
THE_ONE, THAT_KIND = ENGLISH.pattern("references.the_one"), ENGLISH.pattern("references.that_kind")
THESE, BOTH, THE_TWO = (ENGLISH.pattern(f"references.{name}") for name in ("these", "both", "the_two"))
COMPANIONS = ENGLISH.pattern("references.companions")
COMPANION_QUESTION = ENGLISH.pattern("references.companion_question")
TOTAL, PAIR, THAN = (ENGLISH.pattern(f"references.{name}") for name in ("total", "pair", "than"))
SIMILAR = ENGLISH.pattern("references.similar")
SUM = ENGLISH.pattern("references.sum")
OUTFIT, TOGETHER = ENGLISH.pattern("references.outfit"), ENGLISH.pattern("references.together")


def places(text: str, shown: Sequence[int]) -> tuple[int, ...]:
    """The places of the last list (0-based) that a folded text names, in its order, each once."""
    found: list[int] = []
    for match in REFERENCE.finditer(text):
        number = int(match["number"]) if match["number"] else ORDINALS[match["ordinal"]]
        found.append(number - 1 if number > 0 else len(shown) - 1)
    if numbered := NUMBERED.search(text):
        found += [int(digit) - 1 for digit in re.findall(r"\d", numbered["places"])]
    if several := RANGE.search(text):
        count = COUNTS[several["count"]]
        found += range(len(shown) - count, len(shown)) if several["last"] else range(count)
    if not found and len(shown) == 2 and BOTH.search(text):
        found += [0, 1]
    return tuple(dict.fromkeys(place for place in found if 0 <= place < len(shown)))


def first_place(text: str, shown: Sequence[int]) -> int | None:
    """The first place that a folded text names, None if none."""
    return next(iter(places(text, shown)), None)


def compared_places(text: str, shown: Sequence[int]) -> tuple[int, ...]:
    """The places that a comparison is of: those named, or else the first of the list, as many as were said."""
    if len(named := places(text, shown)) > 1:
        return named[:MOST_COMPARED]
    match = THE_TWO.search(text)
    count = COUNTS[match["count"]] if match else 2 if BOTH.search(text) else MOST_COMPARED
    return tuple(range(min(count, len(shown))))


def of_shown(text: str) -> bool:
    """Whether a folded text asks about the products of the last list."""
    return bool(OF_SHOWN.search(text))


def companion_of(text: str) -> str:
    """What a folded text asks companions for: "the denim jacket" of "what goes with the denim jacket?", else ""."""
    match = COMPANIONS.search(text)
    if match is None or not COMPANION_QUESTION.search(text[:match.start() + 5]):
        return ""
    return (match["beside"] or match["suiting"] or "").strip(" ?!.")
