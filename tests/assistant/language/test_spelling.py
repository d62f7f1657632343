"""Misspelt words are put right against the shop's own words, alike in every process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from shop.assistant.language.spelling import Speller, corrected

WORDS = Speller({"hoodie": 9, "jacket": 10, "dress": 5, "trainers": 4, "waterproof": 3, "jeans": 4, "leather": 6})
# More words share one part of "abqd" than are looked at, and as many share another.
CROWDED = """
from itertools import product
from shop.assistant.language.spelling import Speller
middles = ["".join(letters) for letters in product("klmnop", repeat=3)]
crowd = ["abxd", *(f"ab{each}" for each in middles), *(f"{each}qd" for each in middles)]
print(Speller(dict.fromkeys(crowd, 1)).right("abqd"))
"""


@pytest.mark.parametrize(("typed", "meant"), [
    ("hodie", "hoodie"), ("jaket", "jacket"), ("drss", "dress"), ("trianers", "trainers"),
    ("watreproof", "waterproof"), ("jeasn", "jeans"), ("JAKCET", "jacket"),
])
def test_one_slip_is_put_right(typed: str, meant: str) -> None:
    assert corrected(f"a {typed}, please", (WORDS,), frozenset(("please",))) == f"a {meant}, please"


@pytest.mark.parametrize("text", ["the weather today", "XXL", "size 42", "zyxwvut", "oat"])
def test_what_is_no_slip_stays(text: str) -> None:
    assert corrected(text, (WORDS,), frozenset(("weather", "today", "size"))) == text


def test_words_written_as_one_are_parted() -> None:
    assert corrected("leatherjacket", (WORDS,), frozenset()) == "leather jacket"


def test_every_process_reads_alike() -> None:
    told = {subprocess.run([sys.executable, "-c", CROWDED], env={**os.environ, "PYTHONHASHSEED": seed},
                           capture_output=True, text=True, check=True).stdout for seed in "123456"}
    assert len(told) == 1


ENGLISH = {"sorts": 13_000, "spot": 14_000, "spots": 7_000, "boost": 5_000, "house": 400_000, "truk": 30, "fargo": 60,
           "kurt": 280, "leather": 9_000, "jacket": 6_000, "rollover": 200, "cargo": 12_000, "over": 900_000,
           "roll": 40_000}
SHOP = Speller({"sports": 900, "spots": 1, "shoes": 1500, "trunk": 35, "trek": 1, "adapter": 1800, "adapt": 1,
                "charger": 90, "charge": 40, "black": 2200, "back": 3, "boots": 300, "blouse": 600, "kurtas": 440,
                "cargo": 60, "red": 900},
               labels=("sports", "shoes", "trunk", "black", "boots", "blouse", "kurtas", "red"), products=9_000,
               english=ENGLISH)
EVERYDAY = frozenset(("sorts", "spot", "spots", "boost", "house", "kurt", "leather", "jacket", "over", "roll"))


@pytest.mark.parametrize(("typed", "meant"), [
    ("adaptr", "adapter"), ("phone chargre", "phone charger"), ("balck", "black"), ("adaptrs", "adapter"),
])
def test_of_words_as_near_the_one_that_more_products_have_is_meant(typed: str, meant: str) -> None:
    assert corrected(typed, (SHOP,), EVERYDAY | {"phone"}) == meant


@pytest.mark.parametrize(("typed", "meant"), [
    ("sorts shoes", "sports shoes"), ("spots shoes", "sports shoes"), ("red boost", "red boots"),
    ("all sorts of shoes", "all sorts of shoes"), ("red house", "red house"), ("a boost, please", "a boost, please"),
])
def test_an_everyday_word_is_a_slip_beside_a_label_of_the_shop_alone(typed: str, meant: str) -> None:
    assert corrected(typed, (SHOP,), EVERYDAY | {"please"}) == meant


@pytest.mark.parametrize(("typed", "meant"), [
    ("truk", "trunk"), ("fargo", "fargo"), ("kurts", "kurtas"), ("rollover", "rollover"), ("overroll", "over roll"),
])
def test_a_word_that_english_has_needs_more_than_a_likeness(typed: str, meant: str) -> None:
    assert corrected(typed, (SHOP,), EVERYDAY) == meant


def test_a_word_of_talk_goes_before_one_that_hardly_any_product_has() -> None:
    talk = Speller({"could": 1})
    assert corrected("coul", (Speller({"coil": 2, "lamp": 900}, products=9_000), talk), frozenset()) == "could"
    assert corrected("coul", (Speller({"coil": 90, "lamp": 900}, products=9_000), talk), frozenset()) == "coil"
