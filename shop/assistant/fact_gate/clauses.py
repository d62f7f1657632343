"""A clause of a model's text: which products it names, and which it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shop.assistant.catalogue import Item
from shop.assistant.fact_gate.evidence import Facts
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import fold, stem, stems, words

# One word as `text.words` cuts it, but as it was written: "Poet’s" is one, "wool-blend" two.
WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
POINTER = ENGLISH.pattern("model_text.pointer")
GERMAN = frozenset(stems(" ".join(ENGLISH.words("model_text.german"))))


@dataclass(frozen=True)
class Mention:
    """A product named in full in a clause, and where."""

    item: Item
    start: int
    end: int


@dataclass(frozen=True)
class Before:
    """What the words so far were about: `subject` still holds in this sentence where `active`. `nouns` says that
    the language writes nouns with a capital."""

    subject: tuple[Item, ...] = ()
    active: bool = False
    nouns: bool = False


@dataclass(frozen=True)
class Looked:
    """A clause with the products it names. In `plain` their names are dots, of the same length. `about` are the
    products it speaks of, by name or by pointing back. `sentence` is its sentence up to and with it."""

    text: str
    plain: str
    mentions: tuple[Mention, ...]
    about: tuple[Item, ...]
    sentence: str
    first: bool
    after: Before


def look(clause: str, given: Facts, before: Before, *, first: bool, sentence: str) -> Looked:
    mentions = mentions_in(clause, given)
    plain = clause
    for each in mentions:
        plain = f"{plain[:each.start]}{'·' * (each.end - each.start)}{plain[each.end:]}"
    active = bool(mentions) or (bool(POINTER.match(clause)) if first else before.active)
    subject = tuple({each.item.id: each.item for each in mentions}.values()) if mentions else before.subject
    nouns = before.nouns or sum(stem(word) in GERMAN for word in words(clause)) >= 2
    return Looked(clause, plain, mentions, subject if active else (), sentence, first, Before(subject, active, nouns))


def mentions_in(clause: str, given: Facts) -> tuple[Mention, ...]:
    """The products of the list that a clause names in full, the longest name first where one begins another."""
    found, at = [], 0
    tokens = [(stem(fold(match[0])), *match.span()) for match in WORD.finditer(clause)]
    stemmed = [token[0] for token in tokens]
    named = sorted(zip(given.names, given.items, strict=True), key=lambda each: -len(each[0]))
    while at < len(tokens):
        for name, item in named:
            if name and tuple(stemmed[at:at + len(name)]) == name:
                found.append(Mention(item, tokens[at][1], tokens[at + len(name) - 1][2]))
                at += len(name) - 1
                break
        at += 1
    return tuple(found)
