"""The warmest, the lightest, the most waterproof: read off the whole shop or a shelf, where the rows measure it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shop.assistant.answering import sentences
from shop.assistant.answering.comparison import fact
from shop.assistant.catalogue import Catalogue, Item
from shop.assistant.criteria import VALUED, Criteria
from shop.assistant.events import Offer
from shop.assistant.language.degrees import Dimension
from shop.assistant.language.text import base_forms
from shop.assistant.recommending.measures import Measured, in_order, search_words, winners_of
from shop.assistant.recommending.shortlist import SHOWN, Shortlist, colour, listed, recommend
from shop.assistant.vocabulary import Vocabulary
from shop.assistant.working import Answer, Task

READ = 400


def measured_answer(task: Task, dimension: Dimension) -> Answer | None:
    """The products that have most of what is asked, in that order; None where no row measures it."""
    wanted = task.wanted
    criteria = without_adjective(wanted.criteria, dimension, task.vocabulary)
    order = in_order(items_that_state(criteria, dimension, task.catalogue), dimension)
    if not order:
        return None
    others: tuple[Item, ...] = ()
    if len(order) == 1:
        rest = recommend(wanted.criteria, task.catalogue, task.vocabulary, task.around.money, skip=(order[0].item.id,))
        others = rest.items if not rest.given_up else ()
    short = ranked_list(criteria, order, others)
    return Answer(short, superlative_words(task, short, order, dimension), replace(wanted, criteria=criteria))


def items_that_state(criteria: Criteria, dimension: Dimension, catalogue: Catalogue) -> tuple[Item, ...]:
    """The products in stock whose text speaks of the dimension."""
    ids: dict[int, None] = {}
    for words in search_words(dimension):
        asked = criteria.changed(words=tuple(dict.fromkeys((*criteria.words, *words.split()))), sort=None)
        found = catalogue.candidates(asked, limit=READ)
        if found.every_word:
            ids |= dict.fromkeys(row.id for row in found.rows)
    return catalogue.items(list(ids)[:READ])


def without_adjective(criteria: Criteria, dimension: Dimension, vocabulary: Vocabulary) -> Criteria:
    """Without what the adjective itself was understood as: "warmest" alone is no wish for winter things."""
    forms = (dimension.adjective, *base_forms(dimension.said))
    for meaning in (meaning for form in forms for meaning in vocabulary.of(form)):
        if meaning.key in VALUED and meaning.key != "category":
            criteria = criteria.without(meaning.key, meaning.value)
    return criteria


def ranked_list(criteria: Criteria, order: Sequence[Measured], others: Sequence[Item]) -> Shortlist:
    best = order[:SHOWN]
    items = (*(each.item for each in best), *others)[:SHOWN]
    reasons = {each.item.id: fact(each) for each in best}
    offers = tuple(Offer(item.id, item.slug, item.name, reasons.get(item.id, ""), colour(item, criteria))
                   for item in items)
    return Shortlist(criteria, offers, items, max(len(order), len(items)))


def superlative_words(task: Task, short: Shortlist, order: Sequence[Measured], dimension: Dimension) -> str:
    money = task.around.money
    best = winners_of(order)
    top = best[0]
    what, said = sentences.noun(short.criteria, task.vocabulary), dimension.among_many
    if len(order) == 1:
        return (f"The {said} of our {what}, as far as it is stated, is the {top.item.name} at {money(top.item.price)}: "
                f"{fact(top)}. No other says how much.")
    if len(best) == 1:
        opening = f"The {said} of our {what} is the {top.item.name} at {money(top.item.price)}: {fact(top)}."
    else:
        names = listed([f"the {each.item.name} at {money(each.item.price)}" for each in best[:SHOWN]])
        count = sentences.capital(sentences.number(len(best)))
        opening = f"{count} of our {what} share the first place with {fact(top)}: {names}."
    rest = order[len(best):SHOWN]
    following = f" Next is the {rest[0].item.name}: {fact(rest[0])}." if rest else ""
    silent = task.catalogue.matched(short.criteria) - len(order) if short.criteria.category else 0
    unknown = f" The other {silent} do not state it in that way." if silent > 1 else ""
    return f"{opening}{following}{unknown}"


def unmeasured_words(task: Task, dimension: Dimension, short: Shortlist) -> str:
    """That nothing measures what was asked, and what comes nearest."""
    top = short.items[0]
    thing = sentences.noun(without_adjective(task.wanted.criteria, dimension, task.vocabulary), task.vocabulary, 1)
    return (f"Nothing written down here measures that, so I cannot say which {thing} is the {dimension.among_many}. "
            f"Nearest to it comes the {top.name} at {task.around.money(top.price)}{sentences.because(short)}.")
