"""Families of words that ask for the same thing of any shop: "edit", "modify" and "correct" all mean to change.

They stand in families.toml, subjects.toml and elsewhere.toml, whose first lines tell the notation; verbs are inflected
and nouns are put in the plural here. Words joined by an underscore are a phrase. A word may belong to several families.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import words

FAMILIES = {**ENGLISH.tables("families"), **ENGLISH.tables("subjects"), **ENGLISH.tables("elsewhere")}
# Matters of their own: a question that names one is answered by a section that names it too, and by no neighbour.
SUBJECTS = frozenset(ENGLISH.tables("subjects"))
# What people ask elsewhere: no topic of a shop's, unless a section of the shop's own names it.
ELSEWHERE = frozenset(ENGLISH.tables("elsewhere"))
# Families that say how a thing is asked for, not what.
VAGUE = frozenset(name for name, family in FAMILIES.items() if family.content.get("vague"))
IRREGULAR = ENGLISH.values("verbs.irregular")


def plural(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def inflections(verb: str) -> set[str]:
    """The forms of a verb; where a last letter may or may not be doubled ("cancelled", "canceled"), both."""
    if verb.endswith("e"):
        past, ing = {f"{verb}d"}, {f"{verb[:-1]}ing"}
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        past, ing = {f"{verb[:-1]}ied"}, {f"{verb}ing"}
    else:
        past, ing = {f"{verb}ed"}, {f"{verb}ing"}
        if verb[-1] in "bdglmnprt" and verb[-2] in "aeiou" and (len(verb) == 2 or verb[-3] not in "aeiou"):
            past, ing = past | {f"{verb}{verb[-1]}ed"}, ing | {f"{verb}{verb[-1]}ing"}
    if verb in IRREGULAR:
        past = set(IRREGULAR[verb].split())
    return {verb, plural(verb), *past, *ing}


def entries() -> Iterator[tuple[tuple[str, ...], str]]:
    """Every form as a sequence of words, with its family."""
    for name, family in FAMILIES.items():
        for sequence in forms(family.content):
            yield sequence, name


def forms(family: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The words and phrases of a family, in all their forms."""
    for verb, *rest in phrases(family.get("verbs", "")):
        yield from ((form, *rest) for form in inflections(verb))
    for *rest, noun in phrases(family.get("nouns", "")):
        yield from ((*rest, form) for form in (noun, plural(noun)))
    yield from map(tuple, phrases(family.get("fixed", "")))


def phrases(listed: str) -> Iterator[list[str]]:
    return (phrase.split("_") for phrase in listed.split())


Lexicon = Mapping[tuple[str, ...], frozenset[str]]


def lexicon(more: Iterable[str] = ()) -> Lexicon:
    """Which families a word or phrase is of. Each of `more` is a word or phrase that stands for itself."""
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for sequence, family in entries():
        found[sequence].add(family)
    for entry in more:
        found[tuple(entry.split("_"))].add(entry)
    return {sequence: frozenset(families) for sequence, families in found.items()}


GENERAL = lexicon()
LONGEST = 4


def units(text: str, known: Lexicon = GENERAL) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """A text as phrases and words from left to right, the longest known phrase first, each with its families."""
    said = words(text)
    at = 0
    while at < len(said):
        for length in range(min(LONGEST, len(said) - at), 0, -1):
            sequence = tuple(said[at:at + length])
            if length == 1 or sequence in known:
                yield sequence, known.get(sequence, frozenset())
                at += length
                break
