"""What a message wants done at the counter, apart from what it asks the shop: cart and orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from shop.assistant.counter import cart_answers, cart_reading, order_answers, order_requests
from shop.assistant.counter.cart_answers import CounterAnswer
from shop.assistant.counter.cart_requests import CartAsk
from shop.assistant.counter.clauses import SENTENCE, clauses
from shop.assistant.counter.desk import Desk
from shop.assistant.counter.order_requests import OrderAsk, OrderList, Whereabouts
from shop.assistant.counter.product_words import called_whole, without_name
from shop.assistant.counter.replies import ChooseVariant, ConfirmEmptying, ConfirmStep, Decline
from shop.assistant.counter.spans import Reading, number, reading_of
from shop.assistant.intents import Intent
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import fold
from shop.assistant.open_questions import WhetherToCancel, WhetherToEmpty, WhetherToReturn, WhichVariant

YES, NO = ENGLISH.pattern("consent.yes"), ENGLISH.pattern("consent.no")
EXACTLY = ENGLISH.pattern("cart.exactly")
REPLY_WORDS = frozenset(ENGLISH.words("cart.reply_words"))
# More than this many words are no mere reply.
MOST_WORDS = 12


@dataclass(frozen=True)
class Errands:
    """`rest` are the parts of the message that the shop itself must answer, the whole of it where nothing is to be
    done at the counter. `offers` are messages that would do there what the message only asks about."""

    cart: tuple[CartAsk, ...] = ()
    orders: tuple[OrderAsk, ...] = ()
    rest: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cart or self.orders)

    @property
    def intents(self) -> tuple[Intent, ...]:
        return (*((Intent.CART,) if self.cart else ()), *((Intent.ORDER,) if self.orders else ()))


def read_reply(text: str, desk: Desk) -> Errands | None:
    """The message as the reply to what the counter asked last, None if it is none. What asks or depends on something
    is no yes."""
    folded, question = fold(text), desk.dialogue.pending
    if question is None or len(folded.split()) > MOST_WORDS:
        return None
    no = NO.search(folded)
    yes = YES.search(folded) and not any(clause.mood.hostile for clause in clauses(text))
    match question:
        case WhetherToCancel() | WhetherToReturn():
            step = Decline() if no else ConfirmStep(question) if yes else None
            return Errands(orders=(step,)) if step else None
        case WhetherToEmpty():
            reply = Decline() if no else ConfirmEmptying() if yes else None
            return Errands(cart=(reply,)) if reply else None
        case WhichVariant():
            choice = chosen_variant(text, question, desk)
            return Errands(cart=(choice,)) if choice else Errands(cart=(Decline(),)) if no else None
        case _:
            assert_never(question)


def chosen_variant(text: str, question: WhichVariant, desk: Desk) -> ChooseVariant | None:
    """The options that a text chooses of the product that was asked about; None where it asks, or is about another."""
    read = clauses(text)
    if any(clause.mood.hostile for clause in read):
        return None
    for item in desk.catalogue.items([question.wish.product]):
        folded = " , ".join(clause.text for clause in read)
        if any(each.id != item.id for each in called_whole(folded, desk)):
            return None
        reading = reading_of(folded, item, desk.vocabulary)
        options, quantity = reading.portion.options, reading.portion.quantity
        if made := next((match for clause in read if (match := EXACTLY.search(clause.body)) and match["make"]), None):
            quantity = number(made["make"])
        if quantity is not None and not options and not set(reading.strange) - REPLY_WORDS:
            return ChooseVariant(options, quantity, question)
        if (options or options.foreign) and any(is_choice(clause.text, reading_of(
                clause.text, item, desk.vocabulary)) for clause in read):
            return ChooseVariant(options, quantity, question)
    return None


def is_choice(text: str, reading: Reading) -> bool:
    options = reading.portion.options
    return bool(options or options.foreign) and not set(reading.strange) - REPLY_WORDS - {fold(options.foreign)}


def sentences_of(text: str) -> list[str]:
    """The sentences of a message, each with the mark that ends it."""
    return [match[0].strip() for match in SENTENCE.finditer(text) if match[0].strip(" .?!;\n")] or [text]


def read_errands(parts: Sequence[str], desk: Desk) -> Errands:
    """Which parts of a message are for the counter. Where nobody is known, the shop answers what can be said of orders
    in general."""
    known, orders, rest, left = desk.counter.known, [], [], []
    for part in parts:
        order = order_ask(part, desk)
        if order is None:
            left.append(part)
        else:
            orders.append(order)
            rest += [] if known else [part]
    reading = cart_reading.read(" ".join(left), desk)
    return Errands(reading.requests, tuple(with_number(orders)),
                   (*rest, *(each for each in reading.rest if each.strip())), reading.offers)


def order_ask(part: str, desk: Desk) -> OrderAsk | None:
    """What a sentence asks about orders. The number of a model is none of an order: "the Brook AJ3910 radio"."""
    text = fold(part)
    for item in called_whole(text, desk):
        text = without_name(text, item) if any(letter.isdigit() for letter in item.name) else text
    ask = order_requests.read(text, desk.dialogue, known=desk.counter.known)
    return Decline() if ask is not None and desk.counter.known and order_requests.is_forbidden(text) else ask


def with_number(orders: Sequence[OrderAsk]) -> Sequence[OrderAsk]:
    """"What is in it? I mean 4821-7730": one number in a message is meant throughout."""
    numbers = {number for ask in orders if (number := getattr(ask, "number", ""))}
    if len(numbers) != 1:
        return orders
    number = min(numbers)
    return [Whereabouts(number) if isinstance(ask, OrderList) else ask if isinstance(ask, Decline | ConfirmStep)
            else replace(ask, number=number) for ask in orders]


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
