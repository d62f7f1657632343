"""What is in a thing, by what is written of it: in doubt it is there."""

from __future__ import annotations

import pytest

from shop.assistant.language.contents import FAMILIES, Writing, contents_of, diet, families_in, is_told, triggered
from shop.assistant.language.phrasebook import ENGLISH


@pytest.mark.parametrize(("writing", "families"), [
    (Writing(("A throw", "Woven of lambswool and cotton")), {"wool", "cotton"}),
    (Writing(("Slippers",), materials=("sheepskin",)), {"wool", "leather", "fur"}),
    (Writing(("A rug", "in a wool blend")), {"wool"}),
    (Writing(("Quilt", "filled with white goose down")), {"down"}),
    (Writing(("Quilt",), materials=("down",)), {"down"}),
    (Writing(("Shirt", "with a button-down collar"), materials=("linen",)), {"linen"}),
    (Writing(("Shirt", "in cream, like butter"), (), ("linen",), ("in cream, in honey",)), {"linen"}),
    (Writing(("Sofa", "soft as velvet"), (), (), ("in camel, in ivory",)), set()),
    (Writing(("Case", "vegan leather with a suede-look strap")), set()),
    (Writing(("Case", "synthetic and leather")), {"synthetics", "leather"}),
    (Writing(("Case", "You will find no leather softer than this")), {"leather"}),
    (Writing(("Vest", "lighter than wool"), materials=("linen",)), {"linen"}),
    (Writing(("Vest", "lighter than wool")), {"wool"}),
    (Writing(("Oat bar", "nut-free, with wheat")), {"gluten"}),
    (Writing(("Gluten-free loaf", "of rice")), set()),
    (Writing(("Loaf",)), {"gluten"}),
    (Writing(("Spread", "with hazelnuts")), {"nuts"}),
    (Writing(("Doughnut lamp", "of steel")), {"gluten", "milk", "eggs"}),
    (Writing(("Pure wool, free of charge",)), {"wool"}),
    (Writing(("Eggs free range",)), {"eggs"}),
])
def test_what_is_written_of_a_thing_says_what_is_in_it(writing: Writing, families: set[str]) -> None:
    assert contents_of(writing) == families


def test_every_family_is_named_by_its_own_word() -> None:
    assert [family for family in FAMILIES if family not in families_in(family)] == []


def test_every_diet_forbids_families_that_there_are() -> None:
    assert set(diet("vegan")) <= set(FAMILIES)
    assert set(diet("kosher")) <= set(FAMILIES)
    assert diet("keen") == ()


def test_a_thing_of_which_no_material_is_written_is_not_told() -> None:
    assert not is_told(Writing(("Boots", "for every day")))
    assert is_told(Writing(("Boots", "of canvas and suede")))
    assert is_told(Writing(("Boots",), materials=("canvas",)))


def test_no_form_is_passed_over_for_the_words_of_a_text() -> None:
    patterns = [entry for name in ("materials", "ingredients", "dishes") for entry in ENGLISH.tables(name).values()
                if entry.pattern]
    assert [text for entry in patterns for text in entry.examples
            if entry.pattern not in triggered(text.lower())] == []
