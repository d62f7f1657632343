"""What the counter asked last is kept as JSON from one message to the next, and rows of before are read as they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.assistant.dialogue import Dialogue
from shop.assistant.open_questions import (
    OpenQuestion,
    ProductWish,
    WhetherToCancel,
    WhetherToEmpty,
    WhetherToReturn,
    WhichVariant,
)

TEXT = st.text(max_size=10)
WISHES = st.builds(ProductWish, st.integers(1), TEXT, st.none() | st.integers(0, 20), TEXT)
QUESTIONS = (st.builds(WhetherToEmpty) | st.builds(WhichVariant, WISHES, TEXT, st.lists(WISHES, max_size=3).map(tuple))
             | st.builds(WhetherToCancel, TEXT) | st.builds(WhetherToReturn, TEXT))
SHIRT = {"do": "add", "product": 7, "colour": "White", "quantity": None}
SOCKS = {"do": "add", "product": 9, "colour": "", "quantity": 2, "size": "L"}
# As rows have them.
ROWS: list[tuple[dict[str, Any], OpenQuestion | None]] = [
    ({}, None),
    ({"do": "empty"}, WhetherToEmpty()),
    ({"do": "cancel", "order": "4821-7730"}, WhetherToCancel("4821-7730")),
    ({"do": "return", "order": "4821-7730"}, WhetherToReturn("4821-7730")),
    ({**SHIRT, "then": []}, WhichVariant(ProductWish(7, "White"))),
    ({**SHIRT, "then": [SOCKS]}, WhichVariant(ProductWish(7, "White"), then=(ProductWish(9, "", 2, "L"),))),
    ({**SOCKS, "instead": "SKU-1"}, WhichVariant(ProductWish(9, "", 2, "L"), "SKU-1")),
]


@given(QUESTIONS)
def test_a_question_comes_back_the_same(question: OpenQuestion) -> None:
    row = json.loads(json.dumps(Dialogue(pending=question).to_json()))
    assert Dialogue.from_json(row).pending == question


@pytest.mark.parametrize(("row", "question"), ROWS)
def test_a_row_is_read_and_written_in_the_same_shape(row: dict[str, Any], question: OpenQuestion | None) -> None:
    assert Dialogue.from_json({"pending": row}).pending == question
    assert Dialogue(pending=question).to_json()["pending"] == row


@pytest.mark.parametrize("row", [
    None, [], "add", {"do": "dance"}, {"do": "add"}, {"do": "add", "product": None}, {"do": "cancel"}, {"order": "1"},
])
def test_what_is_no_question_that_we_know_is_none(row: Any) -> None:
    assert Dialogue.from_json({"pending": row}).pending is None


def test_a_row_without_what_was_never_said_is_read() -> None:
    row = {"do": "add", "product": 7, "then": [{"do": "add"}, {"do": "add", "product": 9}]}
    assert Dialogue.from_json({"pending": row}).pending == WhichVariant(ProductWish(7), then=(ProductWish(9),))
    assert Dialogue.from_json({}).pending is None
