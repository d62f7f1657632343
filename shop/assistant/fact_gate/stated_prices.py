"""The prices a clause states, and whether they are the rows'."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import product

from shop.assistant.catalogue import Item
from shop.assistant.fact_gate.clauses import Looked
from shop.assistant.fact_gate.evidence import Facts
from shop.assistant.fact_gate.promises import COMMON, DENIAL, roots
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.quantities import CURRENCY_OF, MARK, Quantity, minor, quantities

Money = Callable[[int], str]
# What is searched stands before a number, up to it; what is matched stands right behind it.
BOUND_BEFORE = ENGLISH.pattern("stated_prices.bound_before")
BOUND_BEHIND = ENGLISH.pattern("stated_prices.bound_behind")
LOWER_BOUND = ENGLISH.pattern("stated_prices.lower_bound")
PRICE_VERB, PRICE_LEAD = ENGLISH.pattern("stated_prices.price_verb"), ENGLISH.pattern("stated_prices.price_lead")
COPULA, PRICE_END = ENGLISH.pattern("stated_prices.copula"), ENGLISH.pattern("stated_prices.price_end")
NO_PRICE = ENGLISH.pattern("stated_prices.no_price")
PRICE_WORDS = roots(" ".join(ENGLISH.words("stated_prices.price_words")))
OPENING = ENGLISH.pattern("stated_prices.opening")
FORMER_PRICE = ENGLISH.pattern("stated_prices.former_price")
DIFFERENCE, SAVING = ENGLISH.pattern("stated_prices.difference"), ENGLISH.pattern("stated_prices.saving")
PRICE_OF = ENGLISH.pattern("stated_prices.price_of")
CURRENCY_ALONE = ENGLISH.pattern("stated_prices.currency_alone")
TWO_DECIMALS = re.compile(r"[.,]\d\d$")  # "39.00"


def reads_as_price(each: Quantity, looked: Looked, given: Facts) -> bool:
    """Whether a bare number reads as a price: "costs 39", "only 39.", "39.00"."""
    if each.unit or each.value is None:
        return False
    text = looked.plain
    written = text[each.start:each.end]
    before = looked.sentence[:-len(looked.text)] + text[:each.start]
    if NO_PRICE.search(before) or ":" in written:
        return False
    if looked.about and COPULA.search(before) and PRICE_END.match(text, each.end):
        return True
    if PRICE_VERB.search(before):
        return True
    if each.spelled:
        return each.value > 12 and bool(PRICE_LEAD.search(before)) and bool(PRICE_END.match(text, each.end))
    if TWO_DECIMALS.search(written) and each.value not in given.numbers:
        return True
    return bool(PRICE_LEAD.search(before)) and bool(PRICE_END.match(text, each.end))


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
    if after and PRICE_OF.match(looked.plain, each.end):
        return tuple(after)
    return tuple(between or earlier[-1:] or after or looked.about)


def price_holds(each: Quantity, looked: Looked, given: Facts, money: Money) -> bool:
    value = minor(each.value, each.unit, given.digits)
    own = {CURRENCY_OF[mark.lower()] for mark in MARK.findall(money(0))}
    foreign = bool(own and each.currency) and each.currency not in own
    if value is None or (foreign and each.currency not in given.currencies):
        return False
    owners = priced_items(each, looked)
    before = looked.plain[:each.start]
    # Before the prices: "€45 cheaper" is no price, though something on the list costs €45.
    if is_difference(each, looked.plain):
        pairs = product(given.items, looked.about or given.items)
        return value in {abs(one.price - other.price) for one, other in pairs} or (
            not owners and value in given.amounts
        )
    if not foreign and value in {item.price for item in owners or given.items} and not FORMER_PRICE.search(before):
        return True
    if value in given.bounds and (BOUND_BEFORE.search(before) or BOUND_BEHIND.match(looked.plain, each.end)):
        within = [
            item.price >= value if LOWER_BOUND.search(before) else item.price <= value for item in owners or given.items
        ]
        return any(within) or bool(DENIAL.search(looked.text))
    if value in given.amounts:
        return not owners or amount_holds(each, looked, given)
    return not owners and not each.unit and each.value in given.spoken


def is_difference(each: Quantity, text: str) -> bool:
    """Whether it says how much two prices differ: "€14 cheaper", "you save €14"."""
    return bool(DIFFERENCE.match(text, each.end) or SAVING.search(text[:each.start]))


def amount_holds(each: Quantity, looked: Looked, given: Facts) -> bool:
    """Whether an amount from a section is told with a word of its sentence: "…, and delivery is €4.90"."""
    about = {root for root in roots(looked.plain) if root.isalpha()} - COMMON - PRICE_WORDS
    return any(each.value in sentence.amounts and about & sentence.roots for sentence in given.sentences)


def loose_mark(text: str, found: Sequence[Quantity]) -> bool:
    """A currency that belongs to no number we could read: "€ four", "quarante euros"."""
    for match in MARK.finditer(text):
        inside = any(each.start <= match.start() < each.end for each in found)
        if not inside and not (match[0].isalpha() and CURRENCY_ALONE.search(text[:match.start()])):
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
