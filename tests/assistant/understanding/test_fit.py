"""A fit is asked for by its own word; words that everybody uses are one only beside "fit" or a thing of the shop."""

from __future__ import annotations

import pytest

from shop.assistant.criteria import Criteria
from shop.assistant.language.text import fold
from shop.assistant.turn import Surroundings
from shop.assistant.vocabulary import SynonymRow, build
from tests.support.conversation import Turn, conversation


def fits_of(turn: Turn, around: Surroundings) -> set[str]:
    items = around.catalogue.items([offer.product_id for offer in turn.offered.offers])
    return {fold(value) for item in items for value in item.values("fit")}


@pytest.mark.parametrize(("text", "fit"), [
    ("slim jeans", "slim"), ("slim fit jeans in black", "slim"), ("hoodies with a relaxed fit", "relaxed"),
    ("regular-fit shirts", "regular"), ("regular jeans", "regular"), ("straight blue jeans", "straight"),
    ("wide trousers under 200", "wide"), ("trousers, tight", "tight"), ("a boxy t-shirt", "boxy"),
    ("skinny jeans", "slim"), ("something tailored for weddings", "tailored"),
])
def test_a_fit_is_found_and_cuts_the_list(text: str, fit: str, demo: Surroundings) -> None:
    turn = conversation(demo, text)
    assert turn.criteria.fit == fit and not turn.criteria.words and fits_of(turn, demo) == {fit}
    assert [chip.label for chip in turn.offered.chips if chip.key == "fit"] == [f"{fit} fit"]
    assert all(f"{fit} fit" in offer.reason for offer in turn.offered.offers)


@pytest.mark.parametrize("text", [
    "does it fit?", "will these jeans fit me?", "jeans that fit well", "what's the regular price of hoodies?",
    "how much is regular delivery?", "do you have a wide range of trousers?", "go straight to the checkout",
    "I'm on a tight schedule, show me coats", "jackets from a regular customer's wish list", "fit for a king",
    "a wider choice of jeans", "is there a straight answer on returns?", "wide-brimmed hats",
])
def test_ordinary_english_is_no_fit(text: str, demo: Surroundings) -> None:
    criteria = conversation(demo, text).criteria
    assert criteria.fit is None and "fit" not in criteria.exclude


def test_a_fit_is_refined_ruled_out_and_taken_away(demo: Surroundings) -> None:
    assert conversation(demo, "jeans", "slim", "straight fit").criteria == Criteria(category=("jeans",), fit="straight")
    ruled_out = conversation(demo, "hoodies, not slim")
    assert ruled_out.criteria == Criteria(category=("hoodies",), exclude={"fit": ("slim",)})
    assert fits_of(ruled_out, demo) and "slim" not in fits_of(ruled_out, demo)
    assert conversation(demo, "slim jeans", "forget the slim fit").criteria == Criteria(category=("jeans",))


def test_a_fit_gives_way_and_the_answer_says_so(demo: Surroundings) -> None:
    turn = conversation(demo, "boxy jeans")
    assert turn.ended.receipt.relaxed == ("fit",) and turn.offered.offers
    assert "“boxy fit”" in turn.ended.text


def test_one_product_and_a_comparison_tell_the_fit(demo: Surroundings) -> None:
    assert "Fit: slim" in conversation(demo, "slim jeans", "how does the first one fit?").ended.text
    compared = conversation(demo, "jeans", "compare the first and the second").offered.comparison
    assert compared is not None and ("Fit" in {row.name for row in compared.rows} or "fit: " in compared.alike)


def test_the_list_answers_which_of_them_have_a_fit(demo: Surroundings) -> None:
    turn = conversation(demo, "jeans", "which of those have a slim fit?")
    assert fits_of(turn, demo) == {"slim"} and "a slim fit" in turn.ended.text


@pytest.mark.parametrize("written", ["Slim", "slim fit", "Slim Fit"])
def test_an_owner_may_write_the_noun_or_leave_it_out(written: str) -> None:
    vocabulary = build([], [("fit", written)], [SynonymRow("skinny", written, "fit")])
    for phrase in ("slim", "slim fit", "skinny"):
        assert [each.key for each in vocabulary.of(phrase)] == ["fit"], phrase
    assert fold(vocabulary.in_full("fit", fold(written))) == "slim fit"


def test_a_word_that_everybody_uses_needs_its_noun() -> None:
    vocabulary = build([], [("fit", "regular"), ("fit", "boxy")], [], english={"regular": 38_000, "boxy": 100})
    by_word = {phrase: [vocabulary.is_common(each, phrase) for each in vocabulary.of(phrase)]
               for phrase in ("regular", "regular fit", "boxy")}
    assert by_word == {"regular": [True], "regular fit": [False], "boxy": [False]}
