"""A turn, from the message to its end: read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shop.assistant.answering import products, safety_words, sentences
from shop.assistant.answering.chips import chips, starters, suggestions
from shop.assistant.answering.nearest import nearest_answer, nearest_section, telling_words
from shop.assistant.answering.products import of_items
from shop.assistant.avoidance import Avoidance
from shop.assistant.catalogue import Item
from shop.assistant.counter.cart_answers import WHICH
from shop.assistant.counter.desk import Desk
from shop.assistant.counter.errands import Errands, read_errands, read_reply, run, sentences_of
from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Ended, Event, Mode, Offered, Outcome, Receipt, Said, Source, Stage
from shop.assistant.intents import Intent
from shop.assistant.knowledge import KnowledgeBase, Section
from shop.assistant.language.preferences import NO_PREFERENCE
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import fold, stems
from shop.assistant.memory import dialogue_after
from shop.assistant.phrasing.model_answer import MAX_ANSWER, REFUSAL, fill_in, model_words, worth_a_model
from shop.assistant.recommending.keeping_out import CarefulCatalogue
from shop.assistant.recommending.shortlist import Shortlist
from shop.assistant.understanding.acts import Detail, GoesWith, Overview, Search, has_knowledge, looks_by_criteria
from shop.assistant.understanding.message import Wanted, clean_text, interpret, request_without
from shop.assistant.understanding.naming import names_in, with_pronouns
from shop.assistant.understanding.safety import Safety, held, read_safety, released, unasked
from shop.assistant.vocabulary import Vocabulary
from shop.assistant.working import Answer, Meter, Prepared, Question, Surroundings, Task

__all__ = ["APOLOGY", "MAX_ANSWER", "REFUSAL", "Question", "Surroundings", "answer", "starters"]

# What has a sentence of its own.
TALKED_OF = frozenset(Intent) - {Intent.PRODUCTS, Intent.POLICY, Intent.ORDER}
APOLOGY = "Something went wrong on our side, and I could not answer."


def answer(question: Question, dialogue: Dialogue, around: Surroundings) -> Iterator[Event]:
    """One turn: Stage… · Offered · Said… · Ended, exactly one Ended.

    The list is chosen before a word is written. The catalogue is asked only before Offered, so that nobody holds a
    database session while a model speaks. Errors of the catalogue pass through to the caller.
    """
    meter = Meter(around.clock, around.clock())
    vocabulary = around.catalogue.vocabulary()
    clean = question.text if question.removes else clean_text(question.text, vocabulary, around.knowledge)
    safety = safety_of(question, clean, dialogue)
    dialogue = minding(dialogue, safety)
    # At the counter a shopper may have whatever they name, and is told what is in it.
    till, around = around, careful(around, dialogue)
    page = till.catalogue.item(question.page) if question.page else None
    errands, desk = Errands(), None
    named: tuple[Item, ...] = ()
    about, warning = question.text, ""
    if question.removes:
        wanted = request_without(dialogue, *question.removes)
    else:
        desk = desk_of(dialogue, page, vocabulary, till)
        # The counter hears all of it: "under no circumstances remove it" must not come to it as "remove it".
        errands = errands_in(clean, desk) if desk else Errands()
        rest = safety.rest
        if errands:
            rest = " . ".join(read_safety(part, dialogue.avoided).rest for part in errands.rest)
        names = names_in(rest, till.catalogue, vocabulary)
        named, about = till.catalogue.items([each.product for each in names]), with_pronouns(rest, names)
        wanted = interpret(about, vocabulary, around.knowledge, dialogue, on_page=page is not None,
                           digits=around.digits, named=len(named)) if rest else Wanted(())
        warning = safety_words.offending(
            (*named, *([page] if page and not named and isinstance(wanted.act, Detail | GoesWith) else ())),
            dialogue.avoided, vocabulary)
        if warning:
            wanted, named, page = instead(wanted, named, page, dialogue), (), None
    wanted = heeding(wanted, safety, dialogue, vocabulary)
    yield Stage(stage(wanted, vocabulary))
    if around.model is not None and wanted.unexplained and looks_by_criteria(wanted.act):
        wanted = fill_in(wanted, question.text, vocabulary, around, meter)
    text = about if named or safety.stated else question.text
    ready = prepare(Task(text, wanted, dialogue, page, vocabulary, around, named=named,
                         spelt=safety.rest or question.text))
    ready = with_safety_words(ready, safety, dialogue.avoided, warning)
    if errands and desk is not None:
        ready = with_errands(ready, errands, desk)
    elif errands.offers:
        ready = with_offers(ready, errands.offers)
    yield ready.offered
    # In matters of safety the rules speak: a model might leave out what must be said.
    spoken = around.model is not None and not errands and not dialogue.avoided
    if spoken and worth_a_model(ready, question, vocabulary):
        outcome, mode, text = yield from model_words(ready, question, dialogue, around, meter)
    else:
        outcome, mode, text = Outcome.DONE, Mode.RULES, ready.words
    if mode is Mode.RULES:
        meter.first_words = meter.first_words or (around.clock() - meter.began) * 1000
        yield Said(text)
    yield Ended(outcome, mode, text, receipt(ready, meter), dialogue_after(ready, dialogue).to_json())


def safety_of(question: Question, clean: str, dialogue: Dialogue) -> Safety:
    """What the message, rightly spelt, says must not be, or may be again, and the rest of it."""
    if question.removes:
        left = dialogue.avoided.without(*question.removes)
        return Safety(Avoidance(), dialogue.avoided.minus(left), f"any {question.removes[0]}")
    return read_safety(clean, dialogue.avoided)


def minding(dialogue: Dialogue, safety: Safety) -> Dialogue:
    """The dialogue as it stands after what was said of safety."""
    matches = NO_PREFERENCE.finditer(fold(safety.rest))
    if any({"size", "sizes"} & set(match.groups()) for match in matches):
        dialogue = replace(dialogue, worn=())
    if not safety.stated:
        return dialogue
    criteria = unasked(released(dialogue.criteria, safety.ended), safety.added)
    return replace(dialogue, criteria=criteria, avoided=dialogue.avoided.minus(safety.ended).plus(safety.added))


def careful(around: Surroundings, dialogue: Dialogue) -> Surroundings:
    """The same with the shelves as this shopper may see them."""
    return replace(around, catalogue=CarefulCatalogue(around.catalogue, dialogue.avoided))


def instead(wanted: Wanted, named: Sequence[Item], page: Item | None, dialogue: Dialogue) -> Wanted:
    """What to show for products that the shopper must not have: others of their shelves."""
    if wanted.act is None:
        return wanted
    shelves = tuple(dict.fromkeys(item.category for item in (*named, *([page] if page else []))))
    return Wanted((Intent.PRODUCTS,), Search(), Criteria(category=shelves, audience=dialogue.criteria.audience))


def heeding(wanted: Wanted, safety: Safety, dialogue: Dialogue, vocabulary: Vocabulary) -> Wanted:
    """The request without what must not be. A message that says nothing else asks for the last list anew."""
    if safety.stated and wanted.act is None and not set(wanted.intents) - {Intent.OTHER, Intent.GREETING}:
        intents = tuple(each for each in wanted.intents if each is Intent.GREETING)
        act = Search() if dialogue.criteria else Overview()
        wanted = Wanted((*intents, Intent.PRODUCTS), act, dialogue.criteria, dialogue.hints, refined=True)
    if not dialogue.avoided or wanted.act is None or isinstance(wanted.act, Overview):
        return wanted
    return replace(wanted, criteria=held(wanted.criteria, dialogue.avoided, vocabulary))


def with_safety_words(ready: Prepared, safety: Safety, avoided: Avoidance, warning: str) -> Prepared:
    """The same answer with what is to be said of what must not be."""
    heard = safety_words.noted(safety.added if not ready.short.items else Avoidance(), safety.ended)
    kept = safety_words.kept_out(avoided, ready.short.items) if avoided and ready.short.items else ""
    if not (heard or kept or warning):
        return ready
    return replace(ready, words=" ".join(part for part in (warning, heard, ready.words, kept) if part))


def stage(wanted: Wanted, vocabulary: Vocabulary) -> str:
    if wanted.wants(Intent.PRODUCTS):
        return f"Looking through {sentences.noun(wanted.criteria, vocabulary)}…"
    if {Intent.POLICY, Intent.ORDER} & set(wanted.intents):
        return "Looking that up…"
    return "One moment…"


def desk_of(dialogue: Dialogue, page: Item | None, vocabulary: Vocabulary, around: Surroundings) -> Desk | None:
    """The desk that the shopper is served at, none where nothing is sold."""
    if around.counter is None:
        return None
    return Desk(around.counter, around.catalogue, vocabulary, around.money, dialogue, page,
                Criteria(colour=dialogue.criteria.colour, size=dialogue.criteria.size or dialogue.sizes))


def errands_in(text: str, desk: Desk) -> Errands:
    """What the message wants done at the counter, as an answer to what was asked there or by itself."""
    if (reply := read_reply(text, desk)) is not None:
        return reply
    return read_errands(sentences_of(text), desk)


def with_offers(ready: Prepared, offers: tuple[str, ...]) -> Prepared:
    """The same answer with what would do at the counter what was only asked about."""
    suggestions = tuple(dict.fromkeys((*offers, *ready.offered.suggestions)))[:4]
    return replace(ready, offered=replace(ready.offered, suggestions=suggestions))


def with_errands(ready: Prepared, errands: Errands, desk: Desk) -> Prepared:
    """The same answer after what was done at the counter, whose words come first."""
    reply, order = run(errands, desk)
    wanted = ready.wanted
    stranger = bool(errands.orders) and not desk.counter.known
    more = (stranger and bool(ready.sections)) or not set(wanted.intents) <= {Intent.OTHER, *errands.intents}
    short = ready.short if ready.short.offers or not reply.items else of_items(reply.items, desk.known)
    suggestions = reply.suggestions or (ready.offered.suggestions if more else ())
    offered = replace(
        ready.offered, offers=short.offers, matched=short.matched, suggestions=suggestions, links=reply.links)
    intents = dict.fromkeys((*errands.intents, *(wanted.intents if more else ())))
    warning = safety_words.offending(reply.items, desk.dialogue.avoided, desk.vocabulary)
    words = [part for part in (reply.words, warning, ready.words if more else "") if part]
    return replace(ready, wanted=replace(wanted, intents=tuple(intents)), short=short, offered=offered,
                   words=" ".join(words), counter=reply, order=order)


def prepare(task: Task) -> Prepared:
    """Chooses the list and the sections, and writes the answer that the rules would give."""
    around, vocabulary, knowledge = task.around, task.vocabulary, task.around.knowledge
    sections = relevant_sections(task)
    if sections and task.wanted.intents == (Intent.OTHER,):
        task = replace(task, wanted=replace(task.wanted, intents=(Intent.POLICY,)))
    part = product_part(task)
    wanted, short = part.wanted, part.short
    pieces = [part.words] if part.words else []
    if wanted.body and (guide := size_guide(part, task.text, knowledge)):
        sections = (*guide, *sections)
        pieces.append(sentences.measuring_words(guide))
    elif {Intent.POLICY, Intent.ORDER} & set(wanted.intents):
        pieces.append(sentences.policy_words(sections, knowledge.shop))
    pieces += talk(wanted, task.text, sections, vocabulary, around)
    words = " ".join(dict.fromkeys(pieces)) or sentences.small_talk(
        Intent.OTHER, knowledge.shop, vocabulary, task.text)
    sections = tuple({section.slug: section for section in (*sections, *part.sections)}.values())
    offered = Offered(
        offers=short.offers, matched=short.matched,
        chips=chips(short.criteria, vocabulary, around, task.dialogue.avoided)
        if short.offers or task.dialogue.avoided else (),
        sources=tuple(Source(section.slug, section.topic, section.title) for section in sections),
        suggestions=suggestions(part, task.dialogue, vocabulary, around), comparison=part.comparison)
    return Prepared(wanted, short, sections, offered, words, part.asked, about=task.about)


def product_part(task: Task) -> Answer:
    """The part of the answer that is about products, empty where the message asks nothing of them."""
    if task.wanted.act is None:
        given_up = task.wanted.intents == (Intent.OTHER,)
        again = products.about_shown_answer(task) if given_up else None
        if again is None and given_up and few_words(task.text):
            again = nearest_answer(task, telling_words(task.text))
        return again or Answer(Shortlist(task.wanted.criteria), "", task.wanted)
    return products.product_answer(task, task.wanted.act)


def talk(wanted: Wanted, text: str, sections: tuple[Section, ...], vocabulary: Vocabulary,
         around: Surroundings) -> list[str]:
    """A sentence for each thing said that is about neither products nor terms."""
    answered = {Intent.PERSON} if sections else set()
    if len(wanted.intents) > 1:
        answered.add(Intent.GREETING)
    if not isinstance(wanted.act, Search | None):
        answered.add(Intent.COMPARE)
    return [talk_words(intent, text, vocabulary, around) for intent in wanted.intents if intent in TALKED_OF - answered]


def talk_words(intent: Intent, text: str, vocabulary: Vocabulary, around: Surroundings) -> str:
    if intent is Intent.CART and around.counter is not None:
        return WHICH
    if intent is Intent.OTHER and few_words(text):
        return sentences.unknown_thing(text, vocabulary)
    return sentences.small_talk(intent, around.knowledge.shop, vocabulary, text)


def few_words(text: str) -> bool:
    """A bare noun or two ("aprons", "garden gnome") is a request for a thing, even if nobody here knows it."""
    return len(text.split()) <= 3 and any(stem not in STOP for stem in stems(text))


def size_guide(part: Answer, text: str, knowledge: KnowledgeBase) -> tuple[Section, ...]:
    """What the shop says of the sizes of the things at hand."""
    things = next((f"{item.category_singular} {item.category_name}" for item in part.short.items), text)
    found = knowledge.get_relevant_context(f"{things} size chart", ("sizing",), limit=1)
    return tuple(each for each in found if each.topic == "sizing")


def relevant_sections(task: Task) -> tuple[Section, ...]:
    """By the words of what was asked; by their meaning where the words find nothing, or nothing else was understood."""
    wanted, knowledge = task.wanted, task.around.knowledge
    topics = wanted.topics or (("orders",) if wanted.wants(Intent.ORDER) else ())
    found: dict[str, Section] = {}
    for text in wanted.questions if has_knowledge(wanted.act) else ():
        for section in knowledge.get_relevant_context(text, topics, limit=2):
            found.setdefault(section.slug, section)
    if not found and (wanted.wants(Intent.POLICY) or wanted.intents == (Intent.OTHER,)):
        return nearest_section(task)
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
        trouble=meter.trouble, cuts=meter.cuts, frame=ready.wanted.frame)
