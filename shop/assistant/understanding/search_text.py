"""What somebody types into a search box: the same understanding as in the chat, and the words that are left."""

from __future__ import annotations

from dataclasses import dataclass

from shop.assistant.criteria import Criteria
from shop.assistant.knowledge import KnowledgeBase
from shop.assistant.language.numbers import numerals
from shop.assistant.language.preferences import PRICE_WORDS, RATED, SORTS
from shop.assistant.language.price_bounds import prices
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import fold
from shop.assistant.understanding.acts import Overview
from shop.assistant.understanding.message import understand, with_right_spelling
from shop.assistant.understanding.terms import read
from shop.assistant.vocabulary import Meaning, Vocabulary


@dataclass(frozen=True)
class SearchText:
    """`values` are the criteria that a text names, `left` the stems that none of them explains, `every` all of its
    stems. `text` is as it was read, rightly spelt; `is_whole_shop` says that it asks for all there is. `named` are the
    products that it calls by name."""

    text: str
    values: Criteria
    left: tuple[str, ...]
    every: tuple[str, ...]
    is_whole_shop: bool
    named: tuple[int, ...] = ()


def read_search(query: str, vocabulary: Vocabulary, knowledge: KnowledgeBase, digits: int) -> SearchText:
    """Reads what was typed; `digits` are the decimals of the shop's currency."""
    wanted = understand(query, vocabulary, knowledge, digits=digits)
    text = with_right_spelling(query, vocabulary, knowledge)
    # A brand is as good as a word: others make things for it, too.
    values = wanted.criteria.without("words").without("brand")
    return SearchText(text, values, words_beside(text, values, vocabulary, digits),
                      words_beside(text, Criteria(), vocabulary, digits), isinstance(wanted.act, Overview))


def words_beside(text: str, values: Criteria, vocabulary: Vocabulary, digits: int) -> tuple[str, ...]:
    """The stems of a query that its criteria do not explain, numbers and model names included; those that the shop
    has, if it has any of them."""
    plain = fold(text)
    if values.price_min is not None or values.price_max is not None:
        plain = prices(numerals(plain), digits=digits).rest
    for pattern in (*(SORTS.values() if values.sort else ()), *(PRICE_WORDS.values() if values.price_word else ())):
        plain = pattern.sub(" ", plain)
    if values.rating_min is not None:
        plain = RATED.sub(" ", plain)
    reading = read(plain, vocabulary, original=text)
    explained = {at for term in reading.terms if term.negated or any(explains(values, each) for each in term.meanings)
                 for at in range(term.first, term.last + 1)}
    named = {at for term in reading.terms for at in range(term.first, term.last + 1)}
    ruled_out = {left.word.start for left in reading.leftovers if left.negated}
    left = dict.fromkeys(word.stem for at, word in enumerate(reading.words)
                         if at not in explained and word.start not in ruled_out
                         and (at in named or word.stem not in STOP))
    in_shop = tuple(stem for stem in left if stem in vocabulary.known or stem in vocabulary.mentioned
                    or vocabulary.of(stem) or any(letter.isdigit() for letter in stem))
    return in_shop or tuple(left)


def explains(values: Criteria, meaning: Meaning) -> bool:
    return meaning.value in values.values(meaning.key)
