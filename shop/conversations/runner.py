"""Works turns through, each in a thread of its own, and keeps them as they grow."""

from __future__ import annotations

import logging
import uuid
import weakref
from dataclasses import replace
from threading import Event as Flag
from threading import Lock, Thread

from flask import Flask

from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Ended, Mode, Offered, Outcome
from shop.assistant.turn import APOLOGY, Question, Surroundings, answer
from shop.conversations import store
from shop.conversations.live import Board, LiveTurn
from shop.extensions import db
from shop.models.types import now

log = logging.getLogger(__name__)
KEEP_EVERY = 0.5
NO_READER = 10.0
_runners: weakref.WeakSet[Runner] = weakref.WeakSet()


def drain_all() -> None:
    """The process is about to end: every running turn in it ends as `cut`, with what it has."""
    for runner in list(_runners):
        runner.drain()


class Runner:
    """One a process; its name is what it leases turns under."""

    def __init__(self, app: Flask, board: Board) -> None:
        self.name = uuid.uuid4().hex
        self.board = board
        self._app = app
        self._lock = Lock()
        self._keeping = False
        self._due = Flag()
        _runners.add(self)

    def start(
        self, begun: store.Begun, question: Question, conversation_id: str, around: Surroundings,
    ) -> LiveTurn:
        """Begins to work on a turn that `store.begin` has leased to this runner."""
        turn = self.board.begin(begun.answer_id, conversation_id)
        around = replace(around, conversation=conversation_id, stopped=lambda: turn.stopped)
        Thread(target=self._work, args=(turn, begun.dialogue, question, around), daemon=True,
               name=f"turn-{begun.answer_id[:8]}").start()
        if around.model is not None:
            self._have_a_keeper()
        return turn

    def stop(self, conversation_id: str) -> None:
        """Ends the words of the conversation's running turn, in whichever process it runs."""
        ours = False
        for turn in self.board.turns():
            if turn.conversation_id == conversation_id:
                turn.stopped = turn.stopped or Outcome.STOPPED
                ours = True
        if not ours:
            store.want_stop(db.session, conversation_id)

    def drain(self) -> None:
        """Ends every running turn of this runner as `cut`."""
        for turn in self.board.turns():
            turn.stopped = turn.stopped or Outcome.CUT

    def _work(self, turn: LiveTurn, dialogue: Dialogue, question: Question, around: Surroundings) -> None:
        with self._app.app_context():
            try:
                self._run(turn, dialogue, question, around)
            except Exception:
                log.exception("turn %s failed", turn.message_id)
                self._fail(turn)
            finally:
                self.board.end(turn)
                db.session.remove()

    def _run(self, turn: LiveTurn, dialogue: Dialogue, question: Question, around: Surroundings) -> None:
        """List and words are written by the keeper, so that neither the model nor a reader waits for a disk: the
        list at once, the words now and then, and what nobody wrote yet goes in with the end."""
        for event in answer(question, dialogue, around):
            db.session.rollback()
            if isinstance(event, Ended):
                self._end(turn, event)
                return
            turn.add(event)
            if isinstance(event, Offered) and around.model is not None:
                self._due.set()

    def _keep(self, turn: LiveTurn) -> None:
        """Writes what is not written yet. A turn that is no longer ours is not worth more words."""
        with turn.keeping:
            events = turn.after(turn.kept)
            if not events:
                return
            if store.record(db.session, turn.message_id, self.name, events):
                turn.kept = events[-1][0]
            else:
                turn.stopped = turn.stopped or Outcome.CUT

    def _end(self, turn: LiveTurn, ended: Ended) -> None:
        with turn.keeping:
            unwritten = turn.after(turn.kept)
            if store.finish(db.session, turn.message_id, self.name, unwritten, ended):
                log.info("turn %s %s by %s, own %.1f ms",
                         turn.message_id, ended.outcome, ended.mode, ended.receipt.own)
            turn.add(ended)

    def _fail(self, turn: LiveTurn) -> None:
        """Neither model nor rules could answer. If that cannot be written, the lease runs out by itself."""
        try:
            db.session.rollback()
            self._end(turn, Ended(Outcome.FAILED, Mode.RULES, APOLOGY))
        except Exception:
            log.exception("turn %s could not be ended", turn.message_id)

    def _have_a_keeper(self) -> None:
        with self._lock:
            if self._keeping:
                return
            self._keeping = True
        Thread(target=self._keeper, daemon=True, name="turn-keeper").start()

    def _keeper(self) -> None:
        """While there are turns: writes words, renews leases, learns who wants to stop and who has gone."""
        with self._app.app_context():
            while True:
                self._due.wait(KEEP_EVERY)
                self._due.clear()
                with self._lock:
                    turns = self.board.turns()
                    if not turns:
                        self._keeping = False
                        return
                try:
                    self.look_after(turns)
                except Exception:
                    log.exception("turns could not be looked after")
                finally:
                    db.session.remove()

    def look_after(self, turns: list[LiveTurn]) -> None:
        for turn in turns:
            self._keep(turn)
        unwanted, watched = store.renew(db.session, self.name, [turn.message_id for turn in turns])
        for turn in turns:
            if turn.message_id in unwanted:
                turn.stopped = turn.stopped or Outcome.STOPPED
            seen = watched.get(turn.message_id)
            elsewhere = seen is not None and (now() - seen).total_seconds() < NO_READER
            if self.board.alone_for(turn.conversation_id) >= NO_READER and not elsewhere:
                turn.stopped = turn.stopped or Outcome.CUT
