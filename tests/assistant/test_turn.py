"""How a turn ends, with every kind of model and with none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Ended, Interruption, Mode, Offered, Outcome, Said, Stage
from shop.assistant.model import ModelTrouble
from shop.assistant.turn import MAX_ANSWER, REFUSAL, Question, Surroundings, answer
from tests.support.conversation import Turn, conversation, turn
from tests.support.scripted_model import ScriptedModel
from tests.support.understanding import questions

QUESTION = "a black hoodie under 100 for the weekend"
TROUBLES = ["down", "timeout", "busy", "quota", "auth", "too_long", "broken", "budget", "breaker"]


def asked(around: Surroundings, model: ScriptedModel, text: str = QUESTION, **more: Any) -> Turn:
    return turn(text, replace(around, model=model, **more))


def top(around: Surroundings) -> str:
    return turn(QUESTION, around).offered.offers[0].name


def test_without_a_model_the_rules_answer(demo: Surroundings) -> None:
    each = turn(QUESTION, demo)
    assert (each.ended.outcome, each.ended.mode, each.ended.receipt.calls) == ("done", "rules", 0)
    assert each.said == each.ended.text


def test_the_list_comes_before_the_words_and_the_end_once(demo: Surroundings) -> None:
    for model in (None, ScriptedModel(["Take it."])):
        kinds = [type(event) for event in turn(QUESTION, replace(demo, model=model)).events]
        assert kinds[0] is Stage and kinds.index(Offered) < kinds.index(Said)
        assert kinds.count(Ended) == kinds.count(Offered) == 1 and kinds[-1] is Ended


def test_a_model_makes_the_words_and_never_the_list(demo: Surroundings) -> None:
    model = ScriptedModel([f"I would take the {top(demo)}", ", it is black. ", "It suits a weekend."])
    each = asked(demo, model)
    assert (each.ended.outcome, each.ended.mode) == ("done", "model")
    assert each.said == each.ended.text == f"I would take the {top(demo)}, it is black. It suits a weekend."
    assert each.offered == turn(QUESTION, demo).offered
    receipt = each.ended.receipt
    assert (receipt.calls, receipt.tokens_in, receipt.tokens_out, receipt.cost) == (1, 300, 40, 12)
    assert model.replies[0].closed


def test_an_invented_price_never_gets_out(demo: Surroundings) -> None:
    each = asked(demo, ScriptedModel([f"The {top(demo)} costs ", "€1. ", "Take it."]))
    assert "€1." not in each.said and each.ended.receipt.cuts


def test_words_of_which_none_were_kept_are_answered_by_rules(demo: Surroundings) -> None:
    rules = turn(QUESTION, demo).ended.text
    for pieces in (["It costs €1."], [], [""], ["  \n"], ["", "", ""]):
        each = asked(demo, ScriptedModel(pieces))
        assert (each.ended.outcome, each.ended.mode, each.ended.text) == ("fallback", "rules", rules), pieces
        assert each.said.strip() == rules


@pytest.mark.parametrize("kind", TROUBLES)
def test_trouble_before_the_first_word_is_answered_by_rules(kind: str, demo: Surroundings) -> None:
    each = asked(demo, ScriptedModel([ModelTrouble(kind)]))
    assert (each.ended.outcome, each.ended.mode) == ("fallback", "rules")
    assert each.ended.receipt.trouble == kind and each.offered.offers


@pytest.mark.parametrize("kind", TROUBLES)
def test_trouble_after_words_keeps_them_and_the_cards(kind: str, demo: Surroundings) -> None:
    each = asked(demo, ScriptedModel(["These are black. ", "And they", ModelTrouble(kind)]))
    assert (each.ended.outcome, each.ended.mode) == ("cut", "model")
    assert each.ended.text.strip() == "These are black." and each.offered.offers


def test_an_end_without_a_reason_is_cut(demo: Surroundings) -> None:
    each = asked(demo, ScriptedModel(["These are black, and"], finish=None))
    assert each.ended.text.strip() == "These are black."


def test_a_length_that_ran_out_ends_with_a_whole_clause(demo: Surroundings) -> None:
    each = asked(demo, ScriptedModel(["These are black. They are soft, and th"], finish="length"))
    assert (each.ended.outcome, each.ended.text) == ("done", "These are black. They are soft.")


@pytest.mark.parametrize("model", [
    ScriptedModel(["These are "], finish="content_filter"), ScriptedModel(["These are. ", ModelTrouble("refused")]),
    ScriptedModel([ModelTrouble("refused")])])
def test_a_refusal_is_one_neutral_sentence_with_the_cards(model: ScriptedModel, demo: Surroundings) -> None:
    each = asked(demo, model)
    assert (each.ended.outcome, each.ended.text) == ("refused", REFUSAL)
    assert each.offered.offers


@pytest.mark.parametrize("reason", [Outcome.STOPPED, Outcome.CUT])
def test_who_stops_reading_stops_the_model(reason: Interruption, demo: Surroundings) -> None:
    checks = iter([None, None, reason, reason, reason])
    model = ScriptedModel(["These are black. ", "They are soft. ", "They are warm. ", "They are new. "])
    each = asked(demo, model, stopped=lambda: next(checks))
    assert each.ended.outcome is reason and each.ended.mode is Mode.MODEL
    assert each.ended.text.strip() == "These are black. They are soft." or each.ended.text.startswith(
        "These are black."
    )
    assert "new" not in each.ended.text and model.replies[0].closed


def test_stop_before_the_first_word_keeps_the_cards(demo: Surroundings) -> None:
    each = asked(demo, ScriptedModel(["", "", "Words."]), stopped=lambda: Outcome.STOPPED)
    assert each.ended.outcome == "stopped" and each.offered.offers and "Words" not in each.said


def test_a_reader_that_leaves_closes_the_call(demo: Surroundings) -> None:
    model = ScriptedModel(["These are black. ", "They are soft. ", "They are warm. "])
    events = answer(Question(QUESTION), Dialogue(), replace(demo, model=model))
    while not isinstance(next(events), Said):
        pass
    events.close()  # type: ignore[attr-defined]
    assert model.replies[0].closed


def test_an_endless_answer_ends(demo: Surroundings) -> None:
    each = asked(demo, ScriptedModel(["These are black and soft. "] * 10_000))
    assert len(each.ended.text) <= MAX_ANSWER + 100


@pytest.mark.parametrize("text", ["Show Hoodies", "hoodies", "what do you sell?", "hello", "thanks", "are you a robot?",
                                  "I want to talk to a person", "how many hoodies do you have?"])
def test_what_needs_no_words_of_a_model_asks_none(text: str, demo: Surroundings) -> None:
    model = ScriptedModel(["Hm."])
    asked(demo, model, text)
    if text != "I want to talk to a person":
        assert not model.asked and not model.extractions


def test_every_quick_button_is_answered_without_a_model(either: Surroundings) -> None:
    buttons = turn("hello", either).offered.suggestions
    assert buttons
    for button in buttons:
        model = ScriptedModel(["Hm."])
        each = asked(either, model, button)
        assert each.offered.offers and not model.asked and not model.extractions, button


def test_a_chip_taken_away_is_answered_without_a_model(demo: Surroundings) -> None:
    model = ScriptedModel(["Take them. "])
    around = replace(demo, model=model)
    first = turn("black hoodies under 100", around)
    asked_before = len(model.asked)
    second = turn(Question("", removes=("colour", "black")), around, first.dialogue)
    assert len(model.asked) == asked_before and not model.extractions
    assert second.ended.mode == "rules" and second.criteria.colour == ()


UNKNOWN = "hoodies for a hootenanny under 100"


def test_unexplained_words_are_filled_in_from_the_shops_own_values(demo: Surroundings) -> None:
    model = ScriptedModel(["These fit."], extracted={
        "occasion": ["weekends", "hootenanny"], "category": ["coats"], "style": ["casual"], "colour": "black",
        "material": [], "season": [3, None], "words": ["x"], "price_max": 5, "nonsense": ["y"]})
    each = asked(demo, model, UNKNOWN)
    assert len(model.extractions) == 1 and len(model.asked) == 1
    assert each.criteria.to_json() == {
        "category": ["hoodies"], "occasion": ["weekends"], "style": ["casual"], "price_max": 10000}
    assert each.ended.receipt.calls == 2
    assert (each.ended.receipt.tokens_in, each.ended.receipt.cost) == (500, 20)
    assert len(set(model.deadlines)) == 1


def test_a_thing_that_only_the_model_knows_is_shown_and_not_told_as_absent(demo: Surroundings) -> None:
    model = ScriptedModel(["These fit."], extracted={"category": ["hoodies"]})
    each = asked(demo, model, "do you sell wumpuses?")
    assert each.criteria.to_json() == {"category": ["hoodies"]} and each.offered.offers
    without = asked(demo, ScriptedModel(["Hm."]), "do you sell wumpuses?")
    assert not without.offered.offers and "wumpuses" in without.ended.text


@pytest.mark.parametrize("extracted", [None, {}, {"category": None}, {"category": {"a": 1}}, {"category": [["x"]]},
                                       *[ModelTrouble(kind) for kind in TROUBLES]], ids=str)
def test_a_fill_in_that_fails_leaves_the_rules_understanding(extracted: Any, demo: Surroundings) -> None:
    plain = turn(UNKNOWN, demo)
    each = asked(demo, ScriptedModel(["These fit."], extracted=extracted), UNKNOWN)
    assert each.criteria == plain.criteria and each.offered == plain.offered


@pytest.mark.parametrize("text", ["black hoodies under 60", "how long does delivery take?", "tell me a joke", "thanks"])
def test_nothing_is_filled_in_where_every_word_is_explained(text: str, demo: Surroundings) -> None:
    model = ScriptedModel(["Hm."])
    asked(demo, model, text)
    assert model.extractions == []


def test_no_turn_makes_more_than_two_calls(either: Surroundings) -> None:
    for text in [
        *questions(either.catalogue.vocabulary(), 80),
        "a blorb for a flumph",
        "where is my order, and a zorb?",
    ]:
        model = ScriptedModel(["Fine. "], extracted={})
        each = asked(either, model, text)
        assert len(model.asked) + len(model.extractions) == each.ended.receipt.calls <= 2


def test_the_history_goes_to_the_model(demo: Surroundings) -> None:
    model = ScriptedModel(["Take it. "])
    conversation(
        replace(demo, model=model), "black hoodies for the weekend under 100", "are they warm enough for winter walks?"
    )
    if len(model.asked) > 1:
        assert "black hoodies for the weekend under 100" in str(model.asked[1])


def test_time_is_told_apart(demo: Surroundings) -> None:
    ticks = iter(range(0, 1000))
    each = turn(QUESTION, replace(demo, clock=lambda: next(ticks) / 1000))
    assert each.ended.receipt.own > 0 and each.ended.receipt.model == 0
    assert each.ended.receipt.first_words is not None


def test_a_stage_names_what_is_looked_for(demo: Surroundings) -> None:
    assert turn("black hoodies", demo).stages == ["Looking through hoodies…"]
    assert turn("how long does delivery take?", demo).stages == ["Looking that up…"]
