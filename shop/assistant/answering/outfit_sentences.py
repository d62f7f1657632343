"""A set of products in sentences: what it is made of, and what it costs together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shop.assistant.answering.sentences import capital, either, lower_first, number
from shop.assistant.catalogue import Item
from shop.assistant.criteria import Criteria
from shop.assistant.recommending.outfits import Outfit
from shop.assistant.recommending.shortlist import listed
from shop.assistant.vocabulary import Vocabulary

Money = Callable[[int], str]


def outfit_words(outfit: Outfit, criteria: Criteria, vocabulary: Vocabulary, money: Money) -> str:
    if outfit.lacking:
        names = listed([lower_first(vocabulary.label("category", slug)) for slug in outfit.lacking], "or")
        return f"We have no {names} that fit the rest of that, so the set would not be whole."
    if not outfit.items:
        limit = money(criteria.price_max or 0)
        return (f"No such set stays within {limit}. The least that one would cost is {money(outfit.least or 0)}.")
    within = f", within your {money(criteria.price_max)}" if criteria.price_max is not None else ""
    opening = f"{purpose(criteria, vocabulary)}, I would take" if purpose(criteria, vocabulary) else "I would take"
    return f"{capital(opening)} {parts(outfit.items, money)}. Together that is {money(outfit.total)}{within}."


def purpose(criteria: Criteria, vocabulary: Vocabulary) -> str:
    """What it is for: "for weddings in summer, for men"."""
    told = [f"{word} {either(key, criteria, vocabulary, most=2)}"
            for word, key in (("for", "occasion"), ("in", "season")) if criteria.values(key)]
    who = [f"for {either('audience', criteria, vocabulary)}"] if criteria.audience else []
    return ", ".join(([" ".join(told)] if told else []) + who)


def companions_words(item: Item, outfit: Outfit, budget: int | None, money: Money) -> str:
    if not outfit.items:
        if outfit.least is not None and budget is not None:
            return (f"Nothing to go with the {item.name} stays within {money(budget)}; "
                    f"the least is {money(outfit.least)}.")
        return f"I find nothing on our shelves that clearly goes with the {item.name}."
    count, names = len(outfit.items), parts(outfit.items, money)
    whole = f"{money(outfit.total + item.price)} with the {item.name}"
    total = f"Those {number(count)} come to {money(outfit.total)}, and to {whole}" if count > 1 else \
        f"That comes to {whole}"
    return f"With the {item.name} I would put {names}. {total}."


def parts(items: Sequence[Item], money: Money) -> str:
    return listed([f"the {item.name} at {money(item.price)}" for item in items])
