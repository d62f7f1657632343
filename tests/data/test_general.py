"""The general synonyms that a shop of one's own starts with."""

from __future__ import annotations

from shop.assistant.criteria import LISTS
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import compact
from shop.data.general import KEYS, general_synonyms


def test_no_table_of_synonyms_is_left_out() -> None:
    tables = {name.removeprefix("synonyms.") for name in ENGLISH.entries if name.startswith("synonyms.")}
    assert tables == {key or "any" for key in KEYS}


def test_they_stand_for_known_criteria_and_say_something_new() -> None:
    assert set(KEYS) <= {"", "audience", *LISTS}
    assert [(word, means) for word, means, _ in general_synonyms() if compact(word) == compact(means)] == []


def test_none_stands_there_twice() -> None:
    rows = list(general_synonyms())
    assert len(rows) == len(set(rows)) > 0
