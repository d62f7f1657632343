"""Price bounds as shoppers say them, in minor units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.assistant.language.numbers import numerals
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.price_bounds import prices

UNITS = [unit for table in ("length", "mass", "volume", "data", "charge", "power", "time", "count", "share")
         for unit in ENGLISH.values(f"units.{table}")]
SAID = [
    ("under 60", None, 6000),
    ("€40-60", 4000, 6000),
    ("40 bucks max", None, 4000),
    ("between 60 and 40", 4000, 6000),
    ("from 30 to 50 euros", 3000, 5000),
    ("not more than 25", None, 2500),
    ("over 100", 10000, None),
    ("100 or more", 10000, None),
    ("1,200 euros", None, 120000),
    ("up to 49.99", None, 4999),
    ("49,90 €", None, 4990),
    ("less than £20", None, 2000),
    ("my budget is 70", None, 7000),
    ("nothing over 80", None, 8000),
    ("below 1k", None, 100000),
    ("minimum 20", 2000, None),
    ("cheaper than 35", None, 3500),
    ("under 5.5", None, 550),
    ("€1.234,50", None, 123450),
    ("around 50", 4000, 6000),
    ("~40", 3200, 4800),
    ("at least 20 and at most 50", 2000, 5000),
    ("not more than two thousand bucks", None, 200000),
    ("no more than a hundred and fifty", None, 15000),
    ("between a hundred and one hundred and twenty euros", 10000, 12000),
    ("fifteen quid or less", None, 1500),
    ("two and a half grand max", None, 250000),
    ("for a tenner", None, 1000),
    ("my ceiling for a rug is ninety", None, 9000),
]
NOT_PRICES = ["size 38", "w32", "2 pairs", "under 30 days", "20-30 cm", "within 3 days", "between size 40 and 42", "50",
              "3 hoodies", "4 stars", "for 2 people", "10% off", "",
              "under 6 ft", "at least 1.5 l", "over 512 gb", "up to 27 inches", "max 8 cups", "around 10\""]


@pytest.mark.parametrize(("text", "least", "most"), SAID)
def test_bounds_are_read(text: str, least: int | None, most: int | None) -> None:
    found = prices(numerals(text))
    assert (found.least, found.most) == (least, most)


@pytest.mark.parametrize("text", NOT_PRICES)
def test_other_numbers_are_no_prices(text: str) -> None:
    found = prices(text)
    assert (found.least, found.most, found.rest) == (None, None, text)


def test_the_thing_that_a_limit_is_set_for_is_still_asked_for() -> None:
    assert "rug" in prices("my ceiling for a rug is 90").rest.split()


@given(st.sampled_from(sorted(UNITS)), st.integers(1, 3000), st.sampled_from([
    "under {}", "at least {}", "around {}", "between {} and 9000 {unit}", "{} or less", "max {}", "a shelf of {}"]))
def test_no_quantity_with_a_unit_is_ever_a_price(unit: str, number: int, said: str) -> None:
    text = said.format(f"{number} {unit}", unit=unit)
    assert (prices(text).least, prices(text).most) == (None, None)


def test_a_currency_without_decimals_has_no_cents() -> None:
    assert prices("under 5000", digits=0).most == 5000


def test_what_was_not_about_the_price_is_left() -> None:
    assert prices("black hoodies under 60 please").rest.split() == ["black", "hoodies", ",", "please"]


@given(st.text(alphabet="0123456789.,-–€$k %abcdefghijklmnopqrstuvwxyz", max_size=60))
def test_any_text_gives_bounds_in_order_or_none(text: str) -> None:
    found = prices(text)
    assert found.least is None or found.most is None or found.least <= found.most
