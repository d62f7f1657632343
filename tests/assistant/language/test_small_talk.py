"""What a message is about when it is about neither products nor terms."""

from __future__ import annotations

import re
import time

import pytest

from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.small_talk import CART, COMPARE, ORDER, SMALL_TALK, words
from shop.assistant.language.text import fold

TALK = [
    ("Hello there", "greeting"),
    ("hiya!", "greeting"),
    ("Good evening", "greeting"),
    ("how are you today?", "greeting"),
    ("how's everything going", "greeting"),
    ("how have you been lately", "greeting"),
    ("what's up", "greeting"),
    ("nice to meet you", "greeting"),
    ("you alright?", "greeting"),
    ("Goodbye then", "goodbye"),
    ("see you tomorrow, bye", "goodbye"),
    ("catch you later", "goodbye"),
    ("have a lovely weekend", "goodbye"),
    ("until we meet again, goodbye", "goodbye"),
    ("it was nice chatting with you", "goodbye"),
    ("I have to go", "goodbye"),
    ("that's all for now", "goodbye"),
    ("that will be all, thanks", "goodbye"),
    ("Thank you so much", "thanks"),
    ("many thanks indeed", "thanks"),
    ("I really appreciate this", "thanks"),
    ("you have been very helpful", "thanks"),
    ("that helped a lot", "thanks"),
    ("I owe you", "thanks"),
    ("cheers", "thanks"),
    ("are you a person or a machine?", "bot"),
    ("am I chatting with a computer", "bot"),
    ("is this a bot?", "bot"),
    ("you are a robot, right?", "bot"),
    ("are you real?", "bot"),
    ("who are you", "bot"),
    ("who built you?", "bot"),
    ("how old are you", "bot"),
    ("what's your name?", "bot"),
    ("what can you do?", "capabilities"),
    ("how can you help me", "capabilities"),
    ("which questions can you answer?", "capabilities"),
    ("what may I ask you", "capabilities"),
    ("what do you know", "capabilities"),
    ("tell me what you can do", "capabilities"),
    ("help!", "capabilities"),
    ("can you help me please", "capabilities"),
    ("let me speak to a human", "person"),
    ("I want to talk to someone real please, is there a person", "person"),
    ("connect me with an agent", "person"),
    ("could I chat with a member of staff", "person"),
    ("real person please", "person"),
]
NO_TALK = [
    "how long does delivery take", "do you have a robot vacuum", "take care instructions for wool",
    "is it real leather", "what do you have in blue", "what is new in", "how do I take care of leather",
    "high waisted jeans",
    "a gift for a person who runs", "which one is better", "do you have dog coats", "a jacket with a good hood",
    "can you help me find a coat", "what do you sell", "where are you located", "are you open on Sunday",
    "how is it made", "I need a hat", "later in the year it gets cold", "the latest trainers", "personal details",
    "what can I wear to a wedding", "how are the boots sized", "help me choose a coat",
]
ORDERS = [
    "where's my parcel", "Where is my order?", "track the package", "status of order 9912", "order no. 9912",
    "has my parcel been sent yet", "did my order arrive", "my order still hasn't arrived", "is my delivery late",
    "when will my order get here", "what did I order", "show me my last order", "I ordered a coat, where is it",
    "any update on my purchase?", "how far away is my parcel",
    "the shoes I ordered online never came, when will they arrive",
]
NO_ORDERS = [
    "in order to stay warm", "I want to order a coat", "what are the delivery options", "is delivery free",
    "when do you deliver", "how long does delivery take", "check the delivery cost", "track pants",
    "where are my sizes", "what is the delivery time", "show me the delivery options", "find the delivery times",
]
BASKETS = [
    "add the second one to my basket", "put it in the cart", "what is in my basket", "remove the hat from the basket",
    "I'll take it", "empty the cart", "I want to check out", "go to checkout",
]
NO_BASKETS = ["can I check out the jackets", "a basket for logs", "a bag to take on a plane", "put a hood on it",
              "shopping carts for the garden"]
COMPARED = ["compare the first two", "what's the difference between them", "which one is warmer",
            "the blue vs the grey", "which of these is better"]


def names(text: str) -> list[str]:
    return [name for name, pattern in SMALL_TALK if pattern.search(fold(text))]


@pytest.mark.parametrize(("text", "intent"), TALK)
def test_small_talk_is_recognised(text: str, intent: str) -> None:
    assert names(text)[:1] == [intent]


@pytest.mark.parametrize(("text", "kind"), [
    (text, kind) for kind, entry in ENGLISH.tables("small_talk").items() for text in entry.examples])
def test_the_example_beside_a_sentence_is_of_its_kind_before_any_other(text: str, kind: str) -> None:
    assert names(text)[0] == kind


@pytest.mark.parametrize("text", NO_TALK)
def test_a_question_to_the_shop_is_no_small_talk(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize("text", ORDERS)
def test_an_order_that_was_made_is_asked_about(text: str) -> None:
    assert ORDER.search(fold(text))


@pytest.mark.parametrize("text", NO_ORDERS)
def test_terms_and_wishes_are_about_no_order(text: str) -> None:
    assert not ORDER.search(fold(text))


@pytest.mark.parametrize("text", BASKETS)
def test_the_basket_is_spoken_of(text: str) -> None:
    assert CART.search(fold(text))


@pytest.mark.parametrize("text", NO_BASKETS)
def test_a_bag_or_basket_for_sale_is_not_the_basket(text: str) -> None:
    assert not CART.search(fold(text))


@pytest.mark.parametrize("text", COMPARED)
def test_a_choice_between_things_is_a_comparison(text: str) -> None:
    assert COMPARE.search(fold(text))


@pytest.mark.parametrize("text", [
    "a " * 1000, "are you a real " * 133, "my order is " * 166, "I ordered " * 200, "what kind of " * 153,
    "talk to a " * 200, " " * 2000, "?" * 2000, "x" * 2000, "put " * 500,
], ids=lambda text: text[:12])
def test_no_text_makes_a_pattern_try_without_end(text: str) -> None:
    """A pattern that tries every way to divide a long text takes minutes; an honest one milliseconds."""
    text, began = fold(text), time.thread_time()
    for pattern in (*(pattern for _, pattern in SMALL_TALK), ORDER, CART, COMPARE):
        pattern.search(text)
    assert time.thread_time() - began < 5


def test_the_words_to_spell_by_are_plain_words() -> None:
    assert {"goodbye", "appreciate", "chatbot", "basket"} <= words()
    assert all(re.fullmatch(r"[a-z']+", word) for word in words())
