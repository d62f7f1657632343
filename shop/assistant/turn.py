"""A turn, from the message to its end: read from top to bottom."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from shop.assistant import prompt, reply
from shop.assistant.catalogue import Catalogue, Item
from shop.assistant.criteria import LISTS, Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import MODEL, RULES, Chip, Ended, Event, Offer, Offered, Receipt, Said, Source, Stage
from shop.assistant.english import STOP
from shop.assistant.facts import Gate, facts
from shop.assistant.knowledge import KnowledgeBase, Section
from shop.assistant.model import LanguageModel, ModelTrouble, Usage
from shop.assistant.recommending import Loosened, Shortlist, colour, recommend
from shop.assistant.understanding import POLICY, PRODUCTS, Wanted, suited, taken_away, understand
from shop.assistant.vocabulary import Vocabulary
from shop.assistant.words import stems

HEARTBEAT = 0.25
MAX_ANSWER = 4_000
REFUSAL = "I would rather not answer that. Is there something in the shop I can help you find?"
APOLOGY = "Something went wrong on our side, and I could not answer."


@dataclass(frozen=True)
class Question:
    """A message, or the removal of a criterion (`removes` = key and value). `page` is the slug of the product whose
    page is open, "" for none."""

    text: str
    page: str = ""
    removes: tuple[str, str] | None = None


@dataclass(frozen=True)
class Surroundings:
    """What a turn works with. `clock` gives seconds on the clock that the model's deadlines are points on;
    `stopped` says why no more words are wanted: "stopped" by the shopper, "cut" because nobody reads, else "".
    """

    catalogue: Catalogue
    knowledge: KnowledgeBase
    money: Callable[[int], str]
    digits: int = 2
    model: LanguageModel | None = None
    deadline: float = 20.0
    conversation: str | None = None
    clock: Callable[[], float] = time.monotonic
    stopped: Callable[[], str] = field(default=lambda: "")


@dataclass(frozen=True)
class Prepared:
    """Everything that is known before a word is written."""

    wanted: Wanted
    short: Shortlist
    sections: tuple[Section, ...]
    offered: Offered
    words: str
    spread: tuple[int, int] | None = None


@dataclass
class Meter:
    """What the turn has used so far: our time is what passed less the time spent waiting for the model."""

    clock: Callable[[], float]
    began: float
    calls: int = 0
    usage: Usage = Usage()
    waited: float = 0.0
    first_words: float | None = None
    trouble: str = ""
    cuts: tuple[str, ...] = ()

    def own(self) -> float:
        return max(0.0, (self.clock() - self.began) * 1000 - self.waited)


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
    if around.model is not None and worth_a_model(ready, question):
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


def worth_a_model(ready: Prepared, question: Question) -> bool:
    """A chip's removal is answered at once; small talk has its sentence; quick buttons cost nothing."""
    if question.removes or ready.wanted.asks in ("range", "more", "count"):
        return False
    if plain_request(ready.wanted, question.text):
        return False
    return bool(ready.short.items or ready.sections or ready.wanted.intents == ("other",))


def plain_request(wanted: Wanted, text: str) -> bool:
    """What a quick button says: "Show Hoodies", and nothing that words could add to."""
    return wanted.intents == (PRODUCTS,) and set(wanted.criteria.asked()) == {"category"} and len(text.split()) <= 3


def filled_in(wanted: Wanted, text: str, vocabulary: Vocabulary, around: Surroundings, meter: Meter) -> Wanted:
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
    known = {key: values for key, values in suited(lists, vocabulary).items() if not wanted.criteria.values(key)}
    return replace(wanted, criteria=wanted.criteria.changed(**known)) if known else wanted


def prepare(question: Question, wanted: Wanted, dialogue: Dialogue, page: Item | None, vocabulary: Vocabulary,
            around: Surroundings) -> Prepared:
    """Chooses the list and the sections, and writes the answer that the rules would give."""
    catalogue, knowledge, money = around.catalogue, around.knowledge, around.money
    short, spread = Shortlist(wanted.criteria), None
    said: list[str] = []
    topics = wanted.topics
    if wanted.wants("order"):
        topics = ("orders", *topics)
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
        if wanted.criteria:
            skip = dialogue.seen if wanted.asks == "more" else ()
            short = recommend(wanted.criteria, catalogue, vocabulary, money, hints=wanted.hints, skip=skip)
            if wanted.asks == "count" and short.matched:
                spread = price_spread(short.criteria, catalogue)
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
        offers=short.offers, matched=short.matched, chips=chips(short.criteria, vocabulary, around) if short.offers else (),
        sources=tuple(Source(section.slug, section.topic, section.title) for section in sections),
        suggestions=suggestions(wanted, short, dialogue, vocabulary, around))
    return Prepared(wanted, short, sections, offered, words, spread)


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


def chips(criteria: Criteria, vocabulary: Vocabulary, around: Surroundings) -> tuple[Chip, ...]:
    """What was understood, a chip a value, in words; each can be taken away."""
    found = [Chip(key, value, value if key == "words" else vocabulary.label(key, value))
             for key in LISTS for value in criteria.values(key)]
    if criteria.audience:
        found.append(Chip("audience", criteria.audience, f"for {vocabulary.label('audience', criteria.audience)}"))
    if criteria.price_min is not None:
        found.append(Chip("price_min", str(criteria.price_min), f"from {around.money(criteria.price_min)}"))
    if criteria.price_max is not None:
        found.append(Chip("price_max", str(criteria.price_max), f"up to {around.money(criteria.price_max)}"))
    if criteria.price_word:
        found.append(Chip("price_word", criteria.price_word, {"low": "low price", "high": "high-end"}[criteria.price_word]))
    if criteria.rating_min:
        found.append(Chip("rating_min", f"{criteria.rating_min:g}", f"{criteria.rating_min:g} stars or more"))
    if criteria.quantity:
        found.append(Chip("quantity", str(criteria.quantity), f"{criteria.quantity} of each"))
    if criteria.sort:
        names = {"price_asc": "cheapest first", "price_desc": "dearest first", "rating": "best rated", "newest": "newest"}
        found.append(Chip("sort", criteria.sort, names[criteria.sort]))
    found += [Chip("exclude", f"{key}:{value}", f"not {vocabulary.label(key, value)}")
              for key, values in criteria.exclude.items() for value in values]
    return tuple(found)


def starters(vocabulary: Vocabulary, most: int = 4) -> tuple[str, ...]:
    """Quick buttons from what is on the shelves."""
    return tuple(f"Show {vocabulary.label('category', slug)}" for slug in vocabulary.values("category")[:most])


def suggestions(wanted: Wanted, short: Shortlist, dialogue: Dialogue, vocabulary: Vocabulary,
                around: Surroundings) -> tuple[str, ...]:
    """Up to four messages that lead on; none that would find nothing."""
    if short.given_up or (wanted.wants(PRODUCTS) and not short.offers and short.loosened):
        return tuple(text for each in short.loosened if (text := loosened_text(each, around)))[:4]
    if short.offers:
        found = []
        left = short.matched - len(set(dialogue.seen) | {offer.product_id for offer in short.offers}) \
            if wanted.asks == "more" else short.matched - len(short.offers)
        if left > 0 and wanted.asks != "detail":
            found.append("Show more")
        if len(short.offers) > 1 and not wanted.wants("compare"):
            found.append("Compare the first and the second")
        if short.matched > 2 and not short.criteria.sort and not short.criteria.price_word:
            found.append("Something cheaper")
        return tuple(found)
    if wanted.wants(POLICY) or wanted.wants("order") or wanted.wants("person"):
        return ()
    return starters(vocabulary)


def loosened_text(each: Loosened, around: Surroundings) -> str:
    names = {"colour": "Any colour", "size": "Any size", "material": "Any material", "style": "Any style",
             "pattern": "Any pattern", "brand": "Any brand", "season": "Any season", "occasion": "Any occasion"}
    if each.key == "price_max" and each.floor is not None:
        ceiling = -(-each.floor // (5 * 10**around.digits)) * 5 * 10**around.digits
        count = around.catalogue.matched(each.criteria.changed(price_max=ceiling))
        return f"Up to {around.money(ceiling)} ({count})" if count else ""
    return f"{names[each.key]} ({each.count})" if each.key in names else ""


def spoken(ready: Prepared, question: Question, dialogue: Dialogue, around: Surroundings,
           meter: Meter) -> Iterator[Said | Stage]:
    """The model's words through the fact gate. Returns (outcome, mode, the whole text)."""
    assert around.model is not None
    remark = ready.words if ready.short.given_up or not (ready.short.items or ready.sections) else ""
    given = facts(
        ready.short.items,
        [f"{section.title} {section.body}" for section in ready.sections] + [ready.words, around.knowledge.shop.name],
        [ready.short.matched, len(ready.short.items)], asked=question.text,
        prices=[price for price in (ready.wanted.criteria.price_min, ready.wanted.criteria.price_max) if price is not None],
        digits=around.digits)
    gate = Gate(given, around.money)
    meter.calls += 1
    call = around.model.stream(
        prompt.messages(around.knowledge.shop, dialogue.history, ready.short, ready.sections, remark, question.text,
                        around.money),
        max_tokens=prompt.MAX_TOKENS, deadline=meter.began + around.deadline, heartbeat=HEARTBEAT,
        conversation=around.conversation)
    text, outcome = "", "done"
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
            outcome = "refused"
    except ModelTrouble as trouble:
        meter.trouble = trouble.kind
        outcome = around.stopped() or ("refused" if trouble.kind == "refused" else "cut")
    finally:
        call.close()
        meter.usage += call.usage
        meter.waited += call.ms_total
    if outcome == "refused":
        meter.cuts = tuple(gate.cuts)
        return "refused", MODEL, REFUSAL
    if words := gate.finish(whole=outcome == "done" and call.finish == "stop"):
        words = words if text else words.lstrip()
        text += words
        yield Said(words)
    meter.cuts = tuple(gate.cuts)
    if text.strip():
        return outcome, MODEL, text
    return ("stopped" if outcome == "stopped" else "fallback"), RULES, ready.words


def receipt(ready: Prepared, meter: Meter) -> Receipt:
    return Receipt(
        intents=ready.wanted.intents, criteria=ready.wanted.criteria.to_json(), unexplained=ready.wanted.unexplained,
        matched=ready.short.matched, relaxed=ready.short.given_up,
        scores=tuple({"product": each.id, "score": round(each.score, 3), "points": dict(each.points)}
                     for each in ready.short.scores),
        sections=tuple(section.slug for section in ready.sections), calls=meter.calls, tokens_in=meter.usage.tokens_in,
        tokens_out=meter.usage.tokens_out, cost=meter.usage.cost, own=round(meter.own(), 2), model=round(meter.waited, 2),
        first_words=None if meter.first_words is None else round(meter.first_words, 2), trouble=meter.trouble, cuts=meter.cuts)


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
                    ids[0] if len(ids) == 1 else None)
