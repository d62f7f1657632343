"""What the words around say: whether a shelf that is named is asked for, and what a message is about.

The shop's own words are put out of sight first, a mark for each kind of them ("<shelf>", "<value>"), so that what was
learnt of sentences holds for whatever is sold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shop.assistant.intents import Intent
from shop.assistant.language.linear import around, model, throughout
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.understanding.terms import Read, Stance

SHELF, KIND, VALUE, NUMBER = "<shelf>", "<kind>", "<value>", "<number>"
WORD = re.compile(r"<\w+>|[a-z]+(?:'[a-z]+)?|\d+|[?!]")
ANOTHER = ENGLISH.pattern("wishes.another")
# So far the frame of a shelf reaches to either side.
LEFT, RIGHT = 6, 5
# A shelf is the shop's own business: one that is named is not asked for only where the frame is plainly another. What
# a product is called is many another thing, too.
LEAST, LIKELY, CLEAR = 0.15, 0.5, 0.75
# What a message is about is believed from here on.
SURE = 0.6
TALK = {"greeting": Intent.GREETING, "goodbye": Intent.GOODBYE, "thanks": Intent.THANKS, "bot": Intent.BOT,
        "capabilities": Intent.CAPABILITIES, "person": Intent.PERSON, "order": Intent.ORDER}


def marked(text: str, read: Read) -> str:
    """A folded text with a mark for each of the shop's words that were read in it. "Not these" is no wish for them."""
    spans = [(read.words[term.first].start, read.words[term.last].end,
              SHELF if term.has("category") and term.stance is not Stance.RULED_OUT else VALUE) for term in read.terms]
    spans += [(left.word.start, left.word.end, KIND) for left in read.leftovers if left.is_kind and not left.negated]
    for start, end, mark in sorted(spans, reverse=True):
        text = f"{text[:start]} {mark} {text[end:]}"
    return text


def with_antecedent(text: str) -> str:
    """A marked clause that comes after a shelf was named, with the shelf where it says "a new one" of it."""
    return ANOTHER.sub(f" {SHELF} ", text)


def words_of(text: str) -> list[str]:
    """The words of a marked text; a number is a number."""
    return [NUMBER if word.isdigit() else word for word in WORD.findall(text)]


def shelf_features(words: Sequence[str]) -> Iterator[frozenset[str]]:
    """The features of each shelf's frame."""
    for place, word in enumerate(words):
        if word == SHELF:
            yield frozenset(around(words, place, LEFT, RIGHT))


def wish(text: str) -> float:
    """How likely a marked clause asks for one of the shelves that it names, from 0 to 1; 0 where it names none."""
    return max(wishes(text), default=0.0)


def wishes(text: str) -> list[float]:
    """How likely each of the shelves that a marked clause names is asked for, in their order."""
    frames = model("en", "shelf_frames")
    return [frames.probabilities(features)["wanted"] for features in shelf_features(words_of(text))]


def strongest(text: str) -> tuple[str, ...]:
    """What speaks most for the likeliest of the shelves that a marked clause names, as features of its frame."""
    frames = model("en", "shelf_frames")
    best = max(shelf_features(words_of(text.replace(KIND, SHELF))), default=frozenset(),
               key=lambda features: frames.probabilities(features)["wanted"])
    return frames.strongest(best, "wanted")


def is_wish(text: str) -> bool:
    """Whether a marked clause asks for a shelf that it names, or for a kind of product that has no shelf."""
    return wish(text) >= LEAST or wish(text.replace(KIND, SHELF)) >= CLEAR


def talk_of(text: str) -> Intent | None:
    """What a marked message is about beside products and terms, where its words leave little doubt."""
    likely = model("en", "talk_frames").probabilities(frozenset(throughout(words_of(text))))
    best = max(likely, key=lambda name: likely[name])
    return TALK.get(best) if likely[best] >= SURE else None
