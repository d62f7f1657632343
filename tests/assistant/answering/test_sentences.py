"""The rules' sentences: every product named is on the list, every number is true. The fact gate is the judge."""

from __future__ import annotations

import re

import pytest

from shop.assistant.answering.sentences import number
from shop.assistant.criteria import Criteria
from shop.assistant.fact_gate.gate import Gate, facts
from shop.assistant.turn import Surroundings
from tests.assistant.recommending.test_shortlist import everything
from tests.support.conversation import Turn, conversation, turn
from tests.support.understanding import questions

FOLLOWING = ["", "cheaper", "show more", "the first one", "compare the first and the second", "is it in stock?",
             "how long does delivery take?", "what sizes does it come in?", "how much is it?"]


def turns(around: Surroundings, count: int) -> list[tuple[str, Turn]]:
    found = []
    for at, text in enumerate(questions(around.catalogue.vocabulary(), count, seed=11)):
        after = FOLLOWING[at % len(FOLLOWING)]
        found.append((f"{text} | {after}", conversation(around, text, after) if after else turn(text, around)))
    return found


def test_every_product_named_is_on_the_list(either: Surroundings) -> None:
    names = {item.id: item.name for item in everything(either)}
    for asked, each in turns(either, 300):
        shown = {offer.product_id for offer in each.offered.offers}
        text = each.ended.text
        told = [name for name in names.values() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
        whole = {name for name in told if not any(name != other and name in other for other in told)}
        on_list = {names[number] for number in shown}
        of_list = " ".join(item.description for item in either.catalogue.items(sorted(shown)))
        elsewhere = {name for name in whole - on_list if name not in of_list}
        if "sold out" not in text:
            assert not elsewhere, (asked, text)


def test_every_number_is_true(either: Surroundings) -> None:
    """Each answer is put through the gate with nothing but rows, sections and counts for facts."""
    for asked, each in turns(either, 300):
        items = either.catalogue.items([offer.product_id for offer in each.offered.offers])
        sections = [section for section in either.knowledge.sections
                    if section.slug in {source.slug for source in each.offered.sources}]
        prices = either.catalogue.vocabulary().prices
        criteria = Criteria.from_json(each.ended.receipt.criteria)
        known = facts(
            items, [f"{section.title} {section.body}" for section in sections], [each.offered.matched, len(items)],
            asked=asked, prices=[price for price in (criteria.price_min, criteria.price_max) if price is not None],
            digits=either.digits)
        gate = Gate(known, either.money)
        gate.feed(each.ended.text), gate.finish()
        wrong = [cut for cut in gate.cuts if cut.startswith("price") and not each.ended.receipt.relaxed
                 and each.ended.receipt.criteria and not any(
                     either.money(price) in cut for price in (prices.lowest, prices.highest))]
        assert not wrong, (asked, each.ended.text, wrong)


def test_the_count_in_the_words_is_the_count_of_the_list(either: Surroundings) -> None:
    counted = 0
    for slug in either.catalogue.vocabulary().values("category"):
        name = either.catalogue.vocabulary().label("category", slug)
        each = turn(f"how many {name} do you have?", either)
        if each.ended.receipt.intents == ("products",) and each.offered.matched:
            counted += 1
            matched = each.offered.matched
            assert matched == either.catalogue.matched(each.criteria) and slug in each.criteria.category
            assert re.search(rf"\b(?:{number(matched)}|{matched})\b", each.ended.text), each.ended.text
    assert counted > 5


def test_an_answer_reads_like_one(either: Surroundings) -> None:
    for asked, each in turns(either, 200):
        text = each.ended.text
        assert text[0].isupper() or text[0].isdigit() or text[0] in "“\"", (asked, text)
        assert text.rstrip()[-1] in ".?!”", (asked, text)
        assert "  " not in text and " ." not in text and ".." not in text and "None" not in text, (asked, text)
        assert len(text) < 900, (asked, text)


@pytest.mark.parametrize("text", ["hello", "thanks", "bye", "are you a robot?", "what can you do?", "tell me a joke"])
def test_small_talk_has_a_sentence_and_no_cards(text: str, either: Surroundings) -> None:
    each = turn(text, either)
    assert each.offered.offers == () and each.ended.outcome == "done" and each.ended.text


def test_what_the_shop_does_not_sell_is_said_plainly(demo: Surroundings) -> None:
    each = turn("do you sell aprons?", demo)
    assert "aprons" in each.ended.text and each.offered.offers == ()


def test_the_same_message_has_the_same_answer(either: Surroundings) -> None:
    for text in questions(either.catalogue.vocabulary(), 40):
        assert turn(text, either).ended.text == turn(text, either).ended.text


def test_suggestions_lead_somewhere(either: Surroundings) -> None:
    for text in questions(either.catalogue.vocabulary(), 60):
        first = turn(text, either)
        for suggestion in first.offered.suggestions:
            assert conversation(either, text, suggestion).offered.offers, (text, suggestion)
