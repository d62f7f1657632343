"""What a turn is given, what it prepares before a word is written, and what it uses up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from shop.assistant.catalogue import Catalogue
from shop.assistant.events import Offered
from shop.assistant.knowledge import KnowledgeBase, Section
from shop.assistant.model import LanguageModel, Usage
from shop.assistant.recommending import Shortlist
from shop.assistant.understanding import Wanted


@dataclass(frozen=True)
class Question:
    """A message, or the removal of a criterion (`removes` = key and value). `page` is the slug of the product whose
    page is open, "" for none."""

    text: str
    page: str = ""
    removes: tuple[str, str] | None = None


@dataclass(frozen=True)
class Surroundings:
    """What a turn works with. `clock` gives seconds on the clock that the model's deadlines are points on;
    `stopped` says why no more words are wanted: "stopped" by the shopper, "cut" because nobody reads, else "".
    """

    catalogue: Catalogue
    knowledge: KnowledgeBase
    money: Callable[[int], str]
    digits: int = 2
    model: LanguageModel | None = None
    deadline: float = 20.0
    conversation: str | None = None
    clock: Callable[[], float] = time.monotonic
    stopped: Callable[[], str] = field(default=lambda: "")


@dataclass(frozen=True)
class Prepared:
    """Everything that is known before a word is written."""

    wanted: Wanted
    short: Shortlist
    sections: tuple[Section, ...]
    offered: Offered
    words: str


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
