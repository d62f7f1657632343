"""Everyday English words, so that "weather" is not taken for misspelt leather."""

from __future__ import annotations

from functools import cache

from spellchecker import SpellChecker

OFTEN = 300


@cache
def everyday_words() -> frozenset[str]:
    """Words that occur at least OFTEN times in the frequency list of pyspellchecker; read once a process."""
    counts = SpellChecker(language="en").word_frequency.dictionary
    return frozenset(word for word, count in counts.items() if count >= OFTEN and word.isalpha())
