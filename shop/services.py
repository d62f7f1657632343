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
from shop.assistant.similarity import NO_SIMILARITIES
from shop.assistant.turn import Surroundings
from shop.catalogue.nearness import Nearness
from shop.catalogue.sections import Library
from shop.catalogue.shelves import Shelves
from shop.catalogue.vectors import Keeper
from shop.conversations.live import Board
from shop.conversations.runner import Runner
from shop.extensions import db
from shop.language_model import ChatModel, connect, embedding
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
    nearness: Nearness | None
    vectors: Keeper | None
    limiter: MovingWindowRateLimiter
    board: Board = field(default_factory=Board)
    warmed: Event = field(default_factory=Event)

    def warm_up(self) -> None:
        """Loads what the first question needs of models, beside the visit that shows it is near."""
        self.keep_vectors()
        waiting = [each for each in (self.model, self.nearness and self.nearness.embedder) if each]
        if waiting and not self.warmed.is_set():
            self.warmed.set()
            for each in waiting:
                Thread(target=each.warm, daemon=True, name="model-warm-up").start()

    def keep_vectors(self) -> None:
        """Makes the vectors of what is new on the shelves, beside the shop's work."""
        if self.vectors is not None:
            self.vectors.catch_up(self.catalogue.revision())

    def surroundings(self, *, model: bool = True, counter: Counter | None = None) -> Surroundings:
        """What one turn works with, its knowledge as it stands now; `counter` is the shopper's own."""
        knowledge = self.library.knowledge()
        return Surroundings(
            catalogue=self.catalogue, knowledge=knowledge, similarities=self.nearness or NO_SIMILARITIES,
            money=self.money, digits=self.digits, counter=counter,
            model=self.model if model and knowledge.shop.model_speaks else None, deadline=self.deadline)


def init_app(app: Flask) -> None:
    settings = app.config["MODEL"]
    currency = app.config["CURRENCY"]

    def session() -> Session:
        with app.app_context():
            return Session(db.engine)

    account = Account(session, cap_day=settings.cap_day, cap_conversation=settings.cap_conversation)
    board = Board()
    catalogue, library = Shelves(db.session), Library(db.session, money_in(currency))
    embedder = embedding.connect(app.config["EMBEDDINGS"], settings, account)
    app.extensions["shoptalk"] = Services(
        catalogue=catalogue, library=library, money=money_in(currency),
        nearness=Nearness(db.session, embedder, catalogue, library) if embedder else None,
        vectors=Keeper(session, embedder) if embedder else None,
        digits=get_currency_precision(currency), model=connect(settings, account), deadline=settings.deadline,
        runner=Runner(app, board), board=board,
        limiter=MovingWindowRateLimiter(storage_from_string(
            app.config["RATELIMIT_STORAGE_URI"], wrap_exceptions=True)))


def services() -> Services:
    found: Services = current_app.extensions["shoptalk"]
    return found
