"""Whatever is asked, denied, reported or made to depend on something leaves the cart as it is; what is told to be done
is done: over frames of sentences, ways of pointing, and products of two unlike shops."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

import pytest

from shop.assistant.catalogue import Item, ItemVariant
from shop.assistant.criteria import Criteria
from shop.assistant.turn import Question, Surroundings
from tests.assistant.counter.counters import at_the_counter, in_cart
from tests.support.conversation import conversation, turn

# Where {x} stands, something is pointed at.
TOLD = (
    "add {x} to my cart", "please add {x}", "could you add {x}?", "would you mind putting {x} in my basket?",
    "I'll take {x}", "I'd like to buy {x}, please", "let me have {x}", "get me {x}", "we want to order {x}",
    "great, pop {x} into the trolley", "{x} in my cart please", "{x}, add it", "go ahead and add {x}",
    "hmm, actually I will go for {x}", "don't forget to add {x}",
)
NOT_TOLD = (
    "don't add {x} to my cart", "please do not put {x} in my basket", "I won't take {x}", "never add {x}",
    "should I buy {x}?", "can I order {x} by phone?", "would you get {x}", "who would buy {x}?", "is {x} worth it",
    "how do I add {x} to my cart?", "what if I buy {x}", "if I take {x} is delivery free", "I bought {x} last year",
    "my neighbour wants {x}", "we were going to order {x}", "I wonder whether to take {x}",
    "I'd buy {x} if it were cheaper",    "they say everybody takes {x}", "I'll buy {x} next month",
    "can't afford {x}", "I have {x} already",
    "do people take {x} to work", "unless it is sold out add {x}", "I would have taken {x}", "add {x} to my wish list",
    "no need to add {x}", "tell me more about {x}", "I like {x}, but it is too dear", "did you add {x}",
)
OUT = ("take it out again", "remove it", "could you take it out of my cart?", "get rid of it please", "delete that")
NOT_OUT = (
    "don't remove it", "should I take it out?", "can I remove it later", "how do I take it out again?", "keep it in",
    "if I remove it, is delivery still free", "I took one out of my bag", "please never take it out",
    "is it out of stock", "would you take it out of the box", "he wants me to remove it",
    "I'm not sure whether to remove it",
)


def sold(around: Surroundings) -> list[tuple[Item, ItemVariant]]:
    """Products with a variant of which there are some, in an order of its own."""
    rows = around.catalogue.candidates(Criteria(), limit=1000).rows
    found = [(item, variant) for item in around.catalogue.items([row.id for row in rows])
             for variant in item.variants[:1] if variant.stock > 3]
    random.Random(7).shuffle(found)
    return found


def in_words(variant: ItemVariant) -> str:
    size = variant.size.rpartition(": ")[2]
    return "".join(f" in {each}" for each in (variant.colour, size) if each)


def pointings(item: Item, variant: ItemVariant) -> Iterator[tuple[str, str]]:
    """Ways of pointing at a variant, each with the page that is open."""
    yield f"the {item.name}{in_words(variant)}", ""
    yield f"this one{in_words(variant)}", item.slug
    yield f"one of these{in_words(variant)}", item.slug


def added(around: Surroundings, text: str, page: str) -> dict[str, int]:
    there, trial = at_the_counter(around)
    turn(Question(text, page), there)
    return in_cart(trial)


def test_what_is_told_to_be_done_is_done(either: Surroundings) -> None:
    wrong = []
    goods = sold(either)
    for at, frame in enumerate(TOLD):
        for item, variant in goods[at % len(goods):][:1]:
            for x, page in pointings(item, variant):
                if (cart := added(either, text := frame.format(x=x), page)) != {variant.sku: 1}:
                    wrong.append((text, cart))
    assert not wrong, f"{len(wrong)} wrong, such as {wrong[:6]}"


def test_what_is_asked_denied_or_told_of_changes_nothing(either: Surroundings) -> None:
    wrong = []
    goods = sold(either)
    for at, frame in enumerate(NOT_TOLD):
        for item, variant in goods[at % len(goods):][:1]:
            for x, page in pointings(item, variant):
                if cart := added(either, text := frame.format(x=x), page):
                    wrong.append((text, cart))
    assert not wrong, f"{len(wrong)} wrong, such as {wrong[:6]}"


@pytest.mark.parametrize(("texts", "gone"), [(OUT, True), (NOT_OUT, False)])
def test_only_what_is_told_to_go_goes(either: Surroundings, texts: tuple[str, ...], gone: bool) -> None:
    for text, (item, variant) in product(texts, sold(either)[:1]):
        there, trial = at_the_counter(either)
        conversation(there, f"add the {item.name}{in_words(variant)} to my cart", text)
        assert (in_cart(trial) == {}) is gone, text


@pytest.mark.parametrize(("text", "count"), [
    ("make it three", 3), ("two more please", 4), ("one less", 1), ("just the one", 1), ("double it", 4), ("x4", 4),
    ("add another one", 3), ("take one out", 1), ("I need four of them", 4), ("change the quantity to 3", 3),
    ("one more question", 2), ("is two enough?", 2), ("I have two more at home", 2), ("don't make it three", 2),
])
def test_a_count_is_of_what_was_put_in_last(either: Surroundings, text: str, count: int) -> None:
    item, variant = sold(either)[0]
    there, trial = at_the_counter(either)
    conversation(there, f"add two of the {item.name}{in_words(variant)} to my cart", text)
    assert in_cart(trial) == {variant.sku: count}


def test_another_option_takes_the_place_of_the_one_there(either: Surroundings) -> None:
    frames = ("{x} instead", "make it {x}", "change it to {x}", "sorry, I meant {x}", "could you swap it for {x}?")
    wrong = []
    for item, _ in sold(either)[:12]:
        stocked = [each for each in item.variants if each.stock > 1]
        one, other = stocked[0], stocked[-1]
        if one.size == other.size or not other.size:
            continue
        for frame in frames:
            there, trial = at_the_counter(either)
            text = frame.format(x=f"{other.size} in {other.colour}" if other.colour else other.size)
            conversation(there, f"add the {item.name}{in_words(one)} to my cart", text)
            if in_cart(trial) != {other.sku: 1}:
                wrong.append((item.name, text, in_cart(trial)))
    assert not wrong, f"{len(wrong)} wrong, such as {wrong[:6]}"


def test_what_is_missing_is_asked_for_and_taken_from_the_answer(either: Surroundings) -> None:
    several = [(item, variant) for item, variant in sold(either)
               if len(item.sizes_in_stock((variant.colour.casefold(),) if variant.colour else ())) > 1][:3]
    assert several
    for item, variant in several:
        there, trial = at_the_counter(either)
        shade = f" in {variant.colour}" if variant.colour else ""
        asked = conversation(there, f"add the {item.name}{shade} to my cart")
        assert in_cart(trial) == {} and "?" in asked.said and asked.offered.suggestions
        turn(f"{variant.size}, two of them", there, asked.dialogue)
        assert in_cart(trial) == {variant.sku: 2}
        again, other = at_the_counter(either)
        turn(f"is {variant.size} too small?", again, asked.dialogue)
        assert in_cart(other) == {}


def test_a_colour_is_asked_for_rather_than_guessed(demo: Surroundings) -> None:
    item = next(item for item, _ in sold(demo) if len(item.colours) > 1 and not item.sizes)
    there, trial = at_the_counter(demo)
    asked = conversation(there, f"add the {item.name} to my cart")
    assert in_cart(trial) == {} and "Which colour" in asked.said


def test_a_question_about_the_cart_offers_what_would_do_it(demo: Surroundings) -> None:
    item, _ = sold(demo)[0]
    there, trial = at_the_counter(demo)
    asked = turn(Question("should I buy it?", item.slug), there)
    assert in_cart(trial) == {} and f"Add the {item.name} to my cart" in asked.offered.suggestions


def test_it_stands_for_what_the_message_named_before_the_page(demo: Surroundings) -> None:
    (item, variant), (other, _) = sold(demo)[:2]
    text = f"I love the {item.name}. Add it{in_words(variant)}."
    assert added(demo, text, other.slug) == {variant.sku: 1}
