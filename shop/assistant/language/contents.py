"""What a thing is made of or has in it, by families of words: merino is wool, pancetta is pork.

Read from what is written of the thing, and for the sake of whoever must not have it: in doubt it is there. Only a plain
word that it is not ("nut-free", "faux leather") makes it none, and never that it is not mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import WORD, fold, stem

MATERIALS = ENGLISH.patterns("materials")
INGREDIENTS = ENGLISH.patterns("ingredients")
# Usually made with it, unless the thing says to be without.
DISHES = ENGLISH.patterns("dishes")
# The words that stand in the forms of each.
LITERALS: Mapping[re.Pattern[str], frozenset[str]] = {
    pattern: frozenset(re.findall(r"[a-z]{3,}", pattern.pattern))
    for patterns in (MATERIALS, INGREDIENTS, DISHES) for pattern in patterns.values()}
FAMILIES = (*MATERIALS, *INGREDIENTS)
DIETS: Mapping[str, list[str]] = ENGLISH.values("safety.diets")
COMPOSITION, PART = ENGLISH.pattern("safety.composition"), ENGLISH.pattern("safety.part")
VEGAN, ANIMAL = "vegan", "animal products"
# "Vegan leather", "fur-look": made to look like it. Nothing may stand between: "synthetic and leather" has leather.
IMITATION = re.compile(
    r"\b(?:vegan|faux|fake|imitation|artificial|synthetic|pu|mock|man[ -]made|plant-based|simulated)[ -](?P<thing>\w+)"
    r"|\b\w+-(?:look|like|effect)\b|\b\w+[ -](?:alternative|substitute)s?\b")
# With a blank only of what is eaten, one by one: "pure wool free of charge" and "eggs free range" deny nothing.
# What a thing is only held against: "lighter than wool", "when wool is too warm".
HELD_AGAINST = re.compile(
    r"\b(?:than|unlike|instead of|rather than|as \w+ as) (?:\w+ )?\w+\b"
    r"|\b(?:when|where|while|if) \w+ (?:is|are|would be) too \w+\b")
DENIED = re.compile(
    r"\b([a-z]+)-free\b|\bfree (?:of|from) (?:any )?([a-z]+)|\bcontains no ([a-z]+)"
    r"|\b(gluten|dairy|lactose|nut|peanut|egg|soya?|wheat|alcohol|sesame|milk) free\b(?! range)")
VEGAN_THING = re.compile(r"\bvegan\b")


@dataclass(frozen=True)
class Writing:
    """What is written of a thing: `prose` are its name, its description and the like, `labels` the single words and
    values beside them, `materials` those that say outright what it is made of, `shades` its colours and sizes, which
    are called after other things."""

    prose: tuple[str, ...]
    labels: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    shades: tuple[str, ...] = ()


def families_in(text: str) -> frozenset[str]:
    """The families that a folded text names, whether or not it denies them."""
    return frozenset(name for name in FAMILIES if names(name, text))


def names(family: str, text: str) -> bool:
    """Whether a folded text names a family, or, where it is a single label, is one of its words."""
    return bool((MATERIALS.get(family) or INGREDIENTS[family]).search(text))


def is_composition(name: str) -> bool:
    """Whether an attribute of this name says what the whole thing is made of."""
    return bool(COMPOSITION.search(fold(name.replace("_", " "))))


def is_part(name: str) -> bool:
    """Whether an attribute of this name may say what a part of the thing is made of."""
    return bool(PART.search(fold(name.replace("_", " "))))


@cache
def diet(name: str) -> tuple[str, ...]:
    """The families that a diet forbids, none of what is no diet."""
    return tuple(each for part in DIETS.get(name, ()) for each in (diet(part) if part in DIETS else (part,)))


def contents_of(writing: Writing) -> frozenset[str]:
    """The families that are in a thing, by what is written of it.

    What has a material stated is not for eating, so that its name and description are not read for food: a shirt in
    cream. Nor is it of what it is only held against.
    """
    loose = (*writing.prose, *writing.shades)
    prose = [HELD_AGAINST.sub(" ", fold(each)) if writing.materials else fold(each) for each in loose]
    stated = [fold(each) for each in (*writing.labels, *writing.materials)]
    text = "\n".join((*prose, *stated))
    denied = denials(text)
    affirmed = [without_imitations(each) for each in (*prose, *stated)]
    eaten = affirmed if not writing.materials else affirmed[len(prose):]
    tried = triggered(text)
    found = {name for name, pattern in MATERIALS.items() if pattern in tried and any(map(pattern.search, affirmed))}
    found |= {name for name, pattern in INGREDIENTS.items() if pattern in tried and any(map(pattern.search, eaten))}
    found |= {name for name, pattern in DISHES.items() if pattern in tried and name not in denied
              and any(map(pattern.search, eaten))}
    return frozenset(found)


def triggered(text: str) -> set[re.Pattern[str]]:
    """The patterns worth trying on a folded text, by its words: an import reads very many of them."""
    return {pattern for word in set(WORD.findall(text)) for pattern in triggers(word)}


@lru_cache(maxsize=65536)
def triggers(word: str) -> tuple[re.Pattern[str], ...]:
    """The patterns that a word meets, or of a phrase of which it may be a part: it stands in their forms."""
    return tuple(pattern for pattern, literals in LITERALS.items()
                 if pattern.search(word) or word in literals or stem(word) in literals)


def denials(text: str) -> frozenset[str]:
    """The families that a folded text says a thing is without."""
    words = (group for match in DENIED.finditer(text) for group in match.groups() if group)
    found = {family for word in words for family in families_in(word)}
    return frozenset(found | set(diet(VEGAN) if VEGAN_THING.search(text) else ()))


def without_imitations(text: str) -> str:
    """A folded text without what it only looks like or says that it has not."""
    text = DENIED.sub(lambda match: " " if families_in(match[0]) else match[0], text)
    return IMITATION.sub(unlike, text)


def unlike(match: re.Match[str]) -> str:
    """What an imitation is by itself: "synthetic" of "synthetic leather"."""
    if thing := match["thing"]:
        return match[0].removesuffix(thing) if families_in(thing) else match[0]
    return " " if families_in(match[0]) else match[0]


def is_told(writing: Writing) -> bool:
    """Whether it is written what a thing is made of."""
    return bool(writing.materials) or bool(contents_of(writing) & set(MATERIALS))


def label(family: str) -> str:
    return family.replace("_", " ")


def are_eaten(families: Iterable[str]) -> bool:
    """Whether any of these is in food, drink or what goes on the skin."""
    return any(family in INGREDIENTS for family in families)
