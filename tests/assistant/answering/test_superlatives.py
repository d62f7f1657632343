"""The warmest, the lightest, the longest: by what rows measure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shop.assistant.language.degrees import Dimension, End, dimensions
from shop.assistant.recommending.measures import in_order, measurement, read, winners_of
from shop.assistant.turn import Surroundings
from tests.support.conversation import conversation
from tests.support.goods import goods


@pytest.mark.parametrize(("text", "said"), [
    ("which is the warmest?", [("warm", End.MOST)]), ("the lightest bag", [("light", End.MOST)]),
    ("a less heavy one", [("heavy", End.LEAST)]), ("most waterproof", [("waterproof", End.MOST)]),
    ("biggest", [("big", End.MOST)]), ("a wider pot", [("wide", End.MOST)]),
    ("leather trainers under a jumper", []), ("another one", []), ("the forest", []), ("a waterproof coat", []),
])
def test_degrees_of_english(text: str, said: list[tuple[str, End]]) -> None:
    assert [(each.adjective, each.end) for each in dimensions(text)] == said


@pytest.mark.parametrize(("value", "unit", "amount"), [
    ("380 g", "g", "380"), ("1.2 kg", "g", "1200"), ("10,000 mm", "m", "10"), ("22 litres", "l", "22"),
    ("750 ml", "l", "0.75"), ("very high", "scale", "5"), ("yes", "scale", "3"), ("380 g/m²", "g/m2", "380"),
])
def test_values_are_read_with_their_units(value: str, unit: str, amount: str) -> None:
    measured = read(goods(9, "Thing", 100, ""), "x", value)
    assert measured is not None and (measured.unit, measured.amount) == (unit, Decimal(amount))


@pytest.mark.parametrize("value", ["brushed inside", "", "two-way zip"])
def test_what_is_no_measure_is_none(value: str) -> None:
    assert read(goods(9, "Thing", 100, ""), "x", value) is None


@pytest.mark.parametrize(("name", "is_one"), [
    ("hard", True), ("hardness", True), ("Lid hardness", True), ("hard case", True), ("hardly", False),
    ("case", False)])
def test_what_is_measured_is_named_by_its_adjective(name: str, is_one: bool) -> None:
    item = goods(9, "Thing", 100, "", attributes={"care": "by hand", name: "high"})
    measured = measurement(item, Dimension("hard"))
    assert (measured is not None) is is_one and (measured is None or (measured.name, measured.value) == (name, "high"))
    assert [each.name for each in in_order([item], Dimension("hard"))] == [name] * is_one


def test_only_the_usual_way_of_measuring_is_compared() -> None:
    items = [goods(at, f"Thing {at}", 100, "", attributes={"weight": value})
             for at, value in enumerate(["15 oz", "400 g", "0.3 kg", "heavy"])]
    order = in_order(items, dimensions("the lightest")[0])
    assert [each.item.id for each in order] == [2, 1]


def test_who_draws_is_named_too() -> None:
    items = [goods(at, f"Thing {at}", 100, "", attributes={"warmth": value}) for at, value in
             enumerate(["high", "very high", "very high"])]
    assert {each.item.id for each in winners_of(in_order(items, dimensions("warmest")[0]))} == {1, 2}


@pytest.mark.parametrize(("shop", "text", "name", "fact"), [
    ("demo", "which is the warmest coat?", "Boreal Parka", "warmth very high"),
    ("demo", "what is your biggest bag?", "", "capacity"),
    ("demo", "the longest scarf", "Feather Cashmere Scarf", "length 200 cm"),
    ("demo", "the most waterproof jacket", "Squall Rain Jacket", "water column 15,000 mm"),
    ("demo", "the warmest thing you have", "Boreal Parka", "warmth very high"),
    ("garden", "which is the longest spade?", "Digging Spade", "length 107 cm"),
    ("garden", "the shortest spade", "Children's Spade", "length 70 cm"),
])
def test_the_rows_name_the_winner_and_its_value(
    shop: str, text: str, name: str, fact: str, request: pytest.FixtureRequest,
) -> None:
    turn = conversation(request.getfixturevalue(shop), text)
    assert fact in turn.ended.text
    assert turn.offered.offers[0].name == (name or turn.offered.offers[0].name)
    assert turn.offered.offers[0].name in turn.ended.text


@pytest.mark.parametrize(("shop", "text"), [("demo", "which is the lightest bag?"), ("demo", "the softest jumper"),
                                            ("garden", "the heaviest lawn mower")])
def test_what_no_row_measures_is_said_before_the_nearest(shop: str, text: str, request: pytest.FixtureRequest) -> None:
    turn = conversation(request.getfixturevalue(shop), text)
    assert turn.ended.text.startswith("Nothing written down here measures that") and turn.offered.offers
    assert turn.offered.offers[0].name in turn.ended.text


def test_the_order_is_by_the_value(garden: Surroundings) -> None:
    turn = conversation(garden, "which is the longest spade?")
    lengths = [int(item.attributes["length"].split()[0])
               for item in garden.catalogue.items([offer.product_id for offer in turn.offered.offers])]
    assert lengths == sorted(lengths, reverse=True) and len(lengths) > 2


@pytest.mark.parametrize("text", ["what is the tallest mountain in the world?", "who is the fastest man alive?"])
def test_the_world_is_not_measured(text: str, either: Surroundings) -> None:
    assert not conversation(either, text).offered.offers
