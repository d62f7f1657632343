"""Whom a product is for, as feeds say it."""

from __future__ import annotations

from collections.abc import Iterable

from shop.assistant.language.text import fold

GENDERS = {"male": "men", "men": "men", "man": "men", "mens": "men", "men's": "men", "female": "women",
           "women": "women", "woman": "women", "womens": "women", "women's": "women", "unisex": "unisex",
           "boys": "boys", "girls": "girls", "kids": "kids", "children": "kids"}
AGES = {"newborn": "baby", "infant": "baby", "toddler": "toddlers", "kids": "kids"}
YOUNG = {"men": "boys", "women": "girls"}


def audience_of(gender: str, age: str = "", tags: Iterable[str] = ()) -> str:
    """A child's age comes first; without a gender, the one that the tags name, if it is only one."""
    found = GENDERS.get(fold(gender).strip(), "")
    if young := AGES.get(fold(age).strip(), ""):
        return YOUNG.get(found, young) if young == "kids" else young
    named = {GENDERS[word] for word in map(fold, tags) if word in GENDERS}
    return found or (named.pop() if len(named) == 1 else "")
