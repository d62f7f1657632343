"""What the shop says about itself, and which of it bears on a question."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shop.assistant.words import root, stems

TITLE, KEYWORDS, BODY, TOPIC = 3.0, 3.0, 1.0, 1.5
PREFERRED, CLOSE, ENOUGH = 2.0, 0.85, 0.3


@dataclass(frozen=True)
class Section:
    """`keywords` are the shopper's words for it, separated by commas."""

    slug: str
    topic: str
    title: str
    body: str
    keywords: str = ""


@dataclass(frozen=True)
class Shop:
    """What the shop is called and how it can be reached; "" where the owner has not said."""

    name: str = "Shop"
    greeting: str = ""
    email: str = ""
    phone: str = ""
    hours: str = ""


@dataclass(frozen=True)
class Found:
    section: Section
    score: float
    share: float


class KnowledgeBase:
    """The sections with their words counted once; a value, safe to share between threads."""

    def __init__(self, sections: Iterable[Section], shop: Shop = Shop()) -> None:
        self.sections = tuple(sections)
        self.shop = shop
        self._weights = [weights(section) for section in self.sections]
        self._keywords = [keyword_phrases(section) for section in self.sections]
        count = len(self.sections)
        having: dict[str, int] = {}
        for each in self._weights:
            for word in each:
                having[word] = having.get(word, 0) + 1
        self._rarity = {word: math.log(1 + count / number) for word, number in having.items()}

    def knows(self, stem: str) -> bool:
        return root(stem) in self._rarity

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(section.topic for section in self.sections))

    def ranked(self, text: str, topics: Sequence[str] = ()) -> list[Found]:
        """All sections that share a word with the text, best first. `share` is how much of the text's weight, by
        rarity, the section explains (0 to 1). Those of one of `topics` come first where they explain enough."""
        asked = list(dict.fromkeys(root(word) for word in stems(text) if word not in EMPTY))
        line = " " + " ".join(stems(text)) + " "
        total = sum(self._rarity.get(word, 2.0) for word in asked) or 1.0
        found = []
        for section, weight, phrases in zip(self.sections, self._weights, self._keywords, strict=True):
            score = sum(self._rarity[word] * weight[word] / (weight[word] + 1.0) for word in asked if word in weight)
            if not score:
                continue
            share = sum(self._rarity[word] for word in asked if word in weight) / total
            score += sum(1.2 * phrase.count(" ") for phrase in phrases if f" {phrase} " in line)
            found.append(Found(section, score + (PREFERRED if section.topic in topics else 0.0), share))
        return sorted(found, key=lambda each: (
            not (each.section.topic in topics and each.share >= ENOUGH), -each.score, each.section.slug))

    def get_relevant_context(self, text: str, topics: Sequence[str] = (), *, limit: int = 3) -> tuple[Section, ...]:
        """Only the sections that bear on the text, best first; none when nothing does.

        The best must explain enough of what was said; others are kept while they come close to it.
        """
        found = self.ranked(text, topics)
        if not found or (found[0].share < ENOUGH and found[0].section.topic not in topics):
            return ()
        best = found[0].score
        return tuple(each.section for each in found[:limit] if each.score >= CLOSE * best)


def weights(section: Section) -> dict[str, float]:
    """How much each stem of a section tells about it."""
    total: dict[str, float] = {}
    for text, weight in ((section.title, TITLE), (section.keywords, KEYWORDS), (section.body, BODY),
                         (section.topic, TOPIC)):
        for word in {root(word) for word in stems(text) if word not in EMPTY}:
            total[word] = total.get(word, 0.0) + weight
    return total


def keyword_phrases(section: Section) -> tuple[str, ...]:
    return tuple(" ".join(stems(phrase)) for phrase in section.keywords.split(",") if phrase.strip())


EMPTY = frozenset(stems("""
    a about again all also am an and another any are as at be because been being but by can cannot could did do does
    doing don't dont for from get give go got had has have he hello her hi him his i i'd i'll i'm i've if in
    into is isn't it it's its just know let like may me might more most must my need no not now of
    off oh ok okay on one only or other our out over please same see she should show so some something such tell
    than thank thanks that that's the their them then there these they thing this those to too up us very want was
    we were what what's which while will with would yes you your yours
"""))
