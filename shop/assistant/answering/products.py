"""Requests for products, each act by a function of its own: what is offered, and the words for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from shop.assistant.answering import comparison, safety_words, sentences, shown_list, superlatives
from shop.assistant.answering.availability import asked_of, available, in_stock
from shop.assistant.answering.clarification import clarifying, remembered_size
from shop.assistant.answering.nearest import nearest_answer, telling_words
from shop.assistant.answering.outfit_sentences import companions_words, outfit_words
from shop.assistant.catalogue import Catalogue, Item
from shop.assistant.criteria import Criteria
from shop.assistant.events import Offer
from shop.assistant.intents import Intent
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import fold, stems
from shop.assistant.recommending.matches import fits, tells
from shop.assistant.recommending.outfits import companions, outfit
from shop.assistant.recommending.shortlist import Shortlist, colour, listed, recommend
from shop.assistant.understanding import references
from shop.assistant.understanding.acts import (
    AboutShown,
    Act,
    Alike,
    Compare,
    Count,
    Detail,
    GoesWith,
    Listing,
    More,
    Outfit,
    Overview,
    Search,
    Superlative,
    Total,
)
from shop.assistant.understanding.product_names import named_in
from shop.assistant.understanding.safety import asked_about
from shop.assistant.understanding.sizes_asked import sizes_of
from shop.assistant.working import Answer, Task

STAND_INS = 3


def product_answer(task: Task, act: Act) -> Answer:
    """The answer to the part of a message that is about products."""
    match act:
        case Search() | Count() | More():
            return search_answer(task, act)
        case Overview():
            return overview_answer(task)
        case Detail():
            return detail_answer(task, act)
        case Compare():
            return comparison_answer(task, act)
        case AboutShown():
            return shown_list.list_answer(task, act)
        case Superlative():
            return superlative_answer(task, act)
        case Outfit():
            return outfit_answer(task)
        case GoesWith():
            return companions_answer(task, act)
        case Alike():
            return alternatives_answer(task, act)
        case Total():
            return total_answer(task, act)
        case _:
            assert_never(act)


def plain_search(task: Task) -> Answer:
    """The request answered by its criteria alone."""
    return search_answer(replace(task, wanted=replace(task.wanted, act=Search())), Search())


def overview_answer(task: Task) -> Answer:
    around = task.around
    words = sentences.range_of_shop(around.knowledge.shop, task.vocabulary, around.money)
    return Answer(Shortlist(task.wanted.criteria), words, task.wanted)


def search_answer(task: Task, act: Listing) -> Answer:
    """Products by criteria: the list, more of it, or its count."""
    wanted, catalogue, vocabulary, around = task.wanted, task.catalogue, task.vocabulary, task.around
    if wanted.tentative and (wanted.unexplained or not catalogue.matched(wanted.criteria)):
        return nearest_answer(task, telling_words(task.text)) or Answer(
            Shortlist(Criteria()), sentences.unknown_thing(task.text, vocabulary), replace(wanted, criteria=Criteria()))
    if not wanted.criteria:
        if wanted.unexplained:
            return nearest_answer(task, wanted.unexplained) or Answer(
                Shortlist(Criteria()), sentences.not_carried_words(wanted.unexplained, vocabulary), wanted)
        return overview_answer(task)
    skip = task.dialogue.seen if isinstance(act, More) else ()
    short = recommend(wanted.criteria, catalogue, vocabulary, around.money, hints=wanted.hints,
                      measures=wanted.measures, skip=skip, near=task.near)
    own = () if wanted.refined or short.given_up else remembered_size(wanted.criteria, task.dialogue, short.items)
    if own and catalogue.matched(sized := wanted.criteria.changed(size=own)):
        wanted = replace(wanted, criteria=sized)
        short = recommend(wanted.criteria, catalogue, vocabulary, around.money, hints=wanted.hints,
                          measures=wanted.measures, skip=skip, near=task.near)
    spread = price_spread(short.criteria, catalogue) if isinstance(act, Count) and short.matched else None
    if not own and (narrowed := in_worn_size(task, wanted.criteria, short, skip)):
        short = narrowed
    words = sentences.recommendation(wanted, act, short, vocabulary, around.money, task.text, spread)
    if unlike := kind_not_met(wanted.kinds, short):
        words = f"{sentences.nearest_kind(unlike, short, vocabulary)} {words}"
    if notes := sentences.size_words(wanted.size_notes, short.criteria, vocabulary):
        words = f"{notes} {words}"
    if isinstance(act, Search) and not short.given_up and (
            question := clarifying(short, task.dialogue, catalogue, vocabulary)):
        return Answer(short, f"{words} {question.question}", wanted, suggestions=question.answers, asked=question.key)
    return Answer(short, words, wanted)


def in_worn_size(task: Task, criteria: Criteria, short: Shortlist, skip: Sequence[int]) -> Shortlist | None:
    """The same list in the size that was asked for of another shelf, where its things come in it."""
    if criteria.audience != task.dialogue.criteria.audience:
        return None  # they were somebody else's
    worn = remembered_size(criteria, replace(task.dialogue, sizes=task.dialogue.worn), short.items)
    if not worn or short.given_up or not task.catalogue.matched(sized := criteria.changed(size=worn)):
        return None
    return recommend(sized, task.catalogue, task.vocabulary, task.around.money, hints=task.wanted.hints, skip=skip)


def price_spread(criteria: Criteria, catalogue: Catalogue) -> tuple[int, int] | None:
    ends = [catalogue.candidates(criteria.changed(sort=sort, price_word=None), limit=1).rows
            for sort in ("price_asc", "price_desc")]
    return (ends[0][0].price, ends[1][0].price) if all(ends) else None


def kind_not_met(kinds: Sequence[str], short: Shortlist) -> str:
    """The shopper's own noun for the thing, where none of the list is called or described so."""
    if not kinds or not short.items or short.given_up:
        return ""
    shelves = {f"{item.category_name} {item.category_singular}" for item in short.items}
    called = {stem for shelf in shelves for stem in stems(shelf)}
    return next((kind for kind in kinds if kind not in called
                 and not any(kind in text_of(item) for item in short.items)), "")


def text_of(item: Item) -> list[str]:
    return stems(f"{item.name} {item.description} {' '.join(item.materials)} {' '.join(item.attributes.values())}")


def stand_ins(task: Task, item: Item, asked: Criteria) -> tuple[Item, ...]:
    """Others of the same kind for the same people in the size asked for, and in the colour where there are such;
    nearest in use and price first."""
    audience = fold(item.audience) or None
    criteria = asked.changed(category=(item.category,), style=(),
                             audience=audience if task.vocabulary.has("audience", audience or "") else None)
    looser = (criteria, criteria.changed(colour=()), criteria.changed(colour=(), size=(), audience=None))
    rows = next((rows for each in looser if (rows := [
        row for row in task.catalogue.candidates(each).rows if row.id != item.id])), [])
    own = {f"{key}:{fold(value)}" for key, values in (("style", item.styles), ("season", item.seasons),
                                                      ("occasion", item.occasions)) for value in values}
    order = sorted(rows, key=lambda row: (-len(own & row.facets), abs(row.price - item.price), row.id))
    return task.catalogue.items([row.id for row in order[:STAND_INS]])


def detail_answer(task: Task, act: Detail) -> Answer:
    """A question on one product: that of the place named, the one described, the page's, or the last spoken of."""
    wanted, money = task.wanted, task.around.money
    item = item_pointed_at(task, act)
    if item is None:
        if wanted.criteria:
            return plain_search(task)
        words = sentences.small_talk(Intent.OTHER, task.around.knowledge.shop, task.vocabulary, task.text)
        return Answer(Shortlist(task.dialogue.criteria), words, wanted)
    asked = asked_of(item, act.pointed, task.text)
    if wanted.criteria and not asked.size and not act.pointed.category:
        # "The blue one" says which product is meant, and asks nothing of its colours.
        asked = asked.changed(colour=())
    exact = available(item, asked)
    if exact and (notes := sentences.size_words(sizes_of(item, task.text)[1], asked, task.vocabulary)):
        exact = f"{notes} {exact}"
    if exact or not item.in_stock:
        return availability_answer(task, item, asked, exact or sentences.sold_out_words(item, task.text, money))
    # No size follows from a body: what the shop says of measuring comes after.
    question = "" if wanted.body else (
        references.THE_ONE.sub(" ", fold(task.text)) if wanted.criteria else task.text)
    words = safety_words.asked_of_one(item, asked_about(task.text)) or sentences.detail_words(item, question, money)
    return Answer(of_items((item,), task.dialogue.criteria), words, wanted)


def availability_answer(task: Task, item: Item, asked: Criteria, words: str) -> Answer:
    """A product and whether it can be had as asked; where it cannot, with what may stand in for it."""
    if in_stock(item, asked):
        return Answer(of_items((item,), asked), words, task.wanted)
    others = stand_ins(task, item, asked.changed(words=()))
    if others:
        words += f" {sentences.stand_ins(others, task.around.money)}"
    offers = (Offer(item.id, item.slug, item.name, "", colour(item, Criteria())), *(
        Offer(each.id, each.slug, each.name, "stand-in", colour(each, asked)) for each in others))
    return Answer(Shortlist(task.dialogue.criteria, offers, (item, *others), 1 + len(others)), words, task.wanted)


def item_pointed_at(task: Task, act: Detail) -> Item | None:
    if task.named:
        return task.named[0]
    if act.place is not None:
        return task.item_at(act.place)
    at_hand = item_at_hand(task)
    if kind := act.pointed.category:
        likely = (*([at_hand] if at_hand else []), *task.items_shown())
        return next((item for item in likely if item.category in kind), None)
    if task.wanted.criteria:
        described = act.pointed.changed(sort=None)
        return next((item for item in task.items_shown() if fits(item, described, task.vocabulary)), None)
    return at_hand


def item_at_hand(task: Task) -> Item | None:
    """The product that is named, that of the page, or the one last spoken of."""
    focus = task.dialogue.focus
    return next(iter(task.named), task.page) or next(iter(task.catalogue.items([focus] if focus else [])), None)


def total_answer(task: Task, act: Total) -> Answer:
    """The prices of several, and their sum."""
    items, money = task.items_at(act.places), task.around.money
    prices = listed([f"the {item.name} at {money(item.price)}" for item in items])
    words = f"Together that is {money(sum(item.price for item in items))}: {prices}."
    return Answer(of_items(items, task.dialogue.criteria), words, task.wanted)


def about_shown_answer(task: Task) -> Answer | None:
    """A second look at what was shown, before a message is given up: "I want the one with the folding legs" is about
    those of the list, or the product at hand, whose rows have its words. None where none has any."""
    said = [word for word in dict.fromkeys(stems(task.text)) if word not in STOP and not word.isdigit()]
    items = (*([at_hand] if (at_hand := item_at_hand(task)) else []), *task.items_shown())
    scored = [(sum(tells(item, word, task.vocabulary) for word in said), item) for item in distinct(items)]
    most = max((score for score, _ in scored), default=0)
    if not most or 2 * most < len(said):
        return None
    best = tuple(item for score, item in scored if score == most)
    if len(best) == len(scored) and len(best) > 1:
        return None
    wanted = replace(task.wanted, intents=(Intent.PRODUCTS,), act=Detail())
    words = sentences.detail_words(best[0], task.text, task.around.money)
    return Answer(of_items(best, task.dialogue.criteria), words, wanted)


def comparison_answer(task: Task, act: Compare) -> Answer:
    """Two to four side by side: those pointed at, those named, or the best of what is asked for."""
    wanted, around, criteria = task.wanted, task.around, task.dialogue.criteria
    items = distinct((*task.items_at(act.places), *task.named))
    alone: tuple[Item, ...] = ()
    if not items or (task.named and len(items) < 2):
        items = distinct((*items, *named_in(task.text, task.catalogue, task.vocabulary)))
        if len(items) == 1 and task.page is not None:
            items = distinct((task.page, *items))
        if len(items) < 2 and wanted.criteria.without("words"):
            others = recommend(wanted.criteria.without("words"), task.catalogue, task.vocabulary, around.money,
                               skip=[item.id for item in items]).items
            alone, items = items, (*items, *others)[:3]
        criteria = Criteria()
    if len(items) < 2:
        words = sentences.ALONE if items else sentences.small_talk(
            Intent.COMPARE, around.knowledge.shop, task.vocabulary, task.text)
        return Answer(of_items(items, criteria), words, wanted)
    table = comparison.compare(items, act.dimensions, act.pointed, task.vocabulary, around.money)
    words = sentences.comparison_words(items, act, task.text, around.money)
    if references.SUM.search(fold(task.text)):
        words = f"{sentences.sum_of(items, around.money)} {words}"
    if alone:
        words = f"By name I find only the {alone[0].name}; the others come nearest. {words}"
    return Answer(of_items(items, criteria), words, wanted, table)


def distinct(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple({item.id: item for item in items}.values())[:references.MOST_COMPARED]


def of_items(items: Sequence[Item], criteria: Criteria) -> Shortlist:
    offers = tuple(Offer(item.id, item.slug, item.name, "", colour(item, criteria)) for item in items)
    return Shortlist(criteria, offers, tuple(items), len(items))


def superlative_answer(task: Task, act: Superlative) -> Answer:
    """The warmest, the lightest: by what the rows measure, or else the nearest with a plain word that they do not."""
    if answer := superlatives.measured_answer(task, act.dimension):
        return answer
    nearest = plain_search(task)
    if not nearest.short.items:
        return nearest
    return replace(nearest, words=superlatives.unmeasured_words(task, act.dimension, nearest.short))


def outfit_answer(task: Task) -> Answer:
    """A set of products that go together, its sum within the budget."""
    wanted, around = task.wanted, task.around
    chosen = outfit(wanted.criteria, wanted.hints, task.text, task.catalogue, around.knowledge, task.vocabulary)
    if not chosen.items and chosen.least is None and not chosen.lacking:
        return plain_search(task)
    words = outfit_words(chosen, wanted.criteria, task.vocabulary, around.money)
    if not chosen.items:
        chips = (f"Up to {around.money(chosen.least)}",) if chosen.least else ()
        return Answer(Shortlist(wanted.criteria), words, wanted, suggestions=chips, alone=bool(chips))
    offers = tuple(Offer(item.id, item.slug, item.name, sentences.lower_first(item.category_singular),
                         colour(item, wanted.criteria)) for item in chosen.items)
    return Answer(Shortlist(wanted.criteria, offers, chosen.items, len(chosen.items)), words, wanted,
                  alone=True, sections=chosen.advice)


def companions_answer(task: Task, act: GoesWith) -> Answer:
    """What goes with a product that is at hand or named, or with a kind of product."""
    around = task.around
    item = anchor(task, act)
    if item is None:
        return plain_search(task)
    budget = act.pointed.price_max or left_of(task.dialogue.purse, item.price)
    chosen = companions(item, task.catalogue, around.knowledge, task.vocabulary, budget, act.pointed.audience)
    words = companions_words(item, chosen, budget, around.money)
    offers = tuple(
        Offer(each.id, each.slug, each.name, sentences.lower_first(each.category_singular), colour(each, Criteria()))
        for each in chosen.items)
    return Answer(Shortlist(Criteria(), offers, chosen.items, len(chosen.items)), words, task.wanted, alone=True)


def left_of(purse: int | None, price: int) -> int | None:
    """What is left of a budget for the whole when one thing is bought of it; all of it where that one is beyond it."""
    return purse if purse is None or price >= purse else purse - price


def anchor(task: Task, act: GoesWith) -> Item | None:
    """The product that others are to go with: pointed at, named, of the kind that is spoken of, or at hand."""
    catalogue, dialogue = task.catalogue, task.dialogue
    if act.place is not None and (item := task.item_at(act.place)):
        return item
    if item := next(iter(task.named or named_in(act.beside, catalogue, task.vocabulary, most=1)), None):
        return item
    if not act.pointed.category:
        at_hand = dialogue.focus or next(iter(dialogue.shown), 0)
        return task.page or next(iter(catalogue.items([at_hand])), None)
    kind = act.pointed.changed(price_max=None)
    shown = (item for item in task.items_shown() if fits(item, kind, task.vocabulary))
    return next(shown, None) or next(iter(recommend(
        kind, catalogue, task.vocabulary, task.around.money, hints=task.wanted.hints).items), None)


def alternatives_answer(task: Task, act: Alike) -> Answer:
    """Others much like one product: of its kind, for the same people, nearest in use and price."""
    item = item_at_hand(task) if act.place is None else task.item_at(act.place)
    if item is None:
        return overview_answer(task)
    bound = Criteria(price_max=item.price - 1) if act.cheaper else Criteria()
    others = stand_ins(task, item, bound.changed(words=act.kind)) or stand_ins(task, item, bound)
    criteria = bound.changed(category=(item.category,))
    return Answer(of_items(others, criteria), sentences.alternatives(item, others, task.around.money, act.cheaper),
                  replace(task.wanted, criteria=criteria))
