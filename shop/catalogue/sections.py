"""The knowledge sections and the profile from the tables, read again when their revision changes."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from sqlalchemy import select

from shop.assistant.knowledge import KnowledgeBase, Section, Shop
from shop.catalogue.index import KNOWLEDGE
from shop.extensions import Reads
from shop.models import KnowledgeSection, Revision, SaleTerms, ShopProfile
from shop.selling.terms import Terms, fill_in, terms


class Library:
    def __init__(self, session: Reads, money: Callable[[int], str]) -> None:
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


def read(session: Reads, money: Callable[[int], str]) -> KnowledgeBase:
    """The sections with the terms of sale filled in as they stand."""
    rows = session.execute(
        select(KnowledgeSection.slug, KnowledgeSection.topic, KnowledgeSection.title, KnowledgeSection.body,
               KnowledgeSection.keywords).order_by(KnowledgeSection.topic, KnowledgeSection.position))
    sale = terms(session)
    profile = session.get(ShopProfile, 1)
    shop = Shop() if profile is None else Shop(
        profile.name, profile.greeting, profile.email, profile.phone, profile.hours, profile.model_speaks)
    sections = [Section(slug, topic, fill_in(title, sale, money), fill_in(body, sale, money), keywords)
                for slug, topic, title, body, keywords in rows]
    if session.get(SaleTerms, 1) is not None:
        told = {section.topic for section in sections}
        sections += [section for section in of_terms(sale, money) if section.topic not in told]
    return KnowledgeBase(sections, shop)


def of_terms(sale: Terms, money: Callable[[int], str]) -> tuple[Section, ...]:
    """What the terms of sale say by themselves, for a shop whose owner has written nothing on them."""
    delivery = f"Delivery costs {money(sale.delivery)}" if sale.delivery else "Delivery is free"
    free = f", and is free for orders of {money(sale.free_from)} or more" if sale.delivery and sale.free_from else ""
    days = f"You can send things back for {sale.return_days} days after they arrive." if sale.return_days else \
        "We do not take things back."
    return (
        Section("terms-of-delivery", "shipping", "Delivery",
                f"{delivery}{free}. It takes {sale.delivery_days} working days.", "shipping, postage, cost, how long"),
        Section("terms-of-return", "returns", "Returns", days, "return, send back, refund, how long"))
