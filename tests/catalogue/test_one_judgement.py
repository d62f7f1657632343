"""The search over all products and the judgement of one meet the same criteria alike, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.assistant.catalogue import Item
from shop.assistant.criteria import Criteria
from shop.assistant.recommending.matches import meets
from shop.catalogue.browsing import meeting, tallies
from shop.catalogue.shelves import Shelves
from tests.catalogue.test_shelves import criteria_from, shelves_of
from tests.conftest import DATABASES, Prepare

EVERYTHING = 5000


def stock(shelves: Shelves) -> tuple[Item, ...]:
    return shelves.items([row.id for row in shelves.candidates(Criteria(), limit=EVERYTHING, in_stock=False).rows])


@pytest.fixture(scope="module", params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=["demo", "garden"])
def shelves(request: pytest.FixtureRequest, prepare: Prepare, database: str) -> Iterator[Shelves]:
    yield from shelves_of(prepare, database, request.param)


@pytest.fixture(scope="module")
def items(shelves: Shelves) -> tuple[Item, ...]:
    return stock(shelves)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), in_stock=st.booleans())
def test_the_search_finds_just_what_meets_the_criteria_one_by_one(
    data: st.DataObject, in_stock: bool, shelves: Shelves, items: tuple[Item, ...],
) -> None:
    criteria = data.draw(criteria_from(shelves))
    vocabulary = shelves.vocabulary()
    judged = {item.id for item in items if meets(item, criteria, vocabulary, in_stock=in_stock)}
    found = shelves.candidates(criteria, limit=EVERYTHING, in_stock=in_stock)
    assert {row.id for row in found.rows if found.every_word} == judged
    if in_stock:
        assert shelves.matched(criteria) == len(judged)
    without_words = criteria.without("words")
    own = {item.id for item in items if meets(item, without_words, vocabulary, in_stock=in_stock)}
    some = [item.id for item in items[::3]]
    assert meeting(shelves.session, criteria, vocabulary, some, in_stock=in_stock) == own.intersection(some)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), some=st.booleans())
def test_a_filter_counts_what_choosing_its_value_would_show(
    data: st.DataObject, some: bool, shelves: Shelves, items: tuple[Item, ...],
) -> None:
    criteria = data.draw(criteria_from(shelves)).without("words")
    vocabulary = shelves.vocabulary()
    stand = items[::3] if some else items
    counts = tallies(shelves.session, criteria, vocabulary, [item.id for item in stand] if some else None)
    for key, told in counts.items():
        for value in vocabulary.values(key):
            chosen = criteria.changed(**{key: (value,)})
            shown = sum(meets(item, chosen, vocabulary, in_stock=False) for item in stand)
            assert told.get(value, 0) == shown, (key, value)


@pytest.mark.parametrize(("asked", "in_stock"), [*product(
    [Criteria(), Criteria(quantity=3), Criteria(rating_min=0.0)], [True, False])])
def test_what_is_sold_out_too_scarce_or_not_rated_is_judged_alike(
    asked: Criteria, in_stock: bool, shelves: Shelves, items: tuple[Item, ...],
) -> None:
    found = shelves.candidates(asked, limit=EVERYTHING, in_stock=in_stock)
    vocabulary = shelves.vocabulary()
    assert {row.id for row in found.rows} == {
        item.id for item in items if meets(item, asked, vocabulary, in_stock=in_stock)}
