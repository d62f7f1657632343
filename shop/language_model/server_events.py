"""A streamed chat completion, read from its bytes: server-sent events, and the words in them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, TypeGuard

LONGEST_EVENT = 1_000_000


class Nonsense(ValueError):
    """Bytes that are no stream of chat completions."""


class ServerError(Exception):
    """The server reported an error inside the stream; `error` is what it said."""

    def __init__(self, error: object) -> None:
        super().__init__("error inside the stream")
        self.error = error


@dataclass
class EventReader:
    """Puts events together from bytes that are cut anywhere, even inside a character or a line's end."""

    _rest: bytes = b""
    _data: list[bytes] = field(default_factory=list)
    _size: int = 0

    def feed(self, chunk: bytes) -> list[bytes]:
        """The data of every event that these bytes complete."""
        rest = self._rest + chunk
        kept = b""
        if b"\r" in rest:
            if rest.endswith(b"\r"):  # its "\n" may be the next byte
                rest, kept = rest[:-1], b"\r"
            rest = rest.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, rest = rest.split(b"\n")
        self._rest = rest + kept
        events = []
        for line in lines:
            if not line:
                events += self._event()
            elif line.startswith(b"data:"):
                self._data.append(line[6:] if line[5:6] == b" " else line[5:])
                self._size += len(line)
        if len(self._rest) + self._size > LONGEST_EVENT:
            raise Nonsense("an event without end")
        return events

    def end(self) -> list[bytes]:
        """The event that the end of the stream completes: some servers leave out the last empty line."""
        return self.feed(b"\n\n")

    def _event(self) -> list[bytes]:
        if not self._data:
            return []
        event = b"\n".join(self._data)
        self._data, self._size = [], 0
        return [event]


@dataclass
class Completion:
    """The words and the end of one reply, gathered chunk by chunk.

    `tokens` is (in, out) as the server counted them. `refusal`: the model declined in the protocol's own way.
    """

    finish: str | None = None
    tokens: tuple[int, int] | None = None
    refusal: bool = False
    done: bool = False
    _half: str = ""

    def take(self, data: bytes) -> str:
        """The words of one event; what it says beyond that is kept. A chunk of another shape says nothing."""
        if data.strip() == b"[DONE]":
            self.done = True
            return ""
        try:
            chunk = json.loads(data)
        except (ValueError, RecursionError):
            raise Nonsense("an event that is not JSON") from None
        if not isinstance(chunk, dict):
            return ""
        if chunk.get("error"):
            raise ServerError(chunk["error"])
        usage = chunk.get("usage")
        if isinstance(usage, dict):
            sent, written = usage.get("prompt_tokens"), usage.get("completion_tokens")
            if is_count(sent) and is_count(written):
                self.tokens = sent, written
        choices = chunk.get("choices")
        if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
            return ""
        choice: dict[str, Any] = choices[0]
        reason = choice.get("finish_reason")
        if isinstance(reason, str) and reason:
            self.finish = reason
        delta = choice.get("delta")
        if not isinstance(delta, dict):
            return ""
        if delta.get("refusal"):
            self.refusal = True
        content = delta.get("content")
        return self._whole_characters(content) if isinstance(content, str) else ""

    def _whole_characters(self, text: str) -> str:
        """Text that can be stored and sent: JSON may cut a character in two halves, or bring half a one."""
        text = self._half + text
        self._half = ""
        if text.isascii():
            return text.replace("\0", "")
        if "\ud800" <= text[-1] <= "\udbff":
            text, self._half = text[:-1], text[-1]
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000_000
