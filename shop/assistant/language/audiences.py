"""Whom things are made for, in general English words, folded."""

from __future__ import annotations

from shop.assistant.language.phrasebook import ENGLISH

EVERYONE = ENGLISH.words("audiences.everyone")
CHILDREN = ENGLISH.words("audiences.children")
WOMEN, MEN = ENGLISH.words("audiences.women"), ENGLISH.words("audiences.men")


def suiting(audience: str) -> tuple[str, ...]:
    """Whom a product may be for to suit an audience, "" where it does not say. What is for everyone is cut for adults,
    so it does not suit children."""
    return (audience,) if audience in CHILDREN else (audience, *EVERYONE, "")
