"""Only the sections that bear on a question, and none when nothing does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop.assistant.knowledge import KnowledgeBase, Section
from shop.assistant.turn import Surroundings
from tests.assistant.conversing import turn
from tests.assistant.goods import SECTIONS, SHOP

BASE = KnowledgeBase(SECTIONS, SHOP)
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
