"""Text as words: folded, cut and stemmed the same way for shoppers, shelves and knowledge."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from shop.assistant.language.phrasebook import ENGLISH

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'])")
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
IRREGULAR: Mapping[str, str] = ENGLISH.values("plurals.irregular")
# At the end of a longer word too: "bookshelves", "dormice". Not the short ones: "specimen" is no plural.
JOINED_PLURALS = tuple(sorted((word for word in IRREGULAR if len(word) > 3 and word != "shoes"), key=len, reverse=True))
# Full stops that end no sentence, and "e.g.", in a text as it was written.
SHORTENED = ENGLISH.pattern("abbreviations.shortened")
FOR_EXAMPLE = ENGLISH.pattern("abbreviations.for_example")


def fold(text: str) -> str:
    """Lower case without accents: "Grün" and "GRUN" read the same."""
    if text.isascii():
        return text.replace("`", "'").lower()
    text = unicodedata.normalize("NFKD", text.translate(APOSTROPHES)).casefold()
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The words of a text, folded; "women's" is one word, hyphens and everything else separate."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without its plural or possessive ending; English, and nothing but those endings."""
    word = word.removesuffix("'s").replace("'", "")
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith(JOINED_PLURALS):
        plural = next(each for each in JOINED_PLURALS if word.endswith(each))
        return word.removesuffix(plural) + IRREGULAR[plural]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zzes")) else word[:-1]
    return word[:-2] + "y" if len(word) > 4 and word.endswith("ie") else word


def base_forms(word: str) -> tuple[str, ...]:
    """What a stem in -ing, -er or -est may come from: "lounging" from "lounge", "warmest" from "warm"."""
    for ending, least in (("iest", 7), ("ier", 6), ("est", 6), ("ing", 6), ("er", 6)):
        if word.endswith(ending) and len(word) >= least:
            root = word[:-len(ending)]
            if ending[0] == "i" and ending != "ing":
                return (f"{root}y",)
            return (root, f"{root}e", root[:-1]) if root[-1] == root[-2] else (root, f"{root}e")
    return ()


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """A stem without the endings of English verbs and their nouns: "missed", "cancellation" and "payment" read as
    "miss", "cancel" and "pay". Rougher than `stem`: for finding what a question is about, not for naming things."""
    for ending in ("ation", "ment", "able", "ing", "ed", "er", "ery", "al", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[:-len(ending)] + ("er" if ending == "ery" else "")
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "se":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] in "ey" else word


def first_sentence(text: str) -> str:
    """Of a text in prose, in one line. Only before a capital does a sentence end: not in "approx. 40 cm"."""
    return SENTENCE_END.split(" ".join(text.split()), maxsplit=1)[0]


def stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def compact(text: str) -> str:
    """A phrase as one key, so that "T-shirts", "t shirt" and "tshirt" meet."""
    return "".join(stems(text))
