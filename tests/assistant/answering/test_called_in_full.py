"""One product called by its whole name, and others like one: answered from that product's own rows."""

from __future__ import annotations

import pytest

from shop.assistant.catalogue import Item
from shop.assistant.criteria import Criteria
from shop.assistant.turn import Question, Surroundings
from tests.support.conversation import conversation, turn


def items(around: Surroundings) -> tuple[Item, ...]:
    return around.catalogue.items([row.id for row in around.catalogue.candidates(Criteria(), in_stock=False).rows])


def test_whether_a_named_product_comes_in_a_size_is_told_from_its_variants(demo: Surroundings) -> None:
    asked = 0
    for item in [each for each in items(demo) if each.in_stock and len(each.sizes) > 1][:40]:
        for size in item.sizes:
            there = any(variant.stock for variant in item.variants if variant.size == size)
            said = turn(f"Do you have the {item.name} in size {size}?", demo).said
            if "your" in said or "delivery" in said.lower():
                continue
            asked += 1
            assert ("in stock" in said.lower() and said.startswith("Yes")) == there, (item.name, size, said)
            assert ("Sold out" in said) != there, (item.name, size, said)
    assert asked > 100


@pytest.mark.parametrize("text", ["Show me something similar", "something like it", "anything comparable?",
                                  "others like this"])
def test_others_like_the_page_are_of_its_kind_and_not_itself(either: Surroundings, text: str) -> None:
    for item in [each for each in items(either) if each.in_stock][:12]:
        found = turn(Question(text, item.slug), either)
        offered = either.catalogue.items([offer.product_id for offer in found.offered.offers])
        assert all(each.category == item.category and each.id != item.id and each.in_stock for each in offered)
        assert offered or "nothing else" in found.said


def test_others_like_one_of_the_list(demo: Surroundings) -> None:
    shown = turn("black hoodies", demo)
    second = demo.catalogue.items([shown.offered.offers[1].product_id])[0]
    found = conversation(demo, "black hoodies", "something like the second one")
    assert second.name in found.said and second.id not in [offer.product_id for offer in found.offered.offers]


def test_without_anything_to_be_like_it_is_a_search(demo: Surroundings) -> None:
    found = turn("do you have anything similar to jeans?", demo)
    assert found.offered.offers and found.criteria.category == ("jeans",)
