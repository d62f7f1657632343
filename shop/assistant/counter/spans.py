"""What a clause says of one product, span by span: its name, its options, how many, and what none of these explains."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shop.assistant.catalogue import Item
from shop.assistant.counter.cart_requests import Portion
from shop.assistant.counter.options import SMALL_WORDS, key_of, named_options, option_parts
from shop.assistant.counter.product_words import own_words, says_of, without_name
from shop.assistant.language.numbers import NUMBERS, numerals
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import stem
from shop.assistant.vocabulary import Vocabulary

QUANTITY = ENGLISH.pattern("cart.quantity")
COUNT_WORDS: Mapping[str, str] = ENGLISH.values("cart.count_words")
COUNTED = re.compile(rf"\b({'|'.join(sorted(COUNT_WORDS, key=len, reverse=True))})\b")
PURPOSE = ENGLISH.pattern("cart.purpose")
ELSEWHERE = ENGLISH.pattern("cart.elsewhere")
WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Reading:
    """A clause as it is about one product. `strange` are the words that nothing explains, `elsewhere` says that
    one of them is where it is to go."""

    portion: Portion
    strange: tuple[str, ...] = ()
    elsewhere: bool = False


def reading_of(text: str, item: Item, vocabulary: Vocabulary) -> Reading:
    """Reads a folded text as it is about an item. Counts are told from options by what follows them, and by whether
    the item has an option of that number: "two 32s", "make it 43"."""
    nameless = without_name(numerals(text), item)
    counted = COUNTED.sub(lambda match: COUNT_WORDS[match[0]], nameless)
    quantity, rest = count_in(counted, item, vocabulary)
    options = named_options(rest, item, vocabulary)
    left = masked(rest, options.used)
    strange = tuple(match[0] for match in WORD.finditer(PURPOSE.sub(" ", left))
                    if not is_explained(match[0], item, vocabulary))
    away = any(set(WORD.findall(match["where"])[:3]) & set(strange) for match in ELSEWHERE.finditer(left))
    return Reading(Portion(item, options, quantity), strange, away)


def masked(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The text with these spans blanked out by a letter's length of ~."""
    for start, end in spans:
        text = f"{text[:start]}{'~' * (end - start)}{text[end:]}"
    return text


def count_in(text: str, item: Item, vocabulary: Vocabulary) -> tuple[int | None, str]:
    """How many are wanted, None where it is not said, and the text without it."""
    measured = whole_options(text, item, vocabulary)
    for match in QUANTITY.finditer(masked(text, measured)):
        group = next(name for name in ("of", "times", "first", "before") if match[name])
        if not is_option(match, group, text, item, vocabulary):
            start, end = match.span(group)
            return number(match[group]), f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return None, text


def whole_options(text: str, item: Item, vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """Where options of more than one part stand, such as "8 hours": their number is no count."""
    found = named_options(text, item, vocabulary)
    longer = {part for value in found.sizes for part in option_parts(value)[0] if len(option_parts(value)[0]) > 1}
    return tuple(span for span in found.used if key_of(text[span[0]:span[1]].strip()) in longer)


def is_option(match: re.Match[str], group: str, text: str, item: Item, vocabulary: Vocabulary) -> bool:
    """Whether a number that could be a count is an option of the item."""
    value = match[group]
    if not value.isdigit() or not any(option_parts(size)[0][:1] == (value,) for size in item.sizes):
        return False
    start, end = match.span(group)
    labels = frozenset().union(*(option_parts(size)[1] for size in item.sizes))
    behind = WORD.match(text[end:].lstrip())
    if behind and key_of(behind[0]) in labels:
        return True
    others = named_options(f"{text[:start]}{' ' * (end - start)}{text[end:]}", item, vocabulary).sizes
    return group == "first" and not others


def number(word: str) -> int | None:
    """A number as digits or a word, whether or not so many can be had; None for any other word."""
    return int(word) if word.lstrip("-").isdigit() else NUMBERS.get(word)


def is_explained(word: str, item: Item, vocabulary: Vocabulary) -> bool:
    """Whether a word belongs to a wish about the item: a small word, a label of its options, or what it is called."""
    root = stem(word)
    if word in SMALL_WORDS or root in SMALL_WORDS or len(word) == 1 or word.isdigit() or word in NUMBERS:
        return True
    if any(key_of(word) in option_parts(size)[1] for size in item.sizes) or root in own_words(item):
        return True
    return says_of(word, item, vocabulary)
