"""What the shop says about itself, and which of it bears on a question."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shop.assistant.language.families import ELSEWHERE, SUBJECTS, VAGUE, units
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import root, stem, stems, words

TITLE, KEYWORDS, BODY, TOPIC = 3.0, 3.0, 1.0, 1.5
PREFERRED, CLOSE, ENOUGH = 3.0, 0.85, 0.5
# A word of the same family as one of the section's counts for this part of the word itself.
RELATED = 0.6
OF_THEIR_OWN = SUBJECTS | ELSEWHERE
UNWEIGHED = frozenset(map(stem, ENGLISH.words("fillers.unweighed")))

# The root of a word and its families, each with the part that a match by it counts for.
Feature = tuple[tuple[str, float], ...]


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
    """What the shop is called and how it can be reached; "" where the owner has not said. `model_speaks` is whether the
    owner lets a model speak."""

    name: str = "Shop"
    greeting: str = ""
    email: str = ""
    phone: str = ""
    hours: str = ""
    model_speaks: bool = True


@dataclass(frozen=True)
class Match:
    section: Section
    score: float
    share: float


class KnowledgeBase:
    """The sections with their words counted once; a value, safe to share between threads.

    `words` are those of the titles and keywords, to put misspelt ones right against.
    """

    def __init__(self, sections: Iterable[Section], shop: Shop = Shop()) -> None:
        self.sections = tuple(sections)
        self.shop = shop
        self._weights = [weights(section) for section in self.sections]
        self._keywords = [keyword_phrases(section) for section in self.sections]
        self._subjects = [subjects(f"{section.title}. {section.keywords}. {section.body}") for section in self.sections]
        self.words = frozenset(
            word for section in self.sections for word in words(f"{section.title} {section.keywords}"))
        count = len(self.sections)
        having: dict[str, int] = {}
        for each in self._weights:
            for word in each:
                having[word] = having.get(word, 0) + 1
        self._unheard = math.log(1 + count)
        self._rarity = {word: math.log(1 + count / number) for word, number in having.items()}

    def knows(self, stem: str) -> bool:
        return root(stem) in self._rarity

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(section.topic for section in self.sections))

    def ranked(self, text: str, topics: Sequence[str] = ()) -> list[Match]:
        """All sections that share a word or its family with the text, best first. `share` is how much of the text's
        weight, by rarity, the section explains (0 to 1). One of `topics` counts for more."""
        asked = dict.fromkeys(features(text))
        about = subjects(text)
        line = " " + " ".join(stems(text)) + " "
        total = sum(self._worth(each) for each in asked) or 1.0
        found = []
        for section, weight, phrases, has in zip(
                self.sections, self._weights, self._keywords, self._subjects, strict=True):
            if about and about.isdisjoint(has):
                continue
            score = share = 0.0
            for each in asked:
                if gains := [self._rarity[name] * factor * weight[name] / (weight[name] + 1.0)
                             for name, factor in each if name in weight]:
                    score += max(gains)
                    share += self._worth(each)
            if not score:
                continue
            score += sum(1.2 * phrase.count(" ") for phrase in phrases if f" {phrase} " in line)
            found.append(Match(section, score + (PREFERRED if section.topic in topics else 0.0), share / total))
        return sorted(found, key=lambda each: (-each.score, each.section.slug))

    def _worth(self, feature: Feature) -> float:
        return max((self._rarity[name] for name, _ in feature if name in self._rarity), default=self._unheard)

    def get_relevant_context(self, text: str, topics: Sequence[str] = (), *, limit: int = 3) -> tuple[Section, ...]:
        """Only the sections that bear on the text, best first; none when nothing does.

        The best must be of one of `topics`, name the very subject asked about, or explain more than half of what was
        said; others are kept while they come close to it.
        """
        found = self.ranked(text, topics)
        named = bool(subjects(text))
        sure = [each for each in found if named or each.share > ENOUGH or each.section.topic in topics]
        if not sure:
            return ()
        kept = [each for each in found if CLOSE * sure[0].score <= each.score <= sure[0].score]
        return tuple(each.section for each in kept[:limit])


def features(text: str) -> Iterator[Feature]:
    """What a text says, word by word: the root of each, and the families it belongs to for less."""
    for sequence, families in units(text):
        telling = tuple((family, RELATED) for family in sorted(families - VAGUE))
        roots = [root(short) for word in sequence if (short := stem(word)) not in UNWEIGHED]
        yield from (((each, 1.0), *telling) for each in roots)
        if telling and not roots:
            yield telling


def subjects(text: str) -> frozenset[str]:
    """The matters in a text that no neighbouring section can answer for."""
    return frozenset(family for _, families in units(text) for family in families & OF_THEIR_OWN)


def weights(section: Section) -> dict[str, float]:
    """How much each root of a section, and each family of its title and keywords, tells about it."""
    total: dict[str, float] = {}
    for text, weight in ((section.title, TITLE), (section.keywords, KEYWORDS), (section.body, BODY),
                         (section.topic, TOPIC)):
        named = {name for feature in features(text) for name, _ in feature}
        for name in named if text != section.body else {name for name in named if name.islower()}:
            total[name] = total.get(name, 0.0) + weight
    return total


def keyword_phrases(section: Section) -> tuple[str, ...]:
    return tuple(" ".join(stems(phrase)) for phrase in section.keywords.split(",") if phrase.strip())
