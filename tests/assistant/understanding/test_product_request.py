"""What asks for goods, and what only has words in common with a shop; read against a vocabulary of three shelves."""

from __future__ import annotations

import pytest

from shop.assistant.language.text import fold
from shop.assistant.understanding.product_request import Ask, asks
from shop.assistant.understanding.terms import Familiarity, read
from shop.assistant.vocabulary import CategoryName, SynonymRow, Vocabulary, build

CATEGORIES = (CategoryName("jumpers", "Jumpers", "jumper"), CategoryName("coats", "Coats", "coat"),
              CategoryName("shirts-and-tops", "Shirts & Tops", ""), CategoryName("bikinis", "Bikinis", ""))
VALUES = (("occasion", "travel"), ("occasion", "dinners"), ("season", "winter"), ("material", "denim"),
          ("pattern", "checked"), ("colour", "Black"), ("audience", "men"), ("occasion", "weddings"))
SYNONYMS = (SynonymRow("restaurant", "dinners", "occasion"), SynonymRow("denim coat", "coats", "category"),
            SynonymRow("guy", "men", "audience"), SynonymRow("parka", "coats", "category"))
EVERYDAY = frozenset(("life", "meaning", "ideas", "animals", "hooks", "floral", "french"))
ENGLISH = {"life": 350_000, "animals": 20_000, "floral": 600, "french": 40_000, "hooks": 3_000}
SHOP: Vocabulary = build(
    CATEGORIES, VALUES, SYNONYMS, known=frozenset(("life", "animal", "floral", "hook", "bikini", "lace", "fisher")),
    everyday=EVERYDAY, having={"life": 7, "animal": 3, "floral": 40, "hook": 9}, products=9_000, english=ENGLISH)


def asked(text: str) -> Ask:
    return asks(fold(text), read(fold(text), SHOP, original=text), False, False)


@pytest.mark.parametrize("text", [
    "what do you suggest for a wedding", "do you have winter things", "something for travel", "a black coat",
    "do you have anything for dinners", "what should I wear for travel", "do you sell coat hooks", "men's coats",
    "i need a jumper with a hook", "show me coats in all sizes",
])
def test_who_asks_as_in_a_shop_is_shown_goods(text: str) -> None:
    assert asked(text) is Ask.YES


@pytest.mark.parametrize("text", [
    "can you suggest some of the most popular travel destinations", "do you have any restaurant recommendations",
    "what would you suggest having for dinners", "i need coat hooks for my hall", "in french, please", "coat sizes?",
    "sizes for coats and jumpers",
])
def test_a_word_of_the_shop_alone_is_no_wish(text: str) -> None:
    assert asked(text) is not Ask.YES


@pytest.mark.parametrize(("text", "kind"), [
    ("the meaning of life", Familiarity.UNKNOWN), ("do you have any animals", Familiarity.UNKNOWN),
    ("anything floral", Familiarity.KNOWN), ("do you have the Fisher", Familiarity.KNOWN), ("life", Familiarity.KNOWN),
])
def test_an_everyday_word_counts_where_the_shop_uses_it_more_than_others(text: str, kind: Familiarity) -> None:
    left = read(fold(text), SHOP, original=text).leftovers
    assert [each.kind for each in left if each.word.text not in ("meaning", "ideas")] == [kind]


@pytest.mark.parametrize("text", ["do you guys have coats", "thanks guys!", "hey guys, any coats?"])
def test_whom_one_speaks_to_is_not_whom_it_is_for(text: str) -> None:
    assert not any(term.has("audience") for term in read(fold(text), SHOP, original=text).terms)
    assert any(term.has("audience") for term in read("coats for guys", SHOP, original="coats for guys").terms)


@pytest.mark.parametrize(("phrase", "meant"), [
    ("tops", {("category", "shirts-and-tops")}), ("shirts and tops", {("category", "shirts-and-tops")}),
    ("bikini", {("category", "bikinis")}), ("denim coat", {("category", "coats"), ("material", "denim")}),
    ("parka", {("category", "coats")}),
])
def test_names_are_understood_in_their_parts(phrase: str, meant: set[tuple[str, str]]) -> None:
    assert {(each.key, each.value) for each in SHOP.of(phrase)} == meant
