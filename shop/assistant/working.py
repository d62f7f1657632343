"""What a turn is given, what it prepares before a word is written, and what it uses up."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from shop.assistant.catalogue import Catalogue, Item
from shop.assistant.counter.cart_answers import CounterAnswer
from shop.assistant.counter.protocol import Counter
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Comparison, Interruption, Offered
from shop.assistant.knowledge import KnowledgeBase, Section
from shop.assistant.model import LanguageModel, Usage
from shop.assistant.recommending.shortlist import Shortlist
from shop.assistant.similarity import NO_SIMILARITIES, Similarities
from shop.assistant.understanding.wanted import Wanted
from shop.assistant.vocabulary import Vocabulary


@dataclass(frozen=True)
class Question:
    """A message, or the removal of a criterion (`removes` = key and value). `page` is the slug of the product whose
    page is open, "" for none."""

    text: str
    page: str = ""
    removes: tuple[str, str] | None = None


@dataclass(frozen=True)
class Surroundings:
    """What a turn works with. `counter` is the shopper's own, none where nothing is sold. `clock` gives seconds on the
    clock that the model's deadlines are points on; `stopped` says why no more words are wanted, None while they are.
    """

    catalogue: Catalogue
    knowledge: KnowledgeBase
    money: Callable[[int], str]
    digits: int = 2
    counter: Counter | None = None
    model: LanguageModel | None = None
    deadline: float = 20.0
    conversation: str | None = None
    similarities: Similarities = NO_SIMILARITIES
    clock: Callable[[], float] = time.monotonic
    stopped: Callable[[], Interruption | None] = field(default=lambda: None)


@dataclass(frozen=True)
class Task:
    """A message that has been understood, with all that its answer may be made from. `page` is the product whose page
    is open, `named` those that the message calls by name; `text` says "it" for each of them. `spelt` is the message
    with its misspelt words put right."""

    text: str
    wanted: Wanted
    dialogue: Dialogue
    page: Item | None
    vocabulary: Vocabulary
    around: Surroundings
    named: tuple[Item, ...] = ()
    spelt: str = ""

    @property
    def catalogue(self) -> Catalogue:
        return self.around.catalogue

    @property
    def about(self) -> str:
        """The words that the request began with: what products are to be near to in meaning. "Cheaper" is near to
        nothing."""
        return (self.dialogue.about if self.wanted.refined else "") or self.spelt or self.text

    def near(self, ids: Sequence[int]) -> Mapping[int, float]:
        """How near in meaning each of these products is to the request, where that is known."""
        return self.around.similarities.of_products(self.about, ids)

    def items_at(self, places: Sequence[int]) -> tuple[Item, ...]:
        """The products at these places of the last list."""
        shown = self.dialogue.shown
        return self.catalogue.items([shown[place] for place in places if place < len(shown)])

    def item_at(self, place: int) -> Item | None:
        return next(iter(self.items_at((place,))), None)

    def items_shown(self) -> tuple[Item, ...]:
        """The whole last list."""
        return self.catalogue.items(self.dialogue.shown)


@dataclass(frozen=True)
class Answer:
    """What is offered to a request for products, and the words for it. `wanted` is the request as it was served.

    `suggestions` come before the usual ones, or, with `alone`, instead of them; `asked` is the criterion that they
    ask the shopper for.
    """

    short: Shortlist
    words: str
    wanted: Wanted
    comparison: Comparison | None = None
    suggestions: tuple[str, ...] = ()
    alone: bool = False
    asked: str = ""
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """Everything that is known before a word is written. `counter` is the answer of the counter, `order` the number of
    the order that was spoken of there, `about` the words that the request for products began with."""

    wanted: Wanted
    short: Shortlist
    sections: tuple[Section, ...]
    offered: Offered
    words: str
    asked: str = ""
    counter: CounterAnswer | None = None
    order: str = ""
    about: str = ""


@dataclass
class Meter:
    """What the turn has used so far: our time is what passed less the time spent waiting for the model."""

    clock: Callable[[], float]
    began: float
    calls: int = 0
    usage: Usage = Usage()
    waited: float = 0.0
    first_words: float | None = None
    trouble: str = ""
    cuts: tuple[str, ...] = ()

    def own(self) -> float:
        return max(0.0, (self.clock() - self.began) * 1000 - self.waited)
