"""What a product's rows say, as facets and as stems. The search index is written from it, and one product alone is
judged by it, so that both find the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from shop.assistant.catalogue import DENIED, Item
from shop.assistant.criteria import BY_KEY, CONTENTS, LABELLED, Criteria
from shop.assistant.language.text import fold, stems, words
from shop.assistant.vocabulary import Vocabulary

KIND = frozenset(("type", "product type", "item type", "kind", "category", "product category"))
MEANT_FOR = re.compile(r"\b(?:for|with|compatible)\b", re.IGNORECASE)
FIRST_PART = re.compile(
    r"\b(?:for|with|w|without|from|to|in|and|including|incl|of|by)\b|[,;:()\[\]{}|+&–—•]|\s[-/]\s")
RUNS = re.compile(r"[a-z]+|[0-9]+")
NOWHERE = "_"
LONGEST, MOST_WORDS = 60, 12
MEANT = ("occasion", "style", "season", "material", "pattern", "fit", "sleeve")
# Letters of a description that are enough to tell what it is about.
MEANING = 400


def facets_of(item: Item) -> list[tuple[str, str]]:
    """The (criterion, folded value) pairs that a product answers to, and the families that are in it."""
    own = {(key, BY_KEY[key].folded(value)) for key in LABELLED for value in item.values(key) if value}
    return sorted(own | {(CONTENTS, family) for family in item.contents})


def text_of(item: Item) -> dict[str, str]:
    """Its stems by field, joined by spaces.

    `name` ends where the name says what the thing is for or comes with; `more` is that rest. `head` says what the
    thing is ("bag" of "laptop bag"). The attributes' names count too ("hood: yes" is found by "hood"); of what an
    attribute denies ("hood: no"), neither labels nor description speak.
    """
    stated = [(fold(name.replace("_", " ")), value) for name, value in item.attributes.items()]
    denied = {stem for name, value in stated if fold(value) in DENIED for stem in stems(name)}
    stated = [(name, value) for name, value in stated if value and fold(value) not in DENIED]
    kinds = [item.category_singular, *(value for name, value in stated if name in KIND and not value.isdigit())]
    shades = {stem for name, value in stated if "colour" in name or "color" in name for stem in stems(value)}
    shades.update(stem for word in (*item.colours, item.brand) for stem in stems(word))
    name, more = split_name(item.name)
    heads = [head_of(stems(FIRST_PART.split(fold(name), maxsplit=1)[0]), shades), *(head_of(stems(k)) for k in kinds)]
    labels = [*(value for key in LABELLED if key not in ("category", "brand") for value in item.values(key)),
              *(f"{name} {value}" for name, value in stated),
              *(part for word in stems(item.name) for part in parts_of(word))]
    return {
        "name": " ".join(stems(name)), "more": " ".join(stems(more)), "head": " ".join(stems(" ".join(heads))),
        "category": " ".join(stems(" ".join((item.category_name, *kinds)))), "brand": " ".join(stems(item.brand)),
        "labels": " ".join(without(denied, " ".join(labels))),
        "description": " ".join(without(denied, item.description)),
    }


def meaning_of(item: Item) -> str:
    """What an embedder reads of it, the most telling first: name, shelf, labels, attributes, the description's
    beginning. Price, stock, colours and sizes are criteria, and change too often to be read anew for."""
    labels = [value for key in ("brand", "audience", *MEANT) for value in item.values(key)]
    stated = [f"{name} {value}" for name, value in item.attributes.items() if fold(value) not in DENIED]
    return ". ".join(filter(None, (
        item.name, item.category_singular, ", ".join(labels), ", ".join(stated), item.description[:MEANING])))


def without(denied: Collection[str], text: str) -> list[str]:
    return [stem for stem in stems(text) if stem not in denied]


def split_name(name: str) -> tuple[str, str]:
    """A name, and what it says the thing is for or comes with: "Bag", "for laptops"."""
    found = MEANT_FOR.search(name)
    return (name[:found.start()], name[found.start():]) if found and found.start() else (name, "")


def parts_of(word: str) -> tuple[str, ...]:
    """The letters and the digits of a model's number, so that "CB540" and "cb-540" meet; none of a short word."""
    parts = tuple(RUNS.findall(word))
    return parts if 1 < len(parts) < 5 and len(word) > 3 and word.isalnum() else ()


def head_of(phrase: Sequence[str], shades: Collection[str] = ()) -> str:
    """The word that says what a thing is: the last one, colours, brands, numbers and units aside; "" if none."""
    for stem in reversed(phrase):
        if stem not in shades and len(stem) > 2 and not any(letter.isdigit() for letter in stem):
            return stem
    return ""


def said_by(item: Item) -> frozenset[str]:
    """Every token by which words find a product."""
    return frozenset(cut(stem) for field, text in text_of(item).items() if field != "head" for stem in text.split())


def cut(word: str) -> str:
    """A word as a token; PostgreSQL has a limit to them."""
    return word[:LONGEST]


def tokens_of(phrase: str) -> tuple[str, ...]:
    """The tokens of stems, whatever else stands between them. What has no letter or digit stands nowhere."""
    return tuple(cut(word.replace("'", "")) for word in words(phrase)) or (NOWHERE,)


def words_of(criteria: Criteria) -> tuple[str, ...]:
    """The words asked for, each once."""
    found = dict.fromkeys(token for phrase in criteria.words for token in tokens_of(phrase))
    return tuple(found)[:MOST_WORDS]


def meant_by(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A word and what else it may stand as in products' texts: its synonyms there, a model's number in its parts."""
    apart = (" ".join(parts),) if (parts := parts_of(word)) else ()
    own = (meaning.value for meaning in vocabulary.of(word) if meaning.key == "words" and meaning.value != word)
    return (word, *own, *apart)
