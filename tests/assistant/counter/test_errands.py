"""What is read as a wish about the cart or an order, and what is not."""

from __future__ import annotations

import pytest

from shop.assistant.counter import order_requests
from shop.assistant.counter.cart_requests import (
    AddToCart,
    CartRequest,
    Checkout,
    DeliveryCost,
    EmptyCart,
    RemoveFromCart,
    SetQuantity,
    SwapVariant,
    ViewCart,
)
from shop.assistant.counter.errands import Errands, read_errands, sentences_of
from shop.assistant.counter.order_requests import (
    CancelOrder,
    Contents,
    OrderList,
    OrderRequest,
    OrderTotal,
    ReturnOrder,
    Whereabouts,
)
from shop.assistant.counter.replies import Decline
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.text import fold
from shop.assistant.turn import Surroundings
from tests.assistant.counter.counters import Known, desk_at, in_view, with_line

LOOKING = Dialogue(shown=(1, 2, 3))
SPOKEN = Dialogue(order="1234-5678")


@pytest.mark.parametrize(("text", "kind"), [
    ("Add the second one in M", AddToCart),
    ("put the first one into my basket please", AddToCart),
    ("could you add 3 of the third to the cart?", AddToCart),
    ("I'll take the last one", AddToCart),
    ("I want to buy both", AddToCart),
    ("order the third one in size 42", AddToCart),
    ("add the cheapest", AddToCart),
    ("add all of it", AddToCart),
    ("Add the Chancery Shirt to my cart", AddToCart),
    ("what's in my cart?", ViewCart),
    ("show me the basket", ViewCart),
    ("view cart", ViewCart),
    ("how much is my cart", ViewCart),
    ("empty my cart", EmptyCart),
    ("I'm ready to pay", Checkout),
    ("checkout please", Checkout),
    ("how much is shipping for this?", DeliveryCost),
    ("what does delivery cost for my cart", DeliveryCost),
])
def test_a_wish_about_the_cart_is_understood_after_a_list(
    demo: Surroundings, text: str, kind: type[CartRequest],
) -> None:
    asks = read_errands(sentences_of(text), in_view(demo, "shirts")).cart
    assert [type(ask) for ask in asks] == [kind]


@pytest.mark.parametrize(("text", "kind"), [
    ("take it out again", RemoveFromCart),
    ("remove the hoodie from my cart", RemoveFromCart),
    ("please take the hoodie out of the basket", RemoveFromCart),
    ("make it two", SetQuantity),
    ("change the quantity to 4", SetQuantity),
    ("one more please", SetQuantity),
    ("change it to L", SwapVariant),
    ("in L instead", SwapVariant),
    ("actually make it S", SwapVariant),
    ("make it beige", SwapVariant),
    ("what do I pay in total?", ViewCart),
    ("take everything out", EmptyCart),
])
def test_a_wish_about_what_was_put_in_is_understood(demo: Surroundings, text: str, kind: type[CartRequest]) -> None:
    asks = read_errands(sentences_of(text), with_line(demo, "add the Cloud Hoodie in grey, M")).cart
    assert [type(ask) for ask in asks] == [kind]


@pytest.mark.parametrize("text", [
    "I want to buy a coat", "order a blue dress", "do you have a leather bag?", "add some colour to my wardrobe",
    "show me the bags", "how much is shipping?", "is delivery free?", "a tote bag under 40", "take me to the shoes",
    "what do you have in blue?", "get me something warm", "remove the colour", "forget the hoodie",
    "the cheapest", "can I order by phone?", "I'd like to buy a present for my mother", "the second one",
    "make it cheaper", "make it warmer", "drop the red ones", "clear the filters", "how do I place my order?",
    "what happens when I check out?",
])
def test_looking_for_things_is_no_wish_about_the_cart(demo: Surroundings, text: str) -> None:
    page = next(iter(demo.catalogue.items(in_view(demo, "jumpers").dialogue.shown)))
    for desk in (in_view(demo, "jumpers"), desk_at(demo, Dialogue(), page)):
        assert read_errands(sentences_of(text), desk).cart == ()


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
    ("could you cancel my order?", True), ("I'd like to send my order back", True), ("should I cancel it?", False),
    ("I cancelled my order yesterday", False), ("if it is late I will cancel my order", False),
    ("my order was cancelled", False), ("why would anybody return an order", False),
])
def test_asking_whether_is_not_asking_for_it(text: str, decided: bool) -> None:
    ask = order_requests.read(fold(text), Dialogue(), known=True)
    assert ask is None or (isinstance(ask, CancelOrder | ReturnOrder) and ask.decided is decided)
    assert ask is not None or not decided


@pytest.mark.parametrize("text", ["don't cancel my order", "please do not return order 4821-7730"])
def test_an_order_that_is_not_to_be_cancelled_is_left_alone(demo: Surroundings, text: str) -> None:
    asks = read_errands([text], desk_at(demo, Dialogue(), counter=Known())).orders
    assert asks == (Decline(),)


def errands(around: Surroundings, *parts: str) -> Errands:
    return read_errands(parts, desk_at(around, SPOKEN, counter=Known()))


def test_one_number_in_a_message_is_meant_throughout(demo: Surroundings) -> None:
    assert errands(demo, "what is in it?", "I mean order 4821-7730").orders == (
        Contents("4821-7730"), Whereabouts("4821-7730"))
    assert errands(demo, "show me my orders", "order 4821-7730").orders == (
        Whereabouts("4821-7730"), Whereabouts("4821-7730"))
    several = errands(demo, "what is in it?", "where is order 4821-7730?", "where is order 9999-0000?")
    assert several.orders[0] == Contents("")
