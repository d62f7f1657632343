"""Two to four products side by side."""

from __future__ import annotations

import json

import pytest

from shop.assistant.answering.comparison import compare, decision
from shop.assistant.criteria import Criteria
from shop.assistant.events import Comparison, Offered, Row
from shop.assistant.language.degrees import dimensions
from shop.assistant.turn import Question, Surroundings
from shop.assistant.vocabulary import Vocabulary
from tests.support.conversation import Turn, conversation
from tests.support.goods import FLASK, HARBOUR, KETTLE, euros, goods

HEAVY = goods(5, "Anchor Hoodie", 8000, "Thick.", attributes={"weight": "0.56 kg", "hood": "yes"})
LIGHT = goods(6, "Gull Hoodie", 7000, "Thin.", attributes={"weight": "300 g", "hood": "yes"})


def rows_of(table: Comparison) -> dict[str, Row]:
    return {row.name: row for row in table.rows}


def table_of(turn: Turn) -> Comparison:
    assert turn.offered.comparison is not None
    return turn.offered.comparison


def test_a_column_a_product_and_a_row_a_dimension() -> None:
    table = compare((HARBOUR, KETTLE, FLASK), (), Criteria(), Vocabulary(), euros)
    assert table.names == ("Harbour Hoodie", "Kettle Hoodie", "Poet's Flask 500")
    assert all(len(row.cells) == len(row.marks) == 3 for row in table.rows)
    assert rows_of(table)["Price"].cells == ("€59", "€45", "€29.50")
    assert rows_of(table)["Material"].cells == ("organic cotton", "cotton", "steel")


def test_the_best_is_marked_in_words_where_the_rows_decide() -> None:
    rows = rows_of(compare((HARBOUR, KETTLE, FLASK), (), Criteria(), Vocabulary(), euros))
    assert rows["Price"].marks == ("", "", "lowest price")
    assert rows["Rating"].marks == ("best rated", "", "") and rows["Rating"].cells[2] == ""


def test_what_is_the_same_for_all_is_folded_into_a_sentence() -> None:
    table = compare((HEAVY, LIGHT), (), Criteria(), Vocabulary(), euros)
    assert "hood: yes" in table.alike.lower() and "Hood" not in rows_of(table)


def test_a_row_that_nobody_has_a_value_in_is_left_out() -> None:
    bottle = goods(7, "Brass Bottle", 1900, "Brass.", rating=None, materials=(), attributes={})
    table = compare((bottle, FLASK), (), Criteria(), Vocabulary(), euros)
    assert "Rating" not in rows_of(table) and "rating" not in table.alike
    assert rows_of(table)["Material"].cells == ("", "steel")


def test_what_was_asked_about_comes_first_and_is_decided_across_units() -> None:
    lighter = dimensions("which is lighter?")
    table = compare((HEAVY, LIGHT), lighter, Criteria(), Vocabulary(), euros)
    assert table.rows[0].name == "Weight" and table.rows[0].marks == ("", "lightest")
    assert "Gull Hoodie: weight 300 g" in decision((HEAVY, LIGHT), lighter[0])


def test_what_the_rows_do_not_tell_is_not_decided() -> None:
    said = decision((HARBOUR, KETTLE), dimensions("which is lighter?")[0])
    assert "does not tell" in said and "Harbour" not in said


def test_a_table_comes_back_from_its_json_and_old_rows_have_none() -> None:
    table = compare((HARBOUR, KETTLE), (), Criteria(), Vocabulary(), euros)
    offered = Offered(matched=2, comparison=table)
    assert Offered.from_json(json.loads(json.dumps(offered.to_json()))) == offered
    old = offered.to_json()
    del old["comparison"]
    assert Offered.from_json(old).comparison is None


@pytest.mark.parametrize(("text", "count"), [
    ("compare the first and the second", 2), ("compare 1, 2 and 3", 3), ("compare these", 3),
    ("compare the first two", 2),
    ("which of the two is cheaper?", 2), ("what is the difference between the first one and the third?", 2),
    ("compare them all", 3),
])
def test_a_comparison_is_of_the_products_pointed_at(text: str, count: int, either: Surroundings) -> None:
    asked = "gloves"
    first = conversation(either, asked)
    turn = conversation(either, asked, text)
    assert turn.ended.receipt.intents == ("compare",)
    assert len(turn.offered.offers) == count == len(table_of(turn).names)
    assert table_of(turn).names == tuple(offer.name for offer in turn.offered.offers)
    assert {each.product_id for each in turn.offered.offers} <= {each.product_id for each in first.offered.offers}


@pytest.mark.parametrize(("text", "names"), [
    ("compare the Boreal Parka and the Quayside Duffle Coat", ["Boreal Parka", "Quayside Duffle Coat"]),
    ("compare the Alder gloves with the Bobble hat", ["Alder Knit Gloves", "Bobble Hat"]),
    ("difference between the Quayside duffle coat and the Boreal parka", ["Quayside Duffle Coat", "Boreal Parka"]),
])
def test_products_are_compared_by_their_names(text: str, names: list[str], demo: Surroundings) -> None:
    assert [offer.name for offer in conversation(demo, text).offered.offers] == names


def test_a_name_that_is_not_found_is_not_passed_over(demo: Surroundings) -> None:
    said = conversation(demo, "compare the Boreal Parka with the Zanzibar coat").ended.text
    assert "only the Boreal Parka" in said


def test_which_is_warmer_is_answered_from_the_rows(demo: Surroundings) -> None:
    turn = conversation(demo, "compare the Boreal Parka and the Quayside Duffle Coat", "which is warmer?")
    assert turn.ended.text.startswith("The warmer choice is the Boreal Parka: warmth very high, against high")
    assert table_of(turn).rows[0].name == "Warmth" and "warmest" in table_of(turn).rows[0].marks


def test_which_is_cheaper_names_both_prices(either: Surroundings) -> None:
    turn = conversation(either, "gloves", "compare the first and the second", "which is cheaper?")
    shown = either.catalogue.items([offer.product_id for offer in turn.offered.offers])
    items = sorted(shown, key=lambda item: item.price)
    assert turn.ended.text.startswith(f"The cheaper choice is the {items[0].name} at {either.money(items[0].price)}")
    assert either.money(items[1].price) in turn.ended.text


def test_after_a_comparison_the_places_are_those_of_its_list(either: Surroundings) -> None:
    asked = ("gloves", "compare the second and the third")
    compared = conversation(either, *asked)
    second = conversation(either, *asked, "tell me about the second one")
    assert second.offered.offers[0].product_id == compared.offered.offers[1].product_id


def test_the_page_is_compared_with_what_is_named(demo: Surroundings) -> None:
    turn = conversation(demo, Question("compare it with the Boreal Parka", page="quayside-duffle-coat"))
    assert {offer.name for offer in turn.offered.offers} == {"Boreal Parka", "Quayside Duffle Coat"}


@pytest.mark.parametrize("text", ["what is the difference between standard and express delivery?",
                                  "compare your delivery options"])
def test_terms_are_not_compared_as_products(text: str, demo: Surroundings) -> None:
    turn = conversation(demo, "hoodies", text)
    assert turn.offered.comparison is None and "policy" in turn.ended.receipt.intents
