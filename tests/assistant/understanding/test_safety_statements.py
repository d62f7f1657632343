"""What a message says must not be, and what is left of it to be asked for."""

from __future__ import annotations

import pytest

from shop.assistant.avoidance import Avoidance
from shop.assistant.understanding.safety import read_safety


@pytest.mark.parametrize(("text", "families", "words"), [
    ("we never eat pork at home", {"pork", "meat"}, ()),
    ("I have never worn silk well, it gives me hives", {"silk"}, ()),
    ("with his asthma down is off limits", {"down"}, ()),
    ("I am allergic to wool", {"wool"}, ()),
    ("he is badly allergic to walnuts and shellfish", {"nuts", "shellfish"}, ()),
    ("she has a soy allergy", {"soy"}, ()),
    ("an intolerance to lactose", {"milk"}, ()),
    ("cotton makes my daughter wheeze", {"cotton"}, ()),
    ("my scalp won't tolerate mohair", {"wool"}, ()),
    ("we mustn't eat bacon", {"pork", "meat"}, ()),
    ("sesame-free crackers", {"sesame"}, ()),
    ("a dairy free cake", {"milk"}, ()),
    ("no feathers please, asthma", {"down"}, ()),
    ("it's against my faith, so without leather", {"leather"}, ()),
    ("I'm allergic to lavender", set(), ("lavender",)),
    ("I'm sensitive to nickel and need a belt", {"nickel"}, ()),
    ("she reacts to wool, even alpaca", {"wool"}, ()),
    ("a vegetarian handbag", {"leather", "fur", "down", "meat", "fish", "shellfish"}, ()),
])
def test_a_statement_names_what_must_not_be(text: str, families: set[str], words: tuple[str, ...]) -> None:
    read = read_safety(text, Avoidance())
    assert (set(read.added.families), read.added.words) == (families, words)


@pytest.mark.parametrize("text", [
    "cotton is the best for her eczema", "only silk, because of my skin", "under no circumstances remove it",
    "a wool coat", "hands-free and tax-free", "I'm not allergic to anything",
    "I'm not allergic to wool", "I'm not vegan", "is it vegan?",
    "does this contain nuts?", "no black ones", "without a hood", "I used to be vegetarian", "a wrinkle-free shirt",
    "I can't find it", "no allergies here",
])
def test_what_states_nothing_adds_nothing(text: str) -> None:
    assert not read_safety(text, Avoidance()).added


@pytest.mark.parametrize(("text", "rest"), [
    ("I'm allergic to wool, show me gloves", "I'm , , show me gloves"),
    ("gluten free rolls", ",  rolls"),
    ("my aunt gets a rash from nickel. A belt for her", "my aunt , . A belt for her"),
])
def test_the_statement_is_taken_out_of_the_request(text: str, rest: str) -> None:
    assert read_safety(text, Avoidance()).rest == rest


@pytest.mark.parametrize(("text", "ended"), [
    ("silk is okay again", ("silk",)), ("forget about the silk", ("silk",)), ("I can wear silk", ("silk",)),
    ("silk", ()), ("is silk fine?", ()), ("a silk tie", ()),
])
def test_only_leave_in_plain_words_takes_it_back(text: str, ended: tuple[str, ...]) -> None:
    assert read_safety(text, Avoidance(("silk", "wool"))).ended.families == ended
