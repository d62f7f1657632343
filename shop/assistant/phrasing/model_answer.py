"""What a language model is asked for in a turn: to explain words the rules could not, and to write the answer."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import assert_never

from shop.assistant.answering.chips import starters
from shop.assistant.criteria import LISTS
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Mode, Outcome, Said
from shop.assistant.fact_gate.gate import Gate, facts
from shop.assistant.intents import Intent
from shop.assistant.model import ModelTrouble
from shop.assistant.phrasing import prompt
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
from shop.assistant.understanding.message import Wanted, values_known
from shop.assistant.vocabulary import Vocabulary
from shop.assistant.working import Meter, Prepared, Question, Surroundings

HEARTBEAT = 0.25
MAX_ANSWER = 4_000
REFUSAL = "I would rather not answer that. Is there something in the shop I can help you find?"


def worth_a_model(ready: Prepared, question: Question, vocabulary: Vocabulary) -> bool:
    """A chip's removal, a quick button and the bare name of a category are answered at once, and so is what is counted
    or added up; small talk has its sentence."""
    if question.removes or is_exact(ready.wanted.act):
        return False
    bare = set(ready.wanted.criteria.asked()) == {"category"} and len(question.text.split()) <= 3
    if bare or question.text in starters(vocabulary, most=len(vocabulary.singulars)):
        return False
    return bool(ready.short.items or ready.sections or ready.wanted.intents == (Intent.OTHER,))


def is_exact(act: Act | None) -> bool:
    """Whether the rules' words count, add up or name what the cards show, so that no others could be truer."""
    match act:
        case Count() | More() | Overview() | AboutShown() | Outfit() | GoesWith() | Alike() | Total():
            return True
        case None | Search() | Detail() | Compare() | Superlative():
            return False
        case _:
            assert_never(act)


def fill_in(wanted: Wanted, text: str, vocabulary: Vocabulary, around: Surroundings, meter: Meter) -> Wanted:
    """Lets the model explain the words the rules could not; only values that the shop knows are taken, and only for
    criteria the rules left open. Any trouble leaves the rules' understanding as it was."""
    assert around.model is not None
    meter.calls += 1
    began = around.clock()
    try:
        proposed, usage = around.model.extract(
            prompt.extraction(text, vocabulary), schema=prompt.schema(vocabulary), max_tokens=prompt.EXTRACT_TOKENS,
            deadline=meter.began + around.deadline, conversation=around.conversation)
    except ModelTrouble as trouble:
        meter.trouble, meter.usage = trouble.kind, meter.usage + trouble.usage
        return wanted
    finally:
        meter.waited += (around.clock() - began) * 1000
    meter.usage += usage
    lists = {key: [str(each) for each in values] for key, values in (proposed or {}).items()
             if key in LISTS and isinstance(values, list)}
    known = {key: values for key, values in values_known(lists, vocabulary).items() if not wanted.criteria.values(key)}
    # What the model explained is no longer a guess by the words of some product's text.
    return replace(wanted, criteria=wanted.criteria.changed(**known), tentative=False) if known else wanted


def model_words(ready: Prepared, question: Question, dialogue: Dialogue, around: Surroundings,
                meter: Meter) -> Generator[Said, None, tuple[Outcome, Mode, str]]:
    """The model's words through the fact gate. Returns (outcome, mode, the whole text)."""
    assert around.model is not None
    decided = isinstance(ready.wanted.act, Compare | Superlative) or ready.short.given_up
    remark = ready.words if decided or not (ready.short.items or ready.sections) else ""
    given = facts(
        ready.short.items,
        [f"{section.title} {section.body}" for section in ready.sections] + [ready.words, around.knowledge.shop.name],
        [ready.short.matched, len(ready.short.items)], asked=question.text,
        prices=[bound for bound in (ready.wanted.criteria.price_min, ready.wanted.criteria.price_max)
                if bound is not None],
        digits=around.digits)
    gate = Gate(given, around.money)
    meter.calls += 1
    call = around.model.stream(
        prompt.messages(around.knowledge.shop, dialogue.history, ready.short, ready.sections, remark, question.text,
                        around.money),
        max_tokens=prompt.MAX_TOKENS, deadline=meter.began + around.deadline, heartbeat=HEARTBEAT,
        conversation=around.conversation)
    text, outcome = "", Outcome.DONE
    try:
        for piece in call:
            if reason := around.stopped():
                outcome = reason
                break
            if words := gate.feed(piece):
                words = words if text else words.lstrip()
                text += words
                if meter.first_words is None:
                    meter.first_words = (around.clock() - meter.began) * 1000
                yield Said(words)
            if len(text) > MAX_ANSWER:
                break
        if call.finish == "content_filter":
            outcome = Outcome.REFUSED
    except ModelTrouble as trouble:
        meter.trouble = trouble.kind
        outcome = around.stopped() or (Outcome.REFUSED if trouble.kind == "refused" else Outcome.CUT)
    finally:
        call.close()
        meter.usage += call.usage
        meter.waited += call.ms_total
    if outcome is Outcome.REFUSED:
        meter.cuts = tuple(gate.cuts)
        return outcome, Mode.MODEL, REFUSAL
    if words := gate.finish(whole=outcome is Outcome.DONE and call.finish == "stop"):
        words = words if text else words.lstrip()
        text += words
        yield Said(words)
    meter.cuts = tuple(gate.cuts)
    if text.strip():
        return outcome, Mode.MODEL, text
    return (outcome if outcome is Outcome.STOPPED else Outcome.FALLBACK), Mode.RULES, ready.words
