"""What a product is called in a message: its whole name, parts of it, its kind, what the shop says for it."""

from __future__ import annotations

from shop.assistant.catalogue import Item
from shop.assistant.counter.desk import Desk
from shop.assistant.language.text import WORD, stem, stems, words
from shop.assistant.understanding import product_names
from shop.assistant.vocabulary import Vocabulary


def called_whole(text: str, desk: Desk) -> tuple[Item, ...]:
    """The products whose whole names stand in a text, in its order; none of a name inside a longer one."""
    left, called = text, []
    while (item := product_names.called_in_full(left, desk.catalogue, desk.vocabulary)) is not None:
        if (without := without_name(left, item)) == left:
            break
        called.append(item)
        left = without
    return tuple(sorted(called, key=lambda item: place_of(text, item)))


def names(text: str, desk: Desk) -> tuple[Item, ...]:
    """The products that a text names, whole or in part."""
    return called_whole(text, desk) or product_names.named_in(text, desk.catalogue, desk.vocabulary)


def place_of(text: str, item: Item) -> int:
    span = name_span(text, item)
    return span[0] if span else len(text)


def name_span(text: str, item: Item) -> tuple[int, int] | None:
    """Where the whole name of an item stands in a folded text, in whatever number and joints."""
    wanted = stems(item.name)
    places = [(match.start(), match.end(), stem(match[0])) for match in WORD.finditer(text)]
    for at in range(len(places) - len(wanted) + 1):
        if [root for _, _, root in places[at:at + len(wanted)]] == wanted:
            return places[at][0], places[at + len(wanted) - 1][1]
    return None


def without_name(text: str, item: Item) -> str:
    """The text with § in place of the whole name of the item."""
    span = name_span(text, item)
    return text if span is None else f"{text[:span[0]]}§{text[span[1]:]}"


def own_words(item: Item) -> frozenset[str]:
    """The stems of what an item is called and labelled."""
    labels = (value for values in item.labels.values() for value in values)
    return frozenset(stems(" ".join((item.name, item.category_name, item.category_singular, *labels))))


def is_of_kind(text: str, item: Item, vocabulary: Vocabulary) -> bool:
    """Whether a text has a word that the shop understands as the item's shelf, or as a word that it is called by."""
    return any(says_of(word, item, vocabulary) for word in words(text))


def says_of(word: str, item: Item, vocabulary: Vocabulary) -> bool:
    return any((each.key == "category" and each.value == item.category) or (
        each.key == "words" and set(each.value.split()) <= own_words(item)) for each in vocabulary.of(word))
