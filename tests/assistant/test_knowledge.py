"""Only the sections that bear on a question, and none when nothing does."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from shop.assistant.knowledge import KnowledgeBase, Section
from shop.assistant.language import topics
from shop.assistant.language.text import fold
from shop.assistant.turn import Surroundings
from shop.data.reading import read_shop
from tests.support import questions
from tests.support.conversation import turn
from tests.support.goods import SECTIONS, SHOP

ROOT = Path(__file__).resolve().parents[2]
BASE = KnowledgeBase(SECTIONS, SHOP)


def knowledge(folder: str) -> KnowledgeBase:
    return KnowledgeBase(
        Section(each.slug, each.topic, each.title, each.body, ", ".join(each.keywords))
        for each in read_shop(ROOT / folder).sections)


def found(base: KnowledgeBase, question: str) -> list[str]:
    return [each.slug for each in base.get_relevant_context(question, topics.topics_of(fold(question)))]


DEMO, GARDEN = knowledge("shop/data/demo"), knowledge("tests/fixtures/garden")
ANSWERED = [*((DEMO, *each) for each in questions.CLOTHES), *((GARDEN, *each) for each in questions.TOOLS)]
CLOTHES = [
    ("how long does delivery take?", "delivery-time"),
    ("what do you charge for postage?", "delivery-cost"),
    ("can I get it tomorrow?", "express-delivery"),
    ("do you ship to Germany?", "delivery-abroad"),
    ("how many days do I have to send it back?", "return-window"),
    ("who pays the postage for a return?", "return-postage"),
    ("when will I get my refund?", "refund-time"),
    ("I got the wrong size, can I swap it?", "exchanges"),
    ("it arrived with a hole in it", "faulty-items"),
    ("when are you open?", "opening-hours"),
    ("can you wrap it as a present?", "gift-wrapping"),
]
TOOLS = [
    ("when are you open?", "opening-hours"),
    ("do you deliver to Ireland?", "delivery-abroad"),
    ("what is the postage?", "delivery-cost"),
    ("how many days to return it?", "return-window"),
    ("my secateurs are blunt", "sharpening"),
    ("how do I track my parcel?", "track-order"),
    ("which glove size is right?", "glove-sizes"),
    ("is there a warranty?", "tool-guarantee"),
]


@pytest.mark.parametrize(("question", "slug"), CLOTHES)
def test_a_question_finds_its_section(question: str, slug: str, demo: Surroundings) -> None:
    assert slug in [source.slug for source in turn(question, demo).offered.sources]


@pytest.mark.parametrize(("question", "slug"), TOOLS)
def test_so_it_does_in_the_other_shop(question: str, slug: str, garden: Surroundings) -> None:
    assert slug in [source.slug for source in turn(question, garden).offered.sources]


@pytest.mark.parametrize("text", ["", "hello", "zyx qwv", "???", "the of and", "12345", "\x00", "😀"])
def test_nothing_is_found_where_nothing_bears_on_it(text: str, either: Surroundings) -> None:
    assert either.knowledge.get_relevant_context(text) == ()


def test_it_is_a_small_part_of_what_there_is(demo: Surroundings) -> None:
    everything = sum(len(section.body) for section in demo.knowledge.sections)
    for question, _ in CLOTHES:
        found = demo.knowledge.get_relevant_context(question)
        assert len(found) <= 3
        assert sum(len(section.body) for section in found) < 0.35 * everything


def test_the_share_is_how_much_of_the_question_is_explained() -> None:
    full, = [each for each in BASE.ranked("wash wool") if each.section.slug == "care"]
    part, = [each for each in BASE.ranked("wash wool in xyzzy plugh") if each.section.slug == "care"]
    assert full.share == pytest.approx(1.0) and 0 < part.share < full.share


def test_a_topic_is_preferred_and_not_required() -> None:
    sections = [Section("a", "returns", "Wool", "wool"), Section("b", "care", "Wool", "wool")]
    base = KnowledgeBase(sections)
    assert base.get_relevant_context("wool", ["care"])[0].slug == "b"
    assert base.get_relevant_context("wool", ["payment"])


def test_an_empty_shop_knows_nothing() -> None:
    assert KnowledgeBase(()).get_relevant_context("delivery") == ()


@pytest.mark.parametrize("question", ["how long does delivery take?", "can I send it back?", "how can I pay?"])
def test_no_policy_without_a_section_and_no_cards_with_it(question: str, either: Surroundings) -> None:
    asked = turn(question, either)
    assert asked.offered.offers == () and asked.offered.sources
    bodies = {section.slug: section.body for section in either.knowledge.sections}
    assert any(asked.ended.text.startswith(bodies[source.slug][:20]) for source in asked.offered.sources)


def test_without_a_section_the_answer_says_so(either: Surroundings) -> None:
    bare = replace(either, knowledge=KnowledgeBase((), either.knowledge.shop))
    asked = turn("how long does delivery take?", bare)
    assert asked.offered.sources == () and not any(letter.isdigit() for letter in asked.ended.text.split(".")[0])


@pytest.mark.parametrize(("base", "question", "slug"), ANSWERED)
def test_the_section_that_answers_is_among_the_few_given(base: KnowledgeBase, question: str, slug: str) -> None:
    assert slug in found(base, question)


def test_the_section_that_answers_is_nearly_always_the_first() -> None:
    first = [found(base, question)[0] == slug for base, question, slug in ANSWERED]
    assert sum(first) / len(first) >= 0.97


@pytest.mark.parametrize("base", [pytest.param(DEMO, id="demo"), pytest.param(GARDEN, id="garden")])
@pytest.mark.parametrize("question", questions.BEYOND)
def test_what_no_section_answers_gets_no_neighbour_instead(question: str, base: KnowledgeBase) -> None:
    assert found(base, question) == []


def test_few_sections_are_given_and_little_of_what_there_is() -> None:
    for base, asked in ((DEMO, questions.CLOTHES), (GARDEN, questions.TOOLS)):
        given = [base.get_relevant_context(question, topics.topics_of(fold(question))) for question, _ in asked]
        assert max(map(len, given)) <= 3 and sum(map(len, given)) <= 1.25 * len(given)
        everything = sum(len(section.body) for section in base.sections)
        assert sum(len(section.body) for some in given for section in some) < 0.07 * everything * len(given)


@pytest.mark.parametrize(("section", "question"), [
    (Section("parking", "store", "Where to park", "There is a car park behind the shop."), "is there parking?"),
    (Section("points", "club", "Our loyalty points", "A point for each pound."), "do you have a loyalty card"),
    (Section("hire", "hire", "Renting a tool", "By the day.", "rent, rental"), "can I rent a mower"),
    (Section("tyres", "bikes", "How hard to pump", "To 5 bar.", "tyre pressure"), "what tyre pressure is right?"),
])
def test_a_matter_of_its_own_is_found_once_the_owner_writes_about_it(section: Section, question: str) -> None:
    assert found(GARDEN, question) == []
    assert found(KnowledgeBase((*GARDEN.sections, section)), question) == [section.slug]


def test_words_of_one_family_find_each_other() -> None:
    base = KnowledgeBase([Section("a", "till", "Amending a purchase", "Ring."), Section("b", "till", "Loans", "No.")])
    assert [each.slug for each in base.get_relevant_context("how do I modify my order")] == ["a"]


WORDS = sorted(topics.words())


@pytest.mark.parametrize("text", [
    "a " * 1000, "order from " * 181, "send it back " * 153, "what size " * 200, " " * 2000, "1234 " * 400, "x" * 2000,
    " ".join(random.Random(7).choices(WORDS, k=280)),
], ids=lambda text: text[:12])
def test_no_text_makes_the_rules_try_without_end(text: str) -> None:
    """What tries every way to divide a long text takes minutes; what is honest, milliseconds."""
    text, began = text[:2000], time.thread_time()
    DEMO.get_relevant_context(text, topics.topics_of(fold(text)))
    assert time.thread_time() - began < 5
