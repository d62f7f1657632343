"""A breaker: a model that keeps failing is left alone for a while, so that shoppers do not wait for it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

FAILURES = 5
WITHIN = 30.0
REST = 20.0
LONG_REST = 60.0


class Breaker:
    """Open after 5 failures in 30 seconds, or at once when it is no use to try again soon.

    Every call that `admits` let through ends in exactly one of `passed`, `failed` or `unclear`.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: deque[float] = deque(maxlen=FAILURES)
        self._until: float | None = None
        self._trial = False

    @property
    def state(self) -> str:
        """"closed", "open" or "half-open"."""
        with self._lock:
            return self._state()

    def _state(self) -> str:
        if self._until is None:
            return "closed"
        return "open" if self._clock() < self._until else "half-open"

    def admits(self) -> bool:
        """Whether a call may go out now; while half-open, only one at a time may."""
        with self._lock:
            state = self._state()
            if state == "closed":
                return True
            if state == "open" or self._trial:
                return False
            self._trial = True
            return True

    def passed(self) -> None:
        with self._lock:
            self._failures.clear()
            self._until, self._trial = None, False

    def failed(self, *, hopeless: bool = False) -> None:
        """`hopeless`: the key or the account is refused, and the next try would be too."""
        with self._lock:
            now = self._clock()
            self._failures.append(now)
            often = len(self._failures) == FAILURES and now - self._failures[0] <= WITHIN
            if hopeless or often or self._trial:
                self._until = now + (LONG_REST if hopeless else REST)
            self._trial = False

    def unclear(self) -> None:
        """The call ended before it could show anything, by our own doing."""
        with self._lock:
            self._trial = False
