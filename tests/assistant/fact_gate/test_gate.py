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


CLAIMS = [
    # Right behind the denial, in its own half of the sentence, it is denied; further on it is not.
    ("It is not waterproof and vegan.", "It is not vegan and it is waterproof."),
    ("It is not in any way waterproof.", "It is not something that I would call waterproof."),
    ("It is not waterproof but soft.", "It is not soft but waterproof."),
    ("I do not think we will reserve it.", "I will reserve it and not order it."),
    ("I cannot say for certain whether it is waterproof.", "If you ask me, it is waterproof."),
    ("The Harbour Hoodie is organic.", "The Harbour Hoodie is organic and handmade."),
    # What a promise rests on is one sentence about the same thing.
    ("Gift wrap is free.", "Engraving is free."), ("It is vegan.", "It is fair trade."),
    ("Gift wrap is free for the Harbour Hoodie at €59.", "The free Harbour Hoodie is free."),
]


@pytest.mark.parametrize(("right", "wrong"), CLAIMS)
def test_a_claim_is_borne_out_or_denied(right: str, wrong: str) -> None:
    body = "Gift wrap is free and takes 2 days. Engraving costs 15 EUR.\nVegan."
    known = given(LIST, [Section("services", "services", "Services", body)])
    assert through(right, known) == (right, [])
    assert through(wrong, known)[1]


COUNTS = [
    ("The Harbour Hoodie in sage has 13 left.", "The Harbour Hoodie has 13 left."),
    ("Two products are casual.", "Five products are casual."), ("There are 3 left.", "There are 4 left."),
    ("Three sizes fit.", "Two sizes fit."),
    ("One colour is enough.", "Zero colours is enough."), ("Its one colour is enough.", "Its four colours are enough."),
    ("We have 7 soft warm hoodies.", "We have 12 soft warm hoodies."), ("It pleased 312 buyers.", "312 hoodies fit."),
    ("One warm thing has 3 pockets.", "The Harbour Hoodie has 1.5 pockets."),
    ("The Harbour Hoodie is loved by 312.", "The Harbour Hoodie is loved by 313."),
]


@pytest.mark.parametrize(("right", "wrong"), COUNTS)
def test_a_count_is_that_of_what_the_clause_speaks_of(right: str, wrong: str) -> None:
    assert through(right) == (right, [])
    assert through(wrong)[1]


def test_sizes_and_stock_may_stand_in_a_section() -> None:
    known = given((SOLD_OUT,), [Section("cards", "store", "Gift cards", "Gift cards are in stock. Cards come in XXS.")])
    for text in ("Gift cards are in stock.", "Cards come in XXS."):
        assert through(text, known) == (text, [])
        assert through(text, given((SOLD_OUT,)))[1]


def test_a_shelf_of_two_words_is_counted_by_the_last() -> None:
    known = given((goods(6, "Dish Towel", 900, "It dries 12 plates.", category="tea towels", singular="tea towel"),))
    assert through("It dries 12 plates.", known)[1] == []
    assert through("We have 12 towels.", known)[1]


def test_what_reads_as_nothing_or_as_a_number_must_have_been_given() -> None:
    known = given(LIST, [Section("seams", "services", "Seams", "Seams are 1½ cm wide.")])
    assert through("Seams are 1½ cm wide.", known)[1] == []
    for text in ("Seams are 1½ cm wide.", "The Harbour Hoodie is war\u200bm."):
        assert through(text)[0] == ""


def test_all_is_sold_out_where_nothing_is_left() -> None:
    assert through("All is sold out.", given((SOLD_OUT,)))[1] == []
    assert through("All is sold out.")[1]


def test_the_name_of_a_product_states_nothing() -> None:
    tote = goods(6, "Pocket Tote XL", 2000, "A bag.", sizes=("One size",), stock=(1, 1))
    right = "The Pocket Tote XL is light."
    assert through(right, given((tote,))) == (right, [])
    assert through("It comes in XL.", given((tote,)))[1]


def test_the_longest_name_is_the_one_meant() -> None:
    known = given((goods(6, "Harbour", 2000, "A plain thing."), HARBOUR))
    for right in ("The Harbour Hoodie costs €59.", "The Harbour costs €20."):
        assert through(right, known) == (right, [])
    for wrong in ("The Harbour Hoodie costs €20.", "The Harbour costs €59."):
        assert through(wrong, known)[1]


def test_a_sentence_speaks_of_the_last_product_only_where_it_points_back() -> None:
    for text in ("The Harbour Hoodie is warm. It costs €45.", "The Harbour Hoodie is warm, and it costs €45."):
        assert through(text) == (text.replace("45", "59"), [f"price put right: {text.split('. ')[-1].split(', ')[-1]}"])
    apart = "The Harbour Hoodie is warm. The other costs €45."
    assert through(apart) == (apart, [])


NAMES = [
    ("A V-neck Hoodie would do.", "An Aurora Hoodie would do."), ("Warm, “Aurora” that is.", "Warm, Aurora that is."),
    ("Aurora is warmer.", "It is nice, and Aurora is warmer."),
    ("Take the Harbour Hoodie.", "Take the Hoodie Harbour."),
    ("It makes a Christmas Hoodie.", "It makes an Aurora Hoodie."), ("We sell Loomstead.", "We sell Gucci."),
    ("Der Pulli ist nett.", "Der Aurora Parka wärmt."), ("I would go on a Sunday.", "I would take the Sunday-Aurora."),
    ("Im Garten ist der Harbour Hoodie bequem und passt auch.", "Und die Aurora Jacke ist bequem und passt auch."),
]


@pytest.mark.parametrize(("right", "wrong"), NAMES)
def test_a_capital_makes_a_name_within_a_sentence(right: str, wrong: str) -> None:
    assert through(right) == (right, [])
    assert through(wrong)[1]


def test_what_the_shopper_asked_for_may_be_named_and_not_offered() -> None:
    known = given(LIST, asked="do you have a Gucci belt in XXL")
    for right in ("You asked for a Gucci belt.", "Your Belt Gucci is not here.", "We do not have XXL.", "No Gucci."):
        assert through(right, known) == (right, [])
    for wrong in ("We have Gucci.", "A Gucci Hoodie is not here.", "XXL is in stock.", "We do not have XXXL."):
        assert through(wrong, known)[1]


def test_an_address_that_was_given_comes_through() -> None:
    known = given(LIST, [Section("mail", "store", "Mail", "Write to hello@shop.example or see www.shop.example/a.")])
    for right in ("Write to hello@shop.example.", "See www.shop.example/a."):
        assert through(right, known) == (right, [])
    for wrong in ("Write to hello@evil.example.", "See www.shop.example/b.", "See www.shop.example/a or evil.example."):
        assert through(wrong, known)[1]


def test_what_no_mark_ends_is_cut_into_clauses() -> None:
    gate = Gate(given(), euros)
    assert gate.feed("word " * 121 + "word") == "word " * 120
    assert gate.feed(" and €59.") == "" and gate.finish() == "word word and €59."
    assert gate.kept == 2


@pytest.mark.parametrize(("answer", "asked", "bound"), GOOD)
def test_a_good_answer_comes_through_whole(answer: str, asked: str, bound: int | None) -> None:
    assert through(answer, given(LIST, SECTIONS, asked=asked, bounds=[bound] if bound else [])) == (answer, [])


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


def test_what_follows_a_cut_begins_with_the_next_sentence() -> None:
    assert through("It is waterproof, e.g. in rain. Take it.")[0] == " Take it."
    assert through("It is warm, it is waterproof. It is vegan. Take it.")[0] == "It is warm. Take it."


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
