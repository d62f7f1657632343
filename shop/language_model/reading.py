"""The reader's side of one call: asks the server, and passes its words on as they come."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from shop.assistant.model import ModelTrouble
from shop.language_model.desk import Call, Desk
from shop.language_model.dialect import Dialect
from shop.language_model.lines import CONNECT_SECONDS, Line
from shop.language_model.server_events import Completion, EventReader, Nonsense
from shop.language_model.troubles import may_pass, pause_before_retry, trouble_of

# No model needs more for each token it may write; past it, the server ignores the limit.
CHARACTERS_PER_TOKEN = 10
# Where a server that asks for a pause does not say how long.
SHORT_PAUSE = 0.25


@dataclass(frozen=True)
class Finishing:
    """The server has said why it ends; at most its count of tokens follows."""


@dataclass(frozen=True)
class Ended:
    trouble: ModelTrouble | None = None


class Reading:
    """Runs in a thread of its own, because a connection being made can be neither hurried nor left.

    `heard` gets pieces of text, then Finishing, then Ended (the last may come more than once). `sent`: the
    request has gone out; `answered`: the server has accepted it.
    """

    def __init__(self, desk: Desk, call: Call) -> None:
        self.heard: SimpleQueue[str | Finishing | Ended] = SimpleQueue()
        self.completion = Completion()
        self.characters = 0
        self.sent = self.answered = False
        self._desk, self._call = desk, call
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._line: Line | None = None

    def start(self, line: Line, first_by: float) -> None:
        """`first_by`: when the first word must be there, and a second try is no longer worth it."""
        thread = threading.Thread(
            target=self._run, args=(line, first_by), name="model reading", daemon=True)
        self._line = line
        try:
            thread.start()
        except RuntimeError:
            self._line = None
            self._desk.lines.give_back(line)
            raise ModelTrouble("busy", "no thread is left for the model") from None
        self.sent = True

    def stop(self) -> None:
        self._stopped.set()
        self.heard.put(Ended(ModelTrouble("stopped")))
        with self._lock:  # once given back, the line belongs to the next call
            if self._line is not None:
                self._line.cut()

    def _run(self, line: Line, first_by: float) -> None:
        trouble: ModelTrouble | None = None
        try:
            trouble = self._ask(line, first_by)
        except Exception as error:
            trouble = ModelTrouble("down", type(error).__name__)
        finally:
            with self._lock:
                self._line = None
            self._desk.lines.give_back(line)
            self.heard.put(Ended(trouble))

    def _ask(self, line: Line, first_by: float) -> ModelTrouble | None:
        """Ask, in words the server takes, and once more where that may help; None when all went well."""
        desk, call = self._desk, self._call
        dialect, may_retry = desk.dialect, True
        while not self._stopped.is_set():
            trouble, error = self._try(line, dialect)
            if trouble is None or self.answered or self._stopped.is_set():
                return trouble
            if trouble.status in (400, 422) and trouble.kind == "down":
                simpler = dialect.simpler(trouble.detail, shaped=call.schema is not None)
                if simpler is None:
                    return trouble
                dialect = simpler
                continue
            pause = pause_before_retry(error)
            pause = min(SHORT_PAUSE, desk.patience.retry_after) if pause is None else pause
            if not may_retry or not may_pass(trouble) or pause > desk.patience.retry_after \
                    or desk.clock() + pause >= first_by:
                return trouble
            may_retry = False
            self._stopped.wait(pause)
        return ModelTrouble("stopped")

    def _try(self, line: Line, dialect: Dialect) -> tuple[ModelTrouble | None, Exception | None]:
        import openai

        desk, call, patience = self._desk, self._call, self._desk.patience
        request = dialect.request(desk.name, call.messages, call.max_tokens, call.schema)
        try:
            # The caller's own patience ends first; these only keep the thread from waiting for ever.
            timeout = openai.Timeout(max(patience.first, patience.between) + 1, connect=CONNECT_SECONDS)
            create = line.client.chat.completions.with_streaming_response.create
            with create(**request, timeout=timeout) as response:
                self.answered, desk.dialect = True, dialect
                self._hear(response)
            return None, None
        except Exception as error:  # whatever a server's bytes can bring about
            if self.completion.done and self.completion.finish:
                return None, None  # all was said
            return trouble_of(error, desk.api_key, answered=self.answered), error

    def _hear(self, response: Any) -> None:
        if "text/html" in response.headers.get("content-type", ""):
            raise Nonsense("a web page instead of a reply")
        events = EventReader()
        for chunk in response.iter_bytes():
            if not self.completion.done:
                self._pass_on(events.feed(chunk))
            # After the last word the rest is read too: then the connection can be used again.
            if self._stopped.is_set() or self._full():
                break
            if self._desk.clock() > self._call.deadline:
                raise ModelTrouble("timeout", "the model was too slow")
        else:
            if not self.completion.done:
                self._pass_on(events.end())
        if self.completion.finish is None:
            raise Nonsense("the stream ended without a reason")

    def _pass_on(self, events: list[bytes]) -> None:
        completion, finished = self.completion, self.completion.finish
        room = self._call.max_tokens * CHARACTERS_PER_TOKEN - self.characters
        text = ""
        try:
            for event in events:
                text += completion.take(event)
        finally:
            if text and room > 0:
                self.characters += len(text[:room])
                self.heard.put(text[:room])
            if len(text) >= room:
                completion.finish = "length"
                self.heard.put(Ended())
        if completion.finish and completion.done:
            self.heard.put(Ended())
        elif completion.finish and not finished:
            self.heard.put(Finishing())

    def _full(self) -> bool:
        return self.characters >= self._call.max_tokens * CHARACTERS_PER_TOKEN
