"""No price but the row's reaches the shopper, however it is written."""

from __future__ import annotations

import pytest

from shop.assistant.knowledge import Section
from tests.support.gate import given, through
from tests.support.goods import CARE, DELIVERY, HARBOUR, HOURS, KETTLE, LIST, RETURNS, goods

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


def test_a_price_is_put_right_only_where_the_rest_of_its_clause_is_right() -> None:
    assert through("The Harbour Hoodie in L costs €45.")[0] == "The Harbour Hoodie in L costs €59."
    assert through("The Harbour Hoodie in 2 colours costs €45.")[0] == "The Harbour Hoodie in 2 colours costs €59."
    for wrong in ("The Harbour Hoodie in XXS costs €45.", "The Harbour Hoodie costs €45 or €59."):
        assert through(wrong)[0] == ""


def test_a_sentence_that_opens_with_a_price_goes_on_with_its_product() -> None:
    right = "For €59, you can have the Harbour Hoodie."
    assert through(right) == (right, [])
    assert through("For €45, you can have the Harbour Hoodie.")[0] == "For €45."
    for apart in ("For €45, you can have it.", "For 2 colours, take the Harbour Hoodie."):
        assert through(apart) == (apart, [])


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


# Of each two the first is borne out, the second is the same with the amounts of others.
OWNERS = [
    ("€59 for the Harbour Hoodie and €45 for the Kettle Hoodie.",
     "€45 for the Harbour Hoodie and €59 for the Kettle Hoodie."),
    ("€59 for the Harbour Hoodie and €45 for the Kettle Hoodie and €29.50 for the Poet's Flask 500.",
     "€45 for the Harbour Hoodie and €45 for the Kettle Hoodie and €29.50 for the Poet's Flask 500."),
    ("Harbour Hoodie and Kettle Hoodie cost €59 and €45.", "Harbour Hoodie and Kettle Hoodie cost €45 and €59."),
    ("The Harbour Hoodie in 2 colours and the Kettle Hoodie cost €59 and €45.",
     "The Harbour Hoodie in 2 colours and the Kettle Hoodie cost €45 and €59."),
    ("€59 today and €59 for the Harbour Hoodie.", "€45 today and €59 for the Harbour Hoodie."),
    ("€45 buys the Kettle Hoodie.", "€59 buys the Kettle Hoodie."),
    ("The Harbour Hoodie costs €59 with or without the Kettle Hoodie.",
     "The Harbour Hoodie costs €59 or €45 without the Kettle Hoodie."),
    ("The Harbour Hoodie costs 5900 cents.", "The Harbour Hoodie costs 59 cents."),
    ("For 2 colours less, the Kettle Hoodie is €45.", "For €59 less, the Kettle Hoodie is €45."),
]


@pytest.mark.parametrize(("right", "wrong"), OWNERS)
def test_a_price_is_of_the_product_named_since_the_price_before_it(right: str, wrong: str) -> None:
    assert through(right) == (right, [])
    assert through(wrong)[1]


DIFFERENCES = [
    ("The Kettle Hoodie is €14 cheaper.", "The Kettle Hoodie is €45 cheaper."),
    ("You save €14 with the Kettle Hoodie.", "You save €20 with the Kettle Hoodie."),
    ("The Poet's Flask 500 is €15.50 cheaper.", "The Poet's Flask 500 is €14 cheaper."),
    ("The Harbour Hoodie is warm. It is €14 dearer.", "The Harbour Hoodie is warm. It is €15.50 dearer."),
    ("You save €29.50 with the Poet's Flask 500.", "You save €20 with the Poet's Flask 500."),
    ("They differ by €14.", "They differ by €45."),
]


@pytest.mark.parametrize(("right", "wrong"), DIFFERENCES)
def test_a_difference_is_one_of_two_prices_of_the_list(right: str, wrong: str) -> None:
    assert through(right) == (right, [])
    said, cuts = through(wrong)
    assert cuts and wrong.split(". ")[-1] not in said and "€" not in said


@pytest.mark.parametrize("text", [
    "The Harbour Hoodie was €59.", "The Harbour Hoodie is down from €59.", "Normally €59.", "It is not €59."])
def test_the_price_of_today_is_no_former_price(text: str) -> None:
    assert through(text)[0] == ""


@pytest.mark.parametrize("text", [
    "The Quay Boot is size 41.", "The Quay Boot is there from 10:00 to 18:00.", "Its rating is 4.7.", "Wash it at 30.",
    "Choose it for twelve.", "Choose from 3 sizes.", "It pleased 312.", "The bottle holds 12.00.",
    "We are closed on 24.12.25.", "The Quay Boot is 1 of 4.", "The Quay Boot comes in sizes: 41 and 42."])
def test_a_bare_number_that_is_no_price_comes_through(text: str) -> None:
    boot = goods(5, "Quay Boot", 8900, "A boot.", sizes=("41", "42"), stock=(1, 1, 1, 1))
    known = given((boot, *LIST), [HOURS, CARE, Section("feast", "store", "Feasts", "We are closed on 24.12.25.")])
    assert through(text, known) == (text, [])


@pytest.mark.parametrize("text", [
    "Choose it for thirteen.", "7.00 in all.", "Yours from 312.", "The Kettle Hoodie: 41."])
def test_a_bare_number_where_a_price_stands_is_one(text: str) -> None:
    assert through(text)[1]


def test_a_currency_alone_belongs_to_no_amount() -> None:
    assert through("All prices are in euros.")[1] == []
    assert through("It takes ten of them, euros.")[1]


def test_a_bound_holds_of_the_products_it_is_said_of() -> None:
    known = given(LIST, asked="hoodie under 50", bounds=[5000], rules="We have 50 hoodies up to €50.")
    for right in ("We have 50 hoodies.", "The Kettle Hoodie stays under €50.", "Some are under €50.",
                  "The Kettle Hoodie is €50 or less.",
                  "The Harbour Hoodie is over €50.", "The Harbour Hoodie is not under €50."):
        assert through(right, known) == (right, [])
    for wrong in ("The Harbour Hoodie stays under €50.", "The Kettle Hoodie is over €50."):
        assert through(wrong, known)[0] == ""
    assert through("The Kettle Hoodie costs €50.", known)[0] == "The Kettle Hoodie costs €45."


def test_an_amount_of_a_section_is_told_with_what_it_is_of() -> None:
    services = Section("services", "services", "Services", "Shortening costs 12 EUR. Engraving costs £15.")
    known = given(LIST, [services, RETURNS])
    for right in ("For the Harbour Hoodie shortening costs €12.", "Engraving costs £15.", "Shortening is €12 extra."):
        assert through(right, known) == (right, [])
    for wrong in ("For the Harbour Hoodie engraving costs €12.", "For the Harbour Hoodie shortening costs €15.",
                  "Shortening costs $12.", "The Harbour Hoodie is €12 extra.",
                  "The fee is €30.", "The Harbour Hoodie costs £59.", "The Harbour Hoodie is yours for 30."):
        assert through(wrong, known)[1]
