"""Sets of products that go together, and what they cost."""

from __future__ import annotations

import re

import pytest

from shop.assistant.catalogue import Item
from shop.assistant.criteria import Criteria
from shop.assistant.knowledge import Section
from shop.assistant.recommending.matches import fits
from shop.assistant.recommending.outfits import same_people
from shop.assistant.recommending.pairings import matches, sets_of
from shop.assistant.turn import Question, Surroundings
from tests.support.conversation import Turn, conversation
from tests.support.goods import goods


def items_of(turn: Turn, around: Surroundings) -> tuple[Item, ...]:
    return around.catalogue.items([offer.product_id for offer in turn.offered.offers])


@pytest.mark.parametrize(("advice", "sets"), [
    ("A dress, or a blazer with trousers and a shirt.", [(("dresses",),), (("jackets",), ("trousers",), ("shirts",))]),
    ("A blazer or jumper, a shirt and shoes.", [(("jackets", "jumpers"), ("shirts",), ("shoes",))]),
    ("People there dress up. Take a coat.", [(("coats",),)]),
    ("Nothing to wear is named here.", []),
])
def test_advice_is_read_as_sets_of_alternatives(
    advice: str, sets: list[tuple[tuple[str, ...], ...]], demo: Surroundings,
) -> None:
    assert sets_of(advice, demo.catalogue.vocabulary()) == sets


def test_shelves_are_told_apart_by_rows_and_joined_by_advice(demo: Surroundings) -> None:
    vocabulary = demo.catalogue.vocabulary()
    rows = [goods(at, f"{shelf} {at}", 100, "", category=shelf, sizes=sizes, colours=("Black",), stock=(1, 1),
                  attributes=dict.fromkeys(stated, "yes")) for at, (shelf, sizes, stated) in enumerate([
                      ("jeans", ("30", "32"), ("fit", "care")), ("trousers", ("30", "32"), ("fit", "care")),
                      ("boots", ("40", "41"), ("sole", "care")), ("shoes", ("40", "41"), ("sole",)),
                      ("dresses", ("S", "M"), ("length", "care"))])]
    advice = [Section("a", "styling", "A", "A dress, or trousers with a shirt.")]
    found = matches(rows, advice, vocabulary)
    assert found.clash("jeans", "trousers") and found.clash("boots", "shoes") and not found.clash("jeans", "boots")
    assert found.clash("dresses", "trousers") and found.clash("dresses", "jeans")
    assert found.joined("shirts", "trousers") and not found.joined("jeans", "trousers")


@pytest.mark.parametrize("text", [
    "an outfit for a summer wedding under 150", "an outfit for a job interview under 400",
    "outfit for the beach under 120",
    "an outfit for hiking under 250 for women", "outfit for my husband for a wedding under 300",
    "jacket, jeans and shoes for under 300 together",
])
def test_a_set_is_of_different_shelves_for_one_person_within_the_budget(text: str, demo: Surroundings) -> None:
    turn = conversation(demo, text)
    items = items_of(turn, demo)
    wish = turn.criteria.changed(category=(), price_max=None)
    budget = turn.criteria.price_max
    total = sum(item.price for item in items)
    assert len(items) > 1 and len({item.category for item in items}) == len(items) and same_people(items)
    assert budget is not None and total <= budget and f"Together that is {demo.money(total)}" in turn.ended.text
    assert all(fits(item, wish, demo.catalogue.vocabulary()) and item.in_stock for item in items)
    assert all(f"the {item.name} at {demo.money(item.price)}" in turn.ended.text for item in items)


@pytest.mark.parametrize(("shop", "text", "shelves"), [
    ("demo", "jacket, jeans and shoes for under 300 together", {"jackets", "jeans", "shoes"}),
    ("demo", "a hat and a scarf for under 100 in total", {"hats", "scarves"}),
    ("garden", "a spade and secateurs under 60 together", {"spades-and-forks", "secateurs"}),
])
def test_named_parts_are_exactly_the_parts(
    shop: str, text: str, shelves: set[str], request: pytest.FixtureRequest,
) -> None:
    around = request.getfixturevalue(shop)
    assert {item.category for item in items_of(conversation(around, text), around)} == shelves


def test_the_shoppers_own_noun_is_the_thing(garden: Surroundings) -> None:
    names = [offer.name for offer in conversation(garden, "a spade and secateurs under 60 together").offered.offers]
    assert any("Spade" in name for name in names)


@pytest.mark.parametrize(("shop", "text"), [
    ("demo", "jacket, jeans and shoes for under 90 together"), ("demo", "an outfit for a wedding under 20"),
    ("demo", "a party outfit for women under 50"), ("garden", "a lawn mower and a spade under 40 together"),
])
def test_where_no_set_fits_the_least_is_told_and_the_chip_leads_to_it(
    shop: str, text: str, request: pytest.FixtureRequest,
) -> None:
    around: Surroundings = request.getfixturevalue(shop)
    turn = conversation(around, text)
    told = re.search(r"The least that one would cost is [€£]([\d.]+)", turn.ended.text)
    assert told and not turn.offered.offers
    least = round(float(told[1]) * 100)
    followed = items_of(conversation(around, text, *turn.offered.suggestions[:1]), around)
    assert sum(item.price for item in followed) == least


def test_a_budget_said_later_is_for_the_whole_set(demo: Surroundings) -> None:
    turn = conversation(demo, "an outfit for the beach", "under 90 please")
    items = items_of(turn, demo)
    assert len(items) > 1 and sum(item.price for item in items) <= 9000


@pytest.mark.parametrize("question", [
    Question("what goes with it?", page="signal-denim-jacket"), Question("what goes with the Signal Denim Jacket?"),
    Question("what can I wear with the denim jacket?"),
])
def test_companions_are_of_other_shelves(question: Question, demo: Surroundings) -> None:
    turn = conversation(demo, question)
    items = items_of(turn, demo)
    jacket = demo.catalogue.item("signal-denim-jacket")
    assert jacket is not None and items and "Signal Denim Jacket" in turn.ended.text
    assert len({item.category for item in (*items, jacket)}) == len(items) + 1
    total = sum(item.price for item in items)
    assert demo.money(total + jacket.price) in turn.ended.text


def test_companions_keep_to_the_budget(demo: Surroundings) -> None:
    turn = conversation(demo, "what goes with the Signal Denim Jacket under 60?")
    assert 0 < sum(item.price for item in items_of(turn, demo)) <= 6000


def test_the_garden_has_companions_too(garden: Surroundings) -> None:
    turn = conversation(garden, "secateurs", "what goes with the first one?")
    assert turn.offered.offers and all(item.category != "secateurs" for item in items_of(turn, garden))


def test_after_companions_the_list_before_is_still_there(demo: Surroundings) -> None:
    turn = conversation(demo, "hoodies", "what goes with the first one?", "in black")
    assert turn.criteria == Criteria(category=("hoodies",), colour=("black",))


def test_what_goes_with_a_colour_is_advice(demo: Surroundings) -> None:
    assert "policy" in conversation(demo, "what goes with navy?").ended.receipt.intents
