"""A conversation with the assistant, turn by turn, for tests."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Ended, Event, Offered, Said, Stage
from shop.assistant.turn import Question, Surroundings, answer

NEW = Dialogue()


@dataclass(frozen=True)
class Turn:
    events: tuple[Event, ...]
    dialogue: Dialogue

    @property
    def ended(self) -> Ended:
        last = self.events[-1]
        assert isinstance(last, Ended)
        return last

    @property
    def offered(self) -> Offered:
        return next(each for each in self.events if isinstance(each, Offered))

    @property
    def said(self) -> str:
        return "".join(each.text for each in self.events if isinstance(each, Said))

    @property
    def stages(self) -> list[str]:
        return [each.text for each in self.events if isinstance(each, Stage)]

    @property
    def criteria(self) -> Criteria:
        return Criteria.from_json(self.ended.receipt.criteria)


def turn(question: str | Question, around: Surroundings, dialogue: Dialogue = NEW) -> Turn:
    asked = question if isinstance(question, Question) else Question(question)
    events = tuple(answer(asked, dialogue, around))
    last = events[-1]
    assert isinstance(last, Ended)
    history = (*dialogue.history, {"role": "user", "content": asked.text}, {"role": "assistant", "content": last.text})
    return Turn(events, replace(Dialogue.from_json(last.dialogue), history=history[-10:]))


def conversation(around: Surroundings, *questions: str | Question) -> Turn:
    """The last turn of several."""
    dialogue = Dialogue()
    for question in questions:
        latest = turn(question, around, dialogue)
        dialogue = latest.dialogue
    return latest
