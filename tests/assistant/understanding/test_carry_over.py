"""What of a request stays when another begins."""

from __future__ import annotations

from typing import Any

import pytest

from shop.assistant.turn import Surroundings
from tests.support.conversation import conversation


@pytest.mark.parametrize(("messages", "criteria"), [
    (("black jackets for men under 100", "now trousers"), {"category": ["trousers"], "audience": "men"}),
    (("jackets for men", "shirts too please"), {"category": ["shirts"], "audience": "men"}),
    (("jackets for men", "or coats"), {"category": ["jackets", "coats"], "audience": "men"}),
    (("I have 120 in total. A jacket", "and now boots"), {"category": ["boots"], "price_max": 12000}),
    (("boots up to 120", "and now a jacket"), {"category": ["jackets"]}),
    (("a hat for my daughter", "and gloves for her"), {"category": ["gloves"], "audience": "kids"}),
    (("shirts for my husband", "ok then for me"), {"category": ["shirts"]}),
    (("red scarves for women", "the dearest coat", "and the cheapest thing you have"), {"sort": "price_asc"}),
    (("two T-shirts for under 80 together",), {"category": ["t-shirts"], "quantity": 2, "price_max": 4000}),
])
def test_a_new_request_keeps_what_the_table_says(
    messages: tuple[str, ...], criteria: dict[str, Any], demo: Surroundings,
) -> None:
    assert conversation(demo, *messages).dialogue.criteria.to_json() == criteria


def cards(around: Surroundings, *messages: str) -> list[tuple[str, int, tuple[str, ...]]]:
    offers = conversation(around, *messages).offered.offers
    return [(item.category, item.price, item.sizes_in_stock()) for item in around.catalogue.items(
        [offer.product_id for offer in offers])]


def test_a_size_comes_along_to_the_next_shelf_and_not_to_somebody_else(demo: Surroundings) -> None:
    assert all("XS" in sizes for _, _, sizes in cards(demo, "women's T-shirts in XS", "now jumpers"))
    assert any("XS" not in sizes for _, _, sizes in cards(demo, "women's T-shirts in XS", "jumpers for my husband"))
    assert "in XS" in conversation(demo, "women's T-shirts in XS", "now jumpers").said
    assert "in XS" not in conversation(demo, "women's T-shirts in XS", "now jumpers", "any size").said


def test_similar_but_cheaper_is_cheaper_than_that_one_and_of_its_shelf(demo: Surroundings) -> None:
    found = cards(demo, "the Boreal Parka", "something similar but cheaper")
    assert found
    assert all(category == "coats" and price < 23900 for category, price, _ in found)


def test_a_companion_stays_inside_what_is_left_of_the_budget(demo: Surroundings) -> None:
    talk = ("I have 150 in total. Boots", "the second one", "what goes with it?")
    boots = conversation(demo, *talk[:2]).offered.offers[0].product_id
    price = demo.catalogue.items([boots])[0].price
    assert sum(price for _, price, _ in cards(demo, *talk)) <= 15000 - price


def test_the_sum_of_two_is_told(demo: Surroundings) -> None:
    text = conversation(demo, "what do the Lookout Beanie and the Market Tote come to together?").ended.text
    prices = {item.name: item.price for item in demo.catalogue.items(range(1, 200))}
    total = prices["Lookout Beanie"] + prices["Market Tote"]
    assert demo.money(total) in text


def test_a_or_b_is_both(demo: Surroundings) -> None:
    assert {each.name for each in conversation(demo, "Boreal Parka or Station Trench Coat?").offered.offers} == {
        "Boreal Parka", "Station Trench Coat"}
