"""Which products come first, and that every point of a score is explained."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Any

import pytest

from shop.assistant.catalogue import Candidate, Candidates
from shop.assistant.criteria import Criteria
from shop.assistant.recommending import ranking
from shop.assistant.recommending.ranking import FOR_CHILDREN, clear_of, ranked

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


@pytest.mark.parametrize(("better", "worse"), [
    ({"name": "rain and rain"}, {"name": "rain and snow"}),
    ({"name": "rain"}, {"name": "rain and a great deal more that says nothing of it"}),
    ({"name": "rain"}, {"more": "rain"}), ({"more": "rain"}, {"description": "rain"}),
    ({"name": "rain", "head": "rain"}, {"name": "rain", "head": "hat"}),
    ({"name": "rain", "description": "rain"}, {"name": "rain", "description": "rainy"}),
])
def test_a_word_counts_by_where_and_how_it_stands(better: dict[str, str], worse: dict[str, str]) -> None:
    assert order([row(1, fields=worse), row(2, fields=better)], Criteria(words=("rain",))) == [2, 1]


def test_words_count_as_bm25f_has_it_with_points_for_the_thing_and_the_phrase() -> None:
    texts = {"name": "rain hat", "head": "hat", "description": "a hat a hat"}
    rows = (row(1, fields=texts), row(2, fields={"name": "hat", "head": "hat"}), row(3, fields={"name": "long coat"}))
    first = ranked(Candidates(3, rows), Criteria(words=("rain hat",)))[0]
    usual = {"name": (8 + 3 + 9) / 3, "description": 11 / 3}

    def worth(field: str, times: int) -> float:
        weight, share = ranking.FIELDS[field]
        return times * weight / (1 - share + share * len(texts[field]) / usual[field])

    rain, hat = worth("name", 1), worth("name", 1) + worth("description", 2)
    rare = {"rain": math.log(1 + 2.5 / 1.5), "hat": math.log(1 + 1.5 / 2.5)}
    both = sum(rare.values())
    points = {"words": rare["rain"] * rain * 3 / (rain + 2) + rare["hat"] * hat * 3 / (hat + 2),
              "what it is": ranking.HEAD * both, "phrase": ranking.PHRASE * both}
    points["rating"] = ((4.0 * 50 + 3.9 * 12) / 62 - 3.9) / 2
    assert dict(first.points) == pytest.approx(points, abs=0.001)


def test_how_telling_a_word_is_goes_by_the_whole_shop_where_it_is_known() -> None:
    rows = (row(1, fields={"name": "rain"}), row(2, fields={"name": "soft"}))
    known = Candidates(2, rows, products=100, having={"rain": 90, "soft": 2}, usual=dict.fromkeys(FIELDS, 4.0))
    assert [each.id for each in ranked(known, Criteria(words=("soft", "rain")))] == [2, 1]
    meant = replace(known, meant={"soft": ("soft", "tender")}, rows=(rows[0], row(3, fields={"name": "tender"})))
    assert [each.id for each in ranked(meant, Criteria(words=("soft", "rain")))] == [3, 1]


def test_words_in_their_order_come_first() -> None:
    rows = [row(1, fields={"name": "hat rain"}), row(2, fields={"name": "rain hat"})]
    assert order(rows, Criteria(words=("rain", "hat"))) == [2, 1]


def test_a_hint_orders_and_is_neither_the_thing_nor_the_phrase() -> None:
    rows = [row(1, fields={"name": "hat", "head": "hat"}), row(2, fields={"name": "hat rain", "head": "hat"}),
            row(3, fields={"name": "coat"})]
    assert order(rows, hints=("rain",))[0] == 2
    assert dict(ranked(Candidates(3, tuple(rows)), ANY, ("rain",))[0].points).keys() == {"rating", "words"}
    best = ranked(Candidates(3, tuple(rows)), Criteria(words=("hat",)), ("rain",))[0]
    assert {"words", "what it is"} <= dict(best.points).keys() and "phrase" not in dict(best.points)


@pytest.mark.parametrize(("more", "criteria", "points"), [
    ({}, ANY, {}), ({"stock": 0}, ANY, {"in stock": -100.0}), ({"stock": 1}, ANY, {"few left": -0.2}),
    ({"stock": 2}, ANY, {"few left": -0.2}), ({"stock": 3}, ANY, {}),
    ({"facets": FOR_CHILDREN}, ANY, {"for children": -0.6}),
    ({"facets": FOR_CHILDREN}, Criteria(audience="kids"), {}),
    ({"facets": frozenset({"colour:red"})}, Criteria(colour=("red", "blue")), {"wishes": 1.5}),
    ({"rating": 4.7, "rating_count": 300}, ANY, {"rating": 0.385}),
])
def test_what_each_thing_is_worth(more: dict[str, Any], criteria: Criteria, points: dict[str, float]) -> None:
    rows = (row(1, **{"rating": None, **more}), row(2, rating=None))
    scored = next(each for each in ranked(Candidates(2, rows), criteria) if each.id == 1)
    assert dict(scored.points) == points


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


@pytest.mark.parametrize("wish", [{"sort": "price_asc"}, {"sort": "price_desc"}, {"sort": "rating"}])
def test_of_what_is_alike_in_the_order_asked_for_the_better_comes_first(wish: dict[str, str]) -> None:
    assert order([row(1, rating=4.5, rating_count=9), row(2, rating=4.5, rating_count=90)], Criteria(**wish)) == [2, 1]


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
