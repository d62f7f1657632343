"""Price bounds as shoppers say them, in minor units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.assistant.language.price_bounds import prices

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
]
NOT_PRICES = ["size 38", "w32", "2 pairs", "under 30 days", "20-30 cm", "within 3 days", "between size 40 and 42", "50",
              "3 hoodies", "4 stars", "for 2 people", "10% off", ""]


@pytest.mark.parametrize(("text", "least", "most"), SAID)
def test_bounds_are_read(text: str, least: int | None, most: int | None) -> None:
    found = prices(text)
    assert (found.least, found.most) == (least, most)


@pytest.mark.parametrize("text", NOT_PRICES)
def test_other_numbers_are_no_prices(text: str) -> None:
    found = prices(text)
    assert (found.least, found.most, found.rest) == (None, None, text)


def test_a_currency_without_decimals_has_no_cents() -> None:
    assert prices("under 5000", digits=0).most == 5000


def test_what_was_not_about_the_price_is_left() -> None:
    assert prices("black hoodies under 60 please").rest.split() == ["black", "hoodies", ",", "please"]


@given(st.text(alphabet="0123456789.,-–€$k %abcdefghijklmnopqrstuvwxyz", max_size=60))
def test_any_text_gives_bounds_in_order_or_none(text: str) -> None:
    found = prices(text)
    assert found.least is None or found.most is None or found.least <= found.most
