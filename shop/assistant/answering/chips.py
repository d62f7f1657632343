"""What stands around the cards: the chips of what was understood, and messages that lead on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from shop.assistant.avoidance import NOTHING_AVOIDED, Avoidance
from shop.assistant.criteria import BY_KEY, CONTENTS, VALUED, Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Chip
from shop.assistant.intents import Intent
from shop.assistant.language import contents
from shop.assistant.language.preferences import NO_PREFERENCE
from shop.assistant.recommending.shortlist import Loosened, Shortlist
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
from shop.assistant.vocabulary import Vocabulary
from shop.assistant.working import Answer, Surroundings

PRICE_WORDS = {"low": "low price", "high": "high-end"}
SORT_NAMES = {"price_asc": "cheapest first", "price_desc": "dearest first", "rating": "best rated", "newest": "newest"}


def chips(criteria: Criteria, vocabulary: Vocabulary, around: Surroundings,
          avoided: Avoidance = NOTHING_AVOIDED) -> tuple[Chip, ...]:
    """What was understood, a chip a value, in words; each can be taken away. What must not be comes first."""
    found = avoided_chips(avoided) + [Chip(key, value, BY_KEY[key].wording.chip.format(vocabulary.in_full(key, value)))
             for key in VALUED for value in criteria.values(key)]
    if criteria.price_min is not None:
        found.append(Chip("price_min", str(criteria.price_min), f"from {around.money(criteria.price_min)}"))
    if criteria.price_max is not None:
        found.append(Chip("price_max", str(criteria.price_max), f"up to {around.money(criteria.price_max)}"))
    if criteria.price_word:
        found.append(Chip("price_word", criteria.price_word, PRICE_WORDS[criteria.price_word]))
    if criteria.rating_min:
        found.append(Chip("rating_min", f"{criteria.rating_min:g}", f"{criteria.rating_min:g} stars or more"))
    if criteria.quantity:
        found.append(Chip("quantity", str(criteria.quantity), f"{criteria.quantity} of each"))
    if criteria.sort:
        found.append(Chip("sort", criteria.sort, SORT_NAMES[criteria.sort]))
    found += [Chip("exclude", f"{key}:{value}", f"not {vocabulary.in_full(key, value)}")
              for key, values in criteria.exclude.items() if key != CONTENTS
              for value in values if not avoided.covers(key, value)]
    return tuple(found)


def avoided_chips(avoided: Avoidance) -> list[Chip]:
    """One for each family or word; one for all that vegans avoid."""
    found = []
    for name in avoided.names:
        key = "words" if name in avoided.words else CONTENTS
        value = contents.VEGAN if name == contents.ANIMAL else name.replace(" ", "_") if key == CONTENTS else name
        found.append(Chip("exclude", f"{key}:{value}", f"without {name}"))
    return found


def starters(vocabulary: Vocabulary, most: int = 4) -> tuple[str, ...]:
    """Quick buttons from what is on the shelves."""
    return tuple(f"Show {vocabulary.label('category', slug)}" for slug in vocabulary.values("category")[:most])


def suggestions(answer: Answer, dialogue: Dialogue, vocabulary: Vocabulary, around: Surroundings) -> tuple[str, ...]:
    """Up to four messages that lead on; none that would find nothing."""
    usual = () if answer.alone else usual_suggestions(answer, dialogue, vocabulary, around)
    return tuple(dict.fromkeys((*answer.suggestions, *usual)))[:4]


def usual_suggestions(answer: Answer, dialogue: Dialogue, vocabulary: Vocabulary,
                      around: Surroundings) -> tuple[str, ...]:
    wanted, short = answer.wanted, answer.short
    if short.given_up or (wanted.wants(Intent.PRODUCTS) and not short.offers and short.loosened):
        return tuple(text for each in short.loosened if (text := loosened_text(each, around)))
    if short.offers:
        return tuple(ways_on(wanted.act, short, dialogue))
    if {Intent.POLICY, Intent.ORDER, Intent.PERSON} & set(wanted.intents):
        return ()
    return starters(vocabulary)


def ways_on(act: Act | None, short: Shortlist, dialogue: Dialogue) -> Iterator[str]:
    """What one may ask next of the products of a list."""
    several = len(short.offers) > 1
    left = short.matched - len(short.offers)
    match act:
        case Detail():
            yield "What goes with it?"
            return
        case Compare() | Total():
            yield "What goes with the first one?" if several else "What goes with it?"
            return
        case Superlative():
            left = 0
        case More():
            left = short.matched - len(set(dialogue.seen) | {offer.product_id for offer in short.offers})
        case None | Search() | Count() | Overview() | AboutShown() | Outfit() | GoesWith() | Alike():
            pass
        case _:
            assert_never(act)
    if left > 0:
        yield "Show more"
    if several:
        yield "Compare the first and the second"
    if isinstance(act, Search) and short.matched > 2 and not short.criteria.sort and not short.criteria.price_word:
        yield "Something cheaper"


def loosened_text(each: Loosened, around: Surroundings) -> str:
    if each.key == "price_max" and each.floor is not None:
        ceiling = -(-each.floor // (5 * 10**around.digits)) * 5 * 10**around.digits
        count = around.catalogue.matched(each.criteria.changed(price_max=ceiling))
        return f"Up to {around.money(ceiling)} ({count})" if count else ""
    if each.key not in VALUED or each.key == "category":
        return ""
    # Only what would be understood when the shopper taps it.
    called = next((name for name in BY_KEY[each.key].wording.names if NO_PREFERENCE.search(f"any {name}")), "")
    return f"Any {called} ({each.count})" if called else ""
