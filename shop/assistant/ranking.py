"""Which of the products that meet the criteria come first, every point explained."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shop.assistant.audiences import CHILDREN
from shop.assistant.catalogue import Candidate, Candidates
from shop.assistant.criteria import Criteria

FIELD_WEIGHTS = {"name": 4.0, "category": 3.0, "brand": 2.0, "labels": 2.0, "description": 1.0}
SATURATION = 1.2
FOR_CHILDREN = frozenset(f"audience:{word}" for word in CHILDREN)
WISHES = ("occasion", "style", "season", "material", "colour", "pattern")
RATING_PRIOR, RATING_WEIGHT = 3.9, 12


@dataclass(frozen=True)
class Ranked:
    """`points` says where the score comes from: (name, share of the score)."""

    candidate: Candidate
    score: float
    points: tuple[tuple[str, float], ...]

    @property
    def id(self) -> int:
        return self.candidate.id


def word_points(candidate: Candidate, words: Sequence[str], rarity: dict[str, float]) -> float:
    """BM25F: a word counts by how rare it is and by the fields it stands in, with ever less for repeating it."""
    total = 0.0
    for word in words:
        weight = sum(FIELD_WEIGHTS[name] * min(stems.count(word), 3) for name, stems in candidate.fields.items())
        total += rarity.get(word, 1.0) * weight / (weight + SATURATION)
    return total


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


def rarities(candidates: Candidates, words: Sequence[str]) -> dict[str, float]:
    """How telling each word is among these products: the fewer have it, the more it says."""
    rows = len(candidates.rows)
    texts = [frozenset(stem for stems in row.fields.values() for stem in stems) for row in candidates.rows]
    having = {word: sum(word in text for text in texts) for word in set(words)}
    return {word: math.log(1 + (rows - count + 0.5) / (count + 0.5)) for word, count in having.items()}


def ranked(candidates: Candidates, criteria: Criteria, hints: Sequence[str] = ()) -> list[Ranked]:
    """All candidates, best first; ties by id, so that the order is the same every time.

    `hints` are stems that order the list without having been asked for as criteria.
    """
    words = [*(stem for phrase in criteria.words for stem in phrase.split()), *hints]
    rarity = rarities(candidates, words) if words else {}
    wishes = wishes_of(candidates, criteria)
    scored = []
    for row in candidates.rows:
        points = [
            ("words", word_points(row, words, rarity)),
            ("wishes", wish_points(row, wishes)),
            ("rating", rating_points(row)),
            ("in stock", 0.0 if row.stock else -100.0),
            ("for children", -0.6 if not criteria.audience and FOR_CHILDREN & row.facets else 0.0),
            ("few left", -0.2 if 0 < row.stock < 3 else 0.0),
        ]
        told = tuple((name, round(value, 3)) for name, value in points if value)
        scored.append(Ranked(row, sum(value for _, value in points), told))
    scored.sort(key=lambda each: (order_of(each, criteria), each.id))
    return scored


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
