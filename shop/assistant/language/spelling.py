"""Misspelt words, put right against the words that a shop uses.

A word is looked up by its trigrams, so that the cost does not grow with the shop, and the nearest by edit distance
(with neighbouring letters swapped counting one) is taken, the more frequent of two. Short words must be nearer. What
English has as a word of its own needs more: a slip of the plain kind, and a word that the shop uses often.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import nsmallest

from rapidfuzz.distance import OSA

from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import fold, stem

SHORTEST, LONGEST = 4, 24
CANDIDATES = 60
REMEMBERED = 20_000
# A message with more strange words than this is in no language the shop knows.
MOST_STRANGE = 20
# Below this length the first letter is right; it is the one that people get right.
SURE_START = 6
# How much rarer it is to type a foreign letter than to leave one out, double one or swap two.
FOREIGN = 10
# What a shop "uses often" is on so many products, and so many times oftener there than in English at large: about one
# word in a thousand is mistyped.
OFTEN_HERE, RATHER = 20, 1000
RARE = 2000
# In a billion words.
FREQUENT = 5000
# A word of letters alone: not the "size" of "size2", nor the "wasn" of "wasn't".
LETTERS = re.compile(r"[^\W\d_]{4,}(?!['’\w])")
WORD_BEFORE = re.compile(r"([^\W\d_]+)[ -]$")
# With a word such as "for" between them or without: "shoes" after "tennis ", "dogs" after "leash for ".
WORD_AFTER = re.compile(rf"(?: (?:{'|'.join(ENGLISH.words('spelling.joints'))}))?[ -]([^\W\d_]+)")


def trigrams(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[at:at + 3] for at in range(len(padded) - 2)}


def plain_slip(typed: str, meant: str) -> bool:
    """Whether one letter was left out or doubled, or two neighbours swapped."""
    if len(typed) + 1 == len(meant):
        return any(typed == meant[:at] + meant[at + 1:] for at in range(len(meant)))
    if len(typed) == len(meant) + 1:
        return any(typed == meant[:at] + meant[at - 1:] for at in range(1, len(meant) + 1))
    return len(typed) == len(meant) and any(
        typed == meant[:at] + meant[at + 1] + meant[at] + meant[at + 2:] for at in range(len(meant) - 1))


class Speller:
    """Knows words and how often each occurs. A value: safe to share between threads.

    `labels` are the words that things and their values are called by, `products` how many the counts are of, and
    `english` how often the language at large has a word, in a billion; a word that it lacks is none.
    """

    def __init__(self, words: Mapping[str, int], *, labels: Collection[str] = (), products: int = 0,
                 english: Mapping[str, int] | None = None) -> None:
        self._words = {word: count for word, count in words.items() if len(word) >= SHORTEST and word.isalpha()}
        self._labels, self._products, self._english = frozenset(labels), products, english or {}
        self._holders: dict[str, list[str]] = {}
        self._seen: dict[str, tuple[int, str] | None] = {}
        self._slips: dict[str, str | None] = {}
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
            # Names are known by their stems, so that a plural may stand one letter further off.
            self._seen[word] = self._nearest(word) or self._nearest(stem(word))
        return self._seen[word]

    def label_beside(self, word: str, beside: Collection[str]) -> str | None:
        """The label that an everyday word stands for by a plain slip, next to another label: "sorts shoes" where
        sports shoes are sold. Only for a label much used here, and much oftener than the word is in English."""
        if self._labels.isdisjoint(beside) or not SHORTEST <= len(word) <= LONGEST:
            return None
        if word not in self._slips:
            if len(self._slips) >= REMEMBERED:
                self._slips.clear()
            self._slips[word] = self._slip(word)
        return self._slips[word]

    def _slip(self, word: str) -> str | None:
        least = max(OFTEN_HERE * max(1, self._words.get(word, 0), self._words.get(stem(word), 0)),
                    RATHER * self._english.get(word, 0) / 1e9 * self._products)
        if least > self._products:
            return None
        found = [(-self._words[each], each) for _, each in self._near(word, 1)
                 if each in self._labels and each[0] == word[0] and stem(each) != stem(word)
                 and self._words[each] >= least and plain_slip(word, each)]
        return min(found)[1] if found else None

    def times(self, word: str) -> int:
        """How often English has a word, in a billion; 0 for none."""
        return self._english.get(word, 0)

    def is_rare(self, word: str) -> bool:
        """Whether so few products have a word of the shop that it is hardly likelier here than anywhere."""
        return word in self._words and self._words[word] * RARE < self._products

    def has_plural(self, word: str) -> bool:
        """Whether English has this plural of an everyday word; one that it lacks is likely a name with a slip. Not
        every plural of a frequent word is listed."""
        return not self._english or word in self._english or self._english.get(stem(word), 0) >= FREQUENT

    def _near(self, word: str, most: int) -> Iterator[tuple[int, str]]:
        """Words that share parts with this one and differ in so many letters at most, each with how many."""
        shared: Counter[str] = Counter()
        for trigram in trigrams(word):
            shared.update(self._holders.get(trigram, ()))
        # By name where they share as many: every process must read a message alike.
        shares = [each for each, _ in nsmallest(CANDIDATES, shared.items(), key=lambda pair: (-pair[1], pair[0]))]
        # Two letters swapped leave few parts of a short word as they were.
        swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2:] for at in range(len(word) - 1))
        for candidate in dict.fromkeys((*shares, *(each for each in swapped if each in self._words))):
            if (away := OSA.distance(word, candidate, score_cutoff=most)) <= most:
                yield away, candidate

    def _nearest(self, word: str) -> tuple[int, str] | None:
        listed = word in self._english
        best: tuple[tuple[int, bool, float, str], str] | None = None
        for away, candidate in self._near(word, 1 if len(word) < 8 else 2):
            started = candidate[0] == word[0]
            plain = away == 1 and plain_slip(word, candidate)
            if not started and (listed or len(word) < SURE_START):
                continue
            if listed and not (plain and self._words[candidate] >= OFTEN_HERE):
                continue
            rank = (away, not started, -self._words[candidate] * (1 if plain else 1 / FOREIGN), candidate)
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
        if any(word in speller for speller in spellers) or word in fine or (
                stem(word) in fine and spellers[0].has_plural(word)):
            return spellers[0].label_beside(word, neighbours(match)) or match[0]
        strange += 1
        if strange > MOST_STRANGE:
            return match[0]
        found = [nearest for speller in spellers if (nearest := speller.right(word))
                 and (not spellers[0].times(word) or plain_slip(word, nearest[1]))]
        if found:
            return min(found, key=lambda nearest: (nearest[0], spellers[0].is_rare(nearest[1])))[1]
        return " ".join(compound_parts(word, spellers, fine)) or match[0]

    return LETTERS.sub(right, text)


def compound_parts(word: str, spellers: Sequence[Speller], fine: Collection[str]) -> tuple[str, ...]:
    """The two known words that this one is written together of, the most usual ones; none for a word of its own."""
    if spellers[0].times(word):
        return ()
    both = ((word[:at], word[at:]) for at in range(2, len(word) - 2))
    known = [parts for parts in both if all(
        part in fine or any(part in speller for speller in spellers) for part in parts)]
    return max(known, key=lambda parts: min(map(spellers[0].times, parts)), default=())


def neighbours(match: re.Match[str]) -> set[str]:
    """The words before and after, with nothing between but a space, a hyphen, "for" or "in"."""
    before = WORD_BEFORE.search(match.string[:match.start()])
    after = WORD_AFTER.match(match.string[match.end():])
    return {fold(each[1]) for each in (before, after) if each}
