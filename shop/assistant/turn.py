"""A turn, from the message to its end: read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shop.assistant import reply
from shop.assistant.catalogue import Catalogue, Item
from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.english import STOP
from shop.assistant.events import RULES, Ended, Event, Offer, Offered, Receipt, Said, Source, Stage
from shop.assistant.knowledge import KnowledgeBase, Section
from shop.assistant.offering import chips, starters, suggestions
from shop.assistant.recommending import Shortlist, colour, recommend
from shop.assistant.speaking import MAX_ANSWER, REFUSAL, filled_in, spoken, worth_a_model
from shop.assistant.understanding import POLICY, PRODUCTS, Wanted, taken_away, understand
from shop.assistant.vocabulary import Vocabulary
from shop.assistant.words import stems
from shop.assistant.working import Meter, Prepared, Question, Surroundings

__all__ = ["APOLOGY", "MAX_ANSWER", "REFUSAL", "Question", "Surroundings", "answer", "starters"]

REMEMBERED = 6
APOLOGY = "Something went wrong on our side, and I could not answer."


def answer(question: Question, dialogue: Dialogue, around: Surroundings) -> Iterator[Event]:
    """One turn: Stage… · Offered · Said… · Ended, exactly one Ended.

    The list is chosen before a word is written. The catalogue is asked only before Offered, so that nobody holds a
    database session while a model speaks. Errors of the catalogue pass through to the caller.
    """
    meter = Meter(around.clock, around.clock())
    vocabulary = around.catalogue.vocabulary()
    page = around.catalogue.item(question.page) if question.page else None
    if question.removes:
        wanted = taken_away(dialogue, *question.removes)
    else:
        wanted = understand(question.text, vocabulary, around.knowledge, dialogue,
                            on_page=page is not None, digits=around.digits)
    yield Stage(stage(wanted, vocabulary))
    if around.model is not None and wanted.wants(PRODUCTS) and wanted.unexplained and not wanted.asks:
        wanted = filled_in(wanted, question.text, vocabulary, around, meter)
    ready = prepare(question, wanted, dialogue, page, vocabulary, around)
    yield ready.offered
    if around.model is not None and worth_a_model(ready, question, vocabulary):
        outcome, mode, text = yield from spoken(ready, question, dialogue, around, meter)
    else:
        outcome, mode, text = "done", RULES, ready.words
    if mode == RULES and outcome in ("done", "fallback", "stopped", "cut"):
        meter.first_words = meter.first_words or (around.clock() - meter.began) * 1000
        yield Said(text)
    yield Ended(outcome, mode, text, receipt(ready, meter), remembered(ready, dialogue).to_json())


def stage(wanted: Wanted, vocabulary: Vocabulary) -> str:
    if wanted.wants(PRODUCTS):
        return f"Looking through {reply.noun(wanted.criteria, vocabulary)}…"
    if wanted.wants(POLICY) or wanted.wants("order"):
        return "Looking that up…"
    return "One moment…"


def prepare(question: Question, wanted: Wanted, dialogue: Dialogue, page: Item | None, vocabulary: Vocabulary,
            around: Surroundings) -> Prepared:
    """Chooses the list and the sections, and writes the answer that the rules would give."""
    catalogue, knowledge, money = around.catalogue, around.knowledge, around.money
    short = Shortlist(wanted.criteria)
    said: list[str] = []
    topics = wanted.topics
    if wanted.wants("order"):
        topics = topics or ("orders",)
    if wanted.references or wanted.asks == "detail":
        ids = [dialogue.shown[place] for place in wanted.references if place < len(dialogue.shown)]
        items = catalogue.items(ids) if ids else (page,) if page else catalogue.items([dialogue.focus or 0])
        short = of_items(items, dialogue.criteria)
        said.append(reply.compared(items, money) if len(items) > 1 else
                    reply.detail(items[0], question.text, money) if items else reply.small_talk(
                        "other", knowledge.shop, vocabulary, question.text))
    elif wanted.wants("compare"):
        short = of_items(catalogue.items(dialogue.shown[:4]), dialogue.criteria)
        said.append(reply.compared(short.items, money) if len(short.items) > 1 else
                    reply.small_talk("compare", knowledge.shop, vocabulary, question.text))
    elif wanted.asks == "range":
        said.append(reply.range_of_shop(knowledge.shop, vocabulary, money))
    elif wanted.wants(PRODUCTS):
        if wanted.tentative and (wanted.unexplained or not catalogue.matched(wanted.criteria)):
            wanted = replace(wanted, criteria=Criteria())
            said.append(reply.small_talk("unknown", knowledge.shop, vocabulary, question.text))
        elif wanted.criteria:
            skip = dialogue.seen if wanted.asks == "more" else ()
            short = recommend(wanted.criteria, catalogue, vocabulary, money, hints=wanted.hints, skip=skip)
            spread = price_spread(short.criteria, catalogue) if wanted.asks == "count" and short.matched else None
            said.append(reply.recommended(wanted, short, vocabulary, money, question.text, spread))
        else:
            said.append(reply.not_carried(wanted.unexplained, vocabulary) if wanted.unexplained
                        else reply.range_of_shop(knowledge.shop, vocabulary, money))
    sections = found_sections(wanted, knowledge, topics)
    if wanted.wants(POLICY) or wanted.wants("order"):
        said.append(reply.informed(sections, knowledge.shop))
    for intent in wanted.intents:
        if intent in ("person", "cart", "thanks", "goodbye", "bot", "capabilities", "other") or (
                intent == "greeting" and len(wanted.intents) == 1):
            if intent == "person" and sections:
                continue
            name = "unknown" if intent == "other" and few_words(question.text) else intent
            said.append(reply.small_talk(name, knowledge.shop, vocabulary, question.text))
    words = " ".join(dict.fromkeys(said)) or reply.small_talk("other", knowledge.shop, vocabulary, question.text)
    offered = Offered(
        offers=short.offers, matched=short.matched,
        chips=chips(short.criteria, vocabulary, around) if short.offers else (),
        sources=tuple(Source(section.slug, section.topic, section.title) for section in sections),
        suggestions=suggestions(wanted, short, dialogue, vocabulary, around))
    return Prepared(wanted, short, sections, offered, words)


def few_words(text: str) -> bool:
    """A bare noun or two ("aprons", "garden gnome") is a request for a thing, even if nobody here knows it."""
    return len(text.split()) <= 3 and any(stem not in STOP for stem in stems(text))


def of_items(items: tuple[Item, ...], criteria: Criteria) -> Shortlist:
    offers = tuple(Offer(item.id, item.slug, item.name, "", colour(item, criteria)) for item in items)
    return Shortlist(criteria, offers, items, len(items))


def found_sections(wanted: Wanted, knowledge: KnowledgeBase, topics: tuple[str, ...]) -> tuple[Section, ...]:
    found: dict[str, Section] = {}
    for text in wanted.questions if wanted.asks != "detail" else ():
        for section in knowledge.get_relevant_context(text, topics, limit=2):
            found.setdefault(section.slug, section)
    return tuple(found.values())[:3]


def price_spread(criteria: Criteria, catalogue: Catalogue) -> tuple[int, int] | None:
    ends = [catalogue.candidates(criteria.changed(sort=sort, price_word=None), limit=1).rows
            for sort in ("price_asc", "price_desc")]
    return (ends[0][0].price, ends[1][0].price) if all(ends) else None


def receipt(ready: Prepared, meter: Meter) -> Receipt:
    return Receipt(
        intents=ready.wanted.intents, criteria=ready.wanted.criteria.to_json(), unexplained=ready.wanted.unexplained,
        matched=ready.short.matched, relaxed=ready.short.given_up,
        scores=tuple({"product": each.id, "score": round(each.score, 3), "points": dict(each.points)}
                     for each in ready.short.scores),
        sections=tuple(section.slug for section in ready.sections), calls=meter.calls,
        tokens_in=meter.usage.tokens_in, tokens_out=meter.usage.tokens_out, cost=meter.usage.cost,
        own=round(meter.own(), 2), model=round(meter.waited, 2), first_words=round(meter.first_words or 0.0, 2),
        trouble=meter.trouble, cuts=meter.cuts)


def remembered(ready: Prepared, dialogue: Dialogue) -> Dialogue:
    """What the next turn starts from. A question on delivery does not make the shop forget the hoodies."""
    wanted, short = ready.wanted, ready.short
    if wanted.asks == "detail" and len(short.items) == 1:
        return replace(dialogue, focus=short.items[0].id)
    if not wanted.wants(PRODUCTS) or wanted.asks == "detail":
        return dialogue
    if wanted.asks == "range":
        return Dialogue()
    ids = tuple(offer.product_id for offer in short.offers)
    seen = dialogue.seen if wanted.asks == "more" else ()
    return Dialogue(wanted.criteria, wanted.hints, ids or dialogue.shown, tuple(dict.fromkeys((*seen, *ids))),
                    ids[0] if len(ids) == 1 else None, before(wanted, dialogue))


def before(wanted: Wanted, dialogue: Dialogue) -> tuple[Criteria, ...]:
    """The criteria that "go back" leads to: those of the last changes, or, after going back, those before them."""
    if dialogue.earlier and wanted.criteria == dialogue.earlier[-1]:
        return dialogue.earlier[:-1]
    if not dialogue.criteria or wanted.criteria == dialogue.criteria:
        return dialogue.earlier
    return (*dialogue.earlier, dialogue.criteria)[-REMEMBERED:]
