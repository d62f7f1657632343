"""What a message asks about the shopper's own orders: read from its words, and from the order last spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shop.assistant.counter.replies import ConfirmStep, Decline
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.small_talk import ORDER

THING = r"(?:orders?|purchases?|parcels?|packages?|shipments?|delivery|deliveries|stuff|things|goods|items)"
NUMBER = re.compile(r"#\s*(?P<hash>[a-z]{0,3}\d[\w-]{2,15})|\b(?:order|number|no\.?|nr\.?)\s*:?\s*#?\s*(?P<named>[a-z]{0,3}\d[\w-]{2,15})\b"
                    r"|(?<![\w€$£.,-])(?P<bare>[a-z]{1,5}-?\d{4,12}|\d{4}-\d{4}|\d{6,12})(?![\w€$£%]|[.,]\d)")
CONTENTS = re.compile(
    r"\bwhat(?:'s|\s+is|\s+was|\s+are|\s+were)?\s+(?:all\s+)?(?:in|inside)\s+(?:it|that|this|there|my|the|order)\b|\bwhat\s+does\s+(?:it|that|this|the\s+order|my\s+order)\s+(?:contain|include|have)\b"
    r"|\b(?:contents?|items?|products?)\s+(?:of|in|from)\s+(?:it|that|this|my|the|order)\b"
    r"|\bwhat\s+(?:all\s+|exactly\s+|else\s+|things\s+|items\s+)?(?:did|have|had)\s+(?:i|we)\s+(?:buy|bought|order(?:ed)?|purchased?|get|got)\b|\bwhich\s+(?:items?|products?|things)\b[^.?!]*\b(?:order|bought|ordered)\b"
    r"|\bwhat\s+(?:i|we)\s+(?:bought|ordered|purchased)\b")
CANCEL = re.compile(rf"\b(?:cancel|cancelled|cancelling|cancellation|call\s+off|stop|undo)\b[^.?!]{{0,30}}\b(?:it|that|this|{THING})\b"
                    rf"|\b(?:it|that|this|{THING})\b[^.?!]{{0,30}}\b(?:be\s+)?(?:cancel|cancelled|cancelling)\b|^\W*(?:please\s+)?cancel\b(?!\s+(?:my\s+)?(?:account|newsletter|subscription))")
RETURN = re.compile(r"\b(?:return|send\s+back|sending\s+back|returning|send\s+(?:it|them|that|this)\s+back|give\s+(?:it|them)\s+back|bring\s+(?:it|them)\s+back)\b")
MONEY = re.compile(r"\bhow\s+much\s+(?:was|did|is|does|were)\b|\b(?:total|sum|amount|price|cost)\s+of\b|\bwhat\s+did\s+(?:it|that|i)\s+(?:cost|pay)\b|\bdid\s+i\s+pay\b")
LISTING = re.compile(r"\b(?:my|our|all|past|previous|earlier|old|list|show|see|view)\s+(?:all\s+|of\s+|me\s+|my\s+|the\s+|past\s+|previous\s+|recent\s+){0,4}(?:orders|purchases)\b"
                     r"|\b(?:order|purchase)\s+history\b|\bhow\s+many\s+orders\b")
WHERE = re.compile(r"\bwhere(?:'s|\s+is|\s+are)?\b|\b(?:track|trace|status|arrive[sd]?|arriving|shipped|delivered|sent|dispatched|eta|come|coming|get\s+here|on\s+its\s+way)\b")
OURS = re.compile(rf"\b(?:my|our|that|this|the|it|its)\b[^.?!]{{0,24}}\b{THING}\b|\b(?:it|that|this)\b|\border\b")
GENERAL = re.compile(r"\b(?:how\s+(?:do|can|would|long|many\s+days|does)|what\s+(?:is|are)\s+(?:your|the)|what\s+happens|do\s+you|policy|policies|conditions?|possible\s+to|an\s+order|orders\s+be|a\s+(?:product|purchase|refund|return))\b")


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
    means their order; of a nobody, only what names an order does."""
    number = number_in(text)
    own = bool(number) or bool(dialogue.order) or ORDER.search(text) is not None
    if GENERAL.search(text) and not number and not re.search(r"\b(?:my|last|latest)\b", text):
        return None
    if CANCEL.search(text) and (own or (known and OURS.search(text))):
        return CancelOrder(number, not asks_whether(text), text)
    if RETURN.search(text) and (own or (known and re.search(
            r"\b(?:my|last|it|that|this|them)\b|\bi\s+(?:have\s+)?(?:bought|ordered|purchased|got)\b", text))):
        return ReturnOrder(number, not asks_whether(text), text)
    if CONTENTS.search(text) and (own or known):
        return Contents(number)
    if not (number or ORDER.search(text) or (dialogue.order and refers(text))):
        return OrderList() if LISTING.search(text) else None
    if MONEY.search(text):
        return OrderTotal(number)
    if WHERE.search(text):
        return Whereabouts(number)
    if LISTING.search(text) and not number:
        return OrderList()
    return Whereabouts(number)


def refers(text: str) -> bool:
    """A short question on "it": the order that was spoken of."""
    return len(text.split()) <= 8 and bool(re.search(r"\b(?:it|that|order|parcel|package)\b", text)) and bool(
        WHERE.search(text) or MONEY.search(text))


def asks_whether(text: str) -> bool:
    """Whether it asks if something can be done, rather than for it."""
    return bool(re.search(r"\b(?:can|could|may|is\s+it|am\s+i|still|possible|too\s+late|until\s+when|how\s+long)\b", text))


def number_in(text: str) -> str:
    match = NUMBER.search(text)
    return next((group for group in match.groups() if group), "") if match else ""


def plain(number: str) -> str:
    """An order's number without what people write around it."""
    return "".join(letter for letter in number.upper() if letter.isalnum())
