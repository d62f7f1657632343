"""The table of criteria is whole: each row has its field, its column and its words."""

from __future__ import annotations

import pytest

from shop.assistant.criteria import BY_KEY, CRITERIA, LABELLED, LISTS, OWN, SINGLES, VALUED, Criteria, Kind, keys
from shop.models import Product


def test_every_row_is_a_field_of_the_criteria_and_the_other_way_round() -> None:
    assert [*BY_KEY, "exclude"] == list(Criteria.__dataclass_fields__)
    empty = Criteria()
    assert all(getattr(empty, key) == () for key in LISTS) and all(getattr(empty, key) is None for key in SINGLES)


def test_what_is_a_products_own_has_a_column_that_holds_its_words() -> None:
    for each in OWN:
        words = ("a", "b") if each.kind is Kind.LABELS else ("a",)
        setattr(product := Product(), each.column, each.to_column(words))
        assert each.from_column(getattr(product, each.column)) == words, each.key
        assert each.from_column(each.to_column(())) == ()


@pytest.mark.parametrize("key", LABELLED)
def test_what_has_values_has_words_for_people(key: str) -> None:
    wording = BY_KEY[key].wording
    assert wording.heading and all("{}" in form for form in (*wording.verb, wording.chip)), key
    assert key == "category" or "{}" in wording.phrase, key


def test_no_two_criteria_claim_a_word_alike() -> None:
    claims = [BY_KEY[key].claims for key in VALUED]
    assert all(claims) and len(set(claims)) == len(claims) and max(claims) == BY_KEY["words"].claims


def test_everything_that_filters_gives_way_but_the_shelf() -> None:
    assert keys(lambda each: not each.gives_way) == ("category", *(
        each.key for each in CRITERIA if each.kind is Kind.ORDER))


@pytest.mark.parametrize(("before", "change", "after"), [
    (Criteria(), {"audience": ("men", "women")}, "men"), (Criteria(audience="men"), {"audience": ()}, None),
    (Criteria(audience="men"), {"audience": "women"}, "women"),
])
def test_a_single_criterion_keeps_one_of_several_values(
    before: Criteria, change: dict[str, object], after: str | None,
) -> None:
    assert before.changed(**change).audience == after


def test_a_value_that_was_not_asked_for_takes_nothing_away() -> None:
    asked = Criteria(audience="men", colour=("black", "red"))
    assert asked.without("audience", "women") == asked and asked.without("audience", "men").audience is None
    assert asked.without("colour", "red").colour == ("black",) and asked.without("colour").colour == ()
