"""General English for the goods of any shop, which a shop of one's own starts with and its owner edits."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from shop.data.reading import read_synonyms
from shop.data.seeding import Opened
from shop.models import Synonym

HERE = Path(__file__).parent


def add_general_synonyms(session: Opened) -> int:
    """Adds the rows that are absent, in the caller's transaction; gives how many. A row counts only where the shop
    has what it means."""
    there = {tuple(row) for row in session.execute(select(Synonym.word, Synonym.means, Synonym.key))}
    rows = dict.fromkeys((row.word, row.means, row.key)
                         for folder in ("demo", "general") for row in read_synonyms(HERE / folder))
    new = [row for row in rows if row not in there]
    session.add_all(Synonym(word=word, means=means, key=key) for word, means, key in new)
    return len(new)


def has_synonyms(session: Opened) -> bool:
    return session.scalar(select(Synonym.id).limit(1)) is not None
