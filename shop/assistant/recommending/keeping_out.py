"""The catalogue as a shopper may see it: without what they rule out, and never with what they must not have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.assistant.avoidance import Avoidance, ruling_out
from shop.assistant.catalogue import Candidates, Catalogue, Item
from shop.assistant.criteria import NAMED, Criteria, keys
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import root, stems
from shop.assistant.recommending.item_text import said_by
from shop.assistant.recommending.matches import has_word
from shop.assistant.vocabulary import Vocabulary

# Of a compound, the letters of the part that is ruled out, and of the part before it.
SHORTEST, LEAST = 4, 2
LOOKS = keys(lambda each: each.looks and each.excludable)


@dataclass(frozen=True)
class CarefulCatalogue:
    """A Catalogue. What a request rules out goes in its compounds too. Of what must not be, the search leaves out what
    the index says to have it, and the rows of each product are read again before it is handed on, so that an index of
    yesterday lets nothing through."""

    whole: Catalogue
    avoided: Avoidance

    def vocabulary(self) -> Vocabulary:
        return self.whole.vocabulary()

    def candidates(self, criteria: Criteria, *, limit: int = 400, in_stock: bool = True,
                   fill: bool = False) -> Candidates:
        return self.whole.candidates(self.strict(criteria), limit=limit, in_stock=in_stock, fill=fill)

    def matched(self, criteria: Criteria) -> int:
        return self.whole.matched(self.strict(criteria))

    def strict(self, criteria: Criteria) -> Criteria:
        """The wish with all that its exclusions mean."""
        vocabulary = self.vocabulary()
        small = tuple(phrase for phrase in criteria.exclude.get("words", ()) if is_of_names(phrase))
        for phrase in small:
            criteria = criteria.without("exclude", f"words:{phrase}")
        return ruling_out(criteria, {
            **self.avoided.exclusions(),
            "words": (*self.avoided.words, *compounds(criteria, vocabulary)),
            NAMED: (*small, *other_shelves(criteria, vocabulary))})

    def items(self, ids: Sequence[int]) -> tuple[Item, ...]:
        vocabulary = self.vocabulary()
        return tuple(item for item in self.whole.items(ids) if not offends(item, self.avoided, vocabulary))

    def item(self, slug: str) -> Item | None:
        return next(iter(self.items([found.id])), None) if (found := self.whole.item(slug)) else None


def is_of_names(phrase: str) -> bool:
    """Whether a phrase counts in names alone: one with a small word in it ("in ear"), as every description has it."""
    return " " in phrase and not STOP.isdisjoint(phrase.split())


def compounds(criteria: Criteria, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Words of products' names and labels that end in what is ruled out: "pinstripe" where stripes are out."""
    parts = {root(stem) for key, values in criteria.exclude.items() if key == "words" or (key in LOOKS)
             for value in values if len(stems(value)) == 1 for stem in stems(value)}
    ends = tuple(part for part in parts if len(part) >= SHORTEST)
    if not ends:
        return ()
    return tuple(sorted(word for word in vocabulary.known if (short := root(word)).endswith(ends) and short not in parts
                        and not any(short[:-len(part)] and len(short) - len(part) < LEAST for part in ends
                                    if short.endswith(part))))


def other_shelves(criteria: Criteria, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What shelves are called that are ruled out beside the one that is asked for: their things may stand on it too."""
    if not criteria.category:
        return ()
    asked = {stem for slug in criteria.category for stem in stems(vocabulary.label("category", slug))}
    names = (" ".join(stems(vocabulary.singulars.get(slug, slug))) for slug in criteria.exclude.get("category", ()))
    return tuple(name for name in names if asked.isdisjoint(name.split()))


def offends(item: Item, avoided: Avoidance, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a product has of what must not be, by all that is written of it."""
    families = tuple(each for each in avoided.families if each in item.contents)
    said = said_by(item) if avoided.words else frozenset()
    return (*families, *(word for word in avoided.words if has_word(said, word, vocabulary)))
