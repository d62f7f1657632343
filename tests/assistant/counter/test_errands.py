"""What is read as a wish about the cart or an order, and what is not."""

from __future__ import annotations

import pytest

from shop.assistant.counter import cart_requests, order_requests
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.text import fold

LOOKING = Dialogue(shown=(1, 2, 3))
ADDED = Dialogue(shown=(1, 2, 3), taken="SKU")
SPOKEN = Dialogue(order="1234-5678")


@pytest.mark.parametrize(("text", "dialogue", "kind", "quantity"), [
    ("Add the second one in M", LOOKING, "add", None),
    ("put the blue one into my basket please", LOOKING, "add", None),
    ("add two of the first one to my cart", LOOKING, "add", 2),
    ("could you add 3 of them to the cart?", LOOKING, "add", 3),
    ("I'll take the last one", LOOKING, "add", None),
    ("I'll take it", LOOKING, "add", None),
    ("buy this one", LOOKING, "add", None),
    ("I want to buy both", LOOKING, "add", None),
    ("Add the Chancery Shirt to my cart", Dialogue(), "add", None),
    ("order the third one in size 42", LOOKING, "add", None),
    ("take it out again", ADDED, "remove", None),
    ("remove the hoodie from my cart", Dialogue(), "remove", None),
    ("please take the socks out of the basket", Dialogue(), "remove", None),
    ("make it two", ADDED, "change", 2),
    ("change the quantity to 4", ADDED, "change", 4),
    ("one more please", ADDED, "more", None),
    ("change it to L", ADDED, "swap", None),
    ("in L instead", ADDED, "swap", None),
    ("actually make it M", ADDED, "swap", None),
    ("make it black", ADDED, "swap", None),
    ("add the cheapest", LOOKING, "add", None),
    ("add all of it", LOOKING, "add", None),
    ("what do I pay in total?", ADDED, "show", None),
    ("what's in my cart?", Dialogue(), "show", None),
    ("show me the basket", Dialogue(), "show", None),
    ("view cart", Dialogue(), "show", None),
    ("how much is my cart", Dialogue(), "show", None),
    ("empty my cart", Dialogue(), "empty", None),
    ("I'm ready to pay", Dialogue(), "checkout", None),
    ("checkout please", Dialogue(), "checkout", None),
    ("how much is shipping for this?", LOOKING, "shipping", None),
    ("what does delivery cost for my cart", Dialogue(), "shipping", None),
])
def test_a_wish_about_the_cart_is_understood(text: str, dialogue: Dialogue, kind: str, quantity: int | None) -> None:
    ask = cart_requests.read(fold(text), dialogue, on_page=False)
    assert ask is not None and (ask.kind, ask.quantity) == (kind, quantity)


@pytest.mark.parametrize("text", [
    "I want to buy a coat", "order a blue dress", "do you have a leather bag?", "add some colour to my wardrobe",
    "show me the bags", "how much is shipping?", "is delivery free?", "a tote bag under 40", "take me to the shoes",
    "what do you have in blue?", "get me something warm", "remove the colour", "forget the hoodie",
    "the cheapest", "can I order by phone?", "I'd like to buy a present for my mother", "the second one",
    "make it cheaper", "make it warmer", "drop the red ones", "clear the filters", "how do I place my order?",
    "what happens when I check out?",
])
def test_looking_for_things_is_no_wish_about_the_cart(text: str) -> None:
    assert cart_requests.read(fold(text), LOOKING, on_page=False) is None
    assert cart_requests.read(fold(text), Dialogue(), on_page=True) is None


@pytest.mark.parametrize(("text", "dialogue", "known", "kind", "number"), [
    ("Where is my order?", Dialogue(), False, "where", ""),
    ("where is my order #W1234567?", Dialogue(), False, "where", "w1234567"),
    ("has order 4821-7730 been shipped yet?", Dialogue(), True, "where", "4821-7730"),
    ("track my parcel", Dialogue(), True, "where", ""),
    ("when will it arrive?", SPOKEN, True, "where", ""),
    ("What did I buy last time?", Dialogue(), True, "contents", ""),
    ("what is in it?", SPOKEN, True, "contents", ""),
    ("what did I order?", Dialogue(), True, "contents", ""),
    ("what's in order #W1234567", Dialogue(), True, "contents", "w1234567"),
    ("can I still cancel my order?", Dialogue(), True, "cancel", ""),
    ("cancel it", SPOKEN, True, "cancel", ""),
    ("please cancel order 4821-7730", Dialogue(), True, "cancel", "4821-7730"),
    ("can I return it?", SPOKEN, True, "return", ""),
    ("I want to return my last order", Dialogue(), True, "return", ""),
    ("how much was my last order?", Dialogue(), True, "money", ""),
    ("show me my orders", Dialogue(), True, "list", ""),
])
def test_a_question_on_an_order_is_understood(
    text: str, dialogue: Dialogue, known: bool, kind: str, number: str,
) -> None:
    ask = order_requests.read(fold(text), dialogue, known=known)
    assert ask is not None and (ask.kind, ask.number) == (kind, number)


@pytest.mark.parametrize("text", [
    "how can I cancel an order?", "what is your return policy?", "can I return shoes?", "how do I track an order?",
    "do you have jeans in size 32?", "under 4000", "how long does delivery take?", "can I cancel my newsletter?",
    "a dress for 1999 euros", "what do you have in there?", "is it warm?", "show me more", "what goes with it?",
    "who do I call about a return?", "what happens when an order is late?",
])
@pytest.mark.parametrize("known", [True, False])
def test_a_question_on_the_terms_is_not_about_an_order(text: str, known: bool) -> None:
    assert order_requests.read(fold(text), LOOKING, known=known) is None


@pytest.mark.parametrize(("text", "act"), [
    ("cancel my order", True), ("please cancel order 4821-7730", True), ("can I still cancel my order?", False),
    ("is it too late to cancel my order?", False), ("I want to return my last order", True),
])
def test_asking_whether_is_not_asking_for_it(text: str, act: bool) -> None:
    ask = order_requests.read(fold(text), Dialogue(), known=True)
    assert ask is not None and ask.act is act
