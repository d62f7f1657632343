"""Misspelt words, put right against the words that a shop uses.

A word is looked up by its trigrams, so that the cost does not grow with the shop, and the nearest by edit distance
(with neighbouring letters swapped counting one) is taken, the more frequent of two. Short words must be nearer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

SHORTEST = 4


def trigrams(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[at:at + 3] for at in range(len(padded) - 2)}


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be put in, left out, changed, or swapped with their neighbour; more than `most` is
    told as `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, against in enumerate(other, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return last[-1]


class Speller:
    """Knows words and how often each occurs. A value: safe to share between threads."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._words = {word: count for word, count in words.items() if len(word) >= SHORTEST and word.isalpha()}
        self._holders: dict[str, list[str]] = {}
        for word in self._words:
            for trigram in trigrams(word):
                self._holders.setdefault(trigram, []).append(word)

    def right(self, word: str) -> str | None:
        """The known word that is meant, or None where none is near enough. A known word means itself."""
        if word in self._words:
            return word
        if len(word) < SHORTEST or not word.isalpha():
            return None
        most = 1 if len(word) < 8 else 2
        shared: Counter[str] = Counter()
        for trigram in trigrams(word):
            shared.update(self._holders.get(trigram, ()))
        best: tuple[tuple[int, bool, int, str], str] | None = None
        for candidate, _ in shared.most_common(60):
            away = distance(word, candidate, most)
            # The first letter is the one that people get right.
            if away > most or (len(word) == SHORTEST and candidate[0] != word[0]):
                continue
            rank = (away, candidate[0] != word[0], -self._words[candidate], candidate)
            if best is None or rank < best[0]:
                best = rank, candidate
        return best[1] if best else None
