"""What happens in a turn, as plain values; kept as (kind, JSON) and rendered by the macro of the same name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Literal

from shop.assistant.intents import Intent


class Outcome(StrEnum):
    """How a turn ended; stands in rows, in JSON and on the page in these words."""

    DONE = "done"
    FALLBACK = "fallback"  # a model was tried, and none of its words were kept
    CUT = "cut"
    STOPPED = "stopped"
    REFUSED = "refused"
    FAILED = "failed"


class Mode(StrEnum):
    """Whose words an answer has."""

    RULES = "rules"
    MODEL = "model"


# Why no more words are wanted: the shopper has stopped them, or nobody reads.
Interruption = Literal[Outcome.STOPPED, Outcome.CUT]


@dataclass(frozen=True)
class Stage:
    """What the assistant is busy with, as a phrase for the shopper."""

    text: str


@dataclass(frozen=True)
class Said:
    """Words to add to the answer; always plain text."""

    text: str


@dataclass(frozen=True)
class Offer:
    """A product on the list: in this `colour` ("" for any), and why, as one clause naming the shopper's wish."""

    product_id: int
    slug: str
    name: str
    reason: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Chip:
    """A criterion that was understood. `key` and `value` go back to the server to take it away."""

    key: str
    value: str
    label: str


@dataclass(frozen=True)
class Source:
    slug: str
    topic: str
    title: str


@dataclass(frozen=True)
class Row:
    """A line of a comparison: a cell for each product, "" where nothing is known. `marks` name in words what is best
    about a cell ("lowest price"), "" for most."""

    name: str
    cells: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """The offers side by side, in their order: `names` head the columns. `alike` says what holds for all of them."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    alike: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Comparison:
        rows = tuple(Row(each["name"], tuple(each["cells"]), tuple(each["marks"])) for each in data["rows"])
        return cls(tuple(data["names"]), rows, data["alike"])


@dataclass(frozen=True)
class Offered:
    """The one list: exactly these products, in this order. It is chosen before a word is written, so it comes
    before the words; pages show it below them. `matched` counts all products that fit, shown or not.
    `suggestions` are messages the shopper can send with one tap. `comparison` is the table of a comparison,
    `links` are where to go on: "cart", "checkout", "orders", "sign_in", "find_order" or "order:<public id>"."""

    offers: tuple[Offer, ...] = ()
    matched: int = 0
    chips: tuple[Chip, ...] = ()
    sources: tuple[Source, ...] = ()
    suggestions: tuple[str, ...] = ()
    comparison: Comparison | None = None
    links: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Offered:
        return cls(
            offers=tuple(Offer(**each) for each in data.get("offers", ())),
            matched=data.get("matched", 0),
            chips=tuple(Chip(**each) for each in data.get("chips", ())),
            sources=tuple(Source(**each) for each in data.get("sources", ())),
            suggestions=tuple(data.get("suggestions", ())),
            comparison=Comparison.from_json(data["comparison"]) if data.get("comparison") else None,
            links=tuple(data.get("links", ())),
        )


@dataclass(frozen=True)
class Receipt:
    """How an answer came about. Times in milliseconds: `own` is ours, `model` the time spent waiting for it.

    `cost` is in millionths of a US dollar; `trouble` says what kept the model from answering, "" if nothing;
    `cuts` are the clauses that the fact gate took out or put right; `frame` is what spoke most for a wish that only
    the words around a shelf told of.
    """

    intents: tuple[Intent, ...] = ()
    criteria: Mapping[str, Any] = field(default_factory=dict)
    unexplained: tuple[str, ...] = ()
    matched: int = 0
    relaxed: tuple[str, ...] = ()
    scores: tuple[Mapping[str, Any], ...] = ()
    sections: tuple[str, ...] = ()
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: int = 0
    own: float = 0.0
    model: float = 0.0
    first_words: float | None = None
    trouble: str = ""
    cuts: tuple[str, ...] = ()
    frame: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Ended:
    """The last event, exactly one a turn. `text` is the whole answer as it stands in the end; `dialogue` is what
    the next turn starts from, as JSON."""

    outcome: Outcome
    mode: Mode
    text: str
    receipt: Receipt = Receipt()
    dialogue: Mapping[str, Any] = field(default_factory=dict)


Event = Stage | Said | Offered | Ended
