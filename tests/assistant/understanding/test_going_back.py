""""Go back" leads to the request before, and again to the one before that."""

from __future__ import annotations

import pytest

from shop.assistant.criteria import Criteria
from shop.assistant.turn import Surroundings
from tests.support.conversation import conversation


def talk(around: Surroundings) -> tuple[str, ...]:
    """Three requests, each narrower than the one before."""
    vocabulary = around.catalogue.vocabulary()
    shelf = next(slug for slug in vocabulary.values("category")
                 if around.catalogue.matched(Criteria(category=(slug,), price_max=vocabulary.prices.highest // 5)) > 1)
    return (vocabulary.label("category", shelf), f"under {vocabulary.prices.highest // 500}", "rated at least 4 stars")


@pytest.mark.parametrize("text", ["go back", "back", "undo that", "the previous results", "as before"])
def test_going_back_is_the_request_before(text: str, either: Surroundings) -> None:
    first, second, _ = talk(either)
    before, after = conversation(either, first), conversation(either, first, second, text)
    assert conversation(either, first, second).criteria != before.criteria
    assert after.criteria == before.criteria
    assert after.offered.offers == before.offered.offers and after.offered.offers


def test_going_back_again_goes_further_back(either: Surroundings) -> None:
    first, second, third = talk(either)
    once = conversation(either, first, second, third, "go back")
    twice = conversation(either, first, second, third, "go back", "go back")
    assert once.criteria == conversation(either, first, second).criteria
    assert twice.criteria == conversation(either, first).criteria != once.criteria


def test_there_is_no_way_back_from_the_first_request(either: Surroundings) -> None:
    first, *_ = talk(either)
    assert conversation(either, "go back").criteria == Criteria()
    assert conversation(either, first, "go back").dialogue.criteria == conversation(either, first).criteria
