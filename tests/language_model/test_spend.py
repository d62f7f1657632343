"""The model's account: no cap is ever passed, whoever asks at the same time."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import sessionmaker

from shop.extensions import db
from shop.language_model.spend import Account
from shop.models import Conversation, Message, SpendDay

TODAY = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
TOMORROW = datetime(2026, 11, 23, 0, 1, tzinfo=UTC)


def account(app: Flask, day: int = 1000, conversation: int = 1000, at: datetime = TODAY) -> Account:
    with app.app_context():
        sessions = sessionmaker(db.engine)
    return Account(sessions, cap_day=day, cap_conversation=conversation, clock=lambda: at)


def spent(app: Flask, day: str = "2026-11-22") -> int | None:
    with app.app_context():
        return db.session.scalar(select(SpendDay.spent).where(SpendDay.day == day))


def turn(app: Flask, *, spent_before: int = 0) -> tuple[str, str]:
    """A conversation with an earlier turn and one under way; gives its id and that of the turn under way."""
    with app.app_context():
        conversation = Conversation(messages=[
            Message(number=1, role="shopper", text="hello"),
            Message(number=2, role="assistant", text="hello", spent=spent_before),
            Message(number=3, role="shopper", text="a coat"),
            Message(number=4, role="assistant", state="streaming"),
        ])
        db.session.add(conversation)
        db.session.commit()
        return conversation.id, conversation.messages[-1].id


def spent_on(app: Flask, message: str) -> int | None:
    with app.app_context():
        return db.session.scalar(select(Message.spent).where(Message.id == message))


def test_what_is_set_aside_counts_until_it_is_settled(app: Flask) -> None:
    books = account(app)
    reservation = books.reserve(600, None)
    assert reservation is not None
    assert (spent(app), books.reserve(401, None)) == (600, None)
    books.settle(reservation, 150)
    assert spent(app) == 150
    assert books.reserve(850, None) is not None
    assert books.reserve(1, None) is None
    assert spent(app) == 1000


def test_the_account_survives_a_restart_and_begins_anew_each_day(app: Flask) -> None:
    reservation = account(app).reserve(1000, None)
    assert reservation is not None
    assert account(app).reserve(1, None) is None
    next_day = account(app, at=TOMORROW)
    assert next_day.reserve(1000, None) is not None
    next_day.settle(reservation, 10)
    assert (spent(app), spent(app, "2026-11-23")) == (10, 1000)


def test_a_conversation_has_a_cap_of_its_own(app: Flask) -> None:
    conversation, message = turn(app, spent_before=50)
    books = account(app, conversation=100)
    assert books.reserve(51, conversation) is None
    assert (spent(app), spent_on(app, message)) == (None, 0)
    first = books.reserve(30, conversation)
    second = books.reserve(20, conversation)
    assert first and second and books.reserve(1, conversation) is None
    assert spent_on(app, message) == 50
    books.settle(first, 5)
    books.settle(second, 7)
    assert (spent(app), spent_on(app, message)) == (12, 12)
    other, _ = turn(app)
    assert books.reserve(100, other) is not None


def test_a_turn_that_is_not_stored_counts_for_the_day(app: Flask) -> None:
    books = account(app)
    reservation = books.reserve(10, "not-a-conversation")
    assert reservation is not None
    books.settle(reservation, 4)
    assert spent(app) == 4


def test_the_owner_is_warned_once_when_four_fifths_are_gone(
    app: Flask, caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "shop.language_model.spend")
    books = account(app)
    counts = []
    for amount in (790, 5, 5, 100, 100):
        books.reserve(amount, None)
        counts.append(len(caplog.records))
    assert counts == [0, 0, 1, 1, 1]


def test_two_hundred_at_once_stay_within_the_cap(app: Flask) -> None:
    conversation, message = turn(app)
    books = account(app, day=100_000, conversation=500)
    granted: list[Any] = []

    def ask() -> None:
        granted.append(books.reserve(10, conversation))

    threads = [threading.Thread(target=ask) for _ in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [len(granted), sum(item is not None for item in granted)] == [200, 50]
    assert (spent(app), spent_on(app, message)) == (500, 500)


def reserve_many(url: str, times: int, granted: Any) -> None:
    engine = create_engine(url)
    books = Account(sessionmaker(engine), cap_day=1000, cap_conversation=1000, clock=lambda: TODAY)
    granted.put(sum(books.reserve(10, None) is not None for _ in range(times)))
    engine.dispose()


def test_two_processes_share_one_cap(app: Flask) -> None:
    context = multiprocessing.get_context("spawn")
    granted = context.Queue()
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    processes = [context.Process(target=reserve_many, args=(url, 80, granted)) for _ in range(2)]
    for process in processes:
        process.start()
    counts = [granted.get(timeout=60) for _ in processes]
    for process in processes:
        process.join(60)
    assert (sum(counts), spent(app)) == (100, 1000)
