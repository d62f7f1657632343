"""What a message is about when it is about neither products nor terms: a chat, a person, an order, the cart."""

from __future__ import annotations

from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.sentence_patterns import words as words_of

SMALL_TALK = tuple(ENGLISH.patterns("small_talk").items())
ORDER, CART, COMPARE = map(ENGLISH.pattern, ("matters.order", "matters.cart", "matters.comparison"))


def words() -> frozenset[str]:
    """The plain words of the sentences, to put misspelt ones right against."""
    entries = (*ENGLISH.tables("small_talk").values(), *ENGLISH.tables("matters").values())
    return frozenset(word for entry in entries for sentence in entry.sentences for word in words_of(sentence))
