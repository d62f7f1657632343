"""What is ruled out: how far a negation reaches, before or behind it, and what of the shop it means."""

from __future__ import annotations

import re
from typing import Any

import pytest

from shop.assistant.turn import Surroundings
from tests.support.conversation import conversation, turn


@pytest.mark.parametrize(("text", "criteria"), [
    ("a bag, brown is out", {"category": ["bags"], "exclude": {"colour": ["brown"]}}),
    ("dresses, yellow isn't my colour", {"category": ["dresses"], "exclude": {"colour": ["yellow"]}}),
    ("I can't stand linen. Shirts please", {"category": ["shirts"], "exclude": {"material": ["linen"]}}),
    ("I dislike stripes, T-shirts", {"category": ["t-shirts"], "exclude": {"pattern": ["striped"]}}),
    ("scarves, steer clear of checks", {"category": ["scarves"], "exclude": {"pattern": ["checked"]}}),
    ("not too sporty shorts", {"category": ["shorts"], "exclude": {"style": ["sporty"]}}),
    ("shorts that aren't too sporty", {"category": ["shorts"], "exclude": {"style": ["sporty"]}}),
    ("cardigans that are not too warm", {"category": ["cardigans"]}),
    ("not only shirts, blouses", {"category": ["shirts", "blouses"]}),
    ("hats, but no beanies", {"category": ["hats"], "exclude": {"words": ["beany"]}}),
    ("a jacket that isn't too dear", {"category": ["jackets"], "price_word": "low"}),
    ("I'm tall, trousers please", {"category": ["trousers"]}),
])
def test_what_is_ruled_out_reaches_as_far_as_it_is_meant(
    text: str, criteria: dict[str, Any], demo: Surroundings,
) -> None:
    assert turn(text, demo).dialogue.criteria.to_json() == criteria


@pytest.mark.parametrize(("text", "word"), [
    ("a coat, but not a duffle", "duffle"), ("trousers other than chinos", "chino"), ("any bag except totes", "tote"),
    ("shirts without stripes", "stripe"), ("T-shirts, none of the polos", "polo"),
    ("jumpers but not roll-necks", "roll-neck"),
])
def test_things_of_a_shelf_are_ruled_out_by_their_word(text: str, word: str, demo: Surroundings) -> None:
    offers = turn(text, demo).offered.offers
    assert offers
    assert [offer.name for offer in offers if re.search(word, offer.name, re.IGNORECASE)] == []


def test_what_was_ruled_out_may_be_wanted_beside_the_rest(demo: Surroundings) -> None:
    assert conversation(demo, "socks not in grey", "in navy", "grey ones too").dialogue.criteria.to_json() == {
        "category": ["socks"], "colour": ["navy", "grey"]}


def test_why_something_is_ruled_out_is_no_wish(demo: Surroundings) -> None:
    assert turn("a belt without a buckle, they leave marks on my desk", demo).dialogue.criteria.category == ("belts",)


def test_in_the_other_shop_too(garden: Surroundings) -> None:
    offers = turn("secateurs, but not bypass ones", garden).offered.offers
    assert offers
    assert not any("bypass" in offer.name.lower() for offer in offers)
