"""What a message wants of the cart: read from its words, and from what was shown."""

from __future__ import annotations

from dataclasses import dataclass

from shop.assistant.dialogue import Dialogue
from shop.assistant.language.english import NUMBERS
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.understanding import references

YES, NO = ENGLISH.pattern("consent.yes"), ENGLISH.pattern("consent.no")
INTO = ENGLISH.pattern("cart.into_cart")
OUT_OF = ENGLISH.pattern("cart.out_of_cart")
IN_CART = ENGLISH.pattern("cart.cart_view")
WHOLE_CART = ENGLISH.pattern("cart.whole_cart")
PUTTING = ENGLISH.pattern("cart.putting")
BUYING = ENGLISH.pattern("cart.buying")
DECIDED = ENGLISH.pattern("cart.decision")
SHOWN_OBJECT = ENGLISH.pattern("cart.shown_object")
THE_MOST = ENGLISH.pattern("cart.superlative")
BY_NAME = ENGLISH.pattern("cart.purchase_by_name")
TAKING_OUT = ENGLISH.pattern("cart.removal")
EMPTYING = ENGLISH.pattern("cart.clearing")
MAKING_IT = ENGLISH.pattern("cart.new_quantity")
ONE_MORE = ENGLISH.pattern("cart.one_more")
SWAPPING = ENGLISH.pattern("cart.swap")
COUNTED = ENGLISH.pattern("cart.quantity")
PAYING = ENGLISH.pattern("cart.checkout")
HOW = ENGLISH.pattern("cart.open_question")
TOTAL = ENGLISH.pattern("cart.total")
DELIVERY = ENGLISH.pattern("cart.delivery")
COSTING = ENGLISH.pattern("cart.cost")
FOR_THIS = ENGLISH.pattern("cart.goods_in_hand")


@dataclass(frozen=True)
class CartAsk:
    """`kind`: "show", "add", "remove", "change" (to `quantity`), "more", "swap", "empty", "checkout", "shipping",
    "yes", "no". `text` is the folded clause, `quantity` None where none was said, `product` the one that is settled.
    `by_name` says that it is a wish about the cart only if it names a product."""

    kind: str
    text: str
    quantity: int | None = None
    product: int | None = None
    by_name: bool = False

    @property
    def of_cart(self) -> bool:
        """Whether the cart itself is meant, rather than a product."""
        return WHOLE_CART.search(self.text) is not None


def read(text: str, dialogue: Dialogue, *, on_page: bool) -> CartAsk | None:
    """What a folded clause asks of the cart, None if nothing.

    The first that fits counts: "take everything out of my cart" is a removal as well, and "put it in my cart" names
    the cart as "what is in my cart" does.
    """
    if EMPTYING.search(text):
        return CartAsk("empty", text)
    if PAYING.search(text) and not HOW.search(text):
        return CartAsk("checkout", text)
    if DELIVERY.search(text) and COSTING.search(text) and FOR_THIS.search(text):
        return CartAsk("shipping", text)
    if OUT_OF.search(text) or (TAKING_OUT.search(text) and dialogue.taken):
        return CartAsk("remove", text)
    if dialogue.taken and (match := MAKING_IT.search(text)) and (
            count := number(match["make"] or match["set"])) is not None:
        return CartAsk("change", text, count)
    if dialogue.taken and ONE_MORE.search(text):
        return CartAsk("more", text)
    if dialogue.taken and SWAPPING.search(text):
        return CartAsk("swap", text)
    if INTO.search(text) and (PUTTING.search(text) or BUYING.search(text)):
        return CartAsk("add", text, counted(text))
    if BUYING.search(text) and buys_what_was_shown(text, dialogue, on_page):
        return CartAsk("add", text, counted(text))
    if dialogue.taken and TOTAL.search(text):
        return CartAsk("show", text)
    if BY_NAME.search(text):
        return CartAsk("add", text, counted(text), by_name=True)
    return CartAsk("show", text) if IN_CART.search(text) or INTO.search(text) else None


def buys_what_was_shown(text: str, dialogue: Dialogue, on_page: bool) -> bool:
    """Whether a verb of buying is about what is in view: "take the second", "I'll have it", "buy two of those"."""
    if not (dialogue.shown or dialogue.focus or on_page):
        return False
    if references.places(text, dialogue.shown) or DECIDED.search(text) or (dialogue.shown and THE_MOST.search(text)):
        return True
    # Right behind the verb only: "buy a lamp like this" is a search.
    verb = BUYING.search(text)
    return verb is not None and SHOWN_OBJECT.search(text[verb.end():]) is not None


def number(word: str) -> int | None:
    """A number as digits or a word, whether or not so many can be had; None for any other word."""
    return int(word) if word.lstrip("-").isdigit() else NUMBERS.get(word)


def counted(text: str) -> int | None:
    """How many are wanted, None where it is not said."""
    # One of the groups is there: each stands in a form of its own.
    match = COUNTED.search(text)
    return number(match["after"] or match["of"] or match["first"]) if match else None
