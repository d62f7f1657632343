"""What of the request before still holds when another begins: a table of what begins it and what stays.

What must not be is no criterion and stays whatever begins (`Dialogue.avoided`); sizes come along in the list and not
in the record (`Dialogue.worn`, `Dialogue.sizes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.preferences import SORTS

WHOLE_SHOP, FOR_ME = ENGLISH.pattern("refining.whole_shop"), ENGLISH.pattern("refining.for_me")
EITHER_SHELF = ENGLISH.pattern("refining.either_shelf")


class Beginning(Enum):
    """What makes a message the beginning of another request."""

    SHELF = auto()  # "now trousers"
    WISH = auto()  # "I also need something for a wedding"
    WHOLE_SHOP = auto()  # "the cheapest thing you have"


class Kept(Enum):
    AUDIENCE = auto()
    PURSE = auto()


STAYS: Mapping[Beginning, frozenset[Kept]] = {
    Beginning.SHELF: frozenset((Kept.AUDIENCE, Kept.PURSE)),
    Beginning.WISH: frozenset((Kept.AUDIENCE, Kept.PURSE)),
    Beginning.WHOLE_SHOP: frozenset(),
}


def is_of_whole_shop(fresh: Criteria, whole: str) -> bool:
    """"What is the cheapest thing you have?" is asked of everything, whatever was spoken of before."""
    return bool(fresh.sort) and not fresh.category and bool(WHOLE_SHOP.search(whole)) and any(
        pattern.search(whole) for pattern in SORTS.values())


def begun(fresh: Criteria, beginning: Beginning, whole: str, dialogue: Dialogue) -> Criteria:
    """The criteria of a request that begins, with what stays of the one before."""
    stays = STAYS[beginning]
    if beginning is Beginning.WHOLE_SHOP:
        fresh = Criteria(sort=fresh.sort, audience=fresh.audience, price_min=fresh.price_min, price_max=fresh.price_max)
    if Kept.AUDIENCE in stays and not fresh.audience and not FOR_ME.search(whole):
        fresh = fresh.changed(audience=dialogue.criteria.audience)
    if Kept.PURSE in stays and fresh.price_max is None:
        fresh = fresh.changed(price_max=dialogue.purse)
    return fresh
