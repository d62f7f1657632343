"""Misspelt words are put right against the shop's own words, alike in every process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from shop.assistant.spelling import Speller, corrected

WORDS = Speller({"hoodie": 9, "jacket": 10, "dress": 5, "trainers": 4, "waterproof": 3, "jeans": 4, "leather": 6})
# More words share one part of "abqd" than are looked at, and as many share another.
CROWDED = """
from itertools import product
from shop.assistant.spelling import Speller
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
