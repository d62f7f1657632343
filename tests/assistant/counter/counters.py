"""Counters to read and serve messages at, over the shops that tests share; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shop.assistant.catalogue import Item
from shop.assistant.counter.desk import Desk
from shop.assistant.counter.protocol import Cart, Counter, Placed
from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.turn import Surroundings
from shop.selling.carts import Owner
from shop.selling.counter import Till, Trial
from tests.support.conversation import turn


@dataclass(frozen=True)
class Known:
    """The counter of somebody who is known and has neither a cart nor orders."""

    known: bool = True

    def cart(self) -> Cart:
        return Cart()

    def add(self, sku: str, quantity: int) -> Cart:
        raise NotImplementedError

    def change(self, sku: str, quantity: int) -> Cart:
        raise NotImplementedError

    def shipping(self, goods: int) -> int:
        return 0

    def orders(self) -> tuple[Placed, ...]:
        return ()

    def cancel(self, number: str) -> Placed:
        raise NotImplementedError

    def ask_return(self, number: str) -> Placed:
        raise NotImplementedError


def at_the_counter(around: Surroundings) -> tuple[Surroundings, Trial]:
    session = around.catalogue.session  # type: ignore[attr-defined]
    trial = Trial(Till(session, Owner(guest_id="somebody")))
    return replace(around, counter=trial), trial


def desk_at(around: Surroundings, dialogue: Dialogue, page: Item | None = None,
            counter: Counter | None = None) -> Desk:
    return Desk(counter or at_the_counter(around)[1], around.catalogue, around.catalogue.vocabulary(), around.money,
                dialogue, page, Criteria())


def in_view(around: Surroundings, search: str) -> Desk:
    """The desk of a shopper who has just searched."""
    return desk_at(around, turn(search, around).dialogue)


def with_line(around: Surroundings, addition: str) -> Desk:
    """The desk of a shopper who has just put something into the cart."""
    there, trial = at_the_counter(around)
    return desk_at(around, turn(addition, there).dialogue, counter=trial)


def in_cart(trial: Trial) -> dict[str, int]:
    return {line.sku: line.quantity for line in trial.cart().lines}
