"""What the assistant remembers of a turn: from the dialogue before it and what was prepared, the dialogue after it."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import ABOUT, Dialogue
from shop.assistant.intents import Intent
from shop.assistant.understanding.acts import (
    AboutShown,
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
from shop.assistant.understanding.wanted import Wanted
from shop.assistant.working import Prepared

REMEMBERED = 6


def dialogue_after(ready: Prepared, dialogue: Dialogue) -> Dialogue:
    """What the next turn starts from: what was offered, and what was done at the counter. What was asked there is
    open for one message only."""
    counter = ready.counter
    if counter is None:
        after = dialogue_after_products(ready, dialogue)
        return replace(after, taken=dialogue.taken, order=dialogue.order, pending=None, at_counter=False,
                       avoided=dialogue.avoided)
    after = dialogue_after_products(ready, dialogue) if ready.wanted.wants(Intent.PRODUCTS) else dialogue
    return replace(
        after, taken=counter.taken or dialogue.taken, order=ready.order or dialogue.order, pending=counter.pending,
        at_counter=True, focus=counter.items[0].id if len(counter.items) == 1 else after.focus,
        avoided=dialogue.avoided)


def dialogue_after_products(ready: Prepared, dialogue: Dialogue) -> Dialogue:
    """The same as to products. A question on delivery does not make the shop forget the hoodies."""
    wanted, short = ready.wanted, ready.short
    ids = tuple(offer.product_id for offer in short.offers)
    match wanted.act:
        case None | GoesWith() | Total():
            return dialogue
        case Detail(pointed=pointed):
            if not short.items:
                return dialogue
            colour_and_size = Criteria(colour=pointed.colour, size=pointed.size)
            return replace(dialogue, focus=short.items[0].id, focused=colour_and_size)
        case Compare():
            return replace(dialogue, shown=ids or dialogue.shown, focus=None)
        case Overview():
            return Dialogue(asked=dialogue.asked, sizes=dialogue.sizes)
        case AboutShown() if len(ids) < 2:
            # "And which of those come in M?" is about the list again, not about the one that was under 50.
            return replace(dialogue, focus=ids[0] if ids else dialogue.focus)
        case AboutShown() | More():
            return new_list(ready, ids, dialogue, seen=dialogue.seen, together=dialogue.together)
        case Superlative():
            return new_list(ready, ids, dialogue, first=True)
        case Search():
            return new_list(ready, ids, dialogue, first=wanted.criteria.sort not in (None, "newest"))
        case Outfit():
            return new_list(ready, ids, dialogue, together=True)
        case Count() | Alike():
            return new_list(ready, ids, dialogue)
        case _:
            assert_never(wanted.act)


def new_list(ready: Prepared, ids: tuple[int, ...], dialogue: Dialogue, *, seen: tuple[int, ...] = (),
             together: bool = False, first: bool = False) -> Dialogue:
    """What is remembered of a list: `seen` are those seen before of the same. With `first` the words were about its
    first ("The cheapest is …"), so that what comes next of "it" is about that one."""
    wanted = ready.wanted
    return Dialogue(
        criteria=wanted.criteria, hints=wanted.hints, measures=tuple(each.written for each in wanted.measures),
        shown=ids or dialogue.shown,
        seen=tuple(dict.fromkeys((*seen, *ids))), focus=ids[0] if ids and (len(ids) == 1 or first) else None,
        earlier=earlier_criteria(wanted, dialogue), sizes=sizes_known(wanted, dialogue), together=together,
        worn=worn_after(wanted, dialogue), purse=wanted.criteria.price_max if wanted.shared else dialogue.purse,
        asked=(*dialogue.asked, ready.asked) if ready.asked else dialogue.asked, about=ready.about[:ABOUT])


def sizes_known(wanted: Wanted, dialogue: Dialogue) -> tuple[str, ...]:
    """The shopper's own sizes: those called theirs, or given when they were asked for; given up with their chip."""
    answering = "size" in dialogue.asked[-1:] and wanted.refined and not dialogue.criteria.size
    own = wanted.own_sizes or (wanted.criteria.size if answering else ())
    dropped = dialogue.criteria.size if wanted.refined and not wanted.criteria.size else ()
    return tuple(dict.fromkeys((*own, *(size for size in dialogue.sizes if size not in dropped))))


def worn_after(wanted: Wanted, dialogue: Dialogue) -> tuple[str, ...]:
    """The sizes asked for last, until it is for somebody else or they are taken away."""
    if wanted.criteria.size:
        return wanted.criteria.size
    taken_away = wanted.refined and dialogue.criteria.size
    return () if taken_away or wanted.criteria.audience != dialogue.criteria.audience else dialogue.worn


def earlier_criteria(wanted: Wanted, dialogue: Dialogue) -> tuple[Criteria, ...]:
    """The criteria that "go back" leads to: those of the last changes, or, after going back, those before them."""
    if dialogue.earlier and wanted.criteria == dialogue.earlier[-1]:
        return dialogue.earlier[:-1]
    if not dialogue.criteria or wanted.criteria == dialogue.criteria:
        return dialogue.earlier
    return (*dialogue.earlier, dialogue.criteria)[-REMEMBERED:]
