"""What a message is read and served with at the counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shop.assistant.catalogue import Catalogue, Item
from shop.assistant.counter.protocol import Cart, Counter, InCart
from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.vocabulary import Vocabulary


@dataclass(frozen=True)
class Desk:
    """`known` are the criteria that hold: their colour and size are meant unless others are said. `page` is the product
    whose page is open."""

    counter: Counter
    catalogue: Catalogue
    vocabulary: Vocabulary
    money: Callable[[int], str]
    dialogue: Dialogue
    page: Item | None
    known: Criteria

    def cart(self) -> Cart:
        return self.counter.cart()

    def item_of(self, line: InCart) -> Item | None:
        return next(iter(self.catalogue.items([line.product_id])), None)
