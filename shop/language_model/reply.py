"""The caller's side of one call: admission, patience, the words, and the bill."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import suppress
from queue import Empty

from shop.assistant.model import ModelTrouble, Usage
from shop.language_model.desk import Call, Desk
from shop.language_model.lines import Line
from shop.language_model.reading import Ended, Finishing, Reading
from shop.language_model.troubles import in_short


class StreamedReply:
    """See `shop.assistant.model.Reply`; it can be read once."""

    def __init__(self, desk: Desk, call: Call) -> None:
        self.usage = Usage()
        self.ms_first: float | None = None
        self.ms_total = 0.0
        self._desk, self._call = desk, call
        self._reading = Reading(desk, call)
        self._closed = self._whole = False
        self._words = self._run()

    @property
    def finish(self) -> str | None:
        return self._reading.completion.finish

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            return next(self._words)
        except (StopIteration, ValueError):  # the latter while another thread is closing it
            if self._whole or not self._closed:
                raise
            trouble = ModelTrouble("stopped")
            trouble.usage = self.usage
        raise trouble

    def close(self) -> None:
        if self._whole:
            return
        self._closed = True
        self._reading.stop()
        with suppress(ValueError):  # it is running in another thread, which now wakes up and settles the bill
            self._words.close()

    def _run(self) -> Generator[str, None, None]:
        desk, call, reading = self._desk, self._call, self._reading
        self._still_wanted()
        if not desk.breaker.admits():
            raise ModelTrouble("breaker", "the model failed just before")
        reservation, trouble = None, ModelTrouble("stopped")
        started = desk.clock()
        first_by = min(started + desk.patience.first, call.deadline)
        try:
            reservation = desk.reserve(call)
            line = yield from self._take_line(min(started + desk.patience.line, first_by))
            reading.start(line, first_by)
            yield from self._listen(started, first_by)
            if self.finish == "content_filter" or reading.completion.refusal:
                raise ModelTrouble("refused", "the model's provider would not answer this")
            self._whole = True
        except ModelTrouble as error:
            trouble = error
            raise
        finally:
            if not self._whole:
                reading.stop()
            if reading.answered or (reading.sent and trouble.kind in ("timeout", "stopped")):
                self.usage = desk.used(call, reading.characters, reading.completion.tokens)
            trouble.usage = self.usage
            desk.settle(reservation, self.usage)
            desk.judge(None if self._whole else trouble, sent=reading.sent, spoke=reading.characters > 0)

    def _still_wanted(self) -> None:
        if self._closed:
            raise ModelTrouble("stopped")
        if self._desk.clock() >= self._call.deadline:
            raise ModelTrouble("timeout", "no time was left for the model")

    def _take_line(self, until: float) -> Generator[str, None, Line]:
        """A line to ask on; ModelTrouble when none comes free."""
        desk, heartbeat = self._desk, self._call.heartbeat
        while True:
            before = desk.clock()
            left = until - before
            try:
                line = desk.lines.take(left if heartbeat is None else min(heartbeat, left))
            except Exception as error:  # an address that is none, certificates that cannot be read
                raise ModelTrouble("down", in_short(error, desk.api_key)) from None
            self.ms_total += (desk.clock() - before) * 1000
            if line is not None:
                return line
            self._still_wanted()
            if desk.clock() >= until:
                raise ModelTrouble("busy", "all lines to the model are taken")
            yield ""

    def _listen(self, started: float, first_by: float) -> Iterator[str]:
        """The words until the server has ended them; ModelTrouble when it is too slow, or cannot."""
        clock, deadline, heartbeat = self._desk.clock, self._call.deadline, self._call.heartbeat
        heard, patience, by = self._reading.heard, self._desk.patience, first_by
        while True:
            before = clock()
            left = max(by - before, 0.0)
            try:
                item = heard.get(timeout=left if heartbeat is None else min(heartbeat, left))
            except Empty:
                item = None
            now = clock()
            self.ms_total += (now - before) * 1000
            if isinstance(item, Ended):
                if item.trouble is not None:
                    raise item.trouble
                return
            if isinstance(item, Finishing):
                by = min(now + patience.tail, deadline)
            elif item is not None:
                if now >= deadline and self.finish is None:
                    raise ModelTrouble("timeout", "the model was too slow")
                if self.ms_first is None:
                    self.ms_first = (now - started) * 1000
                yield item
                # Counted from here: the time the caller takes with a piece is not a pause of the model's.
                by = min(clock() + patience.between, deadline)
            elif now < by:
                yield ""
            elif self.finish is not None:
                self._reading.stop()  # all was said; the count of tokens is not worth the wait
                return
            else:
                raise ModelTrouble("timeout", "the model was too slow")
