"""What things are called at large: a table that stands for itself, and what a shop makes of it."""

from __future__ import annotations

import pytest

from shop.assistant.language.text import fold
from shop.assistant.language.things import thing_names
from shop.assistant.vocabulary import CategoryName, Meaning, SynonymRow, Vocabulary, build


def shop_of(*shelves: str, synonyms: tuple[SynonymRow, ...] = (), known: str = "", heads: str = "",
            english: dict[str, int] | None = None) -> Vocabulary:
    return build([CategoryName(each.lower(), each, "") for each in shelves], [], synonyms,
                 known=frozenset(known.split()), heads=frozenset(heads.split()), english=english)


def test_every_set_has_several_names_each_once() -> None:
    names = thing_names()
    assert len(names.sets) > 500 and len(names.kinds) > 300
    assert [each for each in names.sets if len(each) < 2 or len(set(each)) < len(each)] == []
    assert [name for each in names.sets for name in each if fold(name) != name or not name] == []


@pytest.mark.parametrize(("shelf", "said"), [
    ("Sofas", "couch"), ("Couches", "settee"), ("Bicycles", "pushbike"), ("Torches", "flashlights"),
])
def test_a_shelf_answers_to_its_other_names(shelf: str, said: str) -> None:
    assert shop_of(shelf).of(said) == (Meaning("category", shelf.lower()),)


def test_a_thing_without_a_shelf_answers_too_where_products_are_called_so() -> None:
    assert shop_of(known="settee", heads="settee").of("couch") == (Meaning("words", "settee"),)
    assert shop_of(known="settee").of("couch") == ()


def test_what_the_shop_calls_so_itself_keeps_its_meaning() -> None:
    assert shop_of("Couches", "Sofas").of("couch") == (Meaning("category", "couches"),)
    own = (SynonymRow("couch", "benches", "category"),)
    assert shop_of("Sofas", "Benches", synonyms=own).of("couch") == (Meaning("category", "benches"),)


def test_everybody_s_word_is_no_name_of_a_thing() -> None:
    assert shop_of("Sofas", english={"couch": 900_000}).of("couch") == ()


def test_a_set_of_things_answers_to_the_thing() -> None:
    assert shop_of("Luggage sets").of("luggage") == (Meaning("category", "luggage sets"),)
