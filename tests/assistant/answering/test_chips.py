"""What stands around the cards leads on: a message to tap is one that is understood."""

from __future__ import annotations

from shop.assistant.answering.chips import chips, loosened_text
from shop.assistant.criteria import BY_KEY, LABELLED, Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.recommending.shortlist import Loosened
from shop.assistant.turn import Surroundings
from tests.support.conversation import turn


def test_an_offer_to_leave_a_criterion_open_is_understood(either: Surroundings) -> None:
    vocabulary, offered = either.catalogue.vocabulary(), set()
    shelf = vocabulary.values("category")[:1]
    for key in LABELLED:
        text = loosened_text(Loosened(key, Criteria(), 3), either)
        if not text or not vocabulary.values(key):
            continue
        offered.add(key)
        before = Criteria(category=shelf).changed(**{key: vocabulary.values(key)[:1]})
        assert before.values(key) and turn(text, either, Dialogue(criteria=before)).criteria == Criteria(category=shelf)
    assert {"colour", "size", "material"} <= offered and not offered & {"category", "audience"}


def test_every_value_asked_for_has_a_chip_that_takes_it_away(either: Surroundings) -> None:
    vocabulary = either.catalogue.vocabulary()
    asked = Criteria(words=("soft",)).changed(**{key: vocabulary.values(key)[:1] for key in LABELLED})
    excluded = {key: vocabulary.values(key)[1:2] for key in LABELLED if BY_KEY[key].excludable}
    criteria = asked.changed(exclude={key: values for key, values in excluded.items() if values})
    for chip in chips(criteria, vocabulary, either):
        assert chip.label
        criteria = criteria.without(chip.key, chip.value)
    assert not criteria
