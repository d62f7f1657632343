"""Sentences as people say them, written as plain words, and the regular expressions that they stand for.

"|" stands between alternatives, "_" for a space within one of them, "[…]" round what may be left out, "…" for up to
six words, "-" before what must not follow, "^" and "$" for the ends of the message. {name} stands for the words and
phrases of a list: "where is|are my|the {parcel} $".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

# "{cart}" and "{numbers.ones}", but not the "{3,}" of a repetition.
LIST = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)?)\}")
# What parts two words: anything but the end of a sentence.
APART = r"[^\w.?!;]+"


def expansion(sentence: str, lists: Mapping[str, Collection[str]]) -> str:
    """A sentence with its lists written out. Raises KeyError for a list that is not there."""
    sentence = LIST.sub(lambda match: "|".join(lists[match[1]]).replace(" ", "_"), sentence)
    return expansion(sentence, lists) if LIST.search(sentence) else sentence


def expression(sentence: str) -> str:
    """A sentence without lists as a regular expression; every repetition in it is bounded."""
    pattern = ""
    wants_gap = False
    for token in sentence.split():
        if token == "^":
            pattern += r"^\W*"
        elif token == "$":
            pattern += r"\W*$"
        elif token == "…":
            pattern += (APART if wants_gap else "") + rf"(?:\w+{APART}){{0,6}}?"
            wants_gap = False
        elif token.startswith("-"):
            pattern += rf"(?!\W+{alternatives(token[1:])})"
        elif token.startswith("["):
            optional = alternatives(token[1:-1])
            pattern += rf"(?:{APART}{optional})?" if wants_gap else rf"(?:\b{optional}{APART})?"
        else:
            pattern += (APART if wants_gap else r"\b") + alternatives(token)
            wants_gap = True
    return pattern


def alternatives(token: str) -> str:
    found = "|".join(re.escape(each).replace("_", APART).replace("'", "'?") for each in token.split("|"))
    return rf"(?:{found})\b"


def words(sentence: str) -> Iterator[str]:
    """The words of a sentence without lists, but for those that must not follow it."""
    for token in sentence.split():
        if not token.startswith("-"):
            yield from re.findall(r"[a-z']{2,}", token.replace("_", " "))
