"""What the numbers of a text count."""

from __future__ import annotations

import pytest

from shop.assistant.language.quantities import quantities


@pytest.mark.parametrize(("text", "unit", "value"), [
    ("in 3 days", "day", 3), ("within 2 weeks", "day", 14), ("a fortnight is one fortnight", "day", 14),
    ("5 working days", "working day", 5), ("3 weekdays", "working day", 3), ("20 per cent off", "%", 20),
    ("4 out of five", "star", 4), ("4/5", "star", 4), ("5-star", "star", 5), ("2 left", "left", 2),
    ("seven in stock", "left", 7), ("€40", "money", 40), ("80 p", "cents", 80), ("size 44", "", 44),
])
def test_a_number_counts_what_is_written_beside_it(text: str, unit: str, value: int) -> None:
    assert [(each.unit, each.value) for each in quantities(text)] == [(unit, value)]


def test_both_ends_of_a_range_have_its_unit() -> None:
    assert [(each.unit, each.value) for each in quantities("2 to 3 weeks")] == [("day", 14), ("day", 21)]
    assert [(each.unit, each.value) for each in quantities("2 to 3 weekdays")] == [
        ("working day", 2), ("working day", 3)]
    assert [(each.unit, each.value) for each in quantities("€40–60")] == [("money", 40), ("money", 60)]


@pytest.mark.parametrize(("text", "currency"), [
    ("9 złotych", "PLN"), ("9 kč", "CZK"), ("9 QUID", "GBP"),
    # Letters that an expression without case takes for those of a mark: a long s, a kelvin sign, an i without its dot.
    ("9 euroſ", "EUR"), ("9 \u212ar", "SEK"), ("9 ınr", ""),
])
def test_money_has_the_currency_of_its_mark(text: str, currency: str) -> None:
    assert [(each.unit, each.currency) for each in quantities(text)] == [("money", currency)]
