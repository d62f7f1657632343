"""Which topics of the knowledge a message is about.

A message is read as the families of its words (`families`), in any order, and by the rules of topics.toml, whose first
lines tell their notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shop.assistant.language.families import ELSEWHERE, FAMILIES, SUBJECTS, lexicon, units
from shop.assistant.language.phrasebook import ENGLISH, Entry, PhrasebookError
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import stem

# The usual topics, in the order of the help page. A shop's owner may write about others.
TOPICS = ("shipping", "returns", "orders", "payment", "sizing", "care", "styling", "account", "newsletter", "store",
          "contact")
# Not words: an order's number, and any of the matters of their own.
COMPUTED = ("NUMBER", "SUBJECT")


@dataclass(frozen=True)
class Mentions:
    """Where each family and plain word is first named, and the last word that is neither one of them nor of the
    everyday frame of a question; -1 without one. Places are counted in words and phrases."""

    places: Mapping[str, int]
    last_strange: int


@dataclass(frozen=True)
class Rule:
    """`needs` are alternatives, of each of which one must be named; `bars` must not be. Where it is `bare`, nothing of
    substance may follow them. `example` is a message by which it holds."""

    topic: str
    weight: int
    example: str
    needs: tuple[frozenset[str], ...]
    bars: frozenset[str]
    bare: bool

    def holds(self, mentions: Mentions) -> bool:
        if not self.bars.isdisjoint(mentions.places):
            return False
        if any(need.isdisjoint(mentions.places) for need in self.needs):
            return False
        return not self.bare or mentions.last_strange < min(
            mentions.places[name] for need in self.needs for name in need if name in mentions.places)


def rules(topics: Mapping[str, Entry]) -> Iterator[Rule]:
    """The rules of all topics, in their order. Raises PhrasebookError for an unknown topic or family."""
    for topic, entry in topics.items():
        if topic not in TOPICS:
            raise PhrasebookError(f"{entry.name}: there is no topic {topic!r}, there are {', '.join(TOPICS)}")
        for weight, lines in entry.content.get("rules", {}).items():
            for example, line in lines.items():
                yield rule(topic, int(weight), example, line)


def rule(topic: str, weight: int, example: str, line: str) -> Rule:
    terms = line.split()
    needs = tuple(frozenset(term.split("|")) for term in terms if term[0] not in ".-")
    bars = frozenset(term[1:] for term in terms if term[0] == "-")
    for name in sorted(bars.union(*needs)):
        if not name.islower() and name not in FAMILIES and name not in COMPUTED:
            raise PhrasebookError(f"topics.{topic}: there is no family {name!r} for {line!r}")
    return Rule(topic, weight, example, needs, bars, "." in terms)


RULES = tuple(sorted(rules(ENGLISH.tables("topics")), key=lambda rule: -rule.weight))
HEADINGS: Mapping[str, str] = {topic: ENGLISH.entry(f"topics.{topic}").content["heading"] for topic in TOPICS}
TOPIC_PATTERNS = ENGLISH.patterns("topics")
PLAIN = frozenset(term for rule in RULES for need in (*rule.needs, rule.bars) for term in need if term.islower())
LEXICON = lexicon(PLAIN)
NUMBER = re.compile(r"(?<![.,\d])\d{4,}(?![.,]?\d)")
FAMILY_PATTERNS = {"NUMBER": NUMBER, **{name: family.pattern for name, family in FAMILIES.items() if family.pattern}}
FRAME_TOO = ENGLISH.words("fillers.frame")
FRAME = STOP | frozenset(FRAME_TOO)


def read(text: str) -> Mentions:
    places: dict[str, int] = {}
    last_strange = -1
    for place, (sequence, families) in enumerate(units(text, LEXICON)):
        for family in families:
            places.setdefault(family, place)
        if not families and stem(sequence[0]) not in FRAME:
            last_strange = place
    for name, pattern in FAMILY_PATTERNS.items():
        if pattern.search(text):
            places[name] = 0
    if not SUBJECTS.isdisjoint(places):
        places["SUBJECT"] = 0
    return Mentions(places, last_strange)


def topics_of(text: str) -> tuple[str, ...]:
    """The topics that a folded text is about; none where no rule holds or where it is no shop's business."""
    mentions = read(text)
    if not ELSEWHERE.isdisjoint(mentions.places):
        return ()
    holding = [rule for rule in RULES if rule.holds(mentions)]
    top = [rule.topic for rule in holding if rule.weight == holding[0].weight]
    return tuple(dict.fromkeys([*top, *(topic for topic, pattern in TOPIC_PATTERNS.items() if pattern.search(text))]))


def words() -> frozenset[str]:
    """The plain words of the rules, to put misspelt ones right against."""
    phrased = (word for pattern in TOPIC_PATTERNS.values() for word in re.findall(r"[a-z]{4,}", pattern.pattern))
    return frozenset((*(word for sequence in LEXICON for word in sequence), *FRAME_TOO, *phrased))
