"""Words are of the families that the files say, in all their forms."""

from __future__ import annotations

from collections import Counter

import pytest

from shop.assistant.language import families, topics
from shop.assistant.language.phrasebook import ENGLISH, Entry
from shop.assistant.language.text import fold

FILES = ("families", "subjects", "elsewhere")
FAMILIES = [pytest.param(name, family, id=name) for name, family in families.FAMILIES.items()]
WORDS = ("verbs", "nouns", "fixed")


@pytest.mark.parametrize(("name", "family"), FAMILIES)
def test_verbs_nouns_and_fixed_words_of_a_family_are_each_named_in_an_example(name: str, family: Entry) -> None:
    named = {sequence for example in family.examples for sequence, of in families.units(fold(example)) if name in of}
    listed = {kind: set(families.forms({kind: family.content[kind]})) for kind in WORDS if kind in family.content}
    assert listed or family.forms
    assert [kind for kind, forms in listed.items() if named.isdisjoint(forms)] == []


@pytest.mark.parametrize(("name", "family"), FAMILIES)
def test_a_family_is_written_in_its_notation(name: str, family: Entry) -> None:
    assert name.isupper()
    assert set(family.content) <= {*WORDS, "forms", "vague", "examples", "counter_examples"}


def test_a_family_stands_in_one_file() -> None:
    times = Counter(name for file in FILES for name in ENGLISH.tables(file))
    assert [name for name, count in times.items() if count > 1] == []


def test_no_phrase_is_longer_than_those_that_are_looked_for() -> None:
    assert [phrase for phrase in topics.LEXICON if len(phrase) > families.LONGEST] == []


@pytest.mark.parametrize(("verb", "past"), families.IRREGULAR.items())
def test_an_irregular_verb_has_its_own_past_alone(verb: str, past: str) -> None:
    assert set(past.split()) <= families.inflections(verb)
    assert [form for form in families.inflections(verb) if form.endswith("ed")] == []


@pytest.mark.parametrize(("verb", "forms"), [
    ("cancel", {"cancels", "cancelled", "canceled", "cancelling", "canceling"}),
    ("modify", {"modifies", "modified", "modifying"}),
    ("change", {"changes", "changed", "changing"}),
    ("send", {"sends", "sent", "sending"}),
])
def test_a_verb_is_known_in_its_forms(verb: str, forms: set[str]) -> None:
    assert families.inflections(verb) >= {verb, *forms}
