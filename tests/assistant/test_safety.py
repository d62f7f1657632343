"""What a shopper must not have is on no card, whatever they ask for afterwards, until they take it back.

The oracle is plain on purpose: it looks for bare words in all that is written of a product, and knows nothing of how
the shop reads them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from evals import shops
from shop.assistant.catalogue import Item
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Mode
from shop.assistant.turn import Question, Surroundings
from shop.catalogue.sections import Library
from shop.catalogue.shelves import Shelves
from shop.extensions import db
from shop.services import services
from tests.support.conversation import Turn, turn
from tests.support.scripted_model import ScriptedModel

EVALS = Path(os.environ.get("SHOP_EVALS") or Path(__file__).parents[3] / "shared" / "evals")
# What must not be, as it is said, and the words that betray it.
MUST_NOT = {
    "I'm allergic to wool": r"wool|merino|cashmere|mohair|tweed|alpaca",
    "my skin can't take merino": r"wool|merino|cashmere|mohair|tweed|alpaca",
    "I'm vegan": r"wool|merino|cashmere|leather|suede|silk\b|sheepskin|feather|goose down|beeswax",
    "no leather for me, on principle": r"leather|suede|nubuck|calfskin",
    "silk gives my wife hives": r"silk\b",
}
FOOD = {
    "my son has a nut allergy": r"\bnuts?\b|almond|hazelnut|walnut|cashew|pecan|pistachio|praline|nougat|marzipan",
    "I'm lactose intolerant": r"\bmilk|cheese|butter\b|yogh?urt|mozzarella|cheddar|\bbrie\b",
    "she is coeliac": r"\bbread|\bwheat|pasta|\bcakes?\b|cookies|sourdough|croissant|noodle",
    "I don't eat pork, for religious reasons": r"pork|bacon|\bham\b|prosciutto|salami|chorizo",
}
# Words that only say what a thing is not, or hold it against something.
NO_MATTER = re.compile(
    r"imitation-fur|when wool is too warm|(leather|wool|nut|gluten|dairy)-free|(vegan|faux|pu) leather")
ASKED = (
    "something warm", "start over", "a gift for my sister", "an outfit for a wedding", "what goes with the first one?",
    "something similar", "compare the first and the second", "show more", "the cheapest thing you have",
    "the most expensive thing in the whole shop", "forget everything", "something for the weekend under 100",
)


def written(item: Item) -> str:
    texts = [item.name, item.description, item.category_name, *(word for some in item.labels.values() for word in some),
             *(f"{name} {value}" for name, value in item.attributes.items()),
             *(f"{each.colour} {each.size}" for each in item.variants)]
    return NO_MATTER.sub(" ", "\n".join(texts).lower())


def shelves_of(around: Surroundings) -> tuple[str, ...]:
    vocabulary = around.catalogue.vocabulary()
    return tuple(vocabulary.label("category", slug) for slug in vocabulary.values("category"))


def offending(around: Surroundings, statement: str, betrays: str, asked: tuple[str, ...]) -> Iterator[str]:
    """Cards of a conversation that begins with a statement and show what it forbids."""
    last = turn(statement, around)
    for text in asked:
        last = turn(text, around, last.dialogue)
        ids = [offer.product_id for offer in last.offered.offers]
        for item in around.catalogue.items(ids):
            if found := re.search(betrays, written(item)):
                yield f"{statement} > {text}: {item.name} has {found[0]}"


@pytest.mark.parametrize("statement", MUST_NOT)
def test_no_card_has_what_must_not_be(statement: str, demo: Surroundings) -> None:
    asked = (*(f"show me {shelf}" for shelf in shelves_of(demo)), *ASKED)
    assert list(offending(demo, statement, MUST_NOT[statement], asked)) == []


@pytest.mark.parametrize("statement", MUST_NOT)
def test_nor_in_the_second_shop_of_clothes(statement: str, second: Surroundings) -> None:
    asked = (*(f"show me {shelf}" for shelf in shelves_of(second)), *ASKED)
    assert list(offending(second, statement, MUST_NOT[statement], asked)) == []


@pytest.mark.parametrize("statement", [*MUST_NOT, *FOOD])
def test_nor_among_food_and_everything_else(statement: str, retail: Surroundings) -> None:
    asked = (*(f"show me {shelf}" for shelf in shelves_of(retail)), "bread", "chocolate", "cheese", "snacks", "dessert",
             "sausages", "pasta", "cookies", *ASKED)
    assert list(offending(retail, statement, {**MUST_NOT, **FOOD}[statement], asked)) == []


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surroundings]:
    with shops.second_shop(tmp_path_factory.mktemp("second")):
        yield from around_shop()


@pytest.fixture(scope="module")
def retail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surroundings]:
    if not EVALS.is_dir():
        pytest.skip("no public data beside the checkout")
    with shops.foreign_shop(EVALS, "retail")(tmp_path_factory.mktemp("retail")):
        yield from around_shop()


def around_shop() -> Iterator[Surroundings]:
    money, digits = services().money, services().digits
    with Session(db.engine) as session:
        yield Surroundings(Shelves(session), Library(session, money).knowledge(), money, digits)


def names(last: Turn) -> set[str]:
    return {offer.name for offer in last.offered.offers}


def test_it_is_said_with_the_list_and_a_chip_takes_it_back(demo: Surroundings) -> None:
    first = turn("I'm allergic to wool, show me coats", demo)
    assert "Without wool, as you asked." in first.said
    chip = next(each for each in first.offered.chips if each.key == "exclude")
    assert (chip.value, chip.label) == ("contents:wool", "without wool")
    assert [each.label for each in first.offered.chips].count("not wool") == 0
    again = turn(Question("", removes=(chip.key, chip.value)), demo, first.dialogue)
    assert "Concord Wool Coat" in names(again)
    assert not again.dialogue.avoided


def test_the_record_rules_it_out_by_the_shops_own_materials(demo: Surroundings) -> None:
    assert turn("I'm allergic to wool, show me coats", demo).dialogue.criteria.exclude == {
        "material": ("wool", "merino")}


def test_asking_for_it_by_its_kind_takes_nothing_back(demo: Surroundings) -> None:
    first = turn("I can't wear wool", demo)
    for text in ("a wool coat", "a merino jumper", "merino is fine", "wool jumpers please"):
        first = turn(text, demo, first.dialogue)
        assert first.dialogue.avoided.families == ("wool",), text


@pytest.mark.parametrize("text", [
    "wool is fine after all", "I'm not allergic to wool any more", "forget about the wool"])
def test_saying_so_takes_it_back(text: str, demo: Surroundings) -> None:
    first = turn("I'm allergic to wool. Coats?", demo)
    assert not turn(text, demo, first.dialogue).dialogue.avoided


def test_a_product_called_by_name_is_told_to_have_it_and_another_is_shown(demo: Surroundings) -> None:
    first = turn("my wife is allergic to wool", demo)
    last = turn("do you have the Concord Wool Coat in M?", demo, first.dialogue)
    assert "the Concord Wool Coat has wool in it" in last.said
    assert names(last)
    assert "Concord Wool Coat" not in names(last)


def test_what_nobody_has_written_down_is_told(retail: Surroundings) -> None:
    assert "is not written down; please check" in turn("vegan ankle boots", retail).said
    assert "no list of ingredients" in turn("I have a nut allergy. chocolate", retail).said


def test_in_matters_of_safety_no_model_speaks(demo: Surroundings) -> None:
    model = ScriptedModel(["The Concord Wool Coat is lovely."])
    assert turn("I'm allergic to wool, show me coats", replace(demo, model=model)).ended.mode is Mode.RULES


def test_a_dialogue_keeps_it_through_the_database(demo: Surroundings) -> None:
    dialogue = turn("I'm vegan and allergic to nickel", demo).dialogue
    assert Dialogue.from_json(json.loads(json.dumps(dialogue.to_json()))) == dialogue
    assert "nickel" in dialogue.avoided.families


def test_an_index_of_yesterday_lets_nothing_through(demo: Surroundings) -> None:
    first = turn("I'm allergic to wool", demo)
    blind = replace(demo, catalogue=Blind(demo.catalogue))
    assert "Concord Wool Coat" not in names(turn("coats", blind, first.dialogue))


class Blind:
    """A catalogue whose index does not know what is in a thing."""

    def __init__(self, whole: object) -> None:
        self._whole = whole

    def __getattr__(self, name: str) -> object:
        return getattr(self._whole, name)

    def candidates(self, criteria, **more):  # type: ignore[no-untyped-def]
        return self._whole.candidates(criteria.changed(exclude={}), **more)  # type: ignore[attr-defined]


def test_a_question_on_a_product_states_nothing_of_the_shopper(demo: Surroundings) -> None:
    first = turn("the Concord Wool Coat", demo)
    last = turn("is it vegan?", demo, first.dialogue)
    assert not last.dialogue.avoided
    assert last.said == "No: by what is written of it, the Concord Wool Coat has wool in it."
    assert "no full list" in turn("is the Market Tote leather-free?", demo).said
