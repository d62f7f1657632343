"""What all calls to one server share: its lines, its breaker, its prices, and what is known of its ways."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from shop.assistant.model import ModelTrouble, Usage
from shop.language_model.breaker import Breaker
from shop.language_model.dialect import Dialect
from shop.language_model.lines import Lines
from shop.language_model.prices import Price, likely_tokens, most_tokens

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reservation:
    """Money set aside for one call, in millionths of a US dollar; `message` is the turn it is for."""

    amount: int
    day: str = ""
    message: str | None = None


class Spend(Protocol):
    def reserve(self, estimate: int, conversation: str | None) -> Reservation | None:
        """Set aside `estimate` millionths of a US dollar; None when a cap would be passed."""

    def settle(self, reservation: Reservation, actual: int) -> None:
        """Replace the reservation by what the call has cost."""


@dataclass(frozen=True)
class Patience:
    """Seconds: to the first word, between words, for a free line, the longest Retry-After that is obeyed, and
    for the server's count of tokens after the last word."""

    first: float = 6.0
    between: float = 8.0
    line: float = 2.0
    retry_after: float = 1.0
    tail: float = 1.0


@dataclass(frozen=True)
class Call:
    messages: Sequence[Mapping[str, str]]
    max_tokens: int
    deadline: float
    heartbeat: float | None = None
    schema: Mapping[str, Any] | None = None
    conversation: str | None = None


@dataclass
class Desk:
    name: str
    api_key: str = field(repr=False)
    price: Price
    spend: Spend
    lines: Lines
    breaker: Breaker
    clock: Callable[[], float]
    patience: Patience
    dialect: Dialect = field(default_factory=Dialect)

    def reserve(self, call: Call) -> Reservation | None:
        """What the call can cost at most, set aside; None for a model that costs nothing."""
        most = self.price.of(most_tokens(call.messages), call.max_tokens)
        if not most:
            return None
        try:
            reservation = self.spend.reserve(most, call.conversation)
        except Exception:  # without its books the shop spends nothing, and the rules answer
            log.exception("no money could be set aside for the model")
            reservation = None
        if reservation is None:
            raise ModelTrouble("budget", "the spending cap is reached")
        return reservation

    def settle(self, reservation: Reservation | None, usage: Usage) -> None:
        if reservation is None:
            return
        try:
            self.spend.settle(reservation, usage.cost)
        except Exception:  # the reservation stays, which errs on the side of the cap
            log.exception("the cost of a call could not be settled")

    def used(self, call: Call, characters: int, counted: tuple[int, int] | None) -> Usage:
        """By the server's own count, or by the length of what went to and fro."""
        if counted is None:
            sent = sum(len(message.get("content", "")) for message in call.messages)
            counted = likely_tokens(sent) + 4 * len(call.messages), likely_tokens(characters)
        return Usage(*counted, self.price.of(*counted))

    def judge(self, trouble: ModelTrouble | None, *, sent: bool, spoke: bool) -> None:
        """Tell the breaker how a call ended that it had let through."""
        kind = trouble.kind if trouble else ""
        if not sent or (kind == "stopped" and not spoke):
            self.breaker.unclear()
        elif kind in ("", "refused", "too_long", "stopped"):
            self.breaker.passed()
        else:
            before = self.breaker.state
            self.breaker.failed(hopeless=kind in ("auth", "quota"))
            log.log(
                logging.WARNING if self.breaker.state != before else logging.INFO,
                "model call failed: %s; breaker %s", trouble, self.breaker.state)
