"""flask shop eval: questions made from the rows of whatever shop it is, and answers checked against them."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from flask import Flask

from shop.assistant.events import Offer, Receipt
from shop.extensions import db
from shop.self_check.evaluation import THRESHOLDS, Heard, denied, evaluate, made, said_sold_out, talk, untrue
from shop.self_check.rows import OwnRows
from shop.services import services

FACTS = ("budget", "colour", "exclusion", "not carried", "cheapest", "compare", "numbers")


@pytest.fixture
def around(either_shop):
    with either_shop.app_context():
        yield services().surroundings(model=False)
        db.session.rollback()


@pytest.fixture
def rows(around):
    return OwnRows(db.session, around.catalogue.vocabulary())


def test_every_kind_of_question_is_made_in_any_shop(rows, around):
    asked = {score.kind: score.asked for score in evaluate(rows, around, cases=4, seed=1, heard=lambda: None)}
    assert asked.keys() == THRESHOLDS.keys()
    assert all(asked[kind] == 4 for kind in asked if kind != "numbers"), asked
    assert asked["numbers"] == 9 * 4


def test_the_same_seed_asks_the_same_and_another_asks_otherwise(rows, around):
    def spoken(seed: int) -> list[tuple[str, ...]]:
        return [case.messages for case in made(rows, around, 6, random.Random(seed))]

    assert spoken(1) == spoken(1) != spoken(2)


def test_what_the_rows_say_is_answered_rightly(rows, around):
    scores = {score.kind: score for score in evaluate(rows, around, cases=12, seed=3, heard=lambda: None)}
    assert {kind: scores[kind].failures for kind in FACTS if not scores[kind].passed} == {}


def test_the_command_ends_with_1_just_when_a_kind_falls_short(either_shop: Flask):
    done = either_shop.test_cli_runner().invoke(args=["shop", "eval", "--cases", "5"])
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["kind", "asked", "right", "at", "least"]
    assert {line[:12].strip() for line in lines[1:10]} == set(THRESHOLDS)
    assert done.exit_code == any("too few" in line for line in lines)


def test_it_works_on_either_database(shop_app: Flask):
    done = shop_app.test_cli_runner().invoke(args=["shop", "eval", "--cases", "2"])
    assert done.exit_code in (0, 1) and len(done.stdout.splitlines()) >= 10, done.output


def test_an_empty_shop_has_nothing_to_ask_about(app):
    done = app.test_cli_runner().invoke(args=["shop", "eval"])
    assert done.exit_code == 1 and "nothing in stock" in done.stderr


def heard(rows, around) -> Heard:
    return talk([rows.shelves()[0].name], around)[0]


def test_a_number_from_nowhere_is_noticed(rows, around):
    true = heard(rows, around)
    assert untrue(true, rows, around) == ""
    assert "98765" in untrue(replace(true, text=f"{true.text} Only 98765 left."), rows, around)


def test_a_wrong_count_in_words_is_noticed(rows, around):
    true = heard(rows, around)
    wrong = next(word for word, count in (("nine", 9), ("ten", 10)) if count not in (true.matched, len(true.items)))
    assert wrong in untrue(replace(true, text=f"There are {wrong}."), rows, around)


@pytest.mark.parametrize(("text", "cards", "relaxed", "right"), [
    ("We have no red hoses.", False, (), True),
    ("We have no red hoses. Leaving aside red, two come near.", True, ("colour",), True),
    ("We have no red hoses, but look.", True, (), False),
    ("These hoses fit you well.", True, ("colour",), False),
])
def test_what_is_not_carried_is_denied_and_never_shown_as_a_match(text, cards, relaxed, right, rows, around):
    shown = heard(rows, around)
    told = replace(shown, text=text, receipt=Receipt(relaxed=relaxed),
                   items=shown.items if cards else (), offers=shown.offers if cards else (Offer(0, "", ""),))
    assert (denied([told]) == "") is right


@pytest.mark.parametrize(("text", "right"), [
    ("The Hose Reel is sold out.", True), ("It is out of stock just now.", True), ("We have no M in stock.", True),
    ("Here is the Hose Reel.", False)])
def test_sold_out_must_be_said(text, right, rows, around):
    assert (said_sold_out([replace(heard(rows, around), text=text)]) == "") is right


def test_the_rows_count_what_stands_on_the_shelf(rows):
    for shelf in rows.shelves():
        assert rows.prices(shelf) == sorted(rows.prices(shelf))
        assert rows.count(shelf) == len(rows.prices(shelf))
        for colour in rows.colours(shelf):
            fits = rows.meanings("colour", colour)
            assert 1 <= rows.count(shelf, colours=fits) <= rows.count(shelf)
