"""Follows a conversation from any process: what is new since the last look, as values to render."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import assert_never

from shop.assistant.events import Ended, Event, Offered, Said, Stage
from shop.conversations import store
from shop.conversations.live import Board, LiveTurn, words_in
from shop.conversations.seen import Arrival, Ending, News, Step
from shop.extensions import Reads
from shop.models import Message

LOOK_TURN, LOOK_CONVERSATION, SAY_WATCHING = 0.25, 2.0, 3.0


@dataclass
class Follower:
    """One reader's place in one conversation. Not for several threads.

    `look` is cheap while nothing happened here: turns of this process wake their readers, those of other
    processes are looked for every LOOK_TURN seconds while one runs, else every LOOK_CONVERSATION seconds.
    """

    session: Reads
    board: Board
    conversation_id: str
    clock: Callable[[], float] = time.monotonic
    number: int = 0
    _following: dict[str, int] = field(default_factory=dict)
    _heard_live: set[str] = field(default_factory=set)
    _looked: float = -1e9
    _looked_at_turn: float = -1e9
    _watched: float = -1e9

    def start(self) -> tuple[Message, ...]:
        """All messages there are, orphans ended; what is running is followed from here."""
        self.number = 0
        self._following.clear()
        store.end_orphans(self.session, self.conversation_id)
        return self._arrivals()

    def patience(self) -> float:
        """Seconds until it is worth looking again although nobody woke us."""
        return LOOK_TURN if self._following else LOOK_CONVERSATION

    def look(self, *, woken: bool) -> list[News]:
        news: list[News] = []
        moment = self.clock()
        for message_id in list(self._following):
            live = self.board.turn(message_id)
            if live is not None:
                self._heard_live.add(message_id)
                news += self._from_live(live)
            elif woken or moment - self._looked_at_turn >= LOOK_TURN:
                self._looked_at_turn = moment
                news += self._from_table(message_id, moment)
        if woken or moment - self._looked >= LOOK_CONVERSATION:
            self._looked = moment
            if not self._following and (arrived := self._newcomers()):
                news.append(Arrival(arrived))
        return news

    def _newcomers(self) -> tuple[Message, ...]:
        """The greeting is stored with the first message, but stands on the page before it."""
        return tuple(message for message in self._arrivals() if message.kind != "greeting")

    def _arrivals(self) -> tuple[Message, ...]:
        found = store.messages(self.session, self.conversation_id, self.number)
        for message in found:
            self.number = message.number
            if message.state == store.STREAMING:
                live = self.board.turn(message.id)
                if live is not None:
                    self._heard_live.add(message.id)
                    self._following[message.id], words = live.so_far()
                else:
                    self._following[message.id], words = words_in(store.events(self.session, message.id))
                self.session.expunge(message)
                message.text = words
        return tuple(found)

    def _from_live(self, live: LiveTurn) -> list[News]:
        return self._news(live.message_id, live.after(self._following[live.message_id]))

    def _from_table(self, message_id: str, moment: float) -> list[News]:
        """A turn of another process, or one that ended here a moment ago.

        Who has followed it live may stand in the middle of a row, for a row joins words; the end has them all.
        """
        ended = store.state(self.session, message_id) != store.STREAMING
        if ended or store.end_orphans(self.session, self.conversation_id):
            return self._ending(message_id)
        if moment - self._watched >= SAY_WATCHING:
            self._watched = moment
            store.watch(self.session, message_id)
        if message_id in self._heard_live:
            return []
        return self._news(message_id, store.events(self.session, message_id, self._following[message_id]))

    def _news(self, message_id: str, events: list[tuple[int, Event]]) -> list[News]:
        news: list[News] = []
        words = ""
        for number, event in events:
            self._following[message_id] = number
            match event:
                case Said():
                    words += event.text
                case Stage():
                    news.append(Step(message_id, event))
                case Offered():
                    pass  # Seen below the words, when they are complete.
                case Ended():
                    return [*news, *self._ending(message_id)]
                case _:
                    assert_never(event)
        return [*news, Step(message_id, Said(words))] if words else news

    def _ending(self, message_id: str) -> list[News]:
        """Nothing while the table knows no end: what could not be written comes when the lease runs out."""
        self.session.expire_all()
        message = self.session.get(Message, message_id)
        if message is not None and message.state == store.STREAMING:
            return []
        del self._following[message_id]
        self._heard_live.discard(message_id)
        return [Ending(message)] if message is not None else []
