"""The prices a clause states, and whether they are the rows'."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import product

from shop.assistant.catalogue import Item
from shop.assistant.fact_gate.clauses import Looked
from shop.assistant.fact_gate.evidence import Facts
from shop.assistant.fact_gate.promises import COMMON, DENIALS, roots
from shop.assistant.language.quantities import CURRENCY_OF, MARK, Quantity, minor, quantities

Money = Callable[[int], str]
BOUND = re.compile(
    r"(?:under|below|within|beneath|up\s+to|less\s+than|cheaper\s+than|over|above|more\s+than|at\s+least|at\s+most|exceeds?|than|beyond|from|between"
    r"|budget(?:\s+(?:of|is))?|limit(?:\s+(?:of|is))?|maximum(?:\s+of)?|your|the|unter|bis|sous|moins\s+de|do|poniżej)\s*$|\band\s*$",
    re.IGNORECASE,
)
BOUNDED = re.compile(r"\s*(?:budget|limit|mark|ceiling|or\s+(?:less|under|below)|maximum)\b", re.IGNORECASE)
ABOVE = re.compile(r"(?:over|above|more\s+than|at\s+least|from|exceeds?|beyond)\s*$", re.IGNORECASE)
PRICED = re.compile(
    r"\b(?:costs?|costing|cost\s+you|priced?\s+(?:is|at|of)|prices?\s*(?:is\b|of\b|:|=)?|pays?|paying|worth|kostet|coûte|kosztuje)\s*(?:only|just|about|around|roughly|a\s+mere|you)?\s*$",
    re.IGNORECASE,
)
ONLY = re.compile(r"\b(?:only|just|mere|for|at|from|to|now|was|under|below|nur|für|pour|za|tylko)\s*$", re.IGNORECASE)
IS = re.compile(r"(?:\b(?:is|are)|:)\s*$", re.IGNORECASE)
SAYS_PRICE = roots("cost costs price prices pay order eur euro")
OPENING = re.compile(r"\s*(?:for|at|from|only|just)\b[^,]*,\s*", re.IGNORECASE)
ALONE = re.compile(
    r"\s*(?:[.,;:!?)\]…—–-]|$|(?:each|apiece|per|and|or|only|instead|in\s+total|all\s+in|off|to)\b)", re.IGNORECASE
)
FORMER = re.compile(
    r"\b(?:was|were|instead\s+of|(?:down|reduced|marked\s+down)\s+(?:from|to)|normally|usually|originally|regularly|not)\s*$",
    re.IGNORECASE,
)
DIFFERENCE = re.compile(
    r"\s*(?:more|less|cheaper|dearer|extra|difference|apart|lower|higher|saving|in\s+savings)\b", re.IGNORECASE
)
SAVES = re.compile(r"\b(?:sav\w+|by|differ\w*(?:\s+\w+)?)\s*(?:you\s+)?$", re.IGNORECASE)
FOLLOWS = re.compile(r"\s*(?:for|buys|gets\s+you|on)\b", re.IGNORECASE)


def priced(each: Quantity, looked: Looked, given: Facts) -> bool:
    """Whether a bare number reads as a price: "costs 39", "only 39.", "39.00"."""
    if each.unit or each.value is None:
        return False
    text = looked.plain
    written = text[each.start:each.end]
    before = looked.sentence[:-len(looked.text)] + text[:each.start]
    if re.search(r"\bsizes?\b|\brat(?:ed|ing)\b|\bw$", before, re.IGNORECASE) or ":" in written:
        return False
    if looked.about and IS.search(before) and ALONE.match(text, each.end):
        return True
    if PRICED.search(before):
        return True
    if each.spelled:
        return each.value > 12 and bool(ONLY.search(before)) and bool(ALONE.match(text, each.end))
    if re.search(r"[.,]\d\d$", written) and each.value not in given.numbers:
        return True
    return bool(ONLY.search(before)) and bool(ALONE.match(text, each.end))


def priced_items(each: Quantity, looked: Looked) -> tuple[Item, ...]:
    """The products a price is stated of: those named since the price before it, or "€59 for the …", or the last
    one named, or else what the sentence is about."""
    if not looked.mentions:
        return looked.about
    prices = [one for one in quantities(looked.plain) if one.unit in ("money", "cents")]
    start = max((one.end for one in prices if one.end <= each.start), default=0)
    end = min((one.start for one in prices if one.start >= each.end), default=len(looked.plain))
    between = [one.item for one in looked.mentions if start <= one.start < each.start]
    after = [one.item for one in looked.mentions if each.end <= one.start < end]
    earlier = [one.item for one in looked.mentions if one.end <= each.start]
    if after and FOLLOWS.match(looked.plain, each.end):
        return tuple(after)
    return tuple(between or earlier[-1:] or after or looked.about)


def price_holds(each: Quantity, looked: Looked, given: Facts, money: Money) -> bool:
    value = minor(each.value, each.unit if each.unit == "cents" else "money", given.digits)
    own = {CURRENCY_OF[mark.lower()] for mark in MARK.findall(money(0))}
    if value is None or (own and each.currency and each.currency not in own | given.currencies):
        return False
    owners = priced_items(each, looked)
    before = looked.plain[:each.start]
    if value in {item.price for item in owners or given.items} and not FORMER.search(before):
        return True
    if DIFFERENCE.match(looked.plain, each.end) or SAVES.search(before):
        pairs = product(given.items, [one.item for one in looked.mentions] or looked.about or given.items)
        return value in {abs(one.price - other.price) for one, other in pairs} or (
            not owners and value in given.amounts
        )
    if value in given.bounds and (BOUND.search(before) or BOUNDED.match(looked.plain, each.end)):
        within = [
            item.price >= value if ABOVE.search(before) else item.price <= value for item in owners or given.items
        ]
        return any(within) or bool(DENIALS.search(looked.text))
    if value in given.amounts:
        return not owners or spoken_of(each, looked, given)
    return not owners and not each.unit and each.value in given.spoken


def spoken_of(each: Quantity, looked: Looked, given: Facts) -> bool:
    """Whether an amount from a section is told with a word of its sentence: "…, and delivery is €4.90"."""
    about = {root for root in roots(looked.plain) if root.isalpha()} - COMMON - SAYS_PRICE
    return any(each.value in sentence.amounts and about & sentence.roots for sentence in given.sentences)


def loose_mark(text: str, found: Sequence[Quantity]) -> bool:
    """A currency that belongs to no number we could read: "€ four", "quarante euros"."""
    for match in MARK.finditer(text):
        inside = any(each.start <= match.start() < each.end for each in found)
        if not inside and not (
            match[0].isalpha()
            and re.search(r"\b(?:in|the|of|our|all|en|w|dem|den)\s+$", text[: match.start()], re.IGNORECASE)
        ):
            return True
    return False


def opening_price(looked: Looked, given: Facts) -> bool:
    """Whether the sentence began with a price ("For €45, …") that is not the price of what this clause names."""
    opening = looked.sentence[:-len(looked.text)]
    if not looked.mentions or not OPENING.fullmatch(opening):
        return False
    prices = {
        minor(each.value, each.unit, given.digits) for each in quantities(opening) if each.unit in ("money", "cents")
    }
    return bool(prices) and not prices & {one.item.price for one in looked.mentions}
