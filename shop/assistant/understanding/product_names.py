"""Products called by their names in a message, whole or in part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from shop.assistant.catalogue import Candidate, Catalogue, Item
from shop.assistant.criteria import Criteria
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import fold, stems
from shop.assistant.vocabulary import Vocabulary

JOINTS = ENGLISH.pattern("names.joints")
FEW = 40


def named_in(text: str, catalogue: Catalogue, vocabulary: Vocabulary, most: int = 4) -> tuple[Item, ...]:
    """Up to `most` products that a text names, in its order, whether or not they can be bought.

    A name said whole counts wherever it stands. Between the joints of the sentence a part of a name is enough, where
    it has a word that no category is called by, and no other product has as much of it.
    """
    found: dict[int, int] = {}
    for place, part in enumerate(parts_of(text)):
        words = [word for word in stems(part) if word in vocabulary.known and word not in STOP]
        if telling(words, vocabulary) and (best := best_named(words, catalogue)) is not None:
            found.setdefault(best.id, place)
    return catalogue.items(sorted(found, key=lambda each: found[each])[:most])


def called_in_full(text: str, catalogue: Catalogue, vocabulary: Vocabulary) -> Item | None:
    """The product whose whole name a text says, bought or not; the longest name where several stand in it."""
    said = f" {' '.join(stems(text))} "
    words = [word for word in stems(text) if word in vocabulary.known and word not in STOP]
    items = catalogue.items([row.id for row in named_rows(words, catalogue) if named_by(said, row)])
    return max((item for item in items if f" {' '.join(stems(item.name))} " in said), default=None,
               key=lambda item: len(item.name))


def named_by(said: str, row: Candidate) -> bool:
    """Whether all words of a row's name stand in a text, before the row itself is looked at."""
    return all(f" {word} " in said for field in ("name", "more") for word in row.fields.get(field, "").split())


def parts_of(text: str) -> list[str]:
    """The pieces between the joints, and before them each two side by side, for names that have a joint in them."""
    pieces = [piece for piece in JOINTS.split(fold(text)) if piece.strip()]
    return pieces if len(pieces) < 2 else [*pieces, *(" and ".join(pair) for pair in pairwise(pieces))]


def telling(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a word among these is more than a category's, a colour's, or a size's."""
    return any(not any(meaning.key in ("category", "colour", "size", "audience") for meaning in vocabulary.of(word))
               for word in words)


def named_rows(words: Sequence[str], catalogue: Catalogue) -> list[Candidate]:
    asked = Criteria(words=tuple(dict.fromkeys(words))[:6])
    return list(catalogue.candidates(asked, limit=FEW, in_stock=False, fill=True).rows)


def best_named(words: Sequence[str], catalogue: Catalogue) -> Candidate | None:
    """The product whose name has all of the words, or whose whole name stands among them; None where two are level."""
    wanted, scored = set(words), []
    for row in named_rows(words, catalogue):
        name = [*row.fields.get("name", "").split(), *row.fields.get("more", "").split()]
        shelf = set(row.fields.get("category", "").split())
        inside = wanted & set(name)
        whole = bool(name) and set(name) - STOP <= wanted
        if inside - shelf and (whole or wanted <= set(name) | shelf):
            scored.append((whole, len(inside), -len(name), row))
    scored.sort(key=lambda each: each[:3], reverse=True)
    if not scored or (len(scored) > 1 and scored[0][:2] == scored[1][:2] and scored[0][2] == scored[1][2]):
        return None
    return scored[0][3]
