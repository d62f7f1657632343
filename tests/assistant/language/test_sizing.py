"""Sizes in the notations of shoppers, and which of a shelf's own sizes they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.assistant.language.sizing import (
    STATURES,
    Age,
    Beyond,
    Fitting,
    Letters,
    Number,
    Shelf,
    Size,
    Stature,
    System,
    Waist,
    fitting,
    is_footwear,
    notations,
    rank_of,
)

LETTERS = Shelf(("xs", "s", "m", "l", "xl", "xxl"))
WOMEN = Shelf(("xs", "s", "m", "l", "xl"), women=True)
MEN = Shelf(("s", "m", "l", "xl", "xxl"), men=True)
JEANS = Shelf(("28", "30", "32", "34", "36"), men=True)
LEGS = Shelf(("w32 l30", "w32 l34", "w34 l34"), men=True)
KIDS = Shelf(("104", "116", "128", "140"), children=True)
YEARS = Shelf(("3-4 years", "5-6 years", "7-8 years"), children=True)
EU_SHOES = Shelf(tuple(str(number) for number in range(36, 46)), footwear=True)
US_SHOES = Shelf(("7", "8", "9", "10", "11", "12"), footwear=True, men=True)
CHILD_SHOES = Shelf(("28", "30", "32", "34"), footwear=True, children=True)
BELTS = Shelf(("85", "95", "105"))
SOCKS = Shelf(("36-38", "39-42", "43-46"), footwear=True)


@pytest.mark.parametrize(("text", "sizes"), [
    ("a shirt in xxxl", [Letters(4)]), ("4xl", [Letters(5)]), ("very extra large", [Letters(3)]),
    ("double xl please", [Letters(3)]), ("extra extra small", [Letters(-3)]), ("3x", [Letters(4)]),
    ("uk 7.5", [Number(7.5, System.UK)]), ("european size 41", [Number(41, System.EU)]),
    ("a us women's 6", [Number(6, System.US)]), ("size 13", [Number(13)]), ("11 uk", [Number(11, System.UK)]),
    ("in a 46?", [Number(46)]),
    ("33/30 chinos", [Waist(33, 30)]), ("w36 l32", [Waist(36, 32)]), ("a 29 waist", [Waist(29)]),
    ("31 inch waist and 34 leg", [Waist(31, 34)]), ("waist 92 cm", [Waist(92, metric=True)]),
    ("a 5-year-old", [Age(5)]), ("our grandson is twelve", [Age(12)]), ("24 months old", [Age(2)]),
    ("aged 3", [Age(3)]),
    ("my girl is 122 cm tall", [Stature(122)]), ("a baby, 74", [Stature(74)]),
])
def test_a_size_is_read(text: str, sizes: list[Size]) -> None:
    assert [each.size for each in notations(text)] == sizes


@pytest.mark.parametrize("text", [
    "show us 5 tents", "30 x 40 cm", "1920 x 1080", "in 3 days", "a 2 year warranty", "in 40-litre bags",
    "up to 40 euros",
    "a shelf 120 cm high", "i'm 20 minutes away", "size 39-42 is a range", "in 2 weeks", "up to 80",
    "i will take 2", "i am 45",
])
def test_other_numbers_are_no_sizes(text: str) -> None:
    assert notations(text) == ()


@pytest.mark.parametrize(("size", "shelf", "exact"), [
    (Letters(3), LETTERS, ("xxl",)), (Number(40, System.EU), WOMEN, ("m",)), (Number(16, System.UK), WOMEN, ("l",)),
    (Number(4, System.US), WOMEN, ("s",)), (Number(52, System.EU), MEN, ("l",)), (Number(12), WOMEN, ("m", "l")),
    (Waist(32, 34), JEANS, ("32",)), (Waist(32, 34), LEGS, ("w32 l34",)), (Waist(86, metric=True), JEANS, ("34",)),
    (Waist(95, metric=True), BELTS, ("95",)), (Age(6), KIDS, ("116",)), (Age(6), YEARS, ("5-6 years",)),
    (Stature(128), KIDS, ("128",)), (Number(9, System.UK), EU_SHOES, ("43",)), (Number(43), EU_SHOES, ("43",)),
    (Number(9, System.UK), US_SHOES, ("10",)), (Number(42, System.EU), US_SHOES, ("9",)),
    (Number(12, System.UK), CHILD_SHOES, ("30",)), (Number(41), SOCKS, ("39-42",)),
    (Number(8, System.UK), SOCKS, ("39-42",)), (Number(6), KIDS, ("116",)),
])
def test_a_size_is_found_among_the_shelfs_own(size: Size, shelf: Shelf, exact: tuple[str, ...]) -> None:
    found = fitting(size, shelf)
    assert found and found.exact == exact


@pytest.mark.parametrize(("size", "shelf", "nearest", "beyond"), [
    (Letters(5), LETTERS, ("xxl",), Beyond.ABOVE), (Letters(-3), LETTERS, ("xs",), Beyond.BELOW),
    (Number(47), EU_SHOES, ("45",), Beyond.ABOVE), (Number(13), US_SHOES, ("12",), Beyond.ABOVE),
    (Waist(42), JEANS, ("36",), Beyond.ABOVE), (Waist(33), JEANS, ("34",), Beyond.BETWEEN),
    (Age(7), KIDS, ("128",), Beyond.BETWEEN), (Age(1), KIDS, ("104",), Beyond.BELOW),
    (Number(50, System.EU), EU_SHOES, ("45",), Beyond.ABOVE), (Number(40), JEANS, ("36",), Beyond.ABOVE),
    (Number(42.5), EU_SHOES, ("43",), Beyond.BETWEEN),
])
def test_of_a_size_that_is_not_carried_the_nearest_is_known(size: Size, shelf: Shelf, nearest: tuple[str, ...],
                                                            beyond: Beyond) -> None:
    found = fitting(size, shelf)
    assert found and (found.exact, found.nearest, found.beyond) == ((), nearest, beyond)


@pytest.mark.parametrize(("size", "shelf"), [
    (Letters(1), JEANS), (Waist(32, 32), LETTERS), (Age(30), LETTERS), (Number(2019), JEANS), (Number(300), KIDS),
])
def test_a_size_of_another_kind_than_the_shelfs_is_not_guessed(size: Size, shelf: Shelf) -> None:
    assert fitting(size, shelf) is None


@given(st.sampled_from([WOMEN, MEN]), st.sampled_from(list(System)), st.integers(0, 60))
def test_larger_numbers_are_never_smaller_letters(shelf: Shelf, system: System, number: int) -> None:
    ranks = [max(rank_of(each) or 0 for each in found.exact) for value in (number, number + 2)
             if (found := fitting(Number(value, system), shelf)) and found.exact]
    assert ranks == sorted(ranks)


@given(st.sampled_from([EU_SHOES, US_SHOES, SOCKS]), st.sampled_from(list(System)), st.floats(2, 12))
def test_every_shoe_size_has_an_answer(shelf: Shelf, system: System, number: float) -> None:
    value = round(number * 2) / 2 + (32 if system is System.EU else 0)
    assert isinstance(fitting(Number(value, system), shelf), Fitting)


def test_children_grow_with_their_years() -> None:
    assert list(STATURES.values()) == sorted(STATURES.values())


@pytest.mark.parametrize(("name", "footwear"), [
    ("Hiking boots", True), ("Sneakers", True), ("Shoes", True), ("Coats", False), ("Bootcut jeans", False)])
def test_a_shelf_of_footwear_is_known_by_its_name(name: str, footwear: bool) -> None:
    assert is_footwear(name) is footwear
