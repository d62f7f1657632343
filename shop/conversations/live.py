"""The turns that this process is working on, and the readers to wake when something happens in them."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from shop.assistant.events import Event, Interruption, Said

Wake = Callable[[], None]


@dataclass
class LiveTurn:
    """The events of a running turn, numbered from 1; `stopped` is why no more words are wanted, None while they are.

    `kept` is the number of the last event that stands in the table; whoever writes there holds `keeping`.
    """

    message_id: str
    conversation_id: str
    wake: Wake
    stopped: Interruption | None = None
    kept: int = 0
    keeping: Lock = field(default_factory=Lock)
    _events: list[Event] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def add(self, event: Event) -> None:
        with self._lock:
            self._events.append(event)
        self.wake()

    def after(self, number: int) -> list[tuple[int, Event]]:
        with self._lock:
            return list(enumerate(self._events[number:], start=number + 1))

    def so_far(self) -> tuple[int, str]:
        """All words up to now, and the number of the event that they go up to; (0, "") before the first."""
        return words_in(self.after(0))


def words_in(events: list[tuple[int, Event]]) -> tuple[int, str]:
    words = "".join(event.text for _, event in events if isinstance(event, Said))
    return (events[-1][0], words) if words else (0, "")


class Board:
    """All running turns of this process by conversation, and who listens to which conversation."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._turns: dict[str, LiveTurn] = {}
        self._listeners: defaultdict[str, set[Wake]] = defaultdict(set)
        self._alone_since: dict[str, float] = {}

    def begin(self, message_id: str, conversation_id: str) -> LiveTurn:
        turn = LiveTurn(message_id, conversation_id, lambda: self.wake(conversation_id))
        with self._lock:
            self._turns[message_id] = turn
            if not self._listeners.get(conversation_id):
                self._alone_since[conversation_id] = self._clock()
        self.wake(conversation_id)
        return turn

    def end(self, turn: LiveTurn) -> None:
        with self._lock:
            self._turns.pop(turn.message_id, None)
            if not self._listeners.get(turn.conversation_id):
                self._alone_since.pop(turn.conversation_id, None)

    def turn(self, message_id: str) -> LiveTurn | None:
        with self._lock:
            return self._turns.get(message_id)

    def turns(self) -> list[LiveTurn]:
        with self._lock:
            return list(self._turns.values())

    def wake(self, conversation_id: str) -> None:
        with self._lock:
            listeners = tuple(self._listeners.get(conversation_id, ()))
        for wake in listeners:
            wake()

    @contextmanager
    def listening(self, conversation_id: str, wake: Wake) -> Iterator[None]:
        with self._lock:
            self._listeners[conversation_id].add(wake)
            self._alone_since.pop(conversation_id, None)
        try:
            yield
        finally:
            with self._lock:
                self._listeners[conversation_id].discard(wake)
                if not self._listeners[conversation_id]:
                    del self._listeners[conversation_id]
                    if any(turn.conversation_id == conversation_id for turn in self._turns.values()):
                        self._alone_since[conversation_id] = self._clock()

    def alone_for(self, conversation_id: str) -> float:
        """Seconds since the last reader in this process left; 0 while there is one."""
        with self._lock:
            since = self._alone_since.get(conversation_id)
        return 0.0 if since is None else self._clock() - since
