"""Readers see exactly the words of a turn, from whichever process and whenever they come."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from shop.assistant.events import Ended, Mode, Offered, Outcome, Said, Stage
from shop.conversations import store
from shop.conversations.live import Board, LiveTurn
from shop.conversations.reading import LOOK_CONVERSATION, LOOK_TURN, Follower
from shop.conversations.seen import Arrival, Ending, News, Step
from shop.extensions import db
from shop.models import Conversation, Message
from shop.models.types import now

HERE = "here"
CONVERSATION = "c" * 32
PIECES = ["A ", "wärm ", " two  spaces", "\n", "line ", "<b>", "&amp; ", "hö", "öde", "  ", "end", "🧣 "]


class Reader:
    """Puts together what a page would show of the one answer."""

    def __init__(self, board: Board) -> None:
        self.moment = 0.0
        self.follower = Follower(db.session, board, CONVERSATION, clock=lambda: self.moment)
        self.text = ""
        self.seen: list[str] = []
        self.stages: list[str] = []
        self.greetings = 0
        self.finished: list[str] = []
        for message in self.follower.start():
            self.take(message)

    def take(self, message: Message) -> None:
        self.greetings += message.kind == "greeting"
        if message.reply_to:
            self.text = message.text

    def look(self) -> None:
        self.moment += 10
        for each in self.follower.look(woken=True):
            self.see(each)

    def see(self, news: News) -> None:
        match news:
            case Step(event=Said(text)):
                self.text += text
                self.seen.append(self.text)
            case Step(event=Stage(text)):
                self.stages.append(text)
            case Arrival(messages):
                for message in messages:
                    self.take(message)
            case Ending(message):
                self.text = message.text
                self.finished.append(self.text)


@pytest.fixture
def board(app: Flask) -> Iterator[Board]:
    with app.app_context():
        yield Board()


def begin(board: Board) -> LiveTurn:
    begun = store.begin(db.session, CONVERSATION, "warm?", greeting="Hello.", runner=HERE)
    return board.begin(begun.answer_id, CONVERSATION)


def write(turn: LiveTurn) -> None:
    if events := turn.after(turn.kept):
        assert store.record(db.session, turn.message_id, HERE, events)
        turn.kept = events[-1][0]


def end(turn: LiveTurn, board: Board, text: str) -> None:
    ended = Ended(Outcome.DONE, Mode.MODEL, text)
    store.finish(db.session, turn.message_id, HERE, turn.after(turn.kept), ended)
    turn.add(ended)
    board.end(turn)


@pytest.mark.parametrize("seed", range(8))
def test_every_reader_sees_the_same_words_as_the_table_and_the_message(board: Board, seed: int) -> None:
    chance = random.Random(seed)
    early = [Reader(board), Reader(Board())]
    turn = begin(board)
    readers, said = list(early), ""
    for _ in range(60):
        step = chance.random()
        if step < 0.5:
            piece = chance.choice(PIECES)
            turn.add(Said(piece))
            said += piece
        elif step < 0.55:
            turn.add(Stage("Looking…"))
        elif step < 0.65:
            write(turn)
        elif step < 0.75:
            readers.append(Reader(chance.choice([board, Board()])))
        else:
            chance.choice(readers).look()
    if seed % 2:
        write(turn)
        for reader in readers:
            reader.look()
            assert reader.text == said
    end(turn, board, said)
    for reader in readers:
        reader.look()
        reader.look()
        assert (reader.text, reader.finished) == (said, [said])
        assert [each for each in reader.seen if not said.startswith(each)] == []
        assert reader.greetings == (0 if reader in early else 1)
    table = "".join(each.text for _, each in store.events(db.session, turn.message_id) if isinstance(each, Said))
    assert table == said == Reader(Board()).text


def test_who_joins_before_the_first_word_is_told_what_goes_on(board: Board) -> None:
    turn = begin(board)
    turn.add(Stage("Looking through hoodies…"))
    turn.add(Offered(matched=1))
    write(turn)
    for reader in (Reader(board), Reader(Board())):
        reader.look()
        assert reader.stages == ["Looking through hoodies…"]


def test_an_end_between_two_looks_is_not_missed(board: Board) -> None:
    readers = [Reader(board), Reader(Board())]
    turn = begin(board)
    turn.add(Said("Quick."))
    end(turn, board, "Quick.")
    for reader in readers:
        reader.look()
        assert reader.text == "Quick."


def test_a_reader_elsewhere_ends_an_orphan_as_cut(board: Board) -> None:
    turn = begin(board)
    turn.add(Said("Half an"))
    write(turn)
    reader = Reader(Board())
    db.session.execute(update(Message).where(Message.id == turn.message_id).values(
        lease_until=now() - timedelta(seconds=1)))
    db.session.commit()
    reader.look()
    assert reader.finished == ["Half an"]
    assert store.state(db.session, turn.message_id) == "cut"


def test_an_end_that_could_not_be_written_is_shown_when_the_lease_has_run_out(board: Board) -> None:
    turn = begin(board)
    reader = Reader(board)
    turn.add(Said("Well, "))
    reader.look()
    turn.add(Said("no."))
    write(turn)
    board.end(turn)
    reader.look()
    assert (reader.text, reader.finished) == ("Well, ", [])
    db.session.execute(update(Message).values(lease_until=now() - timedelta(seconds=1)))
    db.session.commit()
    reader.look()
    assert len(reader.finished) == 1


def test_a_reader_elsewhere_says_that_it_reads(board: Board) -> None:
    turn = begin(board)
    Reader(Board()).look()
    assert store.renew(db.session, HERE, [turn.message_id])[1][turn.message_id] is not None


def test_nothing_is_asked_of_the_database_while_words_come_from_here(board: Board) -> None:
    turn = begin(board)
    turn.add(Said("One "))
    reader = Reader(board)
    db.session.remove()
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    for _ in range(5):
        turn.add(Said("more "))
        for each in reader.follower.look(woken=False):
            reader.see(each)
    assert reader.text == "One " + "more " * 5
    assert statements == []


def test_listeners_of_one_conversation_are_woken_and_no_others(board: Board) -> None:
    woken = []
    with board.listening(CONVERSATION, lambda: woken.append("this")), \
            board.listening("d" * 32, lambda: woken.append("other")):
        turn = begin(board)
        assert set(woken) == {"this"}
        woken.clear()
        turn.add(Said("word"))
    assert woken == ["this"]
    turn.add(Said("word"))
    assert woken == ["this"]


def test_an_end_is_shown_when_the_table_has_it(board: Board) -> None:
    turn = begin(board)
    reader = Reader(board)
    turn.add(Said("Well."))
    turn.add(Ended(Outcome.DONE, Mode.MODEL, "Well."))
    reader.look()
    assert reader.finished == []
    store.finish(db.session, turn.message_id, HERE, turn.after(0)[:1], Ended(Outcome.DONE, Mode.MODEL, "Well."))
    board.end(turn)
    reader.look()
    assert reader.finished == ["Well."]


def test_what_a_reader_puts_together_is_not_written(board: Board) -> None:
    turn = begin(board)
    turn.add(Said("Half an"))
    for where in (board, Board()):
        Reader(where)
        db.session.commit()
        assert db.session.scalar(select(Message.text).where(Message.id == turn.message_id)) == ""


def test_a_conversation_is_alone_from_when_its_last_reader_left(app: Flask) -> None:
    moment = [0.0]
    board = Board(clock=lambda: moment[0])
    with app.app_context():
        with board.listening(CONVERSATION, lambda: None):
            begin(board)
            moment[0] = 50.0
            assert board.alone_for(CONVERSATION) == 0.0
        moment[0] = 57.0
        assert board.alone_for(CONVERSATION) == 7.0
        with board.listening(CONVERSATION, lambda: None):
            assert board.alone_for(CONVERSATION) == 0.0


def test_unless_it_is_woken_a_reader_looks_only_as_often_as_it_must(board: Board) -> None:
    reader = Reader(Board())
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def looks(moment: float, *, woken: bool = False) -> bool:
        asked.clear()
        reader.moment = moment
        for each in reader.follower.look(woken=woken):
            reader.see(each)
        return bool(asked)

    assert reader.follower.patience() == LOOK_CONVERSATION
    assert [looks(moment) for moment in (10.0, 11.9, 12.0, 13.9)] == [True, False, True, False]
    turn = begin(board)
    assert looks(13.9, woken=True)
    assert reader.follower.patience() == LOOK_TURN
    assert [looks(moment) for moment in (20.0, 20.2, 20.25, 20.4)] == [True, False, True, False]
    turn.add(Said("One"))
    write(turn)
    assert looks(20.4, woken=True) and reader.text == "One"


def test_a_reader_elsewhere_says_that_it_reads_every_few_seconds(board: Board) -> None:
    turn = begin(board)
    reader = Reader(Board())
    watched = []
    for moment in (10.0, 12.9, 13.0):
        db.session.execute(update(Message).values(watched_at=None))
        db.session.commit()
        reader.moment = moment
        reader.follower.look(woken=True)
        watched.append(store.renew(db.session, HERE, [turn.message_id])[1][turn.message_id] is not None)
    assert watched == [True, False, True]


def test_a_conversation_that_is_gone_takes_its_answer_along(board: Board) -> None:
    begin(board)
    reader = Reader(Board())
    db.session.delete(db.session.get(Conversation, CONVERSATION))
    db.session.commit()
    reader.look()
    assert reader.finished == [] and reader.follower.patience() == LOOK_CONVERSATION


def test_of_several_listeners_the_last_one_leaves_it_alone(app: Flask) -> None:
    moment = [0.0]
    board = Board(clock=lambda: moment[0])
    with app.app_context():
        with board.listening(CONVERSATION, lambda: None):
            turn = begin(board)
            with board.listening(CONVERSATION, print):
                moment[0] = 5.0
            moment[0] = 6.0
            assert board.alone_for(CONVERSATION) == 0.0
        moment[0] = 9.0
        assert (board.alone_for(CONVERSATION), board.alone_for("d" * 32)) == (3.0, 0.0)
        board.end(turn)
        assert board.alone_for(CONVERSATION) == 0.0 and board.turns() == [] and board.turn(turn.message_id) is None
        begin_again = board.begin("m", CONVERSATION)
        moment[0] = 11.0
        assert board.alone_for(CONVERSATION) == 2.0 and board.turn("m") is begin_again
        with board.listening("d" * 32, lambda: None):
            pass
        assert board.alone_for("d" * 32) == 0.0
