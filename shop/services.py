"""What the pages and commands ask: catalogue, knowledge, model, and the runner of turns. One set an app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread

from babel.numbers import get_currency_precision
from flask import Flask, current_app
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy.orm import Session

from shop.assistant.counter.protocol import Counter
from shop.assistant.turn import Surroundings
from shop.catalogue.sections import Library
from shop.catalogue.shelves import Shelves
from shop.conversations.live import Board
from shop.conversations.runner import Runner
from shop.extensions import db
from shop.language_model import ChatModel, connect
from shop.language_model.spend import Account
from shop.money import money_in


@dataclass(frozen=True)
class Services:
    catalogue: Shelves
    library: Library
    money: Callable[[int], str]
    digits: int
    model: ChatModel | None
    deadline: float
    runner: Runner
    limiter: MovingWindowRateLimiter
    board: Board = field(default_factory=Board)
    warmed: Event = field(default_factory=Event)

    def warm_up(self) -> None:
        """Loads what the model's first call needs, beside the visit that shows a question is near."""
        if self.model is not None and not self.warmed.is_set():
            self.warmed.set()
            Thread(target=self.model.warm, daemon=True, name="model-warm-up").start()

    def surroundings(self, *, model: bool = True, counter: Counter | None = None) -> Surroundings:
        """What one turn works with, its knowledge as it stands now; `counter` is the shopper's own."""
        knowledge = self.library.knowledge()
        return Surroundings(
            catalogue=self.catalogue, knowledge=knowledge, money=self.money, digits=self.digits, counter=counter,
            model=self.model if model and knowledge.shop.model_speaks else None, deadline=self.deadline)


def init_app(app: Flask) -> None:
    settings = app.config["MODEL"]
    currency = app.config["CURRENCY"]

    def session() -> Session:
        with app.app_context():
            return Session(db.engine)

    account = Account(session, cap_day=settings.cap_day, cap_conversation=settings.cap_conversation)
    board = Board()
    app.extensions["shoptalk"] = Services(
        catalogue=Shelves(db.session), library=Library(db.session, money_in(currency)), money=money_in(currency),
        digits=get_currency_precision(currency), model=connect(settings, account), deadline=settings.deadline,
        runner=Runner(app, board), board=board,
        limiter=MovingWindowRateLimiter(storage_from_string(
            app.config["RATELIMIT_STORAGE_URI"], wrap_exceptions=True)))


def services() -> Services:
    found: Services = current_app.extensions["shoptalk"]
    return found
