"""A language model that says what it was told to, handed in as any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shop.assistant.model import ModelTrouble, Usage


@dataclass
class ScriptedReply:
    """Pieces of text in order; a ModelTrouble among them is raised there."""

    pieces: Sequence[str | ModelTrouble]
    last: str | None = "stop"
    usage: Usage = field(default_factory=lambda: Usage(300, 40, 12))
    ms_first: float | None = 200.0
    ms_total: float = 0.0
    finish: str | None = None
    closed: bool = False

    def __iter__(self) -> Iterator[str]:
        for piece in self.pieces:
            if isinstance(piece, ModelTrouble):
                raise piece
            yield piece
        self.finish = self.last

    def close(self) -> None:
        self.closed = True


@dataclass
class ScriptedModel:
    """`asked` keeps what each call was given; `extracted` is what a fill-in answers."""

    pieces: Sequence[str | ModelTrouble] = ()
    finish: str | None = "stop"
    extracted: dict[str, Any] | ModelTrouble | None = None
    name: str = "scripted"
    asked: list[Sequence[Mapping[str, str]]] = field(default_factory=list)
    extractions: list[Sequence[Mapping[str, str]]] = field(default_factory=list)
    deadlines: list[float] = field(default_factory=list)
    replies: list[ScriptedReply] = field(default_factory=list)

    def stream(self, messages: Sequence[Mapping[str, str]], *, max_tokens: int, deadline: float,
               heartbeat: float | None = None, schema: Mapping[str, Any] | None = None,
               conversation: str | None = None) -> ScriptedReply:
        self.asked.append(messages)
        self.deadlines.append(deadline)
        self.replies.append(ScriptedReply(self.pieces, self.finish))
        return self.replies[-1]

    def extract(self, messages: Sequence[Mapping[str, str]], *, schema: Mapping[str, Any], max_tokens: int,
                deadline: float, conversation: str | None = None) -> tuple[dict[str, Any] | None, Usage]:
        self.extractions.append(messages)
        self.deadlines.append(deadline)
        if isinstance(self.extracted, ModelTrouble):
            raise self.extracted
        return self.extracted, Usage(200, 20, 8)
