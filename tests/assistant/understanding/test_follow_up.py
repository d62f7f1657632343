"""Messages that only make sense after another."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.degrees import Dimension, End
from shop.assistant.turn import Question, Surroundings
from shop.assistant.understanding.acts import (
    AboutShown,
    Act,
    Alike,
    Compare,
    Count,
    Detail,
    GoesWith,
    More,
    Outfit,
    Overview,
    Search,
    Superlative,
    Total,
)
from shop.assistant.understanding.message import understand
from tests.support.conversation import conversation

CLOTHES: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (("hoodies", "cheaper"), {"category": ["hoodies"], "price_word": "low"}),
    (("hoodies", "in black"), {"category": ["hoodies"], "colour": ["black"]}),
    (("hoodies", "in black", "under 100"), {"category": ["hoodies"], "colour": ["black"], "price_max": 10000}),
    (("black hoodies", "any colour"), {"category": ["hoodies"]}),
    (("black hoodies", "how long is delivery?", "in size L"),
     {"category": ["hoodies"], "colour": ["black"], "size": ["l"]}),
    (("jackets for men", "trousers"), {"category": ["trousers"], "audience": "men"}),
    (("jackets for men", "for my wife"), {"category": ["jackets"], "audience": "women"}),
    (("green jumper", "what about red?"), {"category": ["jumpers"], "colour": ["red"]}),
    (("black jeans", "not black"), {"category": ["jeans"], "exclude": {"colour": ["black"]}}),
    (("hoodies under 60", "more expensive"), {"category": ["hoodies"], "price_max": 6000, "price_word": "high"}),
]
TOOLS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (("secateurs", "cheaper"), {"category": ["secateurs"], "price_word": "low"}),
    (("secateurs", "for left-handed people"), {"category": ["secateurs"], "words": ["left", "handed"]}),
    (("gloves", "when are you open?", "in M"), {"category": ["gloves"], "size": ["m"]}),
]


@pytest.mark.parametrize(("messages", "criteria"), CLOTHES)
def test_a_refinement_joins_what_was_asked_before(
    messages: tuple[str, ...], criteria: dict[str, Any], demo: Surroundings,
) -> None:
    assert conversation(demo, *messages).dialogue.criteria.to_json() == criteria


@pytest.mark.parametrize(("messages", "criteria"), TOOLS)
def test_so_it_does_in_the_other_shop(
    messages: tuple[str, ...], criteria: dict[str, Any], garden: Surroundings
) -> None:
    assert conversation(garden, *messages).dialogue.criteria.to_json() == criteria


ACTS: list[tuple[str, Act]] = [
    ("jackets", Search()), ("how many jackets do you have?", Count()), ("show more", More()),
    ("start over", Overview()), ("tell me about the second one", Detail(1)),
    ("the blue one", Detail(None, Criteria(colour=("blue",)))),
    ("compare the first and the third", Compare((0, 2))), ("compare them", Compare((0, 1, 2))),
    ("which of those are under 50?", AboutShown(Criteria(price_max=5000))),
    ("which of those is the loudest?", AboutShown(Criteria(), Dimension("loud", End.MOST, "loudest"))),
    ("the least heavy jacket", Superlative(Dimension("heavy", End.LEAST, "least heavy"))),
    ("an outfit for a wedding", Outfit()), ("what goes with the first one?", GoesWith("the first one", 0)),
    ("what goes with it?", GoesWith("it")), ("others like the second one", Alike(1)), ("something similar", Alike()),
    ("what do both of them cost together?", Total((0, 1))),
]


@pytest.mark.parametrize(("text", "act"), ACTS)
def test_what_is_asked_after_a_list_is_an_act_with_its_slots(text: str, act: Act, demo: Surroundings) -> None:
    before = Dialogue(Criteria(category=("hoodies",)), shown=(1, 2, 3), seen=(1, 2, 3), focus=2)
    assert understand(text, demo.catalogue.vocabulary(), demo.knowledge, before).act == act


def test_the_table_has_every_act() -> None:
    assert {type(act) for _, act in ACTS} == set(get_args(Act))


def test_show_more_shows_others_of_the_same(demo: Surroundings) -> None:
    first = conversation(demo, "hoodies")
    more = conversation(demo, "hoodies", "show more")
    one, two = ({offer.product_id for offer in turn.offered.offers} for turn in (first, more))
    assert two and not one & two
    assert more.offered.matched == first.offered.matched >= len(one) + len(two)


def test_start_over_forgets(either: Surroundings) -> None:
    assert not conversation(either, "under 50", "start over").dialogue.criteria


def test_a_place_on_the_list_is_the_product_there(either: Surroundings) -> None:
    shelf = either.catalogue.vocabulary().values("category")[0].replace("-", " ")
    first = conversation(either, shelf)
    second = conversation(either, shelf, "tell me about the second one")
    last = conversation(either, shelf, "the last one")
    assert [offer.product_id for offer in second.offered.offers] == [first.offered.offers[1].product_id]
    assert [offer.product_id for offer in last.offered.offers] == [first.offered.offers[-1].product_id]
    assert first.offered.offers[1].name in second.ended.text


def test_a_comparison_names_both(either: Surroundings) -> None:
    shelf = either.catalogue.vocabulary().values("category")[0].replace("-", " ")
    compared = conversation(either, shelf, "compare the first and the second")
    assert compared.ended.receipt.intents == ("compare",)
    assert len(compared.offered.offers) == 2
    assert all(offer.name in compared.ended.text for offer in compared.offered.offers)


def test_a_question_on_delivery_does_not_forget_the_products(demo: Surroundings) -> None:
    turn = conversation(demo, "black hoodies", "how long does delivery take?")
    assert not turn.offered.offers and turn.offered.sources
    assert turn.dialogue.criteria.colour == ("black",)


def test_a_chip_taken_away_is_the_request_without_it(demo: Surroundings) -> None:
    turn = conversation(demo, "black hoodies under 100, not in size M", Question("", removes=("price_max", "10000")))
    assert turn.criteria.price_max is None and turn.criteria.colour == ("black",)
    turn = conversation(demo, "hoodies, not black", Question("", removes=("exclude", "colour:black")))
    assert turn.criteria.to_json() == {"category": ["hoodies"]}


def test_this_one_is_the_product_of_the_open_page(either: Surroundings) -> None:
    offers = conversation(either, "what is cheapest?").offered.offers
    item = either.catalogue.items([offers[0].product_id])[0]
    turn = conversation(either, Question("is this one any good? what is it made of?", page=item.slug))
    assert [offer.product_id for offer in turn.offered.offers] == [item.id]
