"""Numbers in words come to what they say."""

from __future__ import annotations

import pytest

from shop.assistant.language.numbers import NUMBERS, SPELLED, numerals, spelled_value


@pytest.mark.parametrize(("text", "value"), [
    ("nine", 9), ("a dozen", 12), ("Forty-five", 45), ("nineteen", 19), ("zero", 0), ("a hundred", 100),
    ("two hundred and six", 206), ("one hundred and twenty-five", 125), ("thousand", 1000),
])
def test_a_number_in_words_is_found_whole_and_worth_what_it_says(text: str, value: int) -> None:
    match = SPELLED.search(text)
    assert match and text.endswith(match[0])
    assert spelled_value(match[0]) == value


@pytest.mark.parametrize("text", ["someone", "tenth", "weighty"])
def test_a_word_with_a_number_in_it_is_none(text: str) -> None:
    assert SPELLED.search(text) is None


@pytest.mark.parametrize(("text", "figures"), [
    ("under forty five euros", "under 45 euros"), ("about thirty-two", "about 32"), ("over a hundred", "over 100"),
    ("two hundred and nine", "209"),
    ("under two hundred and fifty please", "under 250 please"), ("in forty-litre bags", "in 40-litre bags"),
    ("two and a half thousand", "2500"), ("half a grand", "500"), ("twelve hundred", "1200"),
    ("a hundred and one hundred and five", "100 and 105"), ("six foot", "6 foot"), ("a two-litre jug", "a 2-litre jug"),
    ("a baby grand piano", "a baby grand piano"), ("a grand piano", "a grand piano"),
    ("two jackets", "two jackets"), ("the hundred acre wood", "the hundred acre wood"),
])
def test_amounts_from_twenty_up_become_figures(text: str, figures: str) -> None:
    assert numerals(text) == figures


def test_pieces_are_counted_from_one_to_a_dozen() -> None:
    assert sorted(set(NUMBERS.values())) == list(range(1, 13))
