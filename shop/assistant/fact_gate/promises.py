"""What a text promises or claims beyond numbers and names, and whether anything that was given bears it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.quantities import quantities
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import stems

ROOT = 6
PROMISE, ACT = ENGLISH.pattern("promises.promise"), ENGLISH.pattern("promises.act")
DENIAL, DOUBT = ENGLISH.pattern("promises.denial"), ENGLISH.pattern("promises.doubt")
TURN, NO_DENIAL = ENGLISH.pattern("promises.turn"), ENGLISH.pattern("promises.no_denial")


@dataclass(frozen=True)
class Sentence:
    """A sentence that was given: the roots of its words, and the amounts of money that qualify it."""

    roots: frozenset[str]
    amounts: frozenset[Decimal]


def roots(text: str) -> frozenset[str]:
    """The words' first letters: "guaranteed" and "guarantee" meet."""
    return frozenset(stem[:ROOT] for stem in stems(text))


COMMON = frozenset(stem[:ROOT] for stem in STOP)
FREE = roots(" ".join(ENGLISH.words("promises.free")))
FILLING = COMMON - FREE | roots(" ".join(ENGLISH.words("promises.filling")))


def sentences(texts: Iterable[str]) -> Iterator[Sentence]:
    for text in texts:
        # A dot in "4.90" or "e.g.," ends none: white space must follow it.
        for part in re.split(r"(?<=[.!?;])\s+|\n", text):
            yield Sentence(roots(part), amounts(part))


def amounts(text: str) -> frozenset[Decimal]:
    return frozenset(each.value for each in quantities(text) if each.unit == "money" and each.value is not None)


def is_denied(text: str, at: int) -> bool:
    """Whether what stands at this place is said not to be so: "it is not waterproof"."""
    before = TURN.split(text[max(0, at - 40):at])[-1]
    near = " ".join(before.split()[-4:])
    return bool(DENIAL.search(near) or DOUBT.search(near)) and not NO_DENIAL.search(before)


def unfounded_promise(clause: str, said: str, given: Sequence[Sentence]) -> str:
    """The first promise in the clause that no given sentence makes, or makes on a condition left out here; else "".
    `said` is the whole sentence so far, the clause included."""
    if (act := ACT.search(clause)) and not DENIAL.search(clause[:act.end()]):
        return act[0]
    for match in PROMISE.finditer(clause):
        if is_denied(clause, match.start()):
            continue
        words = roots(match[0]) - FILLING or roots(match[0])
        making = [each for each in given if words <= each.roots]
        if words & FREE:
            making = free_offers(making, match[0], said)
        if not making:
            return match[0]
    return ""


def free_offers(making: Iterable[Sentence], promise: str, said: str) -> list[Sentence]:
    """Those sentences that say the same thing is free, and whose condition, an amount, is told with it."""
    about = roots(said) - roots(promise) - COMMON
    told = amounts(said)
    return [each for each in making if about & each.roots and (not each.amounts or each.amounts & told)]
