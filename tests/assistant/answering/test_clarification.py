"""One question beside the results, sizes that are remembered, chips that lead on, and clauses."""

from __future__ import annotations

import pytest

from shop.assistant.turn import Question, Surroundings
from shop.assistant.understanding.message import parts, without_abbreviations
from tests.support.conversation import conversation

WIDE, NARROW = "hoodies", "black hoodies under 60 in M"
QUESTIONS = ("Who is it for?", "Which size do you need?")


def asked(text: str) -> int:
    return sum(question in text for question in QUESTIONS)


def test_a_wide_request_is_asked_about_beside_its_results(demo: Surroundings) -> None:
    turn = conversation(demo, WIDE)
    assert turn.offered.offers and asked(turn.ended.text) == 1 and turn.ended.text.endswith("Who is it for?")
    assert [text for text in turn.offered.suggestions if text.startswith("For ")]


def test_each_answer_offered_leads_to_as_many_as_it_says(demo: Surroundings) -> None:
    for text in conversation(demo, WIDE).offered.suggestions:
        if text.startswith("For "):
            turn = conversation(demo, WIDE, text)
            assert turn.offered.matched == int(text.split("(")[1].rstrip(")")) and turn.criteria.audience


@pytest.mark.parametrize("text", [
    NARROW, "hoodies for men", "the cheapest hoodie", "something for the beach", "how many hoodies?",
])
def test_a_narrow_request_is_asked_nothing_of_whom_it_is_for(text: str, demo: Surroundings) -> None:
    assert "Who is it for?" not in conversation(demo, text).ended.text


def test_nothing_is_asked_twice(demo: Surroundings) -> None:
    later = ("jackets", "trousers", "T-shirts", "dresses")
    said = [conversation(demo, WIDE, *later[:count]).ended.text for count in range(len(later) + 1)]
    for question in QUESTIONS:
        assert sum(question in text for text in said) <= 1
    assert all(asked(text) <= 1 for text in said)


@pytest.mark.parametrize("text", ["my size is M, show me jumpers", "I wear M, do you have jumpers?"])
def test_a_size_that_is_the_shoppers_own_is_remembered(text: str, demo: Surroundings) -> None:
    turn = conversation(demo, text, "jackets")
    assert turn.criteria.size == ("m",) and ("size", "m") in {(chip.key, chip.value) for chip in turn.offered.chips}
    assert turn.ended.receipt.intents == ("products",)


@pytest.mark.parametrize("away", ["any size", Question("", removes=("size", "m"))])
def test_it_can_be_taken_away_for_good(away: str | Question, demo: Surroundings) -> None:
    turn = conversation(demo, "I wear M, show me jumpers", "jackets", away, "hoodies")
    assert not turn.criteria.size


def test_it_is_not_asked_of_what_has_no_such_size(demo: Surroundings) -> None:
    assert not conversation(demo, "I wear M, show me jumpers", "scarves").criteria.size


def test_a_size_of_one_request_is_nobodys_size(demo: Surroundings) -> None:
    assert not conversation(demo, "jumpers in M", "jackets").criteria.size


@pytest.mark.parametrize("text", ["Mr. Jones needs a coat", "a fleece, e.g. for hiking", "a coat for approx. 40",
                                  "max. 40 please", "coats i.e. parkas", "wool vs. cotton"])
def test_a_full_stop_that_ends_nothing_splits_nothing(text: str) -> None:
    assert len(parts(without_abbreviations(text))) == 1


@pytest.mark.parametrize("text", [
    "Show me a coat. How long is delivery?", "in size M. What does it cost?", "no. show me hats",
])
def test_one_that_ends_a_sentence_does(text: str) -> None:
    assert len(parts(without_abbreviations(text))) == 2


def test_approximately_is_a_price(demo: Surroundings) -> None:
    assert conversation(demo, "a hoodie for approx. 60").criteria.price_max == 7200


def test_the_shoppers_own_noun_is_said_where_nothing_is_called_so(demo: Surroundings) -> None:
    green, black = conversation(demo, "green parka"), conversation(demo, "parka")
    assert "“parka”" in green.ended.text and "nearest" in green.ended.text and green.offered.offers
    assert "“parka”" not in black.ended.text and "Parka" in black.offered.offers[0].name


TALKS = [
    ("hoodies",), ("jackets", "for men"), ("gloves", "compare the first and the second"),
    ("coats", "which of these come in M?"),
    ("green parka",), ("the warmest coat",), ("an outfit for a wedding under 20",), ("an outfit for the beach",),
    ("hoodies", "what goes with the first one?"), ("purple hoodies under 20",), ("secateurs",),
    ("do you have the Hose Reel?",),
    ("gloves", "how many of those are under 20?"), ("gloves", "how many of those are under 2?"),
    ("gloves", "the second one", "is it in stock?"), ("which is the longest spade?",), ("hello",),
    ("shirts", "show more"),
    ("jackets", "are any of them pink?"), ("jacket and shoes under 40 together",), ("trousers", "cheaper"),
]


@pytest.mark.parametrize("talk", TALKS)
def test_every_suggestion_leads_somewhere(talk: tuple[str, ...], either: Surroundings) -> None:
    for text in conversation(either, *talk).offered.suggestions:
        turn = conversation(either, *talk, text)
        assert turn.offered.offers and turn.ended.text, (talk, text)
        assert "other" not in turn.ended.receipt.intents, (talk, text)
