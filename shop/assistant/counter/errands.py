"""What a message wants done at the counter, apart from what it asks the shop: cart and orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from shop.assistant.catalogue import Catalogue, Item
from shop.assistant.counter import cart_answers, cart_requests, order_answers, order_requests
from shop.assistant.counter.cart_answers import CounterAnswer, Desk
from shop.assistant.counter.cart_requests import NO, YES, AddToCart, CartAsk, DeliveryCost
from shop.assistant.counter.order_requests import OrderAsk, OrderList, OrderRequest, Whereabouts
from shop.assistant.counter.replies import ChooseVariant, ConfirmEmptying, ConfirmStep, Decline
from shop.assistant.counter.variant_choice import foreign_size, named_options
from shop.assistant.dialogue import Dialogue
from shop.assistant.intents import Intent
from shop.assistant.language.text import fold
from shop.assistant.open_questions import OpenQuestion, WhetherToCancel, WhetherToEmpty, WhetherToReturn, WhichVariant
from shop.assistant.vocabulary import Vocabulary

# More than this many words are no mere reply.
MOST_WORDS = 8


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


def read_reply(text: str, question: OpenQuestion | None, catalogue: Catalogue,
               vocabulary: Vocabulary) -> Errands | None:
    """The message as the reply to what the counter asked last, None if it is none."""
    folded = fold(text)
    if question is None or len(folded.split()) > MOST_WORDS:
        return None
    no, yes = NO.search(folded), YES.search(folded)
    match question:
        case WhetherToCancel() | WhetherToReturn():
            step = Decline() if no else ConfirmStep(question) if yes else None
            return Errands(orders=(step,)) if step else None
        case WhetherToEmpty():
            reply = Decline() if no else ConfirmEmptying() if yes else None
            return Errands(cart=(reply,)) if reply else None
        case WhichVariant():
            if no:
                return Errands(cart=(Decline(),))
            items = catalogue.items([question.wish.product])
            return Errands(cart=(ChooseVariant(folded, question),)) if any(
                names_variant(text, item, vocabulary) for item in items) else None
        case _:
            assert_never(question)


def names_variant(text: str, item: Item, vocabulary: Vocabulary) -> bool:
    """Whether a text names a size or a colour of the item, or a size that it does not come in."""
    return bool(foreign_size(text, item, vocabulary)) or any(
        named_options(text, item, vocabulary, key) for key in ("size", "colour"))


def read_errands(parts: Sequence[str], dialogue: Dialogue, *, on_page: bool, known: bool,
                 named: Callable[[str], bool]) -> Errands:
    """Which parts of a message are for the counter; `named` says whether a part names a product in full.

    What delivery costs is answered there and by the terms both; where nobody is `known`, the shop answers what can be
    said of orders in general.
    """
    cart: list[CartAsk] = []
    orders: list[OrderRequest] = []
    rest: list[str] = []
    for part in parts:
        text = fold(part)
        order = order_requests.read(text, dialogue, known=known)
        if order is not None:
            orders.append(order)
            rest += [] if known else [part]
            continue
        ask = cart_requests.read(text, dialogue, on_page=on_page)
        if ask is None or (isinstance(ask, AddToCart) and ask.by_name and not named(part)):
            rest.append(part)
            continue
        cart.append(ask)
        rest += [part] if isinstance(ask, DeliveryCost) else []
    return Errands(tuple(cart), tuple(with_number(orders)), tuple(rest))


def with_number(orders: Sequence[OrderRequest]) -> Sequence[OrderRequest]:
    """"What is in it? I mean 4821-7730": one number in a message is meant throughout."""
    numbers = {ask.number for ask in orders if not isinstance(ask, OrderList) and ask.number}
    if len(numbers) != 1:
        return orders
    number = min(numbers)
    return [Whereabouts(number) if isinstance(ask, OrderList) else replace(ask, number=number) for ask in orders]


def run(errands: Errands, desk: Desk) -> tuple[CounterAnswer, str]:
    """Does what is wanted. The answer, and the number of the order that was spoken of."""
    answers: list[CounterAnswer] = []
    number = desk.dialogue.order
    if errands.cart:
        answers.append(cart_answers.cart_answer(errands.cart, desk))
    for ask in errands.orders:
        answer, number = order_answers.order_answer(ask, desk.counter, desk.dialogue, desk.money)
        answers.append(answer)
    last = answers[-1]
    return replace(last, words=" ".join(dict.fromkeys(each.words for each in answers if each.words)),
                   items=tuple(item for each in answers for item in each.items),
                   links=tuple(dict.fromkeys(link for each in answers for link in each.links)),
                   taken=next((each.taken for each in answers if each.taken), "")), number
