"""What the assistant remembers of a conversation: what was asked, and what was shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from shop.assistant import open_questions
from shop.assistant.avoidance import NOTHING_AVOIDED, Avoidance
from shop.assistant.criteria import Criteria
from shop.assistant.open_questions import OpenQuestion

ABOUT = 300


@dataclass(frozen=True)
class Dialogue:
    """`shown` are the ids of the last list in its order, `seen` all ids shown for the present criteria.

    `focus` is the product last spoken of alone, `focused` the colour and size it was asked for in. `earlier` are the
    criteria before the present ones, newest last. `hints` are the words of the request that only order the list,
    `measures` those of it that the products' rows were held against.
    `asked` are the criteria that the shopper has been asked for, `sizes` those the shopper calls their own. `together`
    says that the request was for a set of things. `worn` are the sizes asked for last; `purse` is a budget for the
    whole, in minor units. `pending` is what the counter asked the shopper last, `taken` the SKU that was put into the
    cart last, `order` the number of the order last spoken of; `at_counter` says that the last message was served at
    the counter. `avoided` is what the shopper must not have: it outlives every request, and ends only when it is taken
    back. `about` are the words that the present request began with, at most ABOUT letters of them. `history` are the
    messages so far, oldest first, as {"role": "user" | "assistant", "content": …}; it is not part of what is kept as
    JSON.
    """

    criteria: Criteria = Criteria()
    hints: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    shown: tuple[int, ...] = ()
    seen: tuple[int, ...] = ()
    focus: int | None = None
    focused: Criteria = Criteria()
    earlier: tuple[Criteria, ...] = ()
    asked: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    together: bool = False
    worn: tuple[str, ...] = ()
    purse: int | None = None
    avoided: Avoidance = NOTHING_AVOIDED
    pending: OpenQuestion | None = None
    taken: str = ""
    order: str = ""
    at_counter: bool = False
    about: str = ""
    history: tuple[Mapping[str, str], ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        return {"criteria": self.criteria.to_json(), "hints": list(self.hints), "shown": list(self.shown),
                "measures": list(self.measures), "seen": list(self.seen), "focus": self.focus,
                "focused": self.focused.to_json(),
                "earlier": [criteria.to_json() for criteria in self.earlier], "asked": list(self.asked),
                "sizes": list(self.sizes), "together": self.together, "worn": list(self.worn),
                "purse": self.purse, "avoided": self.avoided.to_json(),
                "pending": open_questions.to_json(self.pending), "taken": self.taken, "order": self.order,
                "at_counter": self.at_counter, "about": self.about}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], history: tuple[Mapping[str, str], ...] = ()) -> Self:
        return cls(
            criteria=Criteria.from_json(data.get("criteria", {})), hints=tuple(data.get("hints", ())),
            measures=tuple(data.get("measures", ())),
            shown=tuple(data.get("shown", ())), seen=tuple(data.get("seen", ())), focus=data.get("focus"),
            focused=Criteria.from_json(data.get("focused") or {}),
            earlier=tuple(Criteria.from_json(each) for each in data.get("earlier", ())),
            asked=tuple(data.get("asked", ())), sizes=tuple(data.get("sizes", ())),
            together=data.get("together", False), worn=tuple(data.get("worn", ())), purse=data.get("purse"),
            avoided=Avoidance.from_json(data.get("avoided") or {}), taken=data.get("taken", ""),
            order=data.get("order", ""), at_counter=data.get("at_counter", False), about=data.get("about", ""),
            pending=open_questions.from_json(data.get("pending")), history=history)
