"""What a server understands of the protocol, learnt from its refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

SHAPES = ("json_schema", "json_object", "none")


@dataclass(frozen=True)
class Dialect:
    """`length` is the word for the longest reply; `shape` how a reply in JSON is asked for (of SHAPES)."""

    length: str = "max_tokens"
    usage: bool = True
    shape: str = "json_schema"

    def request(
        self, model: str, messages: Sequence[Mapping[str, str]], max_tokens: int,
        schema: Mapping[str, Any] | None,
    ) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": model, "messages": [dict(message) for message in messages], "stream": True,
            self.length: max_tokens,
        }
        if self.usage:
            request["stream_options"] = {"include_usage": True}
        if schema is not None and self.shape == "json_schema":
            wanted = {"name": "wanted", "strict": True, "schema": dict(schema)}
            request["response_format"] = {"type": "json_schema", "json_schema": wanted}
        elif schema is not None and self.shape == "json_object":
            request["response_format"] = {"type": "json_object"}
        return request

    def simpler(self, refusal: str, *, shaped: bool) -> Dialect | None:
        """What to try after a 400 that says `refusal`; None when there is nothing left to leave out.

        `shaped`: the refused request asked for JSON.
        """
        refusal = refusal.casefold()
        if "max_completion_tokens" in refusal and self.length == "max_tokens":
            return replace(self, length="max_completion_tokens")
        if self.usage and ("stream_options" in refusal or "include_usage" in refusal):
            return replace(self, usage=False)
        if shaped and self.shape != SHAPES[-1]:
            return replace(self, shape=SHAPES[SHAPES.index(self.shape) + 1])
        if self.usage:
            return replace(self, usage=False)
        return None
