"""A turn, from the message to its end: read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shop.assistant.answering import products, sentences
from shop.assistant.answering.chips import chips, starters, suggestions
from shop.assistant.answering.products import of_items
from shop.assistant.catalogue import Item
from shop.assistant.counter.cart_answers import WHICH, Desk, completed
from shop.assistant.counter.errands import Errands, run
from shop.assistant.counter.errands import read as read_errands
from shop.assistant.counter.order_requests import OrderAsk
from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import RULES, Ended, Event, Offered, Receipt, Said, Source, Stage
from shop.assistant.knowledge import KnowledgeBase, Section
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import stems
from shop.assistant.phrasing.model_answer import MAX_ANSWER, REFUSAL, filled_in, spoken, worth_a_model
from shop.assistant.recommending.shortlist import Shortlist
from shop.assistant.understanding.message import POLICY, PRODUCTS, Wanted, cleaned, parts, taken_away, understood
from shop.assistant.understanding.product_names import called_in_full
from shop.assistant.vocabulary import Vocabulary
from shop.assistant.working import Answer, Meter, Prepared, Question, Surroundings, Task

__all__ = ["APOLOGY", "MAX_ANSWER", "REFUSAL", "Question", "Surroundings", "answer", "starters"]

REMEMBERED = 6
TALKED_OF = ("person", "cart", "thanks", "goodbye", "bot", "capabilities", "other", "compare")
# Requests that look through the shelves by criteria.
SEARCHES = ("", "outfit", "most")
# Asked about products that are at hand: nothing to look up in the knowledge.
ONE_OR_MORE = ("detail", "compare", "shown", "with")
APOLOGY = "Something went wrong on our side, and I could not answer."


def answer(question: Question, dialogue: Dialogue, around: Surroundings) -> Iterator[Event]:
    """One turn: Stage… · Offered · Said… · Ended, exactly one Ended.

    The list is chosen before a word is written. The catalogue is asked only before Offered, so that nobody holds a
    database session while a model speaks. Errors of the catalogue pass through to the caller.
    """
    meter = Meter(around.clock, around.clock())
    vocabulary = around.catalogue.vocabulary()
    page = around.catalogue.item(question.page) if question.page else None
    errands = Errands()
    if question.removes:
        wanted = taken_away(dialogue, *question.removes)
    else:
        text = cleaned(question.text, vocabulary, around.knowledge)
        errands = errands_in(text, dialogue, page, vocabulary, around)
        rest = " . ".join(errands.rest) if errands else text
        wanted = understood(rest, vocabulary, around.knowledge, dialogue, on_page=page is not None,
                            digits=around.digits) if rest else Wanted(())
    yield Stage(stage(wanted, vocabulary))
    if around.model is not None and wanted.wants(PRODUCTS) and wanted.unexplained and wanted.asks in SEARCHES:
        wanted = filled_in(wanted, question.text, vocabulary, around, meter)
    ready = prepare(question, wanted, dialogue, page, vocabulary, around)
    if errands and around.counter is not None:
        ready = with_errands(ready, errands, Desk(
            around.counter, around.catalogue, vocabulary, around.money, dialogue, page,
            Criteria(colour=dialogue.criteria.colour, size=dialogue.criteria.size or dialogue.sizes)))
    yield ready.offered
    if around.model is not None and not errands and worth_a_model(ready, question, vocabulary):
        outcome, mode, text = yield from spoken(ready, question, dialogue, around, meter)
    else:
        outcome, mode, text = "done", RULES, ready.words
    if mode == RULES and outcome in ("done", "fallback", "stopped", "cut"):
        meter.first_words = meter.first_words or (around.clock() - meter.began) * 1000
        yield Said(text)
    yield Ended(outcome, mode, text, receipt(ready, meter), remembered(ready, dialogue).to_json())


def stage(wanted: Wanted, vocabulary: Vocabulary) -> str:
    if wanted.wants(PRODUCTS):
        return f"Looking through {sentences.noun(wanted.criteria, vocabulary)}…"
    if wanted.wants(POLICY) or wanted.wants("order"):
        return "Looking that up…"
    return "One moment…"


def errands_in(text: str, dialogue: Dialogue, page: Item | None, vocabulary: Vocabulary,
               around: Surroundings) -> Errands:
    """What the message wants done at the counter, as an answer to what was asked there or by itself."""
    if around.counter is None:
        return Errands()
    if (ask := completed(text, dialogue, around.catalogue, vocabulary)) is not None:
        return Errands(orders=(OrderAsk(ask.kind),)) if "order" in dialogue.pending else Errands(cart=(ask,))
    return read_errands(parts(text), dialogue, on_page=page is not None, known=around.counter.known,
                        named=lambda part: called_in_full(part, around.catalogue, vocabulary) is not None)


def with_errands(ready: Prepared, errands: Errands, desk: Desk) -> Prepared:
    """The same answer after what was done at the counter, whose words come first."""
    done, order = run(errands, desk)
    wanted = ready.wanted
    stranger = bool(errands.orders) and not desk.counter.known
    more = (stranger and bool(ready.sections)) or not set(wanted.intents) <= {"other", *errands.intents}
    short = ready.short if ready.short.offers or not done.items else of_items(done.items, desk.known)
    suggestions = done.suggestions or (ready.offered.suggestions if more else ())
    offered = replace(
        ready.offered, offers=short.offers, matched=short.matched, suggestions=suggestions, links=done.links)
    intents = dict.fromkeys((*errands.intents, *(wanted.intents if more else ())))
    words = [part for part in (done.words, ready.words if more else "") if part]
    return replace(ready, wanted=replace(wanted, intents=tuple(intents)), short=short, offered=offered,
                   words=" ".join(words), done=done, order=order)


def prepare(question: Question, wanted: Wanted, dialogue: Dialogue, page: Item | None, vocabulary: Vocabulary,
            around: Surroundings) -> Prepared:
    """Chooses the list and the sections, and writes the answer that the rules would give."""
    knowledge = around.knowledge
    served = product_answer(Task(question.text, wanted, dialogue, page, vocabulary, around))
    wanted, short = served.wanted, served.short
    topics = wanted.topics or (("orders",) if wanted.wants("order") else ())
    sections = found_sections(wanted, knowledge, topics)
    said = [served.words] if served.words else []
    if wanted.wants(POLICY) or wanted.wants("order"):
        said.append(sentences.informed(sections, knowledge.shop))
    said += talk(wanted, question.text, sections, vocabulary, around)
    words = " ".join(dict.fromkeys(said)) or sentences.small_talk("other", knowledge.shop, vocabulary, question.text)
    sections = tuple({section.slug: section for section in (*sections, *served.sections)}.values())
    offered = Offered(
        offers=short.offers, matched=short.matched,
        chips=chips(short.criteria, vocabulary, around) if short.offers else (),
        sources=tuple(Source(section.slug, section.topic, section.title) for section in sections),
        suggestions=suggestions(served, dialogue, vocabulary, around), comparison=served.comparison)
    return Prepared(wanted, short, sections, offered, words, served.asked)


def product_answer(task: Task) -> Answer:
    """The part of the answer that is about products, empty where the message has none."""
    if task.wanted.wants(PRODUCTS) or task.wanted.asks:
        return products.served(task)
    return Answer(Shortlist(task.wanted.criteria), "", task.wanted)


def talk(wanted: Wanted, text: str, sections: tuple[Section, ...], vocabulary: Vocabulary,
         around: Surroundings) -> list[str]:
    """A sentence for each thing said that is about neither products nor terms."""
    said = []
    for intent in wanted.intents:
        if intent not in (TALKED_OF if len(wanted.intents) > 1 else (*TALKED_OF, "greeting")) or (
                intent == "person" and sections):
            continue
        name = "unknown" if intent == "other" and few_words(text) else intent
        if intent != "compare" or not wanted.asks:
            said.append(WHICH if name == "cart" and around.counter is not None else
                        sentences.small_talk(name, around.knowledge.shop, vocabulary, text))
    return said


def few_words(text: str) -> bool:
    """A bare noun or two ("aprons", "garden gnome") is a request for a thing, even if nobody here knows it."""
    return len(text.split()) <= 3 and any(stem not in STOP for stem in stems(text))


def found_sections(wanted: Wanted, knowledge: KnowledgeBase, topics: tuple[str, ...]) -> tuple[Section, ...]:
    found: dict[str, Section] = {}
    for text in wanted.questions if wanted.asks not in ONE_OR_MORE else ():
        for section in knowledge.get_relevant_context(text, topics, limit=2):
            found.setdefault(section.slug, section)
    return tuple(found.values())[:3]


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
    """What the next turn starts from: what was offered, and what was done at the counter. What was asked there is
    open for one message only."""
    done = ready.done
    if done is None:
        return replace(remembered_list(ready, dialogue), taken=dialogue.taken, order=dialogue.order, pending={})
    after = remembered_list(ready, dialogue) if ready.wanted.wants(PRODUCTS) else dialogue
    return replace(
        after, taken=done.taken or dialogue.taken, order=ready.order or dialogue.order, pending=done.pending,
        focus=done.items[0].id if len(done.items) == 1 else after.focus)


def remembered_list(ready: Prepared, dialogue: Dialogue) -> Dialogue:
    """The same as to products. A question on delivery does not make the shop forget the hoodies."""
    wanted, short = ready.wanted, ready.short
    ids = tuple(offer.product_id for offer in short.offers)
    if wanted.asks in ("detail", "with"):
        if wanted.asks == "with" or not short.items:
            return dialogue
        said = Criteria(colour=wanted.pointed.colour, size=wanted.pointed.size)
        return replace(dialogue, focus=short.items[0].id, focused=said)
    if wanted.asks == "compare":
        return replace(dialogue, shown=ids or dialogue.shown, focus=None)
    if not wanted.wants(PRODUCTS):
        return dialogue
    if wanted.asks == "shown" and len(ids) < 2:
        # "And which of those come in M?" is about the list again, not about the one that was under 50.
        return replace(dialogue, focus=ids[0] if ids else dialogue.focus)
    if wanted.asks == "range":
        return Dialogue(asked=dialogue.asked, sizes=dialogue.sizes)
    seen = dialogue.seen if wanted.asks in ("more", "shown") else ()
    asked = (*dialogue.asked, ready.asked) if ready.asked else dialogue.asked
    # "The cheapest is …": what comes next of "it" is about that one.
    best = wanted.asks == "most" or (wanted.asks == "" and wanted.criteria.sort not in (None, "newest"))
    return Dialogue(
        criteria=wanted.criteria, hints=wanted.hints, shown=ids or dialogue.shown,
        seen=tuple(dict.fromkeys((*seen, *ids))), focus=ids[0] if ids and (len(ids) == 1 or best) else None,
        earlier=before(wanted, dialogue), asked=asked, sizes=sizes_known(wanted, dialogue),
        together=wanted.asks == "outfit" or (dialogue.together and wanted.asks in ("shown", "more")))


def sizes_known(wanted: Wanted, dialogue: Dialogue) -> tuple[str, ...]:
    """The shopper's own sizes: those called theirs, or given when they were asked for; given up with their chip."""
    answering = "size" in dialogue.asked[-1:] and wanted.refined and not dialogue.criteria.size
    own = wanted.own_sizes or (wanted.criteria.size if answering else ())
    dropped = dialogue.criteria.size if wanted.refined and not wanted.criteria.size else ()
    return tuple(dict.fromkeys((*own, *(size for size in dialogue.sizes if size not in dropped))))


def before(wanted: Wanted, dialogue: Dialogue) -> tuple[Criteria, ...]:
    """The criteria that "go back" leads to: those of the last changes, or, after going back, those before them."""
    if dialogue.earlier and wanted.criteria == dialogue.earlier[-1]:
        return dialogue.earlier[:-1]
    if not dialogue.criteria or wanted.criteria == dialogue.criteria:
        return dialogue.earlier
    return (*dialogue.earlier, dialogue.criteria)[-REMEMBERED:]
