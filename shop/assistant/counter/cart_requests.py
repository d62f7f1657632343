"""What a message wants of the cart: read from its words, and from what was shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shop.assistant.counter.replies import ChooseVariant, ConfirmEmptying, Decline
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.english import NUMBERS, POINTING
from shop.assistant.understanding import references

CART = r"(?:shopping\s+)?(?:cart|basket|trolley|bag)"
INTO = re.compile(rf"\b(?:in|into|to|onto)\s+(?:(?:my|the|our|your|a)\s+)?{CART}\b")
OUT_OF = re.compile(rf"\b(?:from|out\s+of|off)\s+(?:(?:my|the|our|your)\s+)?{CART}\b")
IN_CART = re.compile(rf"\b(?:in|of|for)\s+(?:my|the|our|your)\s+{CART}\b|\b(?:my|our)\s+{CART}\b"
                     rf"|\b(?:show|view|see|open|check)\s+(?:me\s+)?(?:(?:the|your)\s+)?(?:shopping\s+)?(?:cart|basket|trolley)\b"
                     r"|^\W*(?:cart|basket|trolley)\W*$")
PUTTING = re.compile(r"\b(?:add|put|throw|pop|place|chuck|stick|drop|move)\b")
# Verbs of buying whose object must be something that was shown: "buy a coat" is a search, "buy it" is not.
BUYING = re.compile(
    r"\b(?:add|buy|purchase|order|(?:get|give)\s+me|i(?:'ll|\s+will|'d\s+like\s+to|\s+would\s+like\s+to|\s+want\s+to)\s+"
    r"(?:take|have|buy|order|get|purchase)|i\s+take|let\s+me\s+(?:have|take)|let's\s+take|take)\b")
DECIDED = re.compile(r"\b(?:i(?:'ll|\s+will)\s+(?:take|have|buy|get)|i\s+take|let\s+me\s+(?:have|take)|let's\s+take)\s+"
                     r"(?:(?:\d{1,2}|one|two|three|four|five|six)\s+(?:of\s+)?)?(?:the|that|this|those|these|both|it|them|all)\b")
TAKING_OUT = re.compile(
    r"\b(?:take|remove|delete|drop|throw|put|get\s+rid\s+of)\b(?:\s+[\w'-]+){0,6}?\s+(?:back\s+)?(?:out|off|away)\b(?:\s+again)?"
    r"|\b(?:remove|delete|discard)\s+(?:it|that|this|them|those|(?:the\s+)?last\s+(?:one|item|thing))\b")
THE_MOST = re.compile(r"\bthe\s+(?:cheap|dear|pric|most\s+expensive|least\s+expensive|more\s+expensive|less\s+expensive|best|better)\w*\b")
# "Buy the cloud hoodie": a product by its name, if there is one of it.
BY_NAME = re.compile(r"\b(?:buy|order|purchase|add|get\s+me|i(?:'ll|\s+will)\s+(?:take|have|buy))\s+(?:(?:\d{1,2}|one|two|three|four|five|six)\s+(?:of\s+)?)?the\s+\w+")
TOTAL = re.compile(r"\b(?:in\s+total|altogether|all\s+together|the\s+total|my\s+total|grand\s+total)\b|\bwhat\s+do\s+i\s+(?:owe|pay)\b")
EMPTYING = re.compile(rf"\b(?:empty|clear)\s+(?:out\s+)?(?:(?:my|the|our)\s+)?{CART}\b"
                      rf"|\b(?:remove|delete|take)\s+(?:everything|all(?:\s+of\s+it)?)\s+(?:out\b|from|off\b)")
PAYING = re.compile(
    r"\b(?:go|proceed|continue|ready|want|like|take\s+me|bring\s+me|let's|let\s+me)\b[^.?!]{0,12}?\bcheck\s?out\b"
    r"|^\W*(?:please\s+)?check\s?out(?:\s+(?:now|please))?\W*$|\bplace\s+(?:my|the|this)\s+order\b"
    r"|\bready\s+to\s+(?:pay|buy|order)\b|\b(?:i\s+want|i'd\s+like|let\s+me|how\s+do\s+i|where\s+(?:do|can)\s+i)\s+(?:to\s+)?pay(?:\s+now)?\W*$"
    r"|\bpay\s+now\b")
HOW = re.compile(r"^\W*(?:how|what|why|when|which)\b")
MAKING_IT = re.compile(
    r"\bmake\s+(?:it|that|them)\s+(?P<make>\d{1,4}|[a-z]+)\b(?!\s*(?:€|\$|£|eur|usd|dollars|euros))"
    r"|\b(?:change|set)\s+(?:the\s+)?(?:quantity|amount|number)(?:\s+of\s+[\w\s'-]+?)?\s+to\s+(?P<set>\d{1,4}|[a-z]+)\b")
ONE_MORE = re.compile(r"^\W*(?:and\s+|add\s+)?(?:one|1|another)\s+(?:more|one)?(?:\s+of\s+(?:it|them|those|that|the\s+same))?(?:\s+please)?\W*$"
                      r"|\banother\s+(?:one\s+)?of\s+(?:it|them|those|that|the\s+same)\b")
SWAPPING = re.compile(r"\b(?:change|swap|switch|exchange|make)\s+(?:it|that|this|them|the\s+(?:size|colou?r))\s+(?:to|for|in|into|with)\b"
                      r"|\bmake\s+(?:it|that|them)\s+(?:a\s+|an\s+|the\s+)?(?:size\s+)?(?!more\b|less\b|\w+er\b)[\w/]{1,12}\W*(?:please\W*)?$"
                      r"|^\W*(?:in|size)\s+[\w/. -]{1,20}\s+instead\b")
COUNTED = re.compile(
    r"\b(?:add|buy|order|take|have|get|want|need|put|me|purchase)\s+(?P<after>-?\d{1,4}|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"(?!\s*(?:st|nd|rd|th)\b)(?!\s*(?:,|and|&)\s*\d)|(?<!\w)(?P<of>-?\d{1,4}|two|three|four|five|six|seven|eight|nine|ten)\s*(?:x\b|times\b|pieces?\b|pairs?\b|of\b)"
    r"|^\W*(?P<first>-?\d{1,4}|two|three|four|five|six|seven|eight|nine|ten)\s+(?=[a-z])")
DELIVERY = re.compile(r"\b(?:shipping|delivery|postage|shipped|delivered)\b")
COSTING = re.compile(r"\b(?:how\s+much|cost|costs|price|free|pay|charge|fee)\b")
FOR_THIS = re.compile(rf"\bfor\s+(?:this|it|that|these|those|them|my\s+order|the\s+lot|all\s+of\s+(?:it|this|that)|(?:my|the)\s+{CART})\b"
                      rf"|\b(?:my|the)\s+{CART}\b|\bwould\s+(?:that|this|it)\b")
YES = re.compile(r"^\W*(?:yes|yeah|yep|yup|sure|ok|okay|of\s+course|go\s+ahead|please\s+do|do\s+it|confirm(?:ed)?|exactly|correct)\b")
NO = re.compile(r"^\W*(?:no|nope|nah|don't|do\s+not|stop|cancel\s+that|never\s?mind|forget\s+it|leave\s+it|keep\s+it)\b")


@dataclass(frozen=True)
class ViewCart:
    """What stands in the cart, and what it comes to."""


@dataclass(frozen=True)
class AddToCart:
    """`text` is the folded clause, as in all that follow; `quantity` is None where none was said. `by_name` says that
    it is a wish about the cart only if it names a product."""

    text: str
    quantity: int | None = None
    by_name: bool = False


@dataclass(frozen=True)
class RemoveFromCart:
    text: str


@dataclass(frozen=True)
class SetQuantity:
    """So many of what was put in last."""

    text: str
    quantity: int


@dataclass(frozen=True)
class OneMore:
    """Another of what was put in last."""


@dataclass(frozen=True)
class SwapVariant:
    """Another size or colour of what was put in last."""

    text: str


@dataclass(frozen=True)
class EmptyCart:
    """Everything out; nothing goes before an explicit yes."""


@dataclass(frozen=True)
class Checkout:
    """The way to pay."""


@dataclass(frozen=True)
class DeliveryCost:
    """What delivery costs of a product, or of the cart."""

    text: str

    @property
    def of_cart(self) -> bool:
        """Whether the cart itself is meant, rather than a product."""
        return re.search(rf"\b(?:{CART}|order|lot)\b", self.text) is not None


# What has a meaning only where something is in the cart.
OfContents = ViewCart | RemoveFromCart | SetQuantity | OneMore | SwapVariant | EmptyCart | Checkout
CartRequest = AddToCart | DeliveryCost | OfContents
CartAsk = CartRequest | ChooseVariant | ConfirmEmptying | Decline


def read(text: str, dialogue: Dialogue, *, on_page: bool) -> CartRequest | None:
    """What a folded clause asks of the cart, None if nothing."""
    if EMPTYING.search(text):
        return EmptyCart()
    if PAYING.search(text) and not HOW.search(text):
        return Checkout()
    if DELIVERY.search(text) and COSTING.search(text) and FOR_THIS.search(text):
        return DeliveryCost(text)
    if OUT_OF.search(text) or (TAKING_OUT.search(text) and dialogue.taken):
        return RemoveFromCart(text)
    if dialogue.taken and (match := MAKING_IT.search(text)) and (
            count := number(match["make"] or match["set"])) is not None:
        return SetQuantity(text, count)
    if dialogue.taken and ONE_MORE.search(text):
        return OneMore()
    if dialogue.taken and SWAPPING.search(text):
        return SwapVariant(text)
    if INTO.search(text) and (PUTTING.search(text) or BUYING.search(text)):
        return AddToCart(text, quantity_in(text))
    if BUYING.search(text) and buys_what_was_shown(text, dialogue, on_page):
        return AddToCart(text, quantity_in(text))
    if dialogue.taken and TOTAL.search(text):
        return ViewCart()
    if BY_NAME.search(text):
        return AddToCart(text, quantity_in(text), by_name=True)
    return ViewCart() if IN_CART.search(text) or INTO.search(text) else None


def buys_what_was_shown(text: str, dialogue: Dialogue, on_page: bool) -> bool:
    if not (dialogue.shown or dialogue.focus or on_page):
        return False
    if references.places(text, dialogue.shown) or DECIDED.search(text) or (dialogue.shown and THE_MOST.search(text)):
        return True
    said = text[BUYING.search(text).end():] if BUYING.search(text) else ""  # type: ignore[union-attr]
    return bool(re.match(r"\W*(?:(?:\d{1,2}|one|two|three|four|five|six)\s+(?:of\s+)?)?"
                         r"(?:all(?:\s+of)?\s+(?:it|this|that|these|those|them)|it|this|that|these|those|them|both)\b(?!\s+(?:to\b|for\s+(?:my|a|the)\s+\w+))", said)
                and (POINTING.search(said) or references.THESE.search(said)))


def number(word: str) -> int | None:
    """A number as digits or a word, whether or not so many can be had; None for any other word."""
    return int(word) if word.lstrip("-").isdigit() else NUMBERS.get(word)


def quantity_in(text: str) -> int | None:
    """How many are wanted, None where it is not said."""
    match = COUNTED.search(text)
    return number(match["after"] or match["of"] or match["first"]) if match else None
