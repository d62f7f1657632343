"""Sets of products that go together, and what they cost."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from shop.assistant.catalogue import Candidate, Item
from shop.assistant.criteria import Criteria
from shop.assistant.knowledge import Section
from shop.assistant.recommending.matches import fits
from shop.assistant.recommending.outfits import (
    PIECES,
    Outfit,
    Plan,
    Wardrobe,
    best_of,
    cheapest_for_each,
    companions,
    completed,
    composed,
    same_people,
    wardrobe,
)
from shop.assistant.recommending.pairings import (
    Matches,
    Shelf,
    matches,
    same_kind,
    same_place,
    sets_of,
    shelf_of,
    shelves_beside,
)
from shop.assistant.turn import Question, Surroundings
from tests.support.conversation import Turn, conversation
from tests.support.goods import goods


def items_of(turn: Turn, around: Surroundings) -> tuple[Item, ...]:
    return around.catalogue.items([offer.product_id for offer in turn.offered.offers])


@pytest.mark.parametrize(("advice", "sets"), [
    ("A dress, or a blazer with trousers and a shirt.", [(("dresses",),), (("jackets",), ("trousers",), ("shirts",))]),
    ("A blazer or jumper, a shirt and shoes.", [(("jackets", "jumpers"), ("shirts",), ("shoes",))]),
    ("A shirt, a blazer or jumper, and shoes.", [(("shirts",), ("jackets", "jumpers"), ("shoes",))]),
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
    less = conversation(around, re.sub(r"under \d+", f"under {(least - 1) / 100:.2f}", text))
    assert not less.offered.offers and told[0] in less.ended.text


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


def test_whatever_the_product_its_companions_are_of_other_shelves_for_the_same_people(either: Surroundings) -> None:
    rows = either.catalogue.candidates(Criteria(), limit=5000).rows
    both = []
    for item in either.catalogue.items([row.id for row in rows][::max(1, len(rows) // 6)]):
        def goes_with(budget: int | None = None, item: Item = item) -> Outfit:
            return companions(item, either.catalogue, either.knowledge, either.catalogue.vocabulary(), budget)

        found, nothing = goes_with(), goes_with(0)
        shelves = [item.category, *(each.category for each in found.items)]
        assert len(set(shelves)) == len(shelves) <= PIECES and all(each.in_stock for each in found.items)
        assert same_people((item, *found.items)) and found.total == sum(each.price for each in found.items)
        assert not nothing.items and (nothing.least is None) == (not found.items)
        if nothing.least is not None:
            assert goes_with(nothing.least).total == nothing.least and not goes_with(nothing.least - 1).items
            assert goes_with(found.total).items and goes_with(found.total - 1).total < found.total
        both.append(bool(found.items))
    assert any(both)


@pytest.mark.parametrize(("text", "shelves"), [
    ("Worn open over a shirt.", {"shirts"}), ("It goes with jeans and boots.", {"jeans", "boots"}),
    ("A coat with a hood.", set()), ("Instead of a jacket.", set()), ("Lovely over there where people dress.", set()),
    ("With room and warmth for days when no other jacket would do.", set()), ("", set()),
])
def test_a_products_text_puts_other_shelves_beside_it(text: str, shelves: set[str], demo: Surroundings) -> None:
    assert shelves_beside(goods(7, "Coat", 100, text, category="coats"), demo.catalogue.vocabulary()) == shelves


@pytest.mark.parametrize("who", [None, "men", "women", "kids"])
def test_children_have_sets_of_their_own(who: str | None, demo: Surroundings) -> None:
    words = demo.catalogue.vocabulary()
    assert "kids" in words.values("audience")
    found = wardrobe(Criteria(audience=who), demo.catalogue, demo.knowledge, words, ())
    people = {item.audience for some in found.by_shelf.values() for item in some}
    assert people and ("kids" in people) is (who == "kids")


def test_of_two_shelves_with_sleeves_a_set_has_one_and_their_texts_bring_shelves_nearer(demo: Surroundings) -> None:
    def stated(shelf: str, text: str, size: str, sleeve: tuple[str, ...] = ()) -> Item:
        own = {f"only of {shelf}": "yes"}
        item = goods(1, "Thing", 100, text, category=shelf, colours=("Red",), sizes=(size,), stock=(1,), attributes=own)
        return replace(item, labels={"sleeve": sleeve})

    found = matches((
        stated("shirts", "Worn with jeans.", "S", ("long",)), stated("jumpers", "Worn with jeans.", "40", ("long",)),
        stated("jeans", "", "30"), stated("coats", "Worn with jeans.", "50")), [], demo.catalogue.vocabulary())
    assert found.clash("shirts", "jumpers")
    for one, other, nearness in (("coats", "jeans", 1), ("jeans", "shirts", 1), ("coats", "shirts", 0)):
        assert not found.clash(one, other) and found.nearness(one, other) == nearness


def test_shelves_are_alike_by_their_sizes_and_what_is_said_of_them() -> None:
    def shelf(sizes: str, stated: str, sleeved: bool = False) -> Shelf:
        return Shelf(frozenset(sizes.split()), sleeved, frozenset(stated.split()))

    jeans = shelf("30 32 34", "fit care")
    for other, alike in ((shelf("30 32 34", "fit care"), True), (shelf("30 32 34", "fit care", True), False),
                         (shelf("30 32 36 38", "fit care"), True), (shelf("30 36 38 40", "fit care"), False),
                         (shelf("30 32 34", "fit"), True), (shelf("30 32 34", "fit lining zip"), False),
                         (shelf("", ""), False)):
        assert same_kind(jeans, other) is same_kind(other, jeans) is alike
    assert same_place(jeans, shelf("", "fit"), {"care"}) and not same_place(jeans, shelf("", "care"), {"care"})


def test_a_shelf_is_what_most_of_its_products_state() -> None:
    rows = [goods(at, "Thing", 100, "", sizes=("S", "M"), colours=("Red",), stock=(1, 1), attributes=stated)
            for at, stated in enumerate([{"length": "30 cm"}, {"length": "knee", "lining": "yes"},
                                         {"length": "40 cm", "lining": "no"}])]
    found = shelf_of(rows)
    assert found.sizes == {"s", "m"} and not found.sleeved
    assert {"length #", "lining"} <= found.stated and "length" not in found.stated


def test_what_goes_with_a_colour_is_advice(demo: Surroundings) -> None:
    assert "policy" in conversation(demo, "what goes with navy?").ended.receipt.intents


def thing(number: int, shelf: str, price: int, audience: str = "unisex") -> Item:
    return replace(goods(number, f"{shelf} {number}", price, "", category=shelf), labels={"audience": (audience,)})


def room(*things: Item, pairs: Matches | None = None) -> Wardrobe:
    by_shelf: dict[str, list[Item]] = {}
    for each in things:
        by_shelf.setdefault(each.category, []).append(each)
    return Wardrobe(by_shelf, pairs or Matches())


@pytest.mark.parametrize(("audiences", "same"), [
    (("men", "men"), True), (("men", "women"), False), (("men", "unisex"), True), (("men", ""), True),
    (("", "unisex"), True), (("kids", "kids"), True), (("kids", "unisex"), False), (("kids", ""), False),
    (("kids", "men"), False)])
def test_what_is_for_everyone_goes_with_anybody_but_a_child(audiences: tuple[str, ...], same: bool) -> None:
    assert same_people([thing(1, "hats", 100, each) for each in audiences]) is same


def test_the_best_of_each_shelf_is_taken_as_far_as_the_budget_goes() -> None:
    hats, coats = [thing(1, "hats", 300), thing(2, "hats", 100)], [thing(3, "coats", 900), thing(4, "coats", 500)]
    pieces = [list(enumerate(hats)), list(enumerate(coats))]

    def chosen(budget: int | None, *, cheapest: bool = False) -> list[int] | None:
        found = best_of(pieces, budget, cheapest=cheapest)
        return found and [item.id for item in found[1]]

    assert [chosen(budget) for budget in (None, 1200, 1199, 800, 799, 600, 599)] == [
        [1, 3], [1, 3], [1, 4], [1, 4], [2, 4], [2, 4], None]
    assert chosen(None, cheapest=True) == [2, 4]
    hats[1] = thing(2, "hats", 100, "women")
    assert best_of([list(enumerate(hats[1:])), [(0, thing(5, "coats", 1, "men"))]], None, cheapest=False) is None


SHELVES = (thing(1, "hats", 100), thing(2, "coats", 900), thing(3, "shoes", 400), thing(4, "shoes", 300))
PLAN = Plan((("hats",), ("coats",), ("shoes",)), 1)


@pytest.mark.parametrize(("budget", "more", "chosen"), [
    (None, {}, [1, 2, 3]), (1400, {}, [1, 2, 3]), (1300, {}, [1, 2, 4]),
    # What comes first in the plan is the last to be left out, and its core never is.
    (1299, {}, [1, 2]), (999, {}, [1, 3]), (499, {}, [1, 4]), (399, {}, []), (399, {"fewest": 1}, [1]),
    (1299, {"whole": True}, []), (1300, {"whole": True}, [1, 2, 4]),
    (None, {"cheapest": True}, [1, 4]), (None, {"cheapest": True, "fewest": 1}, [1]),
    (None, {"cheapest": True, "whole": True}, [1, 2, 4])])
def test_a_set_has_as_many_pieces_as_the_budget_allows(
    budget: int | None, more: dict[str, Any], chosen: list[int],
) -> None:
    found = composed([PLAN], Criteria(price_max=budget), room(*SHELVES), **more)
    assert [item.id for item in found.items] == chosen and found.total == sum(item.price for item in found.items)


def test_of_several_plans_the_one_with_most_pieces_wins_and_a_missing_shelf_is_told() -> None:
    plans = [Plan((("hats",), ("coats",))), PLAN, Plan((("shoes",), ("hats", "coats")))]
    assert [item.id for item in composed(plans, Criteria(), room(*SHELVES)).items] == [1, 2, 3]
    assert [item.id for item in composed(plans[2:], Criteria(), room(*SHELVES)).items] == [3, 1]
    assert composed(plans[1:2], Criteria(), room(*SHELVES[:2]), whole=True).lacking == ("shoes",)
    assert composed([], Criteria(), room(*SHELVES)) == Outfit()


def test_a_plan_is_completed_with_shelves_that_go_with_all_of_it() -> None:
    things = room(*(thing(at, shelf, 100) for at, shelf in enumerate(("hats", "coats", "shoes", "belts", "bags"))),
                  pairs=Matches(frozenset({frozenset(("coats", "shoes"))})))
    assert completed([("coats", "gone"), ("nothing",)], things) == Plan(
        (("coats",), ("hats",), ("belts",), ("bags",)), 1)
    assert completed([("hats",), ("coats",), ("belts",)], things) == Plan(
        (("hats",), ("coats",), ("belts",), ("bags",)), 2)
    assert completed([("hats",), ("coats",), ("shoes",), ("belts",), ("bags",)], things).pieces == (
        ("hats",), ("coats",), ("shoes",), ("belts",))
    assert completed([("nothing",)], things) == Plan(())


def test_advice_brings_two_shelves_nearer_than_a_likeness() -> None:
    one, other, third = (frozenset(pair) for pair in (("a", "b"), ("a", "c"), ("b", "c")))
    found = Matches(frozenset({one, third}), {one: 1}, {one: 1, other: 2})
    assert [found.nearness(*pair) for pair in ("ab", "ba", "ac", "bc")] == [4, 4, 2, 0]
    assert [found.clash(*pair) for pair in ("aa", "ab", "ac")] == [True, True, False]
    assert [found.joined(*pair) for pair in ("aa", "ab", "ac", "bc")] == [False, True, True, False]


def test_the_cheapest_is_known_for_each_kind_of_people() -> None:
    rows = [Candidate(number, price, None, 0, "hats", 1, {}, frozenset({f"audience:{who}", "style:warm"}))
            for number, price, who in ((1, 300, "men"), (2, 200, "women"), (3, 100, "men"), (4, 200, "women"))]
    assert [row.id for row in cheapest_for_each(rows)] == [3, 2]
