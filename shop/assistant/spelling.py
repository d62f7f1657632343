"""Misspelt words, put right against the words that a shop uses.

A word is looked up by its trigrams, so that the cost does not grow with the shop, and the nearest by edit distance
(with neighbouring letters swapped counting one) is taken, the more frequent of two. Short words must be nearer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from heapq import nsmallest

from shop.assistant.words import fold, stem

SHORTEST, LONGEST = 4, 24
CANDIDATES = 60
REMEMBERED = 20_000
# A message with more strange words than this is in no language the shop knows.
MOST_STRANGE = 20
LETTERS = re.compile(r"[^\W\d_]{4,}(?!['’\w])")


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
        self._seen: dict[str, tuple[int, str] | None] = {}
        for word in self._words:
            for trigram in trigrams(word):
                self._holders.setdefault(trigram, []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def right(self, word: str) -> tuple[int, str] | None:
        """The known word that is meant, after how many letters differ; None where none is near enough."""
        if word in self._words:
            return 0, word
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
            return None
        if word not in self._seen:
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            self._seen[word] = self._nearest(word)
        return self._seen[word]

    def _nearest(self, word: str) -> tuple[int, str] | None:
        most = 1 if len(word) < 8 else 2
        shared: Counter[str] = Counter()
        for trigram in trigrams(word):
            shared.update(self._holders.get(trigram, ()))
        best: tuple[tuple[int, bool, int, str], str] | None = None
        # By name where they share as many: every process must read a message alike.
        for candidate, _ in nsmallest(CANDIDATES, shared.items(), key=lambda pair: (-pair[1], pair[0])):
            away = distance(word, candidate, most)
            # The first letter is the one that people get right.
            if away > most or (len(word) == SHORTEST and candidate[0] != word[0]):
                continue
            rank = (away, candidate[0] != word[0], -self._words[candidate], candidate)
            if best is None or rank < best[0]:
                best = rank, candidate
        return (best[0][0], best[1]) if best else None


def corrected(text: str, spellers: Sequence[Speller], fine: Collection[str]) -> str:
    """A message with its unknown words put right, the nearest of all spellers first, the first speller's before the
    next one's. Words in `fine` and numbers stay; two words written as one are parted."""
    strange = 0

    def right(match: re.Match[str]) -> str:
        nonlocal strange
        word = fold(match[0])
        if word in fine or stem(word) in fine or any(word in speller for speller in spellers):
            return match[0]
        strange += 1
        if strange > MOST_STRANGE:
            return match[0]
        found = [nearest for speller in spellers if (nearest := speller.right(word))]
        if found:
            return min(found, key=lambda nearest: nearest[0])[1]
        for at in range(2, len(word) - 2):
            parts = word[:at], word[at:]
            if all(part in fine or any(part in speller for speller in spellers) for part in parts):
                return " ".join(parts)
        return match[0]

    return LETTERS.sub(right, text)
