"""The knowledge sections and the profile from the tables, read again when their revision changes."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from shop.assistant.knowledge import KnowledgeBase, Section, Shop
from shop.catalogue.index import KNOWLEDGE
from shop.models import KnowledgeSection, Revision, ShopProfile
from shop.selling.terms import filled, terms


class Library:
    def __init__(self, session: scoped_session[Any] | Session, money: Callable[[int], str]) -> None:
        self.session = session
        self.money = money
        self._read: tuple[int, KnowledgeBase] | None = None
        self._lock = Lock()

    def knowledge(self) -> KnowledgeBase:
        number = self.session.scalar(select(Revision.number).where(Revision.name == KNOWLEDGE)) or 0
        with self._lock:
            if self._read is None or self._read[0] != number:
                self._read = number, read(self.session, self.money)
            return self._read[1]


def read(session: scoped_session[Any] | Session, money: Callable[[int], str]) -> KnowledgeBase:
    """The sections with the terms of sale filled in as they stand."""
    rows = session.execute(
        select(KnowledgeSection.slug, KnowledgeSection.topic, KnowledgeSection.title, KnowledgeSection.body,
               KnowledgeSection.keywords).order_by(KnowledgeSection.topic, KnowledgeSection.position))
    sale = terms(session)
    profile = session.get(ShopProfile, 1)
    shop = Shop() if profile is None else Shop(
        profile.name, profile.greeting, profile.email, profile.phone, profile.hours, profile.model_speaks)
    return KnowledgeBase(
        (Section(slug, topic, filled(title, sale, money), filled(body, sale, money), keywords)
         for slug, topic, title, body, keywords in rows), shop)
