"""What a message wants of the cart: read from its words, and from what was shown."""

from __future__ import annotations

from dataclasses import dataclass

from shop.assistant.counter.replies import ChooseVariant, ConfirmEmptying, Decline
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.numbers import NUMBERS
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.understanding import references

YES, NO = ENGLISH.pattern("consent.yes"), ENGLISH.pattern("consent.no")
DESTINATION = ENGLISH.pattern("cart.destination")
SOURCE = ENGLISH.pattern("cart.source")
CART_VIEW = ENGLISH.pattern("cart.cart_view")
WHOLE_CART = ENGLISH.pattern("cart.whole_cart")
PUT_VERB = ENGLISH.pattern("cart.put_verb")
PURCHASE_VERB = ENGLISH.pattern("cart.purchase_verb")
DECISION = ENGLISH.pattern("cart.decision")
SHOWN_OBJECT = ENGLISH.pattern("cart.shown_object")
SUPERLATIVE = ENGLISH.pattern("cart.superlative")
PURCHASE_BY_NAME = ENGLISH.pattern("cart.purchase_by_name")
REMOVAL = ENGLISH.pattern("cart.removal")
CLEAR_OUT = ENGLISH.pattern("cart.clear_out")
NEW_QUANTITY = ENGLISH.pattern("cart.new_quantity")
ONE_MORE = ENGLISH.pattern("cart.one_more")
SWAP = ENGLISH.pattern("cart.swap")
QUANTITY = ENGLISH.pattern("cart.quantity")
CHECKOUT = ENGLISH.pattern("cart.checkout")
OPEN_QUESTION = ENGLISH.pattern("cart.open_question")
TOTAL = ENGLISH.pattern("cart.total")
DELIVERY = ENGLISH.pattern("cart.delivery")
COST = ENGLISH.pattern("cart.cost")
GOODS_IN_HAND = ENGLISH.pattern("cart.goods_in_hand")


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
        return WHOLE_CART.search(self.text) is not None


# What has a meaning only where something is in the cart.
OfContents = ViewCart | RemoveFromCart | SetQuantity | OneMore | SwapVariant | EmptyCart | Checkout
CartRequest = AddToCart | DeliveryCost | OfContents
CartAsk = CartRequest | ChooseVariant | ConfirmEmptying | Decline


def read(text: str, dialogue: Dialogue, *, on_page: bool) -> CartRequest | None:
    """What a folded clause asks of the cart, None if nothing.

    The first that fits counts: "take everything out of my cart" is a removal as well, and "put it in my cart" names
    the cart as "what is in my cart" does.
    """
    if CLEAR_OUT.search(text):
        return EmptyCart()
    if CHECKOUT.search(text) and not OPEN_QUESTION.search(text):
        return Checkout()
    if DELIVERY.search(text) and COST.search(text) and GOODS_IN_HAND.search(text):
        return DeliveryCost(text)
    if SOURCE.search(text) or (REMOVAL.search(text) and dialogue.taken):
        return RemoveFromCart(text)
    if dialogue.taken and (match := NEW_QUANTITY.search(text)) and (
            count := number(match["make"] or match["set"])) is not None:
        return SetQuantity(text, count)
    if dialogue.taken and ONE_MORE.search(text):
        return OneMore()
    if dialogue.taken and SWAP.search(text):
        return SwapVariant(text)
    if DESTINATION.search(text) and (PUT_VERB.search(text) or PURCHASE_VERB.search(text)):
        return AddToCart(text, quantity_in(text))
    if PURCHASE_VERB.search(text) and buys_what_was_shown(text, dialogue, on_page):
        return AddToCart(text, quantity_in(text))
    if dialogue.taken and TOTAL.search(text):
        return ViewCart()
    if PURCHASE_BY_NAME.search(text):
        return AddToCart(text, quantity_in(text), by_name=True)
    return ViewCart() if CART_VIEW.search(text) or DESTINATION.search(text) else None


def buys_what_was_shown(text: str, dialogue: Dialogue, on_page: bool) -> bool:
    """Whether a verb of buying is about what is in view: "take the second", "I'll have it", "buy two of those"."""
    if not (dialogue.shown or dialogue.focus or on_page):
        return False
    if references.places(text, dialogue.shown) or DECISION.search(text):
        return True
    if dialogue.shown and SUPERLATIVE.search(text):
        return True
    # Right behind the verb only: "buy a lamp like this" is a search.
    verb = PURCHASE_VERB.search(text)
    return verb is not None and SHOWN_OBJECT.search(text[verb.end():]) is not None


def number(word: str) -> int | None:
    """A number as digits or a word, whether or not so many can be had; None for any other word."""
    return int(word) if word.lstrip("-").isdigit() else NUMBERS.get(word)


def quantity_in(text: str) -> int | None:
    """How many are wanted, None where it is not said."""
    # One of the groups is there: each stands in a form of its own.
    match = QUANTITY.search(text)
    return number(match["after"] or match["of"] or match["first"]) if match else None
