"""Waiting for what another thread or process does: looked at again and again, with a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def until(look: Callable[[], Found], within: float = 30.0, every: float = 0.02) -> Found:
    """The first true thing that `look` gives; fails when there is none in time."""
    ends = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < ends, f"still {found!r} after {within:g} s"
        time.sleep(every)
    return found


def end_state(look: Callable[[], Found], value: Found, within: float = 10.0, every: float = 0.02) -> Found:
    """What `look` gives in the end: `value` as soon as it does, or whatever it is when the time is up."""
    ends = time.monotonic() + within
    while (found := look()) != value and time.monotonic() < ends:
        time.sleep(every)
    return found
