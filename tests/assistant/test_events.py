"""Events are kept as JSON and read back the same."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from shop.assistant.criteria import LISTS, SORTS, Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Chip, Offer, Offered, Receipt, Source
from shop.assistant.turn import Surroundings
from tests.support.conversation import turn
from tests.support.understanding import questions

TEXT = st.text(max_size=20)
NAMES = st.lists(st.text(min_size=1, max_size=10), min_size=1, max_size=3, unique=True).map(tuple)
OFFERED = st.builds(
    Offered,
    st.lists(st.builds(Offer, st.integers(1), TEXT, TEXT, TEXT, TEXT), max_size=6).map(tuple),
    st.integers(0, 10**6),
    st.lists(st.builds(Chip, TEXT, TEXT, TEXT), max_size=5).map(tuple),
    st.lists(st.builds(Source, TEXT, TEXT, TEXT), max_size=3).map(tuple),
    st.lists(TEXT, max_size=4).map(tuple),
)
CRITERIA = st.builds(
    lambda lists, singles, exclude: Criteria(**lists, **singles, exclude=exclude),
    st.dictionaries(st.sampled_from(LISTS), NAMES),
    st.fixed_dictionaries({}, optional={
        "audience": st.text(min_size=1), "price_min": st.integers(1, 10**9), "price_max": st.integers(1, 10**9),
        "price_word": st.sampled_from(["low", "high"]), "rating_min": st.sampled_from([3.0, 4.5]),
        "quantity": st.integers(1, 20), "sort": st.sampled_from(SORTS)}),
    st.dictionaries(st.sampled_from(LISTS), NAMES))


@given(OFFERED)
def test_a_list_comes_back_the_same(offered: Offered) -> None:
    assert Offered.from_json(json.loads(json.dumps(offered.to_json()))) == offered


@given(CRITERIA)
def test_criteria_come_back_the_same(criteria: Criteria) -> None:
    assert Criteria.from_json(json.loads(json.dumps(criteria.to_json()))) == criteria


@given(CRITERIA, st.lists(st.integers(1), max_size=6).map(tuple), st.none() | st.integers(1))
def test_what_is_remembered_comes_back_the_same(criteria: Criteria, shown: tuple[int, ...], focus: int | None) -> None:
    dialogue = Dialogue(criteria, ("warm",), shown=shown, seen=shown, focus=focus)
    assert Dialogue.from_json(json.loads(json.dumps(dialogue.to_json()))) == dialogue


@given(CRITERIA)
def test_taking_every_value_away_leaves_nothing(criteria: Criteria) -> None:
    for key, values in criteria.asked().items():
        if key == "exclude":
            for kind, words in values.items():
                for word in words:
                    criteria = criteria.without("exclude", f"{kind}:{word}")
        elif isinstance(values, tuple):
            for value in values:
                criteria = criteria.without(key, value)
        else:
            criteria = criteria.without(key, str(values))
    assert not criteria


def test_what_a_turn_tells_is_json(either: Surroundings) -> None:
    for text in questions(either.catalogue.vocabulary(), 40):
        each = turn(text, either)
        assert json.loads(json.dumps(each.ended.receipt.to_json()))["matched"] == each.offered.matched
        assert Dialogue.from_json(json.loads(json.dumps(each.ended.dialogue))).to_json() == each.ended.dialogue


def test_an_empty_receipt_says_that_nothing_was_spent() -> None:
    told = Receipt().to_json()
    assert (told["calls"], told["tokens_in"], told["tokens_out"], told["cost"]) == (0, 0, 0, 0)
