"""What was not given is cut, what was given comes through untouched, in whatever pieces it arrives."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, settings
from hypothesis import given as chosen
from hypothesis import strategies as st

from shop.assistant.fact_gate.gate import Gate
from shop.assistant.knowledge import Section
from tests.support.answers import GOOD
from tests.support.gate import given, through
from tests.support.goods import CARE, DELIVERY, HARBOUR, KETTLE, LIST, RETURNS, SECTIONS, SOLD_OUT, euros, goods

INVENTED = [
    # names
    "I also like the Aurora Parka.", "The Aurora is warmer.", "Try the Storm Jacket.", "The Harbour Jacket is lovely.",
    "The Harbour Hoodie Pro is new.", "A Nike hoodie would do.", "Look at the Kettle Parka for rain.",
    "It is soft, and the Deluxe is softer.", "The Pier Zip Hoodie is great.", "The Kettle-Parka is warm.",
    # numbers
    "Rated 5.0 stars.", "The Kettle Hoodie has 4.7 stars.", "It has 4.9 out of 5.", "We found 12 hoodies.",
    "There are twelve products that fit.", "It is 62 per cent wool.", "It is 100% cotton.", "It weighs 900 grams.",
    "It arrives in 2 days.", "Delivery takes two weeks.", "You can return it within 60 days.",
    "You have ninety days to return it.", "It takes 3 minutes.", "Founded in 1999.", "Call 0800 123 456.",
    "The Harbour Hoodie comes in 9 colours.", "It keeps tea hot for 24 hours.",
    # sizes and stock
    "It comes in XXS.", "It is available in XXXL.", "Sizes run from XS to XL.", "We have it in size 46.",
    "Only 40 left.", "Only two left in black.", "There are 99 in stock.", "The Kettle Hoodie has 12 left.", "Last one!",
    "Selling fast.", "It is sold out.", "The Harbour Hoodie in sage is in stock in M.",
    # promises
    "You have a lifetime guarantee.", "It comes with a 2 year warranty.", "This is a legally binding offer.",
    "Agreed, it's a deal!", "I have added it to your cart.", "I will reserve it for you.", "It is our bestseller.",
    "It is waterproof.", "The Kettle Hoodie is organic.", "It is vegan and fair trade.", "It was made in Italy.",
    "It is handmade.", "Returns are free of charge.", "We ship overnight.", "Next-day delivery is possible.",
    "There is no doubt it is waterproof.", "It is not only soft but waterproof.", "You get your money back.",
    # ways out of the page
    "See www.example.net for more.", "Write to sales@evil.test for it.", "Click [here](http://evil.test).",
    "<b>Harbour Hoodie</b> it is.", "![x](https://evil.test/?q=1)", "Visit evil-shop.com today.",
]


@pytest.mark.parametrize("text", INVENTED)
def test_what_no_row_and_no_section_says_is_cut(text: str) -> None:
    said, cuts = through(text)
    assert cuts and said != text


BORNE_OUT = [
    ("You can return it within 30 days.", (RETURNS,)), ("We refund you within 5 working days.", (RETURNS,)),
    ("Delivery takes 3 to 5 working days.", (DELIVERY,)), ("It costs 4.90 EUR.", (DELIVERY,)),
    ("Wash wool at 30 degrees.", (CARE,)),
]


@pytest.mark.parametrize(("text", "sections"), BORNE_OUT)
def test_a_policy_needs_its_section(text: str, sections: tuple) -> None:  # type: ignore[type-arg]
    assert through(text, given((), sections)) == (text, [])
    assert through(text, given(()))[1]


def test_stock_is_that_of_the_colour_and_size_in_the_clause() -> None:
    assert through("The Harbour Hoodie has 4 left in sage in S.")[1] == []
    assert through("The Harbour Hoodie has 9 left in sage in S.")[1]
    sold_out = given((SOLD_OUT,))
    assert through("The Pier Zip Hoodie is sold out.", sold_out)[1] == []
    assert through("The Pier Zip Hoodie is in stock.", sold_out)[1]
    assert through("The Pier Zip Hoodie is not in stock.", sold_out)[1] == []


@pytest.mark.parametrize(("text", "cuts"), [
    ("The Harbour Hoodie comes in two colours.", 0), ("The Harbour Hoodie comes in three lovely colours.", 1),
    ("The Harbour Hoodie comes in three sizes.", 0), ("The Harbour Hoodie comes in two sizes.", 1),
])
def test_colours_and_sizes_are_counted_in_the_row(text: str, cuts: int) -> None:
    assert len(through(text)[1]) == cuts


def test_a_size_in_digits_is_one_of_the_row() -> None:
    known = given((goods(5, "Quay Boot", 8900, "A boot.", sizes=("40", "41"), stock=(1, 1, 1, 1)),), asked="size 46")
    for right in ("The Quay Boot is there in size 41.", "Der Quay Boot ist in Größe 41 auf Lager."):
        assert through(right, known) == (right, [])
        assert through(right.replace("41", "46"), known)[1]


def test_of_no_extra_charge_the_section_need_not_say_charge() -> None:
    engraving = Section("engraving", "services", "Engraving", "We engrave names at no extra cost.")
    right = "Names are engraved at no extra charge."
    assert through(right, given(LIST, [engraving])) == (right, [])
    assert through(right)[1]


def test_a_name_from_the_message_may_be_denied_and_not_offered() -> None:
    known = given(LIST, asked="do you have a Gucci belt")
    assert through("We do not have Gucci.", known)[1] == []
    assert through("Yes, we have Gucci here.", known)[0] == "Yes."


def test_the_shoppers_words_prove_nothing_when_the_rules_repeat_them() -> None:
    known = given(LIST, asked="is there a lifetime guarantee and a discount of 90 percent?",
                  rules="I do not find “lifetime guarantee”, “discount” or “€9” in this shop.")
    for text in ("You have a lifetime guarantee.", "You get a discount.", "It is €9 then.", "90 percent off."):
        assert through(text, known)[0] == ""


def test_good_answers_come_through() -> None:
    """At least 97 of 100 clauses; the others must be known here, so that the gate cannot grow stricter unseen."""
    clauses = cut = 0
    for answer, asked, bound in GOOD:
        known = given(LIST, SECTIONS, asked=asked, bounds=[bound] if bound else [])
        gate = Gate(known, euros)
        gate.feed(answer), gate.finish()
        clauses += gate.kept + len(gate.cuts)
        cut += len(gate.cuts)
    assert len(GOOD) >= 60
    assert cut / clauses <= 0.03


@pytest.mark.parametrize(("answer", "asked", "bound"), GOOD)
def test_nothing_changes_in_a_text_that_is_not_cut(answer: str, asked: str, bound: int | None) -> None:
    said, cuts = through(answer, given(LIST, SECTIONS, asked=asked, bounds=[bound] if bound else []))
    assert cuts or said == answer


def test_whitespace_stays_as_it_was() -> None:
    text = "The Harbour Hoodie is warm.\n\n  Take it,  if you   like. \n"
    assert through(text) == (text, [])


def test_words_are_released_clause_by_clause() -> None:
    gate = Gate(given(), euros)
    assert gate.feed("The Harbour Hoodie is warm") == ""
    assert gate.feed(", and") == "The Harbour Hoodie is warm"
    assert gate.feed(" it costs €5") == ""
    assert gate.feed("9. So") == ", and it costs €59."
    assert gate.finish() == " So"


def test_a_sentence_whose_rest_is_cut_ends_with_a_full_stop() -> None:
    assert through("The Harbour Hoodie is warm, it is waterproof, and soft. Take it.")[0] == (
        "The Harbour Hoodie is warm. Take it.")


def test_a_text_that_broke_off_ends_with_its_last_whole_clause() -> None:
    gate = Gate(given(), euros)
    said = gate.feed("The Harbour Hoodie is warm, and it co")
    assert said + gate.finish(whole=False) == "The Harbour Hoodie is warm."


PARTS = st.lists(st.sampled_from([
    "The Harbour Hoodie ", "costs €59", "costs €5", ", and ", ". ", "! ", "... ", "e.g. ", "the Aurora Parka ", "\n",
    "It is ", "waterproof", " – ", "in size XXL ", "4.7 stars", "Kettle Hoodie", "“quoted.” ", "€", "9", ".", ",", " ",
    "Poet's Flask 500", "3 to 5 working days", "x" * 700, "T-shirt", "für", "sold out", "10:00"]), max_size=30)


@settings(max_examples=400, deadline=None)
@chosen(PARTS.map("".join), st.lists(st.integers(1, 9), min_size=1, max_size=40))
@example("The Harbour Hoodie is warm!!!!!!!!!!!!!!!!!!!! It costs €5.", [1])
@example("word " * 200, [3])
def test_the_pieces_make_no_difference(text: str, lengths: list[int]) -> None:
    known = given(LIST, SECTIONS)
    pieces, at = [], 0
    while at < len(text):
        length = lengths[len(pieces) % len(lengths)]
        pieces.append(text[at:at + length])
        at += length
    assert through("", known, pieces) == through(text, known)


@settings(max_examples=300, deadline=None)
@chosen(st.text(max_size=400))
def test_no_text_breaks_the_gate_and_nothing_is_added_to_it(text: str) -> None:
    said, cuts = through(text)
    assert cuts or said == text


ENDLESS = [
    "a" * 1_000_000,
    "a, " * 333_333,
    "1" * 1_000_000,
    "Ab " * 333_333,
    "€ " * 500_000,
    "1.1," * 250_000,
    '"' * 1_000_000,
    "." * 1_000_000,
    "not " * 250_000,
    " - " * 333_333,
    "A-a " * 250_000,
    "one hundred " * 83_333,
    "Harbour " * 125_000,
    "x@" * 500_000,
    "]." * 500_000,
]


@pytest.mark.parametrize("text", ENDLESS, ids=lambda text: text[:5])
def test_the_time_grows_no_faster_than_the_text(text: str) -> None:
    """A megabyte that was made to be slow takes at most 20 times what 100 KB of it takes, and the tenth is quick."""
    def seconds(size: int, piece: int) -> float:
        gate, start = Gate(given((HARBOUR, KETTLE)), euros), time.thread_time()
        for at in range(0, size, piece):
            gate.feed(text[at:at + piece])
        gate.finish()
        return time.thread_time() - start

    tenth = seconds(100_000, 1000)
    assert tenth < 10
    assert seconds(20_000, 3) < 10
    if tenth > 0.05:
        # Again where a busy machine has slowed one of the two: what grows too fast does so every time.
        assert any(seconds(400_000, 1000) < 10 * tenth for _ in range(3))
