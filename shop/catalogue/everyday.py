"""Everyday English words, so that "weather" is not taken for misspelt leather."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from spellchecker import SpellChecker

# Times in a billion words.
OFTEN = 180


@cache
def english() -> Mapping[str, int]:
    """How often English has a word, in a billion; from the frequency list of pyspellchecker, read once a process."""
    counts = SpellChecker(language="en").word_frequency.dictionary
    total = sum(counts.values())
    return {word: int(count * 1e9 / total) for word, count in counts.items() if word.isalpha()}


@cache
def everyday_words() -> frozenset[str]:
    return frozenset(word for word, times in english().items() if times >= OFTEN)
