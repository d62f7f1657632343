"""Whom things are made for, in general English words, folded."""

from __future__ import annotations

EVERYONE = ("unisex", "all", "everyone", "adults")
CHILDREN = ("kids", "kid", "children", "child", "boys", "girls", "baby", "babies", "toddlers", "junior", "youth")


def suiting(audience: str) -> tuple[str, ...]:
    """Whom a product may be for to suit an audience, "" where it does not say. What is for everyone is cut for adults,
    so it does not suit children."""
    return (audience,) if audience in CHILDREN else (audience, *EVERYONE, "")
