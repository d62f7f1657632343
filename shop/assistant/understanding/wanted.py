"""What a message asks for, as a value, and the clauses that it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.assistant.criteria import Criteria
from shop.assistant.intents import Intent
from shop.assistant.language import price_bounds
from shop.assistant.language.measuring import Measure
from shop.assistant.understanding import refinement
from shop.assistant.understanding.acts import Act
from shop.assistant.understanding.sizes_asked import NO_SIZES, SizeNote, SizesAsked
from shop.assistant.understanding.terms import Read


@dataclass(frozen=True)
class Wanted:
    """What a message asks for.

    `intents` in the order they are served. `act` is what is asked of the products, None where nothing is. `criteria`
    hold for a product request, earlier turns included; `hints` are stems that order the list without cutting it.
    `unexplained` are words that matter and that nothing in the shop explains, `missing` those of them that say what
    kind of thing is asked for ("vegan shoes"). `questions` are the parts of the message to look up in the knowledge,
    `topics` theirs. `kinds` are stems of the shopper's own names for what a category has. `own_sizes` are sizes that
    the shopper calls theirs, `size_notes` what those asked for come to in the shop's. `measures` are held against the
    products' rows; `body` says that the shopper told how tall or heavy somebody is. `shared` says that the highest
    price is for all that is bought. `tentative` is a request by mere words of products' texts: it stands only if some
    product has them all. `frame` is what spoke most for a wish that is read from the words around a shelf alone.
    """

    intents: tuple[Intent, ...]
    act: Act | None = None
    criteria: Criteria = Criteria()
    hints: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    own_sizes: tuple[str, ...] = ()
    size_notes: tuple[SizeNote, ...] = ()
    measures: tuple[Measure, ...] = ()
    body: bool = False
    shared: bool = False
    refined: bool = False
    tentative: bool = False
    frame: tuple[str, ...] = ()

    def wants(self, intent: Intent) -> bool:
        return intent in self.intents


@dataclass(frozen=True)
class Clause:
    """One part of a message. `marked` has a mark for each of the shop's words (`frames`); `frame` is what spoke most
    for a wish that is read from the words around a shelf alone."""

    text: str
    original: str
    read: Read
    asked: price_bounds.PriceAsked
    topics: tuple[str, ...]
    intents: tuple[Intent, ...]
    tentative: bool = False
    marked: str = ""
    frame: tuple[str, ...] = ()
    sized: SizesAsked = NO_SIZES


def has_criteria(clause: Clause) -> bool:
    return (bool(clause.read.terms or clause.sized.sizes or clause.sized.measures)
            or clause.asked.least is not None or clause.asked.most is not None
            or refinement.sort_of(clause.text) is not None or refinement.price_word(clause.text) is not None
            or refinement.rating_of(clause.text) is not None)


def statement_of(clauses: Sequence[Clause], whole: str) -> refinement.Statement:
    return refinement.statement([refinement.Part(clause.text, clause.read, clause.asked) for clause in clauses], whole)
