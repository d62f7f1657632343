"""A product called by its name is that product, whatever the words of the name mean elsewhere in the shop."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shop.assistant.catalogue import Item
from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Ended, Offered
from shop.assistant.turn import Question, Surroundings, answer
from shop.assistant.understanding.naming import names_in, with_pronouns

ASKED: dict[str, Callable[[str], str]] = {
    "alone": lambda name: name,
    "in lower case": lambda name: name.lower(),
    "in a question of price": lambda name: f"what do you want for the {name}?",
    "in a question of choices": lambda name: f"which ones of the {name} are there?",
    "in a question of what it is made of": lambda name: f"is the {name} made of oak?",
    "politely": lambda name: f"Could you please tell me a little about the {name}",
}


def every_product(around: Surroundings) -> tuple[Item, ...]:
    return around.catalogue.items([row.id for row in around.catalogue.candidates(
        Criteria(), limit=5000, in_stock=False).rows])


def first_of(text: str, around: Surroundings) -> tuple[str, str]:
    """The name on the first card, and the words."""
    events = list(answer(Question(text), Dialogue(), around))
    offered, ended = next(each for each in events if isinstance(each, Offered)), events[-1]
    assert isinstance(ended, Ended)
    return next((offer.name for offer in offered.offers), ""), ended.text


@pytest.mark.parametrize("how", ASKED)
def test_every_product_is_found_by_its_name(how: str, either: Surroundings) -> None:
    items = every_product(either)
    assert len(items) > 20
    assert {item.name: found for item in items if (found := first_of(ASKED[how](item.name), either)[0]) != item.name} \
        == {}


def test_two_products_called_by_name_are_compared(either: Surroundings) -> None:
    one, two = every_product(either)[:2]
    events = list(answer(Question(f"how does the {one.name} differ from the {two.name}?"), Dialogue(), either))
    offered = next(each for each in events if isinstance(each, Offered))
    assert [offer.name for offer in offered.offers] == [one.name, two.name] and offered.comparison is not None


def test_a_name_is_read_as_a_pronoun(demo: Surroundings) -> None:
    text = "Does the Northern Lights Jumper itch, and is the Tarn Puffer Jacket warm?"
    names = names_in(text, demo.catalogue, demo.catalogue.vocabulary())
    assert with_pronouns(text, names) == "Does it itch, and is it warm?"


@pytest.mark.parametrize(("text", "name"), [
    ("is the Quayside lined?", "Quayside Duffle Coat"), ("how heavy is the quayside coat", "Quayside Duffle Coat"),
    ("the tarn jacket in navy?", "Tarn Puffer Jacket"),
])
def test_a_part_of_a_name_is_enough_where_one_thing_is_meant(text: str, name: str, demo: Surroundings) -> None:
    assert first_of(text, demo)[0] == name


@pytest.mark.parametrize("text", [
    "the evening was lovely", "what is the weather at the studio?", "a duffle coat", "any quilted jackets?",
    "is the delivery on the 14th?", "do you have a studio",
])
def test_what_everybody_says_is_no_name(text: str, demo: Surroundings) -> None:
    assert names_in(text, demo.catalogue, demo.catalogue.vocabulary()) == ()


def test_letters_that_fold_to_several_leave_the_rest_in_place(demo: Surroundings) -> None:
    text = "Straße ™: the Tarn Puffer Jacket!"
    names = names_in(text, demo.catalogue, demo.catalogue.vocabulary())
    assert with_pronouns(text, names) == "Straße ™: it!"
