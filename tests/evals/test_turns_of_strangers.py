"""The tables of turns themselves, and how an answer is held to what a row expects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from evals import hard_turns, names, shops
from evals.hard_turns import CHECKS, HOME, Row, holds, outcome, read
from shop.extensions import db
from shop.models import Product, Variant

OPEN, AWAY = read(HOME / "turns"), read(HOME / "held_out")


def test_the_tables_are_large_and_a_third_of_each_kind_is_put_away() -> None:
    assert len(OPEN) > 600 and len({row.name for row in (*OPEN, *AWAY)}) == len(OPEN) + len(AWAY)
    kept, away = Counter(row.kind for row in OPEN), Counter(row.kind for row in AWAY)
    assert set(kept) == set(away)
    assert {kind: away[kind] for kind in away if not 0.25 < away[kind] / (away[kind] + kept[kind]) < 0.4} == {}


def test_no_message_stands_in_both_parts() -> None:
    assert {row.turns for row in OPEN}.isdisjoint(row.turns for row in AWAY)


@pytest.mark.parametrize("row", [*OPEN, *AWAY], ids=lambda row: row.name)
def test_a_row_expects_what_can_be_checked(row: Row) -> None:
    assert row.turns and row.expect and set(row.expect) <= set(CHECKS)
    for pattern in (*row.expect.get("says", ()), *row.expect.get("says_not", ())):
        re.compile(pattern)


def test_half_of_what_is_asked_of_products_is_asked_of_foreign_shops() -> None:
    foreign = sum(row.shop in hard_turns.FOREIGN for row in OPEN)
    assert foreign > 0.45 * len(OPEN)


def test_a_fault_is_named_and_a_right_answer_has_none(demo: Flask) -> None:
    row = Row("x", "x", "demo", ("jeans under 90 in black",), {
        "cards": "some", "shelves": ["Jeans"], "each": {"colour": ["black"], "price_max": "90.00"}, "asks": False})
    assert outcome(row).faults == ()
    wrong = Row("x", "x", "demo", ("jeans",), {
        "cards": "none", "shelves": ["Coats"], "first": "Nothing", "includes": ["Nothing"], "says": ["nowhere"],
        "cart": [["Nothing", "", "", 1]], "section": "returns"})
    assert len(outcome(wrong).faults) == len(wrong.expect)


def test_what_holds_of_a_card() -> None:
    card = Product(name="Straw Hat", price=3000, materials=["straw"], audience="", brand="",
                   variants=[Variant(colour="navy / white", size="M", stock=1), Variant(colour="red", stock=0)])
    assert holds("colour", ["navy"], card) and not holds("colour", ["red"], card)
    assert holds("price_max", "30.00", card) and not holds("price_max", "29.99", card)
    assert not holds("not_material", ["straw"], card) and not holds("not_word", ["hat"], card)


def test_a_misspelt_name_has_two_letters_swapped() -> None:
    assert names.misspelt("Heron Kettle") == "Heron Ktetle"
    assert sorted(names.misspelt("Quilted Coat")) == sorted("Quilted Coat")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Flask]:
    with shops.demo_shop(tmp_path) as app:
        yield app
        db.session.rollback()
