"""A language is data: what stands in its files is found in its examples, and mistakes in them are named."""

from __future__ import annotations

import re

import pytest

from shop.assistant.language.phrasebook import Entry, PhrasebookError, compiled, phrasebook, read
from shop.assistant.language.text import fold, words

LANGUAGES = ["en"]
ENTRIES = [pytest.param(entry, id=f"{language} {name}") for language in LANGUAGES
           for name, entry in phrasebook(language).entries.items()]
PATTERNS = [each for each in ENTRIES if each.values[0].pattern]  # type: ignore[union-attr]
A_LINE = 110


def seen(entry: Entry, text: str) -> str:
    return text if entry.content.get("any_case") else fold(text)


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_entry_has_examples(entry: Entry) -> None:
    assert entry.examples


@pytest.mark.parametrize("entry", PATTERNS)
def test_a_pattern_is_found_in_its_examples_and_not_in_its_counter_examples(entry: Entry) -> None:
    assert entry.pattern
    assert [text for text in entry.examples if not entry.pattern.search(seen(entry, text))] == []
    assert [text for text in entry.counter_examples if entry.pattern.search(seen(entry, text))] == []


@pytest.mark.parametrize("entry", PATTERNS)
def test_every_form_of_a_pattern_has_an_example_of_its_own(entry: Entry) -> None:
    alone = {form: compiled([form], entry.lists, any_case=entry.content.get("any_case", False))
             for form in entry.forms}
    assert [form for form, pattern in alone.items()
            if not any(pattern.search(seen(entry, text)) for text in entry.examples)] == []


@pytest.mark.parametrize("entry", PATTERNS)
def test_no_form_is_longer_than_a_line(entry: Entry) -> None:
    assert [form for form in entry.forms if len(form) > A_LINE] == []


@pytest.mark.parametrize("entry", [each for each in ENTRIES if "words" in each.values[0].content])  # type: ignore[union-attr]
def test_a_list_of_words_has_words_of_its_examples(entry: Entry) -> None:
    listed = set(entry.content["words"].split())
    assert [text for text in entry.examples if listed.isdisjoint(words(text))] == []


@pytest.mark.parametrize(("form", "text", "hit"), [
    ("no more than", "no  more\nthan that", "no  more\nthan"),
    ("art", "a party", None),
    ("(big|small) one", "the small one", "small one"),
    ("=ish", "bluish", "ish"),
    (r"^\W*yes", "… yes", "… yes"),
    ("into the {cart}", "into the basket", "into the basket"),
    (r"\(sic\)", "so (sic) it was", None),
    (r"=\(sic\)=", "so (sic) it was", "(sic)"),
])
def test_a_form_is_read_by_its_notation(form: str, text: str, hit: str | None) -> None:
    match = compiled([form], {"cart": ["cart", "basket"]}).search(text)
    assert (match and match[0]) == hit


def test_a_form_may_name_the_words_of_a_table() -> None:
    numbers = "[ones]\nvalues = { one = 1, two = 2 }\n[dozens]\nforms = ['{ones} dozen']"
    eggs = "[eggs]\nforms = ['{numbers.ones} eggs?']"
    patterns = {entry.name: entry.pattern for entry in read({"numbers": numbers, "eggs": eggs})}
    assert (dozens := patterns["numbers.dozens"]) and dozens.search("two dozen")
    assert (some := patterns["eggs.eggs"]) and some.search("one egg")


def test_a_list_may_be_made_of_lists() -> None:
    lists = {"cart": ["cart", "{bag}"], "bag": ["bag", "tote"]}
    assert compiled(["my {cart}"], lists).search("in my tote")


@pytest.mark.parametrize(("texts", "named"), [
    ({"talk": "[hello"}, "talk.toml"),
    ({"talk": "[hello]\nforms = ['(']"}, "talk.hello"),
    ({"talk": "[hello]\nforms = ['{greeting}']"}, "greeting"),
])
def test_a_mistake_in_a_file_is_named(texts: dict[str, str], named: str) -> None:
    with pytest.raises(PhrasebookError, match=re.escape(named)):
        list(read(texts))


def test_an_entry_that_is_not_there_is_named() -> None:
    with pytest.raises(PhrasebookError, match=re.escape("talk.farewell")):
        phrasebook("en").pattern("talk.farewell")
