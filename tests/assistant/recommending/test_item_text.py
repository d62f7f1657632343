"""What a product's rows say, by which it is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop.assistant.criteria import Criteria
from shop.assistant.language.text import stem
from shop.assistant.recommending.item_text import (
    LONGEST,
    MOST_WORDS,
    facets_of,
    head_of,
    meant_by,
    parts_of,
    said_by,
    split_name,
    text_of,
    tokens_of,
    words_of,
)
from shop.assistant.turn import Surroundings
from tests.support.goods import goods


@pytest.mark.parametrize(("name", "parts"), [
    ("Bag", ("Bag", "")), ("Bag for laptops", ("Bag ", "for laptops")), ("Tea with Mint", ("Tea ", "with Mint")),
    ("For Ever", ("For Ever", "")), ("Forest Bag", ("Forest Bag", "")),
])
def test_a_name_ends_where_it_says_what_the_thing_is_for(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


@pytest.mark.parametrize(("word", "parts"), [
    ("cb540", ("cb", "540")), ("540cb", ("540", "cb")), ("a1b2", ("a", "1", "b", "2")), ("a1b2c", ()), ("cb5", ()),
    ("cb-540", ()), ("kettle", ()), ("5400", ()),
])
def test_a_models_number_is_found_by_its_letters_and_digits(word: str, parts: tuple[str, ...]) -> None:
    assert parts_of(word) == parts


@pytest.mark.parametrize(("phrase", "shades", "head"), [
    (["laptop", "bag"], (), "bag"), (["bag", "black"], {"black"}, "bag"), (["bag", "xl"], (), "bag"),
    (["mug", "2x"], (), "mug"), (["kettle", "t500x"], (), "kettle"), (["tea"], (), "tea"), ([], (), ""),
    (["xl"], (), ""),
])
def test_a_thing_is_its_last_word_but_for_colours_numbers_and_units(
    phrase: list[str], shades: tuple[str, ...], head: str,
) -> None:
    assert head_of(phrase, shades) == head


def test_of_what_an_attribute_denies_nothing_speaks_and_its_own_name_does_where_it_does_not() -> None:
    coat = goods(7, "Quay Black Coat with Belt CB540", 100, "A coat with a hood and a lining.", colours=("Black",),
                 sizes=("M",), stock=(1,),
                 attributes={"hood": "no", "lining": "yes", "zip": "", "Product type": "Parka"})
    text = text_of(coat)
    assert (text["name"], text["head"].split()[0], text["brand"]) == ("quay black coat", "coat", "loomstead")
    assert text["more"] == "with belt cb540" and "parka" in text["head"].split() and "parka" in text["category"].split()
    said = said_by(coat)
    assert {stem("lining"), "cb", "540", "cb540", "belt", "black"} <= said
    assert "hood" not in said and "zip" not in said
    assert "hood" in said_by(replace(coat, attributes={"hood": "yes"}))


def test_a_product_answers_to_each_of_its_values_once() -> None:
    facets = facets_of(goods(7, "Coat", 100, "", category="coats", colours=("Black", "Sage"), stock=(1,) * 6))
    assert len(set(facets)) == len(facets) == len(facets_of(goods(8, "Coat", 200, "", category="coats",
                                                                 colours=("Black", "Sage"), stock=(0,) * 6)))
    assert {("category", "coats"), ("colour", "black"), ("colour", "sage"), ("size", "m"), ("brand", "loomstead")} <= {
        *facets}


def test_words_are_looked_for_one_by_one_each_once_and_not_without_end() -> None:
    assert words_of(Criteria(words=("rain hat", "hat"))) == ("rain", "hat")
    assert len(words_of(Criteria(words=tuple(f"word{number}" for number in range(40))))) == MOST_WORDS == 12
    assert tokens_of("poet's flask") == ("poets", "flask") and tokens_of("…") == tokens_of("") == ("_",)
    assert tokens_of("w" * 100) == ("w" * LONGEST,) == ("w" * 60,)


def test_a_word_may_stand_as_its_synonyms_and_a_models_number_as_its_parts(either: Surroundings) -> None:
    vocabulary = either.catalogue.vocabulary()
    assert meant_by("cb540", vocabulary) == ("cb540", "cb 540")
    assert meant_by("nosuchword", vocabulary) == ("nosuchword",)
