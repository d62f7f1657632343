"""What the reader of a conversation sees, as a closed union; each value is rendered by the template of its name.

Of the events of a turn, `Stage` and `Said` are seen as they come, as a `Step`; `Offered` and `Ended` are seen together,
in the message that has ended.
"""

from __future__ import annotations

from dataclasses import dataclass

from shop.assistant.events import Said, Stage
from shop.models import Message


@dataclass(frozen=True)
class Arrival:
    """Messages that were not there before, as rows; a running answer has the words so far in `text`."""

    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Step:
    """What a running answer is busy with, or more of its words."""

    message_id: str
    event: Stage | Said


@dataclass(frozen=True)
class Ending:
    """An answer that has ended; its row is now whole."""

    message: Message


@dataclass(frozen=True)
class Anew:
    """The whole conversation again, for a page that was away."""

    conversation_id: str
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Notice:
    """Why a message was not taken. `client_id` is what its page calls it, "" for none."""

    code: str
    client_id: str = ""


@dataclass(frozen=True)
class Over:
    """The conversation is somebody else's now."""


News = Arrival | Step | Ending
Seen = News | Anew | Notice | Over
