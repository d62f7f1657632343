"""Sizes and measures of a message come to the sizes of the shelf that is asked for, and what is not carried is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from shop.assistant.criteria import Criteria
from shop.assistant.language.audiences import CHILDREN
from shop.assistant.language.sizing import EU_OF_UK, STATURES
from shop.assistant.turn import Surroundings
from shop.assistant.understanding.message import understand
from tests.support.conversation import conversation, turn

LETTERS = {"xs": ["extra small", "X-small"], "s": ["small"], "m": ["medium"], "l": ["large"],
           "xl": ["extra large", "x-large"], "xxl": ["2XL", "extra extra large", "double XL", "xx-large"]}


def asked(text: str, around: Surroundings) -> Criteria:
    return understand(text, around.catalogue.vocabulary(), around.knowledge).criteria


def shelves(around: Surroundings) -> list[tuple[str, str, Sequence[str]]]:
    vocabulary = around.catalogue.vocabulary()
    return [(vocabulary.label("category", slug), audience, sizes)
            for (slug, audience), sizes in vocabulary.shelf_sizes.items() if audience]


def test_every_size_of_every_shelf_is_found_as_the_shop_writes_it(demo: Surroundings) -> None:
    for name, audience, sizes in shelves(demo):
        for size in sizes:
            found = asked(f"{name} for {audience} in size {size}", demo)
            assert found.size == (size,), (name, audience, size)


def test_every_letter_is_found_in_each_of_its_notations(demo: Surroundings) -> None:
    for name, audience, sizes in shelves(demo):
        for size in set(sizes) & set(LETTERS):
            for notation in LETTERS[size]:
                for text in (f"{name} for {audience} in {notation}", f"{notation} {name} for {audience}"):
                    assert asked(text, demo).size == (size,), text


def test_every_shoe_is_found_by_its_british_number(demo: Surroundings) -> None:
    for name, audience, sizes in shelves(demo):
        if "40" in sizes and name != "Belts":
            for british, european in EU_OF_UK.items():
                if str(european) in sizes:
                    assert asked(f"{name} for {audience}, UK {british:g}", demo).size == (str(european),)


def test_every_childs_size_is_found_by_age_and_by_height(demo: Surroundings) -> None:
    ages = {str(height): age for age, height in STATURES.items()}
    for name, audience, sizes in shelves(demo):
        for size in set(sizes) & set(ages) if audience in CHILDREN else ():
            for text in (f"{name} for a {ages[size]}-year-old", f"{name}, my nephew is {size} cm tall"):
                found = asked(text, demo)
                assert (found.size, found.audience) == ((size,), audience), text


@pytest.mark.parametrize(("text", "says"), [
    ("skirts in 4XL", "We have no skirts in 4XL; our largest is XL."),
    ("boots in size 49", "our largest is 45"),
    ("a coat for a boy of seven", "our nearest is 128"),
    ("women's trainers, UK 6", "UK 6 is 39 in our sizes."),
])
def test_a_size_that_the_shop_writes_otherwise_or_does_not_carry_is_told(text: str, says: str,
                                                                         demo: Surroundings) -> None:
    found = turn(text, demo)
    assert says in found.said
    assert found.offered.offers


def test_things_without_sizes_are_shown_whatever_size_is_asked_for(demo: Surroundings) -> None:
    found = turn("a small scarf", demo)
    assert found.criteria.size == () and found.offered.offers
    assert "Our scarves have no sizes to choose from." in found.said


def test_a_measure_finds_the_same_products_in_any_unit(demo: Surroundings) -> None:
    for texts in (("scarves at least 175 cm long", "scarves at least 1.75 m long", "scarves of 69 inches or longer"),
                  ("bags of up to 17 litres", "bags up to 17000 ml", "bags no bigger than 17 l")):
        lists = [{offer.slug for offer in turn(text, demo).offered.offers} for text in texts]
        assert lists[0] and all(each == lists[0] for each in lists), texts


def test_what_does_not_meet_a_measure_does_not_come(demo: Surroundings) -> None:
    for offer in turn("scarves longer than 175 cm", demo).offered.offers:
        item = demo.catalogue.item(offer.slug)
        assert item and int(item.attributes["length"].split()[0]) > 175


def test_a_measure_holds_for_the_rest_of_the_list(demo: Surroundings) -> None:
    assert len(turn("scarves at least 195 cm", demo).offered.offers) == 1
    assert not conversation(demo, "scarves at least 195 cm", "show me more").offered.offers


def test_a_measure_that_no_row_tells_is_told_and_hides_nothing(demo: Surroundings) -> None:
    found = turn("scarves of 512 GB", demo)
    assert "None of them is described with 512 gb" in found.said
    assert found.offered.offers


@pytest.mark.parametrize("text", ["I am 178 cm tall and weigh 80 kg, which coat fits?", "I'm 1m70, 60 kilos. A dress?"])
def test_no_size_is_guessed_from_a_body(text: str, demo: Surroundings) -> None:
    found = turn(text, demo)
    assert asked(text, demo).size == ()
    assert "Height and weight alone do not tell the size." in found.said and "chest" in found.said and "?" in found.said


def test_a_son_who_is_grown_up_is_no_child(demo: Surroundings) -> None:
    assert asked("trousers for my son who is 20", demo).audience not in CHILDREN
