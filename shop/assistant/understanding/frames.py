"""What the words around say: whether a shelf that is named is asked for, and what a message is about.

The shop's own words are put out of sight first, a mark for each kind of them ("<shelf>", "<value>"), so that what was
learnt of sentences holds for whatever is sold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shop.assistant.intents import Intent
from shop.assistant.language.linear import around, model, throughout
from shop.assistant.understanding.terms import Read, Stance

SHELF, VALUE, NUMBER = "<shelf>", "<value>", "<number>"
WORD = re.compile(r"<\w+>|[a-z]+(?:'[a-z]+)?|\d+|[?!]")
# So far the frame of a shelf reaches to either side.
LEFT, RIGHT = 6, 5
# A shelf is the shop's own business: one that is named is not asked for only where the frame is plainly another.
LEAST = 0.1
# What a message is about is believed from here on.
SURE = 0.6
TALK = {"greeting": Intent.GREETING, "goodbye": Intent.GOODBYE, "thanks": Intent.THANKS, "bot": Intent.BOT,
        "capabilities": Intent.CAPABILITIES, "person": Intent.PERSON, "order": Intent.ORDER}


def marked(text: str, read: Read) -> str:
    """A folded text with a mark for each of the shop's words that were read in it. "Not these" is no wish for them."""
    for term in sorted(read.terms, key=lambda each: -each.first):
        mark = SHELF if term.has("category") and term.stance is not Stance.RULED_OUT else VALUE
        text = f"{text[:read.words[term.first].start]} {mark} {text[read.words[term.last].end:]}"
    return text


def words_of(text: str) -> list[str]:
    """The words of a marked text; a number is a number."""
    return [NUMBER if word.isdigit() else word for word in WORD.findall(text)]


def shelf_features(words: Sequence[str]) -> Iterator[frozenset[str]]:
    """The features of each shelf's frame."""
    for place, word in enumerate(words):
        if word == SHELF:
            yield frozenset(around(words, place, LEFT, RIGHT))


def wants_shelf(text: str) -> bool:
    """Whether a marked clause asks for one of the shelves that it names."""
    frames = model("en", "shelf_frames")
    return any(frames.probabilities(features)["wanted"] >= LEAST for features in shelf_features(words_of(text)))


def talk_of(text: str) -> Intent | None:
    """What a marked message is about beside products and terms, where its words leave little doubt."""
    likely = model("en", "talk_frames").probabilities(frozenset(throughout(words_of(text))))
    best = max(likely, key=lambda name: likely[name])
    return TALK.get(best) if likely[best] >= SURE else None
