"""Which shelves go together, from what the shop itself says: its styling advice, its texts and its rows.

Advice is read plainly: what "and", "with" and commas join is worn or used together, "or" stands between alternatives
of one piece, and ", or" between whole sets. Where advice is silent, shelves are told apart by their rows.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from shop.assistant.catalogue import Item
from shop.assistant.knowledge import Section
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import fold
from shop.assistant.understanding import terms
from shop.assistant.vocabulary import Vocabulary

# Alternatives for one piece of a set, shelf names all.
Piece = tuple[str, ...]
SENTENCE = re.compile(r"(?<=[.!?])\s+")
SETS, ALTERNATIVE = ENGLISH.pattern("pairings.between_sets"), ENGLISH.pattern("pairings.alternative")
BEFORE_VERBS = frozenset(ENGLISH.words("pairings.before_verbs"))
BESIDE = ENGLISH.pattern("pairings.beside")


@dataclass(frozen=True)
class Shelf:
    """What the rows of one category have in common: which sizes they come in, whether they state a sleeve, and which
    attributes most of them state, a measured length ("length #") being another thing than a knee length."""

    sizes: frozenset[str]
    sleeved: bool
    stated: frozenset[str]


@dataclass(frozen=True)
class Matches:
    """`rivals` are pairs of shelves of which a set has one, `friends` how often advice joins two; `beside` how often a
    product's text names another shelf, which may be no more than a likeness."""

    rivals: frozenset[frozenset[str]] = frozenset()
    friends: Mapping[frozenset[str], int] = field(default_factory=dict)
    beside: Mapping[frozenset[str], int] = field(default_factory=dict)

    def clash(self, one: str, other: str) -> bool:
        return one == other or frozenset((one, other)) in self.rivals

    def joined(self, one: str, other: str) -> bool:
        """Whether two can be had together: advice may join what is otherwise one or the other, a shirt and a jacket."""
        return one != other and (not self.clash(one, other) or bool(self.friends.get(frozenset((one, other)))))

    def nearness(self, one: str, other: str) -> int:
        pair = frozenset((one, other))
        return 3 * self.friends.get(pair, 0) + self.beside.get(pair, 0)


def sets_of(text: str, vocabulary: Vocabulary) -> list[tuple[Piece, ...]]:
    """The sets that a piece of advice describes, sentence by sentence, each a tuple of pieces."""
    found = []
    for sentence in SENTENCE.split(text):
        for part in SETS.split(fold(sentence)):
            pieces: list[Piece] = []
            end = 0
            read = terms.read(part, vocabulary)
            for term in read.terms:
                shelves = tuple(each.value for each in term.meanings if each.key == "category")
                if not shelves or term.negated or not is_noun(read, term.first):
                    continue
                between = part[end:read.words[term.first].start]
                end = read.words[term.last].end
                if pieces and ALTERNATIVE.search(between):
                    pieces[-1] = tuple(dict.fromkeys((*pieces[-1], *shelves)))
                elif not any(set(shelves) & set(piece) for piece in pieces):
                    pieces.append(shelves)
            if pieces:
                found.append(tuple(pieces))
    return found


def is_noun(read: terms.Read, place: int) -> bool:
    """Whether the word here is a thing, unlike in "they dress"."""
    return not place or read.words[place - 1].text not in BEFORE_VERBS


def matches(items: Iterable[Item], advice: Sequence[Section], vocabulary: Vocabulary) -> Matches:
    """What these products and the advice say of their shelves."""
    items = tuple(items)
    by_shelf: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_shelf[item.category].append(item)
    shelves = {slug: shelf_of(some) for slug, some in by_shelf.items()}
    stated = Counter(name for shelf in shelves.values() for name in shelf.stated)
    usual = {name for name, count in stated.items() if count > max(3, len(shelves) // 3)}
    friends: Counter[frozenset[str]] = Counter()
    beside: Counter[frozenset[str]] = Counter()
    rivals: set[frozenset[str]] = set()
    for section in advice:
        for sentence in SENTENCE.split(section.body):
            sets = sets_of(sentence, vocabulary)
            for pieces in sets:
                friends.update(pairs(pieces))
            for at, pieces in enumerate(sets):
                for others in sets[at + 1:]:
                    rivals |= {frozenset((one, other)) for piece in pieces for one in piece
                               for rest in others for other in rest if one != other}
    for item in items:
        for shelf in shelves_beside(item, vocabulary):
            beside[frozenset((item.category, shelf))] += 1
    two = list(combinations(sorted(shelves), 2))
    alike = {frozenset((one, other)) for one, other in two
             if same_kind(shelves[one], shelves[other]) or same_place(shelves[one], shelves[other], usual)}
    # What one of a kind rules out, its like rules out too.
    for _ in range(2):
        rivals |= {pair ^ like for pair in rivals for like in alike if len(pair & like) == 1}
    rivals |= alike
    rivals |= {frozenset((one, other)) for one, other in two if shelves[one].sleeved and shelves[other].sleeved}
    return Matches(frozenset(rivals), friends, beside)


def pairs(pieces: Sequence[Piece]) -> list[frozenset[str]]:
    return [frozenset((one, other)) for at, piece in enumerate(pieces) for rest in pieces[at + 1:]
            for one in piece for other in rest if one != other]


def shelves_beside(item: Item, vocabulary: Vocabulary) -> set[str]:
    """The other shelves that an item's own text puts beside it: "worn open over a T-shirt"."""
    text = fold(item.description)
    found: set[str] = set()
    if not BESIDE.search(text):
        return found
    read = terms.read(text, vocabulary)
    for term in read.terms:
        before = text[max(0, read.words[term.first].start - 24):read.words[term.first].start]
        if term.has("category") and is_noun(read, term.first) and BESIDE.search(before):
            found |= {each.value for each in term.meanings if each.key == "category"} - {item.category}
    return found


def shelf_of(items: Sequence[Item]) -> Shelf:
    counts = Counter(f"{fold(name)} #" if any(map(str.isdigit, value)) else fold(name)
                     for item in items for name, value in item.facts.items())
    return Shelf(frozenset(fold(size) for item in items for size in item.sizes),
                 2 * sum(bool(item.values("sleeve")) for item in items) > len(items),
                 frozenset(name for name, count in counts.items() if 2 * count >= len(items)))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def same_kind(one: Shelf, other: Shelf) -> bool:
    """Two names for nearly the same: the same sizes, and much the same said of them."""
    return one.sleeved == other.sleeved and overlap(one.sizes, other.sizes) >= 0.4 and (
        overlap(one.stated, other.stated) >= 0.5)


def same_place(one: Shelf, other: Shelf, usual: set[str]) -> bool:
    """Two things of which a set needs one: both state something that few other shelves do."""
    return bool((one.stated & other.stated) - usual)
