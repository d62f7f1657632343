"""General English for the goods of any shop, which a shop of one's own starts with and its owner edits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from shop.assistant.language.phrasebook import ENGLISH
from shop.data.reading import read_synonyms
from shop.extensions import Reads
from shop.models import Synonym

DEMO = Path(__file__).parent / "demo"
# What criterion the general synonyms stand for; "" for whichever the shop has them as.
KEYS = ("category", "colour", "season", "occasion", "words", "audience", "")


def add_general_synonyms(session: Reads) -> int:
    """Adds the rows that are absent, in the caller's transaction; gives how many. A row counts only where the shop
    has what it means."""
    there = {tuple(row) for row in session.execute(select(Synonym.word, Synonym.means, Synonym.key))}
    rows = dict.fromkeys((*((row.word, row.means, row.key) for row in read_synonyms(DEMO)), *general_synonyms()))
    new = [row for row in rows if row not in there]
    session.add_all(Synonym(word=word, means=means, key=key) for word, means, key in new)
    return len(new)


def general_synonyms() -> Iterator[tuple[str, str, str]]:
    """Word, what it means, and as which criterion."""
    for key in KEYS:
        for word, meanings in ENGLISH.values(f"synonyms.{key or 'any'}").items():
            for means in meanings:
                yield word, means, key


def has_synonyms(session: Reads) -> bool:
    return session.scalar(select(Synonym.id).limit(1)) is not None
