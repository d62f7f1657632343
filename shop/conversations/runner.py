"""Works turns through, each in a thread of its own, and keeps them as they grow."""

from __future__ import annotations

import logging
import time
import uuid
import weakref
from dataclasses import replace
from threading import Event as Flag
from threading import Lock, Thread

from flask import Flask

from shop.assistant.dialogue import Dialogue
from shop.assistant.events import RULES, Ended, Event, Offered
from shop.assistant.turn import APOLOGY, Question, Surroundings, answer
from shop.conversations import store
from shop.conversations.live import Board, LiveTurn
from shop.extensions import db
from shop.models.types import now

log = logging.getLogger(__name__)
WRITE_EVERY = 0.5
LOOK_EVERY = 0.5
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
        self._idle = Flag()
        _runners.add(self)

    def start(self, begun: store.Begun, question: Question, conversation_id: str, around: Surroundings) -> LiveTurn:
        """Begins to work on a turn that `store.begin` has leased to this runner."""
        turn = self.board.begin(begun.answer_id, conversation_id)
        around = replace(around, conversation=conversation_id, stopped=lambda: turn.stopped)
        Thread(target=self._work, args=(turn, begun.dialogue, question, around), daemon=True,
               name=f"turn-{begun.answer_id[:8]}").start()
        if around.model is not None:
            self._keep_leases()
        return turn

    def stop(self, conversation_id: str) -> None:
        """Ends the words of the conversation's running turn, in whichever process it runs."""
        ours = False
        for turn in self.board.turns():
            if turn.conversation_id == conversation_id:
                turn.stopped = turn.stopped or "stopped"
                ours = True
        if not ours:
            store.want_stop(db.session, conversation_id)

    def drain(self) -> None:
        """Ends every running turn of this runner as `cut`."""
        for turn in self.board.turns():
            turn.stopped = turn.stopped or "cut"

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
        waiting: list[tuple[int, Event]] = []
        written = time.monotonic()
        for event in answer(question, dialogue, around):
            db.session.rollback()
            if isinstance(event, Ended):
                if store.finish(db.session, turn.message_id, self.name, waiting, event):
                    log.info("turn %s %s by %s, own %.1f ms", turn.message_id, event.outcome, event.mode, event.receipt.own)
                turn.add(event)
                return
            waiting.append((turn.add(event), event))
            listed = isinstance(event, Offered) and around.model is not None
            if listed or time.monotonic() - written >= WRITE_EVERY:
                if not store.record(db.session, turn.message_id, self.name, waiting):
                    turn.stopped = "cut"
                waiting, written = [], time.monotonic()

    def _fail(self, turn: LiveTurn) -> None:
        """Neither model nor rules could answer. If not even that can be written, the lease runs out by itself."""
        ended = Ended("failed", RULES, APOLOGY)
        try:
            db.session.rollback()
            store.finish(db.session, turn.message_id, self.name, [], ended)
        except Exception:
            log.exception("turn %s could not be ended", turn.message_id)
        turn.add(ended)

    def _keep_leases(self) -> None:
        with self._lock:
            if self._keeping:
                return
            self._keeping = True
        Thread(target=self._keeper, daemon=True, name="turn-keeper").start()

    def _keeper(self) -> None:
        """Renews leases, and learns who wants to stop and who has gone, while there are turns."""
        with self._app.app_context():
            while True:
                self._idle.wait(LOOK_EVERY)
                turns = self.board.turns()
                with self._lock:
                    if not turns:
                        self._keeping = False
                        return
                try:
                    self._look_after(turns)
                except Exception:
                    log.exception("leases could not be renewed")
                finally:
                    db.session.remove()

    def _look_after(self, turns: list[LiveTurn]) -> None:
        unwanted, watched = store.renew(db.session, self.name, [turn.message_id for turn in turns])
        for turn in turns:
            if turn.message_id in unwanted:
                turn.stopped = turn.stopped or "stopped"
            seen = watched.get(turn.message_id)
            elsewhere = seen is not None and (now() - seen).total_seconds() < NO_READER
            if self.board.alone_for(turn.conversation_id) >= NO_READER and not elsewhere:
                turn.stopped = turn.stopped or "cut"
