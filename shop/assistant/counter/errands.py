"""What a message wants done at the counter, apart from what it asks the shop: cart and orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from shop.assistant.counter import cart_answers, cart_requests, order_answers, order_requests
from shop.assistant.counter.cart_answers import Desk, Served
from shop.assistant.counter.cart_requests import CartAsk
from shop.assistant.counter.order_requests import OrderAsk
from shop.assistant.dialogue import Dialogue
from shop.assistant.intents import Intent
from shop.assistant.language.text import fold


@dataclass(frozen=True)
class Errands:
    """`rest` are the parts of the message that the shop itself must answer, the whole of it where nothing is to be
    done at the counter."""

    cart: tuple[CartAsk, ...] = ()
    orders: tuple[OrderAsk, ...] = ()
    rest: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cart or self.orders)

    @property
    def intents(self) -> tuple[Intent, ...]:
        return (*((Intent.CART,) if self.cart else ()), *((Intent.ORDER,) if self.orders else ()))


def read(parts: Sequence[str], dialogue: Dialogue, *, on_page: bool, known: bool,
         named: Callable[[str], bool]) -> Errands:
    """Which parts of a message are for the counter; `named` says whether a part names a product in full.

    What delivery costs is answered there and by the terms both; where nobody is `known`, the shop answers what can be
    said of orders in general.
    """
    cart: list[CartAsk] = []
    orders: list[OrderAsk] = []
    rest: list[str] = []
    for part in parts:
        text = fold(part)
        order = order_requests.read(text, dialogue, known=known)
        if order is not None:
            orders.append(order)
            rest += [] if known else [part]
        elif (ask := cart_requests.read(text, dialogue, on_page=on_page)) is not None and (not ask.by_name or named(part)):
            cart.append(ask)
            rest += [part] if ask.kind == "shipping" else []
        else:
            rest.append(part)
    if numbers := {ask.number for ask in orders if ask.number}:
        # "What is in it? I mean 4821-7730": one number in a message is meant throughout.
        orders = [ask if ask.number or len(numbers) > 1 else replace(ask, number=min(numbers)) for ask in orders]
    return Errands(tuple(cart), tuple(orders), tuple(rest))


def run(errands: Errands, desk: Desk) -> tuple[Served, str]:
    """Does what is wanted. The answer, and the number of the order that was spoken of."""
    found: list[Served] = []
    number = desk.dialogue.order
    if errands.cart:
        found.append(cart_answers.served(errands.cart, desk))
    for ask in errands.orders:
        answer, number = order_answers.asked(ask, desk.counter, desk.dialogue, desk.money)
        found.append(answer)
    last = found[-1]
    return replace(last, words=" ".join(dict.fromkeys(each.words for each in found if each.words)),
                   items=tuple(item for each in found for item in each.items),
                   links=tuple(dict.fromkeys(link for each in found for link in each.links)),
                   taken=next((each.taken for each in found if each.taken), "")), number
