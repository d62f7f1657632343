"""Questions about the products just shown: how many, which, and whether any of them fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shop.assistant.answering import sentences
from shop.assistant.answering.comparison import decision, fact
from shop.assistant.catalogue import Item
from shop.assistant.criteria import BY_KEY, VALUED, Criteria
from shop.assistant.events import Offer
from shop.assistant.language.degrees import Dimension
from shop.assistant.recommending.matches import fits
from shop.assistant.recommending.measures import in_order, winners_of
from shop.assistant.recommending.shortlist import Shortlist, colour, listed, reason
from shop.assistant.understanding.acts import AboutShown
from shop.assistant.vocabulary import Vocabulary
from shop.assistant.working import Answer, Task


def list_answer(task: Task, act: AboutShown) -> Answer:
    """Exact for the list as it was shown; the cards are those that fit."""
    wanted, sort = task.wanted, act.pointed.sort
    items = task.items_shown()
    pointed = act.pointed.changed(sort=None, price_word=None)
    if act.dimension and not pointed.changed(category=(), season=(), style=(), words=()):
        return winners_answer(task, items, act.dimension)
    strange = wanted.unexplained
    fitting = () if strange else tuple(item for item in items if fits(item, pointed, task.vocabulary))
    if sort in ("price_asc", "price_desc", "rating"):
        fitting = in_order_of(fitting, sort)[:1]
    criteria = wanted.criteria
    offers = tuple(Offer(item.id, item.slug, item.name, reason(item, pointed, task.around.money),
                         colour(item, pointed)) for item in fitting)
    short = Shortlist(criteria, offers, fitting, len(fitting))
    words = first_words(task, sort, fitting, items) if sort else fitting_words(task, fitting, items, pointed)
    return Answer(short, words, wanted, suggestions=suggestions_after(task, fitting), alone=True)


def winners_answer(task: Task, items: Sequence[Item], dimension: Dimension) -> Answer:
    order = in_order(items, dimension)
    winners = winners_of(order) if order else ()
    best = tuple(each.item for each in winners)
    offers = tuple(Offer(each.item.id, each.item.slug, each.item.name, fact(each), colour(each.item, Criteria()))
                   for each in winners)
    wanted = replace(task.wanted, criteria=task.dialogue.criteria)
    return Answer(Shortlist(wanted.criteria, offers, best, len(best)), decision(items, dimension), wanted,
                  suggestions=suggestions_after(task, best), alone=True)


def in_order_of(items: Sequence[Item], sort: str) -> tuple[Item, ...]:
    keys = {"price_asc": lambda item: item.price, "price_desc": lambda item: -item.price,
            "rating": lambda item: -(item.rating or 0.0)}
    return tuple(sorted(items, key=keys[sort]))


def first_words(task: Task, sort: str, best: Sequence[Item], items: Sequence[Item]) -> str:
    word = sentences.SUPERLATIVES[sort]
    if not best:
        return f"None of those {sentences.number(len(items))} fits that."
    rated = f", {best[0].rating:.1f} out of 5" if sort == "rating" and best[0].rating else ""
    return (f"The {word} of those {sentences.number(len(items))} is the {best[0].name} at "
            f"{task.around.money(best[0].price)}{rated}.")


def fitting_words(task: Task, fitting: Sequence[Item], items: Sequence[Item], pointed: Criteria) -> str:
    money, count = task.around.money, len(fitting)
    if task.wanted.unexplained:
        those = f"those {sentences.number(len(items))}" if len(items) > 1 else f"the {items[0].name}"
        strange = " ".join(task.wanted.unexplained[:3])
        return f"Nothing is written down about “{strange}” for {those}."
    what = predicate(pointed, task.vocabulary, money, count)
    if len(items) == 1 and not count:
        return f"No, that cannot be said of the {items[0].name}."
    if not count:
        if len(items) == 2:
            return f"Neither of those {what}."
        return f"None of those {sentences.number(len(items))} {what}."
    names = listed([f"the {item.name} at {money(item.price)}" for item in fitting[:6]])
    if count == len(items):
        opening = "Yes, it" if count == 1 else "Both" if count == 2 else f"All {sentences.number(count)}"
        return f"{opening} {what}: {names}."
    return f"{sentences.capital(sentences.number(count))} of those {sentences.number(len(items))} {what}: {names}."


def predicate(criteria: Criteria, vocabulary: Vocabulary, money: sentences.Money, count: int) -> str:
    """What is asked of each, as a verb phrase: "come in blue and cost up to €50"."""
    several = int(count > 1)
    told = []
    for key in VALUED:
        if criteria.values(key):
            told.append(BY_KEY[key].wording.verb[several].format(sentences.either(key, criteria, vocabulary)))
    cost = ("costs", "cost")[several]
    if criteria.price_min is not None and criteria.price_max is not None:
        told.append(f"{cost} between {money(criteria.price_min)} and {money(criteria.price_max)}")
    elif criteria.price_max is not None:
        told.append(f"{cost} no more than {money(criteria.price_max)}")
    elif criteria.price_min is not None:
        told.append(f"{cost} at least {money(criteria.price_min)}")
    if criteria.rating_min:
        told.append(f"{('is', 'are')[several]} rated {criteria.rating_min:g} or more")
    if ruled_out := sentences.ruled_out(criteria, vocabulary):
        told.append(f"{('is', 'are')[several]} anything but {listed(ruled_out[:3], 'or')}")
    return listed(told) or ("fits", "fit")[several]


def suggestions_after(task: Task, fitting: Sequence[Item]) -> tuple[str, ...]:
    """What leads on: a comparison of two that fit, or the whole shelf where none did."""
    if len(fitting) > 1:
        return ("Compare the first and the second",)
    criteria = task.wanted.criteria
    if not fitting and criteria.category and task.catalogue.matched(criteria) and not task.wanted.unexplained:
        return (f"Show {sentences.description(criteria, task.vocabulary, task.around.money)}",)
    before = task.dialogue
    if not fitting and before.criteria and task.catalogue.matched(before.criteria) > len(before.seen):
        return ("Show more",)
    return ("What goes with it?",) if fitting else ()
