"""What is told of a message: the topics of the rules that hold, and none of a neighbour's."""

from __future__ import annotations

import re

import pytest

from shop.assistant.language import topics
from shop.assistant.language.phrasebook import ENGLISH, PhrasebookError, read
from shop.assistant.language.text import fold
from tests.support import questions


@pytest.mark.parametrize(("text", "topic"), questions.TOPICS)
def test_a_message_is_about_its_topic(text: str, topic: str) -> None:
    assert topics.topics_of(fold(text)) == (topic,)


@pytest.mark.parametrize("text", questions.REQUESTS)
def test_a_request_for_products_has_no_topic(text: str) -> None:
    assert topics.topics_of(fold(text)) == ()


@pytest.mark.parametrize("text", [
    "I have to pay my electricity bill", "change my flight reservation",
    "cancel my dinner reservation at the restaurant", "what is the interest rate on my account",
    "update the volume and change my alarm to seven",
])
def test_what_is_no_business_of_a_shop_has_no_topic(text: str) -> None:
    assert topics.topics_of(fold(text)) == ()


@pytest.mark.parametrize("rule", topics.RULES, ids=lambda rule: f"{rule.topic} {rule.example}")
def test_a_rule_holds_for_the_message_beside_it_whose_topic_is_told(rule: topics.Rule) -> None:
    text = fold(rule.example)
    assert rule.holds(topics.read(text)) and rule.topic in topics.topics_of(text)


@pytest.mark.parametrize("topic", topics.TOPICS)
def test_a_topic_has_a_heading_and_is_told_by_rules_or_forms(topic: str) -> None:
    entry = ENGLISH.entry(f"topics.{topic}")
    assert topics.HEADINGS[topic] and (entry.content.get("rules") or entry.forms)


@pytest.mark.parametrize(("file", "trouble"), [
    ("[parking.rules.2]\n'Where can I park?' = 'where park'", "topics.parking: there is no topic 'parking'"),
    ("[shipping.rules.2]\n'It is lost' = 'LOSST PARCEL'", "topics.shipping: there is no family 'LOSST'"),
    ("[shipping.rules.2]\n'It is lost' = 'LOST -PARCLE'", "there is no family 'PARCLE'"),
    ("[shipping.rules.2]\n'It is lost' = 'LOST|Gone'", "there is no family 'Gone'"),
])
def test_an_unknown_topic_or_family_is_named(file: str, trouble: str) -> None:
    entries = {entry.name.partition(".")[2]: entry for entry in read({"topics": file})}
    with pytest.raises(PhrasebookError, match=re.escape(trouble)):
        list(topics.rules(entries))


def test_a_number_and_a_matter_of_its_own_may_stand_in_a_rule() -> None:
    entries = {"orders": next(read({"topics": "[orders.rules.2]\n'12345' = 'NUMBER|SUBJECT'"}))}
    assert [rule.needs for rule in topics.rules(entries)] == [(frozenset({"NUMBER", "SUBJECT"}),)]


def test_the_words_to_spell_by_are_plain_words() -> None:
    assert {"address", "cancelling", "refund", "unsubscribe"} <= topics.words()
    assert all(word.isascii() and not word.isupper() for word in topics.words())
