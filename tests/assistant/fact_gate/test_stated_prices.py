"""No price but the row's reaches the shopper, however it is written."""

from __future__ import annotations

import pytest

from tests.support.gate import given, through
from tests.support.goods import DELIVERY, HARBOUR, KETTLE, LIST

WORDS = {59: "fifty-nine", 4: "four", 39: "thirty-nine", 45: "forty-five", 99: "ninety-nine", 12: "twelve"}
# {n} a whole amount in digits, {w} in words. Each states the price of the Harbour Hoodie, €59.
NOTATIONS = [
    "The Harbour Hoodie costs €{n}.", "The Harbour Hoodie costs € {n}.", "The Harbour Hoodie costs {n} €.",
    "The Harbour Hoodie costs {n}€.", "The Harbour Hoodie costs {n} euros.", "The Harbour Hoodie is {n},00 €.",
    "The Harbour Hoodie is EUR {n}.00.", "The Harbour Hoodie is {n}.00 EUR.", "The Harbour Hoodie is {n} EUR now.",
    "The Harbour Hoodie costs {w} euros.", "The Harbour Hoodie is yours for {n}.", "The Harbour Hoodie is only {n}.",
    "The Harbour Hoodie costs {n}.", "The Harbour Hoodie costs just {n}.", "The Harbour Hoodie is priced at {n}.",
    "The price of the Harbour Hoodie is {n}.", "The Harbour Hoodie costs {w}.", "The Harbour Hoodie: {n}.",
    "Harbour Hoodie (€{n})", "Harbour Hoodie – {n} EUR",
    "€{n} for the Harbour Hoodie.", "The Harbour Hoodie is warm and costs €{n}.",
    "The Harbour Hoodie is warm. It costs €{n}.", "The Harbour Hoodie is warm, soft, and only €{n}.",
    "You pay {n} euros for the Harbour Hoodie.", "The Harbour Hoodie sells from {n}.",
    "The Harbour Hoodie is worth {n} euros.", "A Harbour Hoodie is {n},- €.", "The Harbour Hoodie is {n} Euro.",
    "Der Harbour Hoodie kostet {n} €.", "Der Harbour Hoodie kostet nur {n} Euro.",
    "Le Harbour Hoodie coûte {n} €.", "Bluza Harbour Hoodie kosztuje {n} EUR.", "HARBOUR HOODIE, €{n}",
    "the harbour hoodie is €{n}", "Two Harbour Hoodies at €{n} each.", "The Harbour Hoodie is €{n} each.",
]
AMOUNTS = [4, 39, 45, 99, 12]
CASES = [(text.format(n=amount, w=WORDS[amount]), amount) for text in NOTATIONS for amount in AMOUNTS]


def test_there_are_at_least_two_hundred_wrong_prices() -> None:
    assert len({text for text, _ in CASES}) + len(SLY) >= 200


@pytest.mark.parametrize(("text", "amount"), CASES)
def test_a_wrong_price_is_put_right_or_cut(text: str, amount: int) -> None:
    said, cuts = through(text, given((HARBOUR, KETTLE)))
    assert cuts
    assert str(amount) not in said and WORDS[amount] not in said


@pytest.mark.parametrize("text", NOTATIONS)
def test_the_right_price_comes_through_in_the_same_words(text: str) -> None:
    right = text.format(n=59, w=WORDS[59])
    assert through(right, given((HARBOUR, KETTLE))) == (right, [])


SLY = [
    "It costs $59.",
    "It costs 59 dollars.",
    "Only £59.",
    "USD 59.",
    "CHF 59.",
    "59 PLN.",
    "It costs 5900 euros.",
    "It costs €59.99.",
    "It costs €0.59.",
    "It costs 99 cents.",
    "It costs 99p.",
    "It costs € four.",
    "Il coûte quarante euros.",
    "Er kostet vierzig Euro.",
    "It costs fifty quid.",
    "Ten bucks.",
    "A hundred bucks.",
    "Zero euros.",
    "0 euros.",
    "Between 5 and 10 euros.",
    "€5-10.",
    "5–10 €.",
    "€39 to €50.",
    "About €40.",
    "Roughly forty euros.",
    "It costs 3,50.",
    "Hoodies start from 39.",
    "They are only 39.",
    "39 each.",
    "Price: 12.",
    "Pay 20 now.",
    "It costs ½ of that.",
    "It costs ⁵⁹ euros.",
    "It costs €5\u200b9.",
    "It costs \u202e95€.",
    "It costs ４ €.",
    "The Harbour Hoodie is half price.",
    "All hoodies are 2 for 1.",
    "Two for the price of one.",
    "Buy one get one free.",
    "It is 10% off.",
    "A 20 percent discount.",
    "Save €20 today.",
    "On sale for 45.",
    "The Harbour Hoodie was €80, now it is cheap.",
    "Down from €80.",
    "Normally €80.",
    "I can offer you a better price.",
    "I can give it to you for less, deal!",
    "We will price match.",
    "Use voucher SAVE20.",
    "Together they cost €100.",
    "It costs €59 plus €9 delivery.",
    "That makes 104.50 in all.",
    "Free shipping on everything.",
    "The Harbour Hoodie is under €50.",
    "Everything is under €20.",
    "The Kettle Hoodie is €20 cheaper.",
]


@pytest.mark.parametrize("text", SLY)
def test_what_amounts_to_a_price_that_was_not_given_is_cut(text: str) -> None:
    said, cuts = through(text)
    assert cuts and said != text


def test_the_price_of_another_product_is_no_price_of_this_one() -> None:
    said, cuts = through("The Kettle Hoodie costs €59.")
    assert said == "The Kettle Hoodie costs €45." and len(cuts) == 1


def test_a_sentence_that_opens_with_a_price_goes_on_with_its_product() -> None:
    right = "For €59, you can have the Harbour Hoodie."
    assert through(right) == (right, [])
    assert through("For €45, you can have the Harbour Hoodie.")[0] == "For €45."


def test_prices_follow_their_products_in_one_clause() -> None:
    right = "The Harbour Hoodie at €59 and the Kettle Hoodie at €45 are both casual."
    assert through(right) == (right, [])
    assert through(right.replace("59", "x").replace("45", "59").replace("x", "45"))[1]


def test_a_price_the_shopper_names_becomes_no_price() -> None:
    known = given(LIST, asked="Can I have the Harbour Hoodie for €5?", bounds=[500],
                  rules="We have no hoodies up to €5.")
    for text in ("Yes, the Harbour Hoodie is €5.", "It is yours for €5.", "Sure, 5 euros.", "Fine, for 5.",
                 "The Harbour Hoodie is under €5.", "All of these are within your €5 budget."):
        assert "5" not in through(text, known)[0].replace("€59", "")
    allowed = "There is nothing under €5, sorry."
    assert through(allowed, known) == (allowed, [])


def test_a_fee_of_a_section_is_no_price_of_a_product() -> None:
    known = given(LIST, [DELIVERY])
    assert through("The Kettle Hoodie costs €4.90.", known)[0] == "The Kettle Hoodie costs €45."
    right = "The Kettle Hoodie is €45, and delivery costs €4.90."
    assert through(right, known) == (right, [])


def test_a_free_delivery_is_told_with_its_condition() -> None:
    known = given(LIST, [DELIVERY])
    assert through("Delivery is free.", known)[0] == ""
    right = "Delivery is free for orders of €75 or more."
    assert through(right, known) == (right, [])
    assert through(right, given())[0] == ""
