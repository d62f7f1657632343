"""Which of the products that meet the criteria come first, every point explained."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from shop.assistant.catalogue import Candidate, Candidates
from shop.assistant.criteria import Criteria, keys
from shop.assistant.language.audiences import CHILDREN
from shop.assistant.language.text import words

# A field's weight in BM25F, and how far a longer text than usual counts for less.
FIELDS = {"name": (6.0, 0.5), "more": (3.0, 0.5), "category": (6.0, 0.0), "brand": (3.0, 0.3), "labels": (1.0, 0.75),
          "description": (1.0, 0.75)}
SATURATION = 2.0
HEAD, PHRASE = 0.2, 0.1
# What nearness in meaning is worth, for all that the words are worth together. A quarter to twice of it did as well on
# the queries that it was chosen by, and no harm on others.
NEAR = 1.0
FOR_CHILDREN = frozenset(f"audience:{word}" for word in CHILDREN)
# What scores less than this share of the best on the words only mentions in passing what others are called.
FAINT = 0.4
SAID = ("words", "what it is", "phrase")
WISHES = keys(lambda each: each.wish)
RATING_PRIOR, RATING_WEIGHT = 3.9, 12
NOT_KNOWN: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True)
class Ranked:
    """`points` says where the score comes from: (name, share of the score)."""

    candidate: Candidate
    score: float
    points: tuple[tuple[str, float], ...]

    @property
    def id(self) -> int:
        return self.candidate.id


@dataclass(frozen=True)
class Word:
    """A word asked for: the stems and phrases that may stand for it, and how telling it is."""

    meant: tuple[str, ...]
    rarity: float

    @cached_property
    def padded(self) -> tuple[str, ...]:
        return tuple(f" {each} " for each in self.meant)


def words_in(candidates: Candidates, criteria: Criteria, hints: Sequence[str]) -> list[Word]:
    """The words of the criteria and the hints, each once. How telling one is goes by the whole shop, where the
    catalogue says, and else by the candidates."""
    stems = [*(word for phrase in criteria.words for word in words(phrase)), *hints]
    products, rows = candidates.products, candidates.rows
    found = []
    for stem in dict.fromkeys(stems):
        meant = candidates.meant.get(stem, (stem,))
        if products:
            having = sum(candidates.having.get(each.split()[-1], 0) for each in meant)
        else:
            having = sum(any(holds(row, each) for each in meant) for row in rows)
        among = products or len(rows)
        having = min(having, among)
        found.append(Word(meant, math.log(1 + (among - having + 0.5) / (having + 0.5))))
    return found


def holds(candidate: Candidate, phrase: str) -> bool:
    return any(f" {phrase} " in f" {text} " for text in candidate.fields.values())


def usual_lengths(candidates: Candidates) -> Mapping[str, float]:
    """The mean length of each field's text in the shop, else among these products."""
    rows = len(candidates.rows) or 1
    return candidates.usual or {
        name: sum(len(row.fields.get(name, "")) for row in candidates.rows) / rows or 1.0 for name in FIELDS}


def word_points(candidate: Candidate, asked: Sequence[Word], usual: Mapping[str, float]) -> float:
    """BM25F: a word counts by how rare it is and by the fields it stands in, with ever less for repeating it and in
    longer texts."""
    texts = [(f" {text} ", weight / (1 - share + share * len(text) / usual[name]))
             for name, (weight, share) in FIELDS.items() if (text := candidate.fields.get(name))]
    total = 0.0
    for word in asked:
        weight = 0.0
        for padded in word.padded:
            for text, worth in texts:
                if padded in text:
                    weight += worth * text.count(padded)
        total += word.rarity * weight * (SATURATION + 1) / (weight + SATURATION)
    return total


def head_points(candidate: Candidate, asked: Sequence[Word]) -> float:
    """For being the thing that the last word names: a laptop, where a laptop bag only mentions one."""
    if not asked:
        return 0.0
    heads = candidate.fields.get("head", "").split()
    return HEAD * sum(word.rarity for word in asked) * any(each.split()[-1] in heads for each in asked[-1].meant)


def phrase_points(candidate: Candidate, asked: Sequence[Word]) -> float:
    """For having the words in the name, side by side in the same order."""
    if len(asked) < 2:
        return 0.0
    phrase = " ".join(word.meant[0] for word in asked)
    return PHRASE * sum(word.rarity for word in asked) * (f" {phrase} " in f" {candidate.fields.get('name', '')} ")


def wish_points(candidate: Candidate, wishes: dict[str, float]) -> float:
    """For each value asked for that the product has, what it is worth; of alternatives, more is better."""
    return sum(worth for facet, worth in wishes.items() if facet in candidate.facets)


def wishes_of(candidates: Candidates, criteria: Criteria) -> dict[str, float]:
    """What each value asked for is worth, between 1 and 2: the fewer of these products have it, the more."""
    asked = [f"{key}:{value}" for key in WISHES for value in criteria.values(key)]
    rows = len(candidates.rows) or 1
    return {facet: 2.0 - sum(facet in row.facets for row in candidates.rows) / rows for facet in asked}


def rating_points(candidate: Candidate) -> float:
    """The average rating drawn towards the usual one, so that three enthusiasts do not beat three hundred buyers."""
    if candidate.rating is None:
        return 0.0
    count = candidate.rating_count
    steady = (candidate.rating * count + RATING_PRIOR * RATING_WEIGHT) / (count + RATING_WEIGHT)
    return (steady - RATING_PRIOR) / 2


def near_points(similarity: float, asked: Sequence[Word]) -> float:
    """For being near in meaning to what was said, beside the words or, where there are none, beside the rating."""
    return NEAR * similarity * max(1.0, sum(word.rarity for word in asked))


def ranked(candidates: Candidates, criteria: Criteria, hints: Sequence[str] = (),
           near: Mapping[int, float] = NOT_KNOWN) -> list[Ranked]:
    """All candidates, best first; ties by id, so that the order is the same every time.

    `hints` are stems that order the list without having been asked for as criteria; `near` says how near in meaning a
    product is to what was asked, by id, as a cosine.
    """
    asked = words_in(candidates, criteria, hints)
    named, usual = asked[:len(asked) - len(set(hints))], usual_lengths(candidates) if asked else {}
    wishes = wishes_of(candidates, criteria)
    scored = []
    for row in candidates.rows:
        points = [
            ("rating", rating_points(row)),
            ("in stock", 0.0 if row.stock else -100.0),
            ("for children", -0.6 if not criteria.audience and FOR_CHILDREN & row.facets else 0.0),
            ("few left", -0.2 if 0 < row.stock < 3 else 0.0),
        ]
        if wishes:
            points.append(("wishes", wish_points(row, wishes)))
        if asked:
            points += [("words", word_points(row, asked, usual)), ("what it is", head_points(row, named)),
                       ("phrase", phrase_points(row, named))]
        if row.id in near:
            points.append(("meaning", near_points(near[row.id], asked)))
        told = tuple((name, round(value, 3)) for name, value in points if value)
        scored.append(Ranked(row, sum(value for _, value in points), told))
    scored.sort(key=lambda each: (order_of(each, criteria), each.id))
    return scored


def clear_of(order: Sequence[Ranked]) -> list[Ranked]:
    """The list without what only mentions the words, beside something that is called so."""
    said = {each.id: sum(value for name, value in each.points if name in SAID) for each in order}
    least = FAINT * max(said.values(), default=0.0)
    return [each for each in order if said[each.id] >= least]


def order_of(each: Ranked, criteria: Criteria) -> tuple[float, ...]:
    """Smaller comes first. Products that cannot be bought come after all others, however they are sorted."""
    row, gone = each.candidate, 0.0 if each.candidate.stock else 1.0
    sort = criteria.sort or {"low": "price_asc", "high": "price_desc"}.get(criteria.price_word or "")
    if sort == "price_asc":
        return gone, row.price, -each.score
    if sort == "price_desc":
        return gone, -row.price, -each.score
    if sort == "rating":
        return gone, -(row.rating or 0.0), -row.rating_count
    if sort == "newest":
        return gone, -row.id
    return gone, -each.score
