"""What comes nearest in meaning: shown where the words lead nowhere, told as a guess, and never against a criterion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Offered
from shop.assistant.intents import Intent
from shop.assistant.knowledge import Section
from shop.assistant.similarity import NearSection, NearValue
from shop.assistant.turn import Surroundings
from shop.assistant.vocabulary import Meaning
from tests.support.conversation import Turn, conversation, turn

DINNERS, HIKING = Meaning("occasion", "dinners"), Meaning("occasion", "hiking")


@dataclass
class Opinions:
    """Similarities as a test wants them; `texts` are those it was asked about."""

    products: Mapping[int, float] = ()  # type: ignore[assignment]
    values: Sequence[tuple[Meaning, float]] = ()
    sections: Sequence[tuple[Section, float]] = ()

    def __post_init__(self) -> None:
        self.texts: list[str] = []

    def of_products(self, text: str, ids: Sequence[int]) -> Mapping[int, float]:
        self.texts.append(text)
        return {each: value for each, value in dict(self.products).items() if each in ids}

    def of_values(self, text: str) -> Sequence[NearValue]:
        self.texts.append(text)
        return [NearValue(*each) for each in self.values]

    def of_sections(self, text: str) -> Sequence[NearSection]:
        return [NearSection(*each) for each in self.sections]


def going_by(around: Surroundings, opinions: Opinions) -> Surroundings:
    return replace(around, similarities=opinions)


def ids(found: Turn) -> list[int]:
    return [offer.product_id for offer in found.offered.offers]


@pytest.mark.parametrize("message", [
    "do you have anything for a sommelier?", "do you sell sommeliers?", "sommelier"])
def test_words_that_nobody_knows_bring_what_is_nearest_and_say_so(demo: Surroundings, message: str) -> None:
    found = turn(message, going_by(demo, Opinions(values=[(DINNERS, 0.7), (HIKING, 0.6)])))
    assert found.criteria.occasion == ("dinners",) and found.offered.offers
    assert found.said.startswith("I do not find “sommelier") and "nearest by its meaning" in found.said
    assert "for dinners" in found.said
    assert [chip.value for chip in found.offered.chips] == ["dinners"]
    assert found.ended.receipt.relaxed == ("words",)


@pytest.mark.parametrize("message", ["do you sell sommeliers?", "sommelier"])
def test_where_nothing_is_near_nothing_is_shown(demo: Surroundings, message: str) -> None:
    far = turn(message, going_by(demo, Opinions(values=[(DINNERS, 0.4)])))
    assert far.offered == turn(message, demo).offered
    assert not far.offered.offers and "I do not find" in far.said


@pytest.mark.parametrize(("message", "shown"), [
    ("something for a sommelier", True), ("do you sell sommeliers?", False)])
def test_an_open_wish_is_for_goods_and_needs_less_to_be_near(demo: Surroundings, message: str, shown: bool) -> None:
    found = turn(message, going_by(demo, Opinions(values=[(DINNERS, 0.55)])))
    assert bool(found.offered.offers) is shown


def test_what_was_guessed_can_be_refined(demo: Surroundings) -> None:
    around = going_by(demo, Opinions(values=[(DINNERS, 0.7)]))
    found = conversation(around, "do you sell sommeliers?", "only black ones")
    assert found.criteria.occasion == ("dinners",) and found.criteria.colour == ("black",)


def test_a_long_message_of_no_matter_is_not_taken_for_a_thing(demo: Surroundings) -> None:
    found = turn("yesterday my neighbour told me a long story", going_by(demo, Opinions(values=[(DINNERS, 0.9)])))
    assert not found.offered.offers


@pytest.fixture
def hoodies(demo: Surroundings) -> Iterator[Offered]:
    yield turn("black hoodies", demo).offered


def test_nearness_orders_what_meets_the_criteria_and_adds_nothing(demo: Surroundings, hoodies: Offered) -> None:
    everything = [row.id for row in demo.catalogue.candidates(turn("jackets", demo).criteria).rows]
    last = hoodies.offers[-1].product_id
    found = turn("black hoodies", going_by(demo, Opinions({**dict.fromkeys(everything, 5.0), last: 5.0})))
    assert found.offered.matched == hoodies.matched
    assert ids(found)[0] == last and set(ids(found)) <= {
        row.id for row in demo.catalogue.candidates(found.criteria).rows}
    assert found.ended.receipt.scores[0]["points"]["meaning"] == 5.0


def test_an_order_that_was_asked_for_stands(demo: Surroundings) -> None:
    cheapest = turn("cheapest hoodies", demo)
    opinions = Opinions({cheapest.offered.offers[-1].product_id: 9.0})
    assert ids(turn("cheapest hoodies", going_by(demo, opinions))) == ids(cheapest)
    assert opinions.texts == []


def test_what_is_sold_out_stays_last(demo: Surroundings) -> None:
    everything = demo.catalogue.candidates(turn("hoodies", demo).criteria, in_stock=False).rows
    gone = [row.id for row in everything if not row.stock]
    assert not set(ids(turn("hoodies", going_by(demo, Opinions(dict.fromkeys(gone, 9.0)))))) & set(gone)


def test_later_turns_are_near_to_the_words_that_the_request_began_with(demo: Surroundings) -> None:
    opinions = Opinions({1: 0.5})
    conversation(going_by(demo, opinions), "hoodies for a walk by the sea", "only in black", "how long is delivery?",
                 "in size M")
    assert set(opinions.texts) == {"hoodies for a walk by the sea"}


def test_misspelt_words_are_put_right_before_they_are_compared(demo: Surroundings) -> None:
    opinions = Opinions()
    turn("blakc hoodies", going_by(demo, opinions))
    assert opinions.texts == ["black hoodies"]


def test_a_new_request_begins_anew(demo: Surroundings) -> None:
    opinions = Opinions()
    conversation(going_by(demo, opinions), "hoodies for a walk by the sea", "show me dresses for a wedding")
    assert opinions.texts[-1] == "show me dresses for a wedding"


QUESTION = "honestly, would my grandmother approve of how you lot behave"


def test_a_section_that_says_nearly_that_answers_where_no_word_does(demo: Surroundings) -> None:
    section = next(each for each in demo.knowledge.sections if each.topic == "care")
    plain = turn(QUESTION, demo)
    assert not plain.offered.sources
    near = turn(QUESTION, going_by(demo, Opinions(sections=[(section, 0.7)])))
    assert [source.slug for source in near.offered.sources] == [section.slug]
    assert section.body.strip() in near.said and near.ended.receipt.intents == (Intent.POLICY,)
    far = turn(QUESTION, going_by(demo, Opinions(sections=[(section, 0.5)])))
    assert far.said == plain.said and not far.offered.sources


def test_a_section_found_by_its_words_stands(demo: Surroundings) -> None:
    other = next(each for each in demo.knowledge.sections if each.topic == "care")
    asked = "how long does delivery take?"
    assert turn(asked, going_by(demo, Opinions(sections=[(other, 0.99)]))).offered.sources == turn(
        asked, demo).offered.sources


def test_small_talk_stays_small_talk(demo: Surroundings) -> None:
    section = demo.knowledge.sections[0]
    opinions = Opinions(values=[(DINNERS, 0.99)], sections=[(section, 0.99)])
    for text in ("hello", "thanks", "are you a robot?"):
        assert turn(text, going_by(demo, opinions)).said == turn(text, demo).said


def test_what_a_request_began_with_is_kept_with_the_conversation() -> None:
    kept = Dialogue(about="hoodies for a walk").to_json()
    assert Dialogue.from_json(kept).about == "hoodies for a walk"
    del kept["about"]
    assert Dialogue.from_json(kept).about == ""
