"""Amounts with a unit: one amount however it is written, and what is asked of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.assistant.language.measuring import COUNTED, TABLES, Measure, amounts, amounts_of, measures

ALIKE = [
    ("6 ft", "72 inches"), ("182.88 cm", "6'"), ("5'11\"", "71 in."), ("1m85", "185cm"), ("2 m", "2000 mm"),
    ("1.5 kg", "1500 grams"), ("2 lb", "32 oz"), ("0,75 l", "750ml"), ("75 cl", "750 millilitres"),
    ("0.5 TB", "500 gigs"), ("1,200 ml", "1.2 litres"), ("90 minutes", "1.5 hours"), ("20000mAh", "20 Ah"),
]
NONE = ["a 5g phone", "380 g/m2", "3 in 1", "two of 4", "the 80's", "w33", "size 9", "usb 3.0", "4k video"]


def only(text: str) -> Measure:
    (measure,) = measures(text)
    return measure


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_an_amount_is_the_same_in_any_unit(one: str, other: str) -> None:
    (first,), (second,) = amounts(one.lower()), amounts(other.lower())
    assert first.dimension == second.dimension
    assert first.high == pytest.approx(second.high, rel=1e-3)


@given(st.sampled_from(sorted(TABLES)), st.data(), st.integers(1, 400))
def test_a_measure_in_any_unit_meets_the_same_amounts(dimension: str, data: st.DataObject, number: int) -> None:
    one, other = (data.draw(st.sampled_from(sorted(TABLES[dimension]))) for _ in range(2))
    same = number * TABLES[dimension][one] / TABLES[dimension][other]
    for said in ("{}", "at least {}", "up to {}", "around {}"):
        asked = only(said.format(f"{number} {one}"))
        for factor in (0.5, 0.9, 1, 1.1, 2):
            value = f"{same * factor:.9f} {other}"
            (there,) = amounts_of(value, asked)
            (here,) = amounts_of(f"{number * factor:.9f} {one}", asked)
            assert asked.meets(there) == asked.meets(here), (said, number, one, value)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert amounts(text) == ()


@pytest.mark.parametrize(("text", "meets", "fails"), [
    ("at least 2 m", ["2 m", "7 ft"], ["6 ft"]), ("no shorter than 2 m", ["2 m"], ["1.9 m"]),
    ("longer than 2 m", ["2.1 m"], ["2 m", "6 ft"]), ("2 m or longer", ["210 cm"], ["1 m"]),
    ("under 2 m", ["6 ft"], ["2 m"]), ("no longer than 2 m", ["2 m", "6 ft"], ["7 ft"]),
    ("2 m max", ["2 m"], ["3 m"]), ("around 2 m", ["2.2 m", "1.8 m"], ["1 m", "3 m"]),
    ("between 1 and 2 m", ["1 m", "1.5 m"], ["2.5 m"]), ("2 m", ["200 cm"], ["1.9 m", "2.1 m"]),
    ("any longer than 2 m", ["3 m"], ["2 m"]),
])
def test_bounds_hold_in_their_direction(text: str, meets: list[str], fails: list[str]) -> None:
    asked = only(text)
    assert [value for value in (*meets, *fails) if asked.meets(amounts(value)[0])] == meets


def test_a_height_is_not_held_against_a_width() -> None:
    tall = only("at least 80 cm tall")
    assert tall.aspect == "height"
    assert amounts_of("height: 90 cm", tall)
    assert amounts_of("90 cm", tall, "width") == ()
    assert amounts_of("90 cm", tall)


@pytest.mark.parametrize(("text", "body"), [
    ("i'm 182 cm", True), ("she is about 60 kg", True), ("i weigh 70 kilos", True), ("a shelf of 182 cm", False),
])
def test_a_body_is_no_product(text: str, body: bool) -> None:
    assert only(text).body is body


def test_what_is_counted_is_read_from_its_name_too() -> None:
    assert amounts_of("pieces: 750", only("750 pieces"))[0].high == 750
    assert amounts_of("3-piece", only("3 pieces")) and not amounts_of("3 cups", only("3 pieces"))
    assert COUNTED["cups"] == "cup"
