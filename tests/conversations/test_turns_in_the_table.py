"""What stands in the tables of a conversation, whoever writes at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from shop.assistant.events import Chip, Ended, Mode, Offered, Outcome, Receipt, Said, Stage
from shop.conversations import belonging, store
from shop.extensions import db
from shop.models import Conversation, Message, TurnEvent, User
from shop.models.types import now

HERE, THERE = "here", "there"
LIST = Offered(matched=7, chips=(Chip("colour", "red", "red"),), suggestions=("Show more",))


def begin(conversation: str, text: str = "anything warm?", **more: Any) -> store.Begun:
    return store.begin(db.session, conversation, text, **{"greeting": "Hello.", "runner": HERE, **more})


def rows(conversation: str) -> list[tuple[int, str, str, str]]:
    return [(each.number, each.role, each.state, each.text) for each in store.messages(db.session, conversation)]


def let_the_lease_run_out(message_id: str) -> None:
    db.session.execute(
        update(Message).where(Message.id == message_id).values(lease_until=now() - timedelta(seconds=1)))
    db.session.commit()


def at_once(app: Flask, work: Callable[[int], Any], times: int) -> list[Any]:
    """Each in a thread and a database session of its own, all let go together."""
    gate = Barrier(times)

    def one(number: int) -> Any:
        with app.app_context():
            gate.wait(60)
            return work(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.fixture
def conversation(app: Flask) -> Any:
    with app.app_context():
        yield "c" * 32


def test_the_first_message_brings_the_greeting_and_the_answer_to_come(conversation: str) -> None:
    begun = begin(conversation)
    assert rows(conversation) == [
        (1, "assistant", "done", "Hello."), (2, "shopper", "done", "anything warm?"), (3, "assistant", "streaming", "")]
    greeting, question, answer = store.messages(db.session, conversation)
    assert (greeting.kind, greeting.id) == ("greeting", store.greeting_id(conversation))
    assert (question.id, answer.id, answer.reply_to) == (begun.question_id, begun.answer_id, begun.question_id)


def test_the_greeting_is_stored_once(conversation: str) -> None:
    for _ in range(3):
        store.finish(db.session, begin(conversation).answer_id, HERE, [], Ended(Outcome.DONE, Mode.RULES, "Yes."))
    kinds = [each.kind for each in store.messages(db.session, conversation)]
    assert kinds == ["greeting", "", "", "", "", "", ""]


def test_a_second_message_waits_for_the_first_answer(conversation: str) -> None:
    begin(conversation)
    with pytest.raises(store.Busy):
        begin(conversation, "and a scarf?", runner=THERE)
    assert len(rows(conversation)) == 3


def test_a_message_sent_again_is_the_same_message(conversation: str) -> None:
    first = begin(conversation, client_id="one")
    again = begin(conversation, client_id="one", runner=THERE)
    assert again.again and not first.again
    assert (again.question_id, again.answer_id) == (first.question_id, first.answer_id)


def test_a_hundred_double_sends_at_once_are_one_message(app: Flask, conversation: str) -> None:
    def send(number: int) -> list[tuple[str, bool]]:
        found = [begin(conversation, client_id="same", runner=str(number)) for _ in range(10)]
        db.session.remove()
        return [(each.answer_id, each.again) for each in found]

    sent = [each for some in at_once(app, send, 10) for each in some]
    assert len(sent) == 100
    assert len({answer for answer, _ in sent}) == 1
    assert [again for _, again in sent].count(False) == 1
    assert len(rows(conversation)) == 3


def test_of_different_messages_at_once_one_is_taken(app: Flask, conversation: str) -> None:
    def send(number: int) -> bool:
        try:
            begin(conversation, f"message {number}", client_id=str(number), runner=str(number))
        except store.Busy:
            return False
        finally:
            db.session.remove()
        return True

    assert at_once(app, send, 8).count(True) == 1
    assert len(rows(conversation)) == 3


def test_an_orphan_ends_once_as_cut_with_its_words_and_its_list(app: Flask, conversation: str) -> None:
    turn = begin(conversation).answer_id
    store.record(db.session, turn, HERE, [(1, Stage("Looking…")), (2, LIST), (3, Said("Warm ")), (4, Said("and "))])
    store.record(db.session, turn, HERE, [(5, Said("soft"))])
    let_the_lease_run_out(turn)

    def end(number: int) -> int:
        try:
            return store.end_orphans(db.session, conversation)
        finally:
            db.session.remove()

    assert sorted(at_once(app, end, 6)) == [0, 0, 0, 0, 0, 1]
    db.session.expire_all()
    answer = db.session.get(Message, turn)
    assert answer is not None
    assert (answer.state, answer.mode, answer.text) == (Outcome.CUT, Mode.MODEL, "Warm and soft")
    assert Offered.from_json(answer.offered) == LIST
    assert answer.lease_until is None


def test_a_turn_that_somebody_works_on_is_no_orphan(conversation: str) -> None:
    turn = begin(conversation).answer_id
    assert store.end_orphans(db.session, conversation) == 0
    assert store.end_orphan(db.session, turn) is False
    assert store.state(db.session, turn) == "streaming"


def test_the_next_message_ends_an_orphan_and_goes_on(conversation: str) -> None:
    turn = begin(conversation).answer_id
    let_the_lease_run_out(turn)
    begin(conversation, "hello?", runner=THERE)
    assert [state for _, _, state, _ in rows(conversation)] == ["done", "done", "cut", "done", "streaming"]


@pytest.mark.parametrize("late", ["finish", "record"])
def test_who_has_lost_a_turn_writes_nothing_in_it(conversation: str, late: str) -> None:
    turn = begin(conversation).answer_id
    let_the_lease_run_out(turn)
    store.end_orphans(db.session, conversation)
    if late == "finish":
        written = store.finish(db.session, turn, HERE, [(1, Said("late"))], Ended(Outcome.DONE, Mode.RULES, "late"))
    else:
        written = store.record(db.session, turn, HERE, [(1, Said("late"))])
    assert written is False
    assert rows(conversation)[-1] == (3, "assistant", "cut", "")
    assert db.session.scalar(select(func.count()).select_from(TurnEvent)) == 0


def test_a_turn_ends_once_whoever_wants_to_end_it(app: Flask, conversation: str) -> None:
    turn = begin(conversation).answer_id

    def finish(number: int) -> bool:
        try:
            return store.finish(db.session, turn, HERE, [], Ended(Outcome.DONE, Mode.RULES, f"answer {number}"))
        finally:
            db.session.remove()

    done = at_once(app, finish, 6)
    assert done.count(True) == 1
    assert rows(conversation)[-1] == (3, "assistant", "done", f"answer {done.index(True)}")


def test_another_runner_cannot_end_a_turn(conversation: str) -> None:
    turn = begin(conversation).answer_id
    assert not store.finish(db.session, turn, THERE, [], Ended(Outcome.DONE, Mode.RULES, "mine"))
    assert store.state(db.session, turn) == "streaming"


def test_a_renewed_lease_keeps_the_turn(conversation: str) -> None:
    turn = begin(conversation).answer_id
    let_the_lease_run_out(turn)
    store.renew(db.session, HERE, [turn])
    assert store.end_orphans(db.session, conversation) == 0


def test_a_stop_wanted_elsewhere_and_a_reader_elsewhere_are_seen_on_renewal(conversation: str) -> None:
    turn = begin(conversation).answer_id
    assert store.renew(db.session, HERE, [turn]) == (set(), {turn: None})
    store.want_stop(db.session, conversation)
    store.watch(db.session, turn)
    unwanted, watched = store.renew(db.session, HERE, [turn])
    assert unwanted == {turn}
    assert watched[turn] is not None


@pytest.mark.parametrize(("events", "kept"), [
    ([], []),
    ([(1, Said("a")), (2, Said("b"))], [(2, Said("ab"))]),
    ([(1, Stage("x")), (2, Said("a")), (3, Stage("y")), (4, Said("b")), (5, Said("c"))],
     [(1, Stage("x")), (2, Said("a")), (3, Stage("y")), (5, Said("bc"))]),
])
def test_neighbouring_words_become_one_row_numbered_as_their_last(events: list[Any], kept: list[Any]) -> None:
    assert store.merge_words(events) == kept


def test_a_failed_turn_does_not_change_what_the_next_one_starts_from(conversation: str) -> None:
    first = begin(conversation).answer_id
    store.finish(db.session, first, HERE, [], Ended(Outcome.DONE, Mode.RULES, "Yes.", dialogue={"shown": [4, 2]}))
    second = begin(conversation, "again").answer_id
    store.finish(db.session, second, HERE, [], Ended(Outcome.FAILED, Mode.RULES, "Sorry."))
    third = begin(conversation, "and again")
    assert third.dialogue.shown == (4, 2)
    assert [each["content"] for each in third.dialogue.history] == ["anything warm?", "Yes.", "again", "Sorry."]


def test_the_next_one_hears_the_last_ten_messages_and_not_the_greeting(conversation: str) -> None:
    for number in range(7):
        turn = begin(conversation, f"question {number}").answer_id
        store.finish(db.session, turn, HERE, [], Ended(Outcome.DONE, Mode.RULES, f"answer {number}"))
    assert [(each["role"], each["content"]) for each in begin(conversation, "now").dialogue.history] == [
        each for number in range(2, 7)
        for each in (("user", f"question {number}"), ("assistant", f"answer {number}"))]
    assert store.begin(db.session, "d" * 32, "first", greeting="Hello.", runner=HERE).dialogue.history == ()


def test_what_a_page_calls_its_message_counts_in_its_own_conversation(conversation: str) -> None:
    first = begin(conversation, client_id="one")
    assert not begin("d" * 32, client_id="one").again
    assert (first.number, begin(conversation, client_id="one").number) == (2, 2)


def test_what_one_conversation_or_runner_wants_leaves_the_others_alone(conversation: str) -> None:
    ours, theirs = begin(conversation).answer_id, begin("d" * 32, runner=THERE).answer_id
    assert store.record(db.session, ours, HERE, [(1, Said("ours"))])
    assert store.record(db.session, theirs, THERE, [(1, Said("theirs"))])
    assert store.events(db.session, ours) == [(1, Said("ours"))]
    store.want_stop(db.session, conversation)
    assert [store.renew(db.session, THERE, [each])[0] for each in (ours, theirs)] == [{ours}, set()]
    for each in (ours, theirs):
        let_the_lease_run_out(each)
    store.renew(db.session, HERE, [ours, theirs])
    assert store.end_orphans(db.session, conversation) == 0
    assert store.end_orphans(db.session, "d" * 32) == 1


def test_a_turn_that_has_ended_is_neither_renewed_nor_watched_nor_stopped(conversation: str) -> None:
    turn = begin(conversation).answer_id
    store.finish(db.session, turn, HERE, [], Ended(Outcome.DONE, Mode.RULES, "Yes."))
    store.want_stop(db.session, conversation)
    store.watch(db.session, turn)
    assert store.renew(db.session, HERE, [turn]) == (set(), {turn: None})
    answer = db.session.get(Message, turn)
    assert answer is not None and answer.lease_until is None


def test_every_message_says_when_its_conversation_was_last_used(conversation: str) -> None:
    turn = begin(conversation).answer_id
    for use in (lambda: store.finish(db.session, turn, HERE, [], Ended(Outcome.DONE, Mode.RULES, "Yes.")),
                lambda: begin(conversation, "again")):
        db.session.execute(update(Conversation).values(updated_at=(long_ago := now() - timedelta(days=9))))
        db.session.commit()
        use()
        db.session.expire_all()
        used = db.session.get(Conversation, conversation)
        assert used is not None and used.updated_at > long_ago + timedelta(days=8)


def test_an_end_writes_down_how_it_came_about(conversation: str) -> None:
    turn = begin(conversation).answer_id
    ended = Ended(Outcome.DONE, Mode.MODEL, "Yes.", receipt=Receipt(matched=7), dialogue={"shown": [4]})
    assert store.finish(db.session, turn, HERE, [(1, LIST), (2, Said("Yes."))], ended)
    db.session.expire_all()
    answer = db.session.get(Message, turn)
    assert answer is not None
    assert (answer.state, answer.mode, answer.text, answer.lease_until) == ("done", "model", "Yes.", None)
    assert answer.receipt["matched"] == 7 and Offered.from_json(answer.offered) == LIST
    assert store.events(db.session, turn) == [(1, LIST), (2, Said("Yes."))]
    assert store.events(db.session, turn, 1) == [(2, Said("Yes."))]
    assert [each.number for each in store.messages(db.session, conversation, 1)] == [2, 3]


def test_an_orphan_without_words_was_answered_by_nobody(conversation: str) -> None:
    turn = begin(conversation).answer_id
    let_the_lease_run_out(turn)
    store.end_orphans(db.session, conversation)
    answer = db.session.get(Message, turn)
    assert answer is not None and (answer.state, answer.mode, answer.text) == ("cut", "rules", "")


def test_a_conversation_is_open_to_all_until_somebody_signs_in_with_it(conversation: str) -> None:
    for number in (71, 72):
        db.session.add(User(id=number, email=f"{number}@example.com", password_hash="!"))
    db.session.commit()

    def opens() -> list[bool]:
        return [belonging.is_open_to(db.session, conversation, user) for user in (None, 71, 72)]

    assert opens() == [True, True, True] and not belonging.claim(db.session, conversation, 71)
    begin(conversation), begin("d" * 32)
    assert opens() == [True, True, True]
    assert [belonging.claim(db.session, conversation, user) for user in (71, 71, 72)] == [True, True, False]
    assert opens() == [False, True, False]
    assert belonging.is_open_to(db.session, "d" * 32, None)
    begin("e" * 32, user_id=72)
    assert not belonging.claim(db.session, "e" * 32, 71)
