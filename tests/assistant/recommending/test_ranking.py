"""Which products come first, and that every point of a score is explained."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from shop.assistant.catalogue import Candidate, Candidates
from shop.assistant.criteria import Criteria
from shop.assistant.recommending.ranking import clear_of, ranked

FIELDS = dict.fromkeys(("name", "more", "head", "category", "brand", "labels", "description"), "")


ANY = Criteria()


def row(number: int, **more: Any) -> Candidate:
    fields = {**FIELDS, **more.pop("fields", {})}
    return replace(Candidate(number, 5000, 4.0, 50, "hats", 10, fields, frozenset()), **more)


def order(rows: list[Candidate], criteria: Criteria = ANY, hints: tuple[str, ...] = ()) -> list[int]:
    random.Random(len(rows)).shuffle(rows)
    return [each.id for each in ranked(Candidates(len(rows), tuple(rows)), criteria, hints)]


def test_a_word_in_the_name_counts_more_than_in_the_description() -> None:
    rows = [row(1, fields={"description": "rain"}), row(2, fields={"name": "rain"})]
    assert order(rows, Criteria(words=("rain",))) == [2, 1]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    rows = [row(number, fields={"name": "soft"}) for number in range(1, 6)] + [row(9, fields={"name": "rain"})]
    assert order(rows, Criteria(words=("soft", "rain")))[0] == 9


def test_of_two_with_the_same_words_the_nearer_in_meaning_comes_first_and_says_so() -> None:
    rows = tuple(row(number, fields={"name": "rain"}) for number in (1, 2, 3))
    best = ranked(Candidates(3, rows), Criteria(words=("rain",)), near={3: 0.9, 2: 0.1})
    assert [each.id for each in best] == [3, 2, 1]
    assert [dict(each.points).get("meaning", 0) > 0 for each in best] == [True, True, False]


def test_nearness_is_worth_no_more_than_the_words_themselves() -> None:
    rows = (row(1, fields={"name": "rain coat"}), row(2, fields={"description": "rain"}), row(3))
    asked = Criteria(words=("rain", "coat"))
    assert ranked(Candidates(3, rows), asked, near={2: 1.0, 3: 1.0})[0].id == 1


def test_what_is_sold_out_stays_last_however_near() -> None:
    rows = (row(1, stock=0), row(2))
    assert [each.id for each in ranked(Candidates(2, rows), Criteria(), near={1: 1.0})] == [2, 1]


def test_more_of_the_wishes_comes_first() -> None:
    rows = [row(1, facets=frozenset({"style:casual"})), row(2, facets=frozenset({"style:casual", "style:warm"}))]
    assert order(rows, Criteria(style=("casual", "warm"))) == [2, 1]


def test_three_enthusiasts_do_not_beat_three_hundred_buyers() -> None:
    assert order([row(1, rating=5.0, rating_count=3), row(2, rating=4.7, rating_count=300)]) == [2, 1]


def test_what_nobody_rated_is_not_thought_bad() -> None:
    assert order([row(1, rating=2.0, rating_count=40), row(2, rating=None, rating_count=0)]) == [2, 1]


@pytest.mark.parametrize(("wish", "first"), [
    ({"sort": "price_asc"}, 1), ({"sort": "price_desc"}, 3), ({"price_word": "low"}, 1), ({"price_word": "high"}, 3),
    ({"sort": "rating"}, 2), ({"sort": "newest"}, 3)])
def test_an_order_that_was_asked_for_is_kept(wish: dict[str, str], first: int) -> None:
    rows = [row(1, price=1000, rating=4.1), row(2, price=2000, rating=4.9), row(3, price=3000, rating=4.2)]
    assert order(rows, Criteria(**wish))[0] == first


def test_what_cannot_be_bought_comes_last_in_every_order() -> None:
    rows = [row(1, price=10, stock=0, rating=5.0, rating_count=900), row(2), row(3)]
    for sort in (None, "price_asc", "price_desc", "rating", "newest"):
        assert order(list(rows), Criteria(sort=sort))[-1] == 1


def test_the_order_is_the_same_every_time() -> None:
    assert order([row(number) for number in range(1, 30)]) == list(range(1, 30))


def test_every_point_of_a_score_is_explained() -> None:
    rows = [row(1, fields={"name": "rain hat"}, facets=frozenset({"colour:black"}), stock=2), row(2, stock=0)]
    for each in ranked(Candidates(2, tuple(rows)), Criteria(words=("rain",), colour=("black",))):
        assert sum(value for _, value in each.points) == pytest.approx(each.score, abs=0.01)
        assert all(value for _, value in each.points)


def test_what_only_mentions_the_words_is_left_out_beside_what_is_called_so() -> None:
    rows = (row(1, fields={"name": "steel kettle", "head": "kettle"}),
            row(2, fields={"name": "kettle lid", "head": "lid"}),
            row(3, fields={"name": "cup", "description": "with tea from a kettle of any kind that may be had"}),
            row(4, stock=0, fields={"name": "copper kettle", "head": "kettle"}))
    in_order = ranked(Candidates(4, rows), Criteria(words=("kettle",)))
    assert [each.id for each in clear_of(in_order)] == [1, 2, 4]
    faint = ranked(Candidates(1, rows[2:3]), Criteria(words=("kettle",)))
    assert clear_of(faint) == faint and clear_of([]) == []
