"""Questions about the products just shown, and about one of them."""

from __future__ import annotations

import pytest

from shop.assistant.answering.availability import asked_of, available
from shop.assistant.answering.sentences import number
from shop.assistant.catalogue import Item
from shop.assistant.criteria import Criteria
from shop.assistant.recommending.matches import fits
from shop.assistant.turn import Question, Surroundings
from shop.assistant.vocabulary import Vocabulary
from tests.support.conversation import Turn, conversation
from tests.support.goods import HARBOUR, goods

SHELF = "gloves"


def items_of(turn: Turn, around: Surroundings) -> tuple[Item, ...]:
    return around.catalogue.items([offer.product_id for offer in turn.offered.offers])


@pytest.mark.parametrize("text", ["how many of those are under 20?", "which of these cost less than 20?",
                                  "which ones are below 20?", "are any of them under 20?"])
def test_what_was_shown_is_counted_and_nothing_else(text: str, either: Surroundings) -> None:
    shown = items_of(conversation(either, SHELF), either)
    fitting = {item.id for item in shown if item.price <= 2000}
    turn = conversation(either, SHELF, text)
    assert fitting and {offer.product_id for offer in turn.offered.offers} == fitting
    assert turn.offered.matched == len(fitting)
    assert turn.ended.text.lower().startswith(f"{number(len(fitting))} of those {number(len(shown))} ")
    assert all(item.name in turn.ended.text for item in items_of(turn, either))


@pytest.mark.parametrize(("talk", "names"), [
    (("coats", "how many of those are waterproof?"), {"Boreal Parka", "Toboggan Kids' Parka"}),
    (("hoodies", "which of these come in pink?"), {"Kettle Hoodie"}),
    (("coats", "are any of them wool?"), {"Concord Wool Coat", "Magistrate Overcoat", "Quayside Duffle Coat"}),
])
def test_rows_decide_what_fits(talk: tuple[str, ...], names: set[str], demo: Surroundings) -> None:
    found = {offer.name for offer in conversation(demo, *talk).offered.offers}
    shown = {offer.name for offer in conversation(demo, talk[0]).offered.offers}
    assert found == names & shown and found


@pytest.mark.parametrize(("wish", "fitting"), [
    (Criteria(category=("hoodies",)), True), (Criteria(category=("coats",)), False),
    (Criteria(rating_min=4.7), True), (Criteria(rating_min=4.8), False),
    (Criteria(price_min=5900, price_max=5900), True), (Criteria(price_max=5899), False),
    (Criteria(colour=("sage",), size=("s",)), True), (Criteria(colour=("sage",), size=("m",)), False),
    (Criteria(material=("organic cotton",)), True), (Criteria(exclude={"material": ("organic cotton",)}), False),
    (Criteria(words=("brushed",)), True), (Criteria(words=("zip",)), False), (Criteria(words=("hooded",)), False),
    (Criteria(audience="men"), True), (Criteria(audience="kids"), False),
    (Criteria(exclude={"colour": ("sage",)}), True), (Criteria(exclude={"colour": ("sage", "black")}), False),
])
def test_one_product_meets_a_wish_by_its_own_rows(wish: Criteria, fitting: bool) -> None:
    assert fits(HARBOUR, wish, Vocabulary()) is fitting


def test_what_an_attribute_denies_is_not_told_of_it() -> None:
    dry, wet = (goods(7, "Rain Cape", 3000, "A waterproof cape.", attributes={"waterproof": each})
                for each in ("yes", "no"))
    assert [fits(item, Criteria(words=("waterproof",)), Vocabulary()) for item in (dry, wet)] == [True, False]


def test_none_is_said_and_shows_none(either: Surroundings) -> None:
    turn = conversation(either, SHELF, "how many of those are under 2?")
    assert turn.ended.text.startswith("None of those three ") and not turn.offered.offers


def test_what_nobody_wrote_down_is_said(either: Surroundings) -> None:
    turn = conversation(either, SHELF, "are any of them vegan?")
    assert "vegan" in turn.ended.text and "Nothing is written down" in turn.ended.text


def test_those_stay_the_list_until_two_are_left(either: Surroundings) -> None:
    alone = conversation(either, SHELF, "which of those is the cheapest?")
    wide = conversation(either, SHELF, "which of those is the cheapest?", "how many of those are under 100?")
    assert alone.offered.matched == 1 and wide.offered.matched == 3


def test_the_warmest_of_these_is_one_of_these(demo: Surroundings) -> None:
    turn = conversation(demo, "jackets", "which of these is the warmest?")
    shown = {offer.product_id for offer in conversation(demo, "jackets").offered.offers}
    assert {offer.product_id for offer in turn.offered.offers} <= shown
    assert all(item.attributes["warmth"] == "high" for item in items_of(turn, demo)) and turn.offered.offers


@pytest.mark.parametrize(("text", "name"), [("tell me about the pink one", "Kettle Hoodie"),
                                            ("the striped one, what sizes does it come in?", "Dune Striped Hoodie")])
def test_the_one_that_is_described_is_meant(text: str, name: str, demo: Surroundings) -> None:
    turn = conversation(demo, "hoodies for women", text)
    if name in {offer.name for offer in conversation(demo, "hoodies for women").offered.offers}:
        assert [offer.name for offer in turn.offered.offers] == [name]


@pytest.mark.parametrize(("colours", "sizes", "begins"), [
    ((), ("s",), "Yes, in stock: the Harbour Hoodie in S, in black and sage."),
    (("sage",), ("s",), "Yes, in stock: the Harbour Hoodie in sage in S."),
    (("sage",), ("m",), "Sold out at the moment: the Harbour Hoodie in sage in M. "
                        "M is there in black; sage is there in S and L."),
    (("red",), (), "No, the Harbour Hoodie cannot be had in red. It comes in sage and black."),
    ((), ("xxl",), "No, the Harbour Hoodie cannot be had in XXL. It comes in S, M and L."),
    ((), (), ""),
])
def test_a_colour_and_size_are_answered_from_the_variants(
    colours: tuple[str, ...], sizes: tuple[str, ...], begins: str,
) -> None:
    assert available(HARBOUR, Criteria(colour=colours, size=sizes)) == begins


@pytest.mark.parametrize(("text", "size"), [("do you have it in M?", ("m",)), ("in size XXXL?", ("xxxl",)),
                                            ("is it warm?", ())])
def test_a_size_is_read_against_the_products_own(text: str, size: tuple[str, ...]) -> None:
    read = Criteria(size=("m",)) if "in M" in text else Criteria()
    assert asked_of(HARBOUR, read, text).size == size


def test_on_a_page_it_is_the_page(demo: Surroundings) -> None:
    item = demo.catalogue.item("harbour-hoodie")
    assert item is not None
    for variant in item.variants:
        turn = conversation(demo, Question(f"do you have it in {variant.colour} in {variant.size}?", page=item.slug))
        assert turn.ended.text.startswith("Yes, in stock" if variant.stock else "Sold out"), variant
        assert turn.offered.offers[0].product_id == item.id


def test_stand_ins_are_called_stand_ins(demo: Surroundings) -> None:
    turn = conversation(demo, Question("do you have it in sage in L?", page="harbour-hoodie"))
    others = items_of(turn, demo)[1:]
    assert others and "stand-in" in turn.ended.text
    assert all(any(each.size == "L" and each.stock for each in item.variants) for item in others)
    assert all(item.category == "hoodies" for item in others)


def test_a_sold_out_product_is_not_passed_over(garden: Surroundings) -> None:
    turn = conversation(garden, "do you have the Hose Reel?")
    assert turn.ended.text.startswith("The Hose Reel cannot be bought at the moment: sold out. As stand-ins ")
    asked, *others = items_of(turn, garden)
    assert asked.name == "Hose Reel" and {item.category for item in others} == {"hoses"}
    assert all(item.in_stock for item in others)


@pytest.mark.parametrize(("talk", "name"), [
    (("coats", "which one is best for rain?"), "Boreal Parka"),
    (("hoodies", "the first one", "is that hoodie warm?"), "Foundry Heavyweight Hoodie"),
])
def test_what_is_asked_of_those_at_hand_stays_with_them(talk: tuple[str, ...], name: str, demo: Surroundings) -> None:
    assert conversation(demo, *talk).offered.offers[0].name == name


def test_a_kind_that_is_pointed_at_is_the_one_on_the_page(demo: Surroundings) -> None:
    turn = conversation(demo, Question("does this hoodie come in L in cream?", page="kettle-hoodie"))
    assert turn.offered.offers[0].slug == "kettle-hoodie"
    assert turn.ended.text.startswith(("Yes, in stock: the Kettle Hoodie", "Sold out at the moment: the Kettle Hoodie"))
