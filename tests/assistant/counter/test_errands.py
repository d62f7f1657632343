"""What is read as a wish about the cart or an order, and what is not."""

from __future__ import annotations

import pytest

from shop.assistant.counter import cart_requests, order_requests
from shop.assistant.counter.cart_requests import (
    AddToCart,
    CartRequest,
    Checkout,
    DeliveryCost,
    EmptyCart,
    OneMore,
    RemoveFromCart,
    SetQuantity,
    SwapVariant,
    ViewCart,
)
from shop.assistant.counter.errands import Errands, read_errands
from shop.assistant.counter.order_requests import (
    CancelOrder,
    Contents,
    OrderList,
    OrderRequest,
    OrderTotal,
    ReturnOrder,
    Whereabouts,
)
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.text import fold

LOOKING = Dialogue(shown=(1, 2, 3))
ADDED = Dialogue(shown=(1, 2, 3), taken="SKU")
SPOKEN = Dialogue(order="1234-5678")


@pytest.mark.parametrize(("text", "dialogue", "kind", "quantity"), [
    ("Add the second one in M", LOOKING, AddToCart, None),
    ("put the blue one into my basket please", LOOKING, AddToCart, None),
    ("add two of the first one to my cart", LOOKING, AddToCart, 2),
    ("could you add 3 of them to the cart?", LOOKING, AddToCart, 3),
    ("I'll take the last one", LOOKING, AddToCart, None),
    ("I'll take it", LOOKING, AddToCart, None),
    ("buy this one", LOOKING, AddToCart, None),
    ("I want to buy both", LOOKING, AddToCart, None),
    ("Add the Chancery Shirt to my cart", Dialogue(), AddToCart, None),
    ("order the third one in size 42", LOOKING, AddToCart, None),
    ("take it out again", ADDED, RemoveFromCart, None),
    ("remove the hoodie from my cart", Dialogue(), RemoveFromCart, None),
    ("please take the socks out of the basket", Dialogue(), RemoveFromCart, None),
    ("make it two", ADDED, SetQuantity, 2),
    ("change the quantity to 4", ADDED, SetQuantity, 4),
    ("one more please", ADDED, OneMore, None),
    ("change it to L", ADDED, SwapVariant, None),
    ("in L instead", ADDED, SwapVariant, None),
    ("actually make it M", ADDED, SwapVariant, None),
    ("make it black", ADDED, SwapVariant, None),
    ("add the cheapest", LOOKING, AddToCart, None),
    ("add all of it", LOOKING, AddToCart, None),
    ("what do I pay in total?", ADDED, ViewCart, None),
    ("what's in my cart?", Dialogue(), ViewCart, None),
    ("show me the basket", Dialogue(), ViewCart, None),
    ("view cart", Dialogue(), ViewCart, None),
    ("how much is my cart", Dialogue(), ViewCart, None),
    ("empty my cart", Dialogue(), EmptyCart, None),
    ("I'm ready to pay", Dialogue(), Checkout, None),
    ("checkout please", Dialogue(), Checkout, None),
    ("how much is shipping for this?", LOOKING, DeliveryCost, None),
    ("what does delivery cost for my cart", Dialogue(), DeliveryCost, None),
])
def test_a_wish_about_the_cart_is_understood(
    text: str, dialogue: Dialogue, kind: type[CartRequest], quantity: int | None,
) -> None:
    ask = cart_requests.read(fold(text), dialogue, on_page=False)
    assert (type(ask), getattr(ask, "quantity", None)) == (kind, quantity)


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
    ("Where is my order?", Dialogue(), False, Whereabouts, ""),
    ("where is my order #W1234567?", Dialogue(), False, Whereabouts, "w1234567"),
    ("has order 4821-7730 been shipped yet?", Dialogue(), True, Whereabouts, "4821-7730"),
    ("track my parcel", Dialogue(), True, Whereabouts, ""),
    ("when will it arrive?", SPOKEN, True, Whereabouts, ""),
    ("What did I buy last time?", Dialogue(), True, Contents, ""),
    ("what is in it?", SPOKEN, True, Contents, ""),
    ("what did I order?", Dialogue(), True, Contents, ""),
    ("what's in order #W1234567", Dialogue(), True, Contents, "w1234567"),
    ("can I still cancel my order?", Dialogue(), True, CancelOrder, ""),
    ("cancel it", SPOKEN, True, CancelOrder, ""),
    ("please cancel order 4821-7730", Dialogue(), True, CancelOrder, "4821-7730"),
    ("can I return it?", SPOKEN, True, ReturnOrder, ""),
    ("I want to return my last order", Dialogue(), True, ReturnOrder, ""),
    ("how much was my last order?", Dialogue(), True, OrderTotal, ""),
    ("show me my orders", Dialogue(), True, OrderList, ""),
])
def test_a_question_on_an_order_is_understood(
    text: str, dialogue: Dialogue, known: bool, kind: type[OrderRequest], number: str,
) -> None:
    ask = order_requests.read(fold(text), dialogue, known=known)
    assert (type(ask), getattr(ask, "number", "")) == (kind, number)


@pytest.mark.parametrize("text", [
    "how can I cancel an order?", "what is your return policy?", "can I return shoes?", "how do I track an order?",
    "do you have jeans in size 32?", "under 4000", "how long does delivery take?", "can I cancel my newsletter?",
    "a dress for 1999 euros", "what do you have in there?", "is it warm?", "show me more", "what goes with it?",
    "who do I call about a return?", "what happens when an order is late?",
])
@pytest.mark.parametrize("known", [True, False])
def test_a_question_on_the_terms_is_not_about_an_order(text: str, known: bool) -> None:
    assert order_requests.read(fold(text), LOOKING, known=known) is None


@pytest.mark.parametrize(("text", "decided"), [
    ("cancel my order", True), ("please cancel order 4821-7730", True), ("can I still cancel my order?", False),
    ("is it too late to cancel my order?", False), ("I want to return my last order", True),
])
def test_asking_whether_is_not_asking_for_it(text: str, decided: bool) -> None:
    ask = order_requests.read(fold(text), Dialogue(), known=True)
    assert isinstance(ask, CancelOrder | ReturnOrder) and ask.decided is decided


def errands(*parts: str) -> Errands:
    return read_errands(parts, SPOKEN, on_page=False, known=True, named=lambda part: False)


def test_one_number_in_a_message_is_meant_throughout() -> None:
    assert errands("what is in it?", "I mean order 4821-7730").orders == (
        Contents("4821-7730"), Whereabouts("4821-7730"))
    assert errands("show me my orders", "order 4821-7730").orders == (
        Whereabouts("4821-7730"), Whereabouts("4821-7730"))
    assert errands("what is in it?", "where is order 4821-7730?", "where is order 9999-0000?").orders[0] == Contents("")
