"""What the assistant asks of a language model: one streamed call at a time, with a price and an end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Usage:
    """`cost` is in millionths of a US dollar; all three are estimates where the server reports nothing."""

    tokens_in: int = 0
    tokens_out: int = 0
    cost: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.tokens_in + other.tokens_in, self.tokens_out + other.tokens_out, self.cost + other.cost)


class ModelTrouble(Exception):
    """A call that ended without a whole reply; what was read before it stands.

    kind: "down" (refused, reset, 5xx, or a request the server will not take), "timeout" (no first word, a
    pause, or the deadline), "busy" (429, or no line free), "quota" (no money left at the provider), "auth"
    (key refused), "refused" (content filter), "too_long" (the prompt exceeds the context), "broken" (the
    stream broke off or made no sense), "budget" (our own cap), "breaker" (not tried: it failed just before),
    "stopped" (closed by us). `status` is the server's HTTP status, where it gave one. `usage` is what the
    call cost all the same. `detail` is for the owner, without the key.
    """

    def __init__(self, kind: str, detail: str = "", *, status: int | None = None) -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail
        self.status = status
        self.usage = Usage()


class Reply(Protocol):
    """One streamed call. Nothing is sent before the first piece is asked for.

    Iterating gives pieces of text as they come, and "" whenever `heartbeat` seconds brought none; it raises
    ModelTrouble, and ends normally only when the server gave a reason for finishing. `finish` is that reason
    ("stop", "length", "content_filter"; None before). `ms_first` is from the start to the first piece,
    `ms_total` the time spent waiting for the model in all.
    """

    @property
    def finish(self) -> str | None: ...
    @property
    def usage(self) -> Usage: ...
    @property
    def ms_first(self) -> float | None: ...
    @property
    def ms_total(self) -> float: ...

    def __iter__(self) -> Iterator[str]: ...

    def close(self) -> None:
        """End the call upstream at once, from any thread; a reader waiting in it gets "stopped"."""


class LanguageModel(Protocol):
    name: str

    def stream(
        self, messages: Sequence[Mapping[str, str]], *, max_tokens: int, deadline: float,
        heartbeat: float | None = None, schema: Mapping[str, Any] | None = None,
        conversation: str | None = None,
    ) -> Reply:
        """`deadline` is a point on the clock the model was made with; `schema` asks for JSON of that shape.

        `conversation` names the one whose spending cap counts.
        """

    def extract(
        self, messages: Sequence[Mapping[str, str]], *, schema: Mapping[str, Any], max_tokens: int,
        deadline: float, conversation: str | None = None,
    ) -> tuple[dict[str, Any] | None, Usage]:
        """A JSON object after `schema`, or None where the reply is none; its values still want checking."""


def read_whole(reply: Reply) -> str:
    """The reply's text once it is complete."""
    return "".join(reply)


def object_in(text: str) -> dict[str, Any] | None:
    """The JSON object that a reply is, or has in it between other words; None where there is none."""
    for candidate in (text, text[text.find("{"):text.rfind("}") + 1]):
        try:
            value = json.loads(candidate, parse_constant=refuse)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return value
    return None


def refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
