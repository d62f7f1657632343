"""What a message asks about the shopper's own orders: read from its words, and from the order last spoken of."""

from __future__ import annotations

from dataclasses import dataclass

from shop.assistant.counter.clauses import Mood, clauses
from shop.assistant.counter.replies import ConfirmStep, Decline
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.small_talk import ORDER

NUMBER = ENGLISH.pattern("orders.number")
CONTENTS = ENGLISH.pattern("orders.contents")
CANCELLATION = ENGLISH.pattern("orders.cancellation")
RETURN = ENGLISH.pattern("orders.return")
MONEY = ENGLISH.pattern("orders.money")
HISTORY = ENGLISH.pattern("orders.history")
WHEREABOUTS = ENGLISH.pattern("orders.whereabouts")
OWN_ORDER = ENGLISH.pattern("orders.own_order")
OWN_PURCHASE = ENGLISH.pattern("orders.own_purchase")
GENERAL_QUESTION = ENGLISH.pattern("orders.general_question")
PERSONAL_QUESTION = ENGLISH.pattern("orders.personal_question")
REFERENCE = ENGLISH.pattern("orders.reference")
STEP_VERB = ENGLISH.pattern("orders.step_verb")


@dataclass(frozen=True)
class Whereabouts:
    """Where an order is. `number` is as it was said, "" for the order last spoken of or the newest; so in all that
    follow."""

    number: str = ""


@dataclass(frozen=True)
class Contents:
    """What is in an order."""

    number: str = ""


@dataclass(frozen=True)
class OrderTotal:
    """What an order came to."""

    number: str = ""


@dataclass(frozen=True)
class OrderList:
    """All of the shopper's orders."""


@dataclass(frozen=True)
class CancelOrder:
    """`decided` says that the shopper wants it done, rather than to know whether it can be; `text` may name what was
    bought."""

    number: str = ""
    decided: bool = False
    text: str = ""


@dataclass(frozen=True)
class ReturnOrder:
    """As to cancel it."""

    number: str = ""
    decided: bool = False
    text: str = ""


OfOneOrder = Whereabouts | Contents | OrderTotal | CancelOrder | ReturnOrder
OrderRequest = OfOneOrder | OrderList
OrderAsk = OrderRequest | ConfirmStep | Decline


def read(text: str, dialogue: Dialogue, *, known: bool) -> OrderRequest | None:
    """What a folded clause asks about orders, None if nothing. Where somebody is `known`, "can I still cancel it?"
    means their order; of a nobody, only what names an order does. The first that fits counts: "cancel my order, it
    has not been shipped" does not ask where it is."""
    number = number_in(text)
    own = bool(number) or bool(dialogue.order) or ORDER.search(text) is not None
    if GENERAL_QUESTION.search(text) and not number and not PERSONAL_QUESTION.search(text):
        return None
    if CANCELLATION.search(text) and (own or (known and OWN_ORDER.search(text))):
        return CancelOrder(number, is_command(text), text)
    if RETURN.search(text) and (own or (known and OWN_PURCHASE.search(text))):
        return ReturnOrder(number, is_command(text), text)
    if CONTENTS.search(text) and (own or known):
        return Contents(number)
    # Without an order to speak of, only the whole list can be meant: "my purchases".
    if not (number or ORDER.search(text) or (dialogue.order and refers(text))):
        return OrderList() if HISTORY.search(text) else None
    if MONEY.search(text):
        return OrderTotal(number)
    if WHEREABOUTS.search(text):
        return Whereabouts(number)
    if HISTORY.search(text) and not number:
        return OrderList()
    return Whereabouts(number)


def refers(text: str) -> bool:
    """A short question on "it": the order that was spoken of."""
    return len(text.split()) <= 8 and bool(REFERENCE.search(text) and (WHEREABOUTS.search(text) or MONEY.search(text)))


def is_command(text: str) -> bool:
    """Whether it tells us to cancel or to return, rather than asks, reports or denies it."""
    return any(not clause.mood.hostile and STEP_VERB.search(clause.body) for clause in clauses(text))


def is_forbidden(text: str) -> bool:
    """Whether it says that an order is not to be cancelled or returned."""
    return any(clause.mood is Mood.FORBIDDEN for clause in clauses(text)) and bool(
        CANCELLATION.search(text) or RETURN.search(text))


def number_in(text: str) -> str:
    match = NUMBER.search(text)
    return next((group for group in match.groups() if group), "") if match else ""


def plain(number: str) -> str:
    """An order's number without what people write around it."""
    return "".join(letter for letter in number.upper() if letter.isalnum())
