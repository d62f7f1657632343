"""What a message asks for, by rules alone, in both shops."""

from __future__ import annotations

from typing import Any

import pytest

from shop.assistant.dialogue import Dialogue
from shop.assistant.intents import Intent
from shop.assistant.turn import Surroundings
from shop.assistant.understanding.acts import Act, Count, Overview, Search
from shop.assistant.understanding.message import Wanted, understand, values_known

NEW = Dialogue()


def read(text: str, around: Surroundings, dialogue: Dialogue = NEW, **more: Any) -> Wanted:
    return understand(text, around.catalogue.vocabulary(), around.knowledge, dialogue, digits=around.digits, **more)


CLOTHES: list[tuple[str, dict[str, Any]]] = [
    ("hoodies", {"category": ["hoodies"]}),
    ("Show me black hoodies under 60", {"category": ["hoodies"], "colour": ["black"], "price_max": 6000}),
    ("black or navy trousers for men between 40 and 80 euros",
     {"category": ["trousers"], "colour": ["black", "navy"], "audience": "men", "price_min": 4000, "price_max": 8000}),
    ("do you have jackets in size M?", {"category": ["jackets"], "size": ["m"]}),
    ("XL hoodie", {"category": ["hoodies"], "size": ["xl"]}),
    ("hoodie in L", {"category": ["hoodies"], "size": ["l"]}),
    ("hoodies, but nothing in black", {"category": ["hoodies"], "exclude": {"colour": ["black"]}}),
    ("anything but red", {"exclude": {"colour": ["red"]}}),
    ("jeans but not blue", {"category": ["jeans"], "exclude": {"colour": ["blue"]}}),
    ("no polyester please, a jacket",
     {"category": ["jackets"], "exclude": {"material": ["recycled polyester"]}}),
    ("the best rated hoodie", {"category": ["hoodies"], "sort": "rating"}),
    ("cheapest jacket", {"category": ["jackets"], "sort": "price_asc"}),
    ("the most expensive coat", {"category": ["coats"], "sort": "price_desc"}),
    ("cheap t-shirts", {"category": ["t-shirts"], "price_word": "low"}),
    ("t shirts", {"category": ["t-shirts"]}),
    ("TSHIRT", {"category": ["t-shirts"]}),
    ("gift for my mum under 30", {"audience": "women", "price_max": 3000}),
    ("a linen dress for summer, at most 90",
     {"category": ["dresses"], "material": ["linen"], "season": ["summer"], "price_max": 9000}),
    ("something to wear to a wedding", {"occasion": ["weddings"]}),
    ("outfit for a job interview", {"occasion": ["interviews"]}),
    ("striped shirts", {"category": ["shirts"], "pattern": ["striped"]}),
    ("two pairs of socks", {"category": ["socks"], "quantity": 2}),
]
TOOLS: list[tuple[str, dict[str, Any]]] = [
    ("secateurs", {"category": ["secateurs"]}),
    ("show me spades under 40", {"category": ["spades-and-forks"], "price_max": 4000}),
    ("a lightweight spade for women",
     {"category": ["spades-and-forks"], "style": ["lightweight"], "audience": "women"}),
    ("gloves in size M", {"category": ["gloves"], "size": ["m"]}),
    ("something for weeding", {"occasion": ["weeding"]}),
    ("cheapest lawn mower", {"category": ["lawn-mowers"], "sort": "price_asc"}),
    ("do you have left-handed pruners?", {"category": ["secateurs"], "words": ["left", "handed"]}),
    ("watering cans in green", {"category": ["watering-cans"], "colour": ["green"]}),
    ("pots made of clay", {"category": ["pots"], "material": ["terracotta"]}),
    ("a present for my son who loves digging", {"audience": "kids", "occasion": ["digging"]}),
]


@pytest.mark.parametrize(("text", "criteria"), CLOTHES)
def test_a_request_becomes_criteria(text: str, criteria: dict[str, Any], demo: Surroundings) -> None:
    wanted = read(text, demo)
    assert (wanted.intents, wanted.criteria.to_json()) == (("products",), criteria)


@pytest.mark.parametrize(("text", "criteria"), TOOLS)
def test_the_other_shop_is_understood_by_the_same_rules(
    text: str, criteria: dict[str, Any], garden: Surroundings
) -> None:
    wanted = read(text, garden)
    assert (wanted.intents, wanted.criteria.to_json()) == (("products",), criteria)


def test_coffee_outside_is_casual_and_comfortable(demo: Surroundings) -> None:
    criteria = read("I need something for drinking coffee outside", demo).criteria
    assert "the outdoors" in criteria.occasion and {"casual", "comfortable"} <= set(criteria.style)


TALK = [
    ("hello", ("greeting",)), ("thanks!", ("thanks",)), ("bye", ("goodbye",)), ("are you a robot?", ("bot",)),
    ("what can you do?", ("capabilities",)), ("tell me a joke", ("other",)), ("asdf qwerty", ("other",)),
    ("when are you open?", ("policy",)), ("how long does delivery take?", ("policy",)),
    ("can I return something after two weeks?", ("policy",)), ("do you accept paypal?", ("policy",)),
    ("where is my order 1234?", ("order",)), ("add it to my basket", ("cart",)),
]


@pytest.mark.parametrize(("text", "intents"), TALK)
def test_what_is_no_request_for_products_is_not_read_as_one(
    text: str, intents: tuple[str, ...], either: Surroundings,
) -> None:
    wanted = read(text, either)
    assert (wanted.intents, wanted.criteria.to_json()) == (intents, {})


def test_a_person_is_asked_for(either: Surroundings) -> None:
    assert read("I want to talk to a person", either).wants(Intent.PERSON)


TOPICS = [
    ("how long does delivery take?", "shipping"),
    ("can I return it?", "returns"),
    ("do you take PayPal?", "payment"),
    ("when do you open?", "store"),
    ("I forgot my password", "account"),
    ("how do I wash wool?", "care"),
]


@pytest.mark.parametrize(("text", "topic"), TOPICS)
def test_a_question_has_its_topic(text: str, topic: str, demo: Surroundings) -> None:
    wanted = read(text, demo)
    assert wanted.topics == (topic,) and wanted.questions


def test_several_requests_in_one_message_are_all_served(demo: Surroundings) -> None:
    wanted = read("what does delivery cost and do you have hoodies in sage?", demo)
    assert set(wanted.intents) == {"policy", "products"}
    assert wanted.criteria.to_json() == {"category": ["hoodies"], "colour": ["sage"]}
    assert wanted.questions == ("what does delivery cost",)
    assert read("hi, I'm looking for jeans", demo).intents == ("greeting", "products")


def test_words_that_nothing_in_the_shop_explains_are_kept(demo: Surroundings) -> None:
    assert read("do you sell aprons?", demo).unexplained == ("aprons",)


@pytest.mark.parametrize(("text", "act"), [
    ("how many hoodies do you have?", Count()), ("what do you sell?", Overview()),
    ("show me your products", Overview()), ("hoodies", Search()), ("how long does delivery take?", None)])
def test_a_request_may_ask_for_a_number_or_for_everything(text: str, act: Act | None, demo: Surroundings) -> None:
    assert read(text, demo).act == act


LETTERS = ["I am a bit cold, hoodies", "hoodies, s'il vous plait", "I'm after hoodies", "show hoodies & more"]


@pytest.mark.parametrize("text", LETTERS)
def test_a_letter_by_itself_in_a_sentence_is_no_size(text: str, demo: Surroundings) -> None:
    assert read(text, demo).criteria.size == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?",
        "\x00\x07",
        "a" * 2000,
        "not not not",
        "’’’",
        "€",
        "under",
        "100",
        "or and but",
        "😀😀",
        "\u202ehoodie",
        "' OR 1=1 --",
        "{{ config }}",
        "between and",
        "size",
        "no",
        "<script>alert(1)</script>",
        "é" * 500,
        "1" * 400,
    ],
)
def test_no_message_breaks_the_understanding(text: str, either: Surroundings) -> None:
    assert read(text, either).intents
    before = Dialogue(read("black ones under 60, not red", either).criteria, shown=(1, 2), seen=(1, 2), focus=1)
    assert read(text, either, before, on_page=True).intents


def test_only_what_the_shop_knows_is_taken_from_a_model(demo: Surroundings) -> None:
    proposed = {
        "category": ["Hoodies", "spaceships"],
        "style": ["casual"],
        "words": ["x"],
        "password": ["y"],
        "colour": [],
    }
    assert values_known(proposed, demo.catalogue.vocabulary()) == {"category": ("hoodies",), "style": ("casual",)}
