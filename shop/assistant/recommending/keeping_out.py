"""The catalogue as a shopper may see it: without what they must not have, whatever is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.assistant.avoidance import Avoidance, ruling_out
from shop.assistant.catalogue import Candidates, Catalogue, Item
from shop.assistant.criteria import Criteria
from shop.assistant.recommending.item_text import said_by
from shop.assistant.recommending.matches import has_word
from shop.assistant.vocabulary import Vocabulary


@dataclass(frozen=True)
class CarefulCatalogue:
    """A Catalogue. The search leaves out what the index says to have it; the rows of each product are read again
    before it is handed on, so that an index of yesterday lets nothing through."""

    whole: Catalogue
    avoided: Avoidance

    def vocabulary(self) -> Vocabulary:
        return self.whole.vocabulary()

    def candidates(self, criteria: Criteria, *, limit: int = 400, in_stock: bool = True,
                   fill: bool = False) -> Candidates:
        return self.whole.candidates(ruling_out(criteria, self.avoided.exclusions()), limit=limit, in_stock=in_stock,
                                     fill=fill)

    def matched(self, criteria: Criteria) -> int:
        return self.whole.matched(ruling_out(criteria, self.avoided.exclusions()))

    def items(self, ids: Sequence[int]) -> tuple[Item, ...]:
        vocabulary = self.vocabulary()
        return tuple(item for item in self.whole.items(ids) if not offends(item, self.avoided, vocabulary))

    def item(self, slug: str) -> Item | None:
        return next(iter(self.items([found.id])), None) if (found := self.whole.item(slug)) else None


def offends(item: Item, avoided: Avoidance, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a product has of what must not be, by all that is written of it."""
    families = tuple(each for each in avoided.families if each in item.contents)
    said = said_by(item) if avoided.words else frozenset()
    return (*families, *(word for word in avoided.words if has_word(said, word, vocabulary)))
