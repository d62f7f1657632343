"""A runner works turns through whoever reads them, writes them as they grow, and ends each exactly once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text, update

from shop.assistant.events import Outcome, Said
from shop.assistant.turn import APOLOGY, Question
from shop.conversations import store
from shop.conversations.live import Board, LiveTurn
from shop.conversations.runner import NO_READER, Runner
from shop.extensions import db, writing
from shop.models import Message
from shop.models.types import now
from shop.services import services
from tests.conftest import lent
from tests.support.slow_model import SlowModel, model_at, speaking
from tests.support.waiting import end_state, until

CONVERSATION = "c" * 32
ASK = "I need something for drinking coffee outside"


@dataclass
class Desk:
    """A runner of one process with its board, and a way to look at the table."""

    runner: Runner
    board: Board

    def ask(self, conversation: str = CONVERSATION) -> LiveTurn:
        begun = store.begin(db.session, conversation, ASK, greeting="Hello.", runner=self.runner.name)
        turn = self.runner.start(begun, Question(ASK), conversation, services().surroundings())
        db.session.remove()
        return turn


def message(turn: LiveTurn) -> Message:
    db.session.remove()
    found = db.session.get(Message, turn.message_id)
    assert found is not None
    return found


def ended(turn: LiveTurn) -> Message:
    until(lambda: message(turn).state != "streaming")
    return message(turn)


def written(turn: LiveTurn) -> str:
    db.session.remove()
    return "".join(each.text for _, each in store.events(db.session, turn.message_id) if isinstance(each, Said))


def whole_words(answer: Message) -> str:
    """The words of an answer that broke off, less the full stop it is given."""
    return answer.text.strip().rstrip(".")


@pytest.fixture
def moment() -> list[float]:
    return [0.0]


@pytest.fixture
def model(request: pytest.FixtureRequest) -> SlowModel:
    return SlowModel(**getattr(request, "param", {}))


@pytest.fixture
def desks(prepare: Callable[..., Flask], model: SlowModel, moment: list[float]) -> Iterator[Callable[[], Desk]]:
    with speaking(model) as base_url:
        for app in lent(prepare("sqlite", "demo", MODEL=model_at(base_url))):
            def desk() -> Desk:
                board = Board(clock=lambda: moment[0])
                return Desk(Runner(app, board), board)  # noqa: B023

            with app.app_context():
                yield desk
                model.go_on.set()


def held(**more: Any) -> Any:
    return pytest.mark.parametrize("model", [{"hold_after": 20, **more}], indirect=True)


def test_an_answer_is_worked_through_without_a_reader(desks: Callable[[], Desk], model: SlowModel) -> None:
    turn = desks().ask()
    answer = ended(turn)
    assert (answer.state, answer.mode) == ("done", "model")
    assert answer.text.strip() == model.text
    assert written(turn) == answer.text
    assert answer.offered["offers"]


@held()
def test_words_are_written_although_the_model_has_fallen_silent(desks: Callable[[], Desk], model: SlowModel) -> None:
    turn = desks().ask()
    until(lambda: turn.so_far()[1])
    until(lambda: written(turn) == turn.so_far()[1])
    assert message(turn).state == "streaming"
    assert message(turn).offered["offers"]
    model.go_on.set()
    assert ended(turn).text.strip() == model.text


@held()
def test_stop_keeps_the_words_and_the_list(desks: Callable[[], Desk], model: SlowModel) -> None:
    desk = desks()
    turn = desk.ask()
    words = until(lambda: turn.so_far()[1])
    desk.runner.stop(CONVERSATION)
    answer = ended(turn)
    assert (answer.state, answer.mode) == ("stopped", "model")
    assert answer.text.startswith(words)
    assert model.text.startswith(whole_words(answer))
    assert answer.offered["offers"]


@held()
def test_stop_reaches_a_turn_that_runs_in_another_process(desks: Callable[[], Desk]) -> None:
    turn = desks().ask()
    until(lambda: turn.so_far()[1])
    desks().runner.stop(CONVERSATION)
    assert ended(turn).state == "stopped"


@held()
def test_with_no_reader_for_ten_seconds_the_model_is_left_and_the_turn_is_cut(
    desks: Callable[[], Desk], moment: list[float], model: SlowModel,
) -> None:
    desk = desks()
    with desk.board.listening(CONVERSATION, lambda: None):
        turn = desk.ask()
        until(lambda: turn.so_far()[1])
        moment[0] = 100.0
        desk.runner.look_after([turn])
        assert turn.stopped is None
    moment[0] = 109.9
    desk.runner.look_after([turn])
    assert turn.stopped is None
    moment[0] = 110.0
    desk.runner.look_after([turn])
    assert turn.stopped is Outcome.CUT
    answer = ended(turn)
    assert answer.state == "cut"
    assert answer.text and model.text.startswith(whole_words(answer))
    model.go_on.set()
    until(model.left.is_set)


@held()
def test_a_reader_in_another_process_keeps_the_turn_going(desks: Callable[[], Desk], moment: list[float]) -> None:
    desk = desks()
    turn = desk.ask()
    until(lambda: turn.so_far()[1])
    store.watch(db.session, turn.message_id)
    moment[0] = 60.0
    desk.runner.look_after([turn])
    assert turn.stopped is None
    with writing(db.session()) as session:
        session.execute(update(Message).values(watched_at=now() - timedelta(seconds=NO_READER)))
    desk.runner.look_after([turn])
    assert turn.stopped is Outcome.CUT


@held()
def test_a_stop_is_of_one_conversation_alone_and_one_keeper_looks_after_all(desks: Callable[[], Desk]) -> None:
    before = set(threading.enumerate())
    desk = desks()
    turn, other = desk.ask(), desk.ask("d" * 32)
    until(lambda: turn.so_far()[1] and other.so_far()[1])
    assert sum(each.name == "turn-keeper" for each in set(threading.enumerate()) - before) == 1
    desk.runner.stop(CONVERSATION)
    assert (turn.stopped, other.stopped) == (Outcome.STOPPED, None)


@held()
def test_a_turn_that_somebody_else_has_taken_over_is_left_to_them(desks: Callable[[], Desk], model: SlowModel) -> None:
    desk = desks()
    turn = desk.ask()
    until(lambda: written(turn))
    with writing(db.session()) as session:
        session.execute(update(Message).where(Message.id == turn.message_id).values(runner="there"))
    turn.add(Said(" More."))
    desk.runner.look_after([turn])
    assert turn.stopped is Outcome.CUT
    model.go_on.set()
    assert end_state(desk.board.turns, []) == []
    assert (message(turn).state, message(turn).runner) == ("streaming", "there")


@held()
def test_a_process_that_ends_cuts_its_turns(desks: Callable[[], Desk]) -> None:
    desk = desks()
    turn = desk.ask()
    words = until(lambda: turn.so_far()[1])
    desk.runner.drain()
    answer = ended(turn)
    assert answer.state == "cut"
    assert answer.text.startswith(words)


def test_a_turn_that_cannot_be_answered_fails_with_an_apology(desks: Callable[[], Desk]) -> None:
    services().catalogue.vocabulary()
    db.session.execute(text("ALTER TABLE product RENAME TO gone"))
    db.session.commit()
    answer = ended(desks().ask())
    assert (answer.state, answer.text) == ("failed", APOLOGY)


def test_nothing_is_left_behind(desks: Callable[[], Desk]) -> None:
    desk = desks()
    ended(desk.ask())
    assert end_state(desk.board.turns, []) == []
    assert end_state(lambda: [each for each in threading.enumerate() if each.name.startswith("turn-")], []) == []
