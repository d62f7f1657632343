"""From criteria to a short list: which products, why each, and what had to be given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations, islice

from shop.assistant.catalogue import Candidate, Candidates, Catalogue, Item
from shop.assistant.criteria import Criteria, keys, rows
from shop.assistant.events import Offer
from shop.assistant.language.measuring import EXACTLY, NEARLY, Measure
from shop.assistant.language.text import fold, stems
from shop.assistant.recommending.measures import meets
from shop.assistant.recommending.ranking import Ranked, ranked
from shop.assistant.vocabulary import Vocabulary

Money = Callable[[int], str]
# How near in meaning products are to what was asked, by their ids.
Near = Callable[[Sequence[int]], Mapping[int, float]]
SHOWN = 6
MOST_TRIES = 120
GIVES_WAY = keys(lambda each: each.gives_way, by=lambda each: each.gives_way)
# What never gives way is told all the same, where its loss would help.
LOOSENED = (*GIVES_WAY, "exclude", "category")
REASONS = rows(lambda each: each.wording.reason, by=lambda each: each.place)


@dataclass(frozen=True)
class Loosened:
    """The request without one criterion: `count` products fit then. `floor` is the cheapest of them."""

    key: str
    criteria: Criteria
    count: int
    floor: int | None = None


@dataclass(frozen=True)
class Shortlist:
    """The list that both the words and the cards follow, and how it came about.

    `matched` products meet `criteria`; `offers` are the best of them. Where nothing met what was asked, `criteria`
    is what was left after `given_up`, and `loosened` says what else would have helped. `untold` are measures that no
    row meets. `sold_out` are products that
    meet the request but cannot be bought; `rows` are the products that were weighed.
    """

    criteria: Criteria
    offers: tuple[Offer, ...] = ()
    items: tuple[Item, ...] = ()
    matched: int = 0
    given_up: tuple[str, ...] = ()
    loosened: tuple[Loosened, ...] = ()
    sold_out: tuple[Item, ...] = ()
    every_word: bool = True
    untold: tuple[str, ...] = ()
    scores: tuple[Ranked, ...] = field(default=(), repr=False)
    rows: tuple[Candidate, ...] = field(default=(), repr=False, compare=False)


def nowhere_near(ids: Sequence[int]) -> Mapping[int, float]:
    return {}


def recommend(
    criteria: Criteria,
    catalogue: Catalogue,
    vocabulary: Vocabulary,
    money: Money,
    *,
    hints: Sequence[str] = (),
    measures: Sequence[Measure] = (),
    skip: Sequence[int] = (),
    limit: int = SHOWN,
    near: Near = nowhere_near,
) -> Shortlist:
    """The best `limit` products for the criteria. `skip` are ids already shown ("show more"). Where rows tell of a
    measure, those that do not meet it do not come; else it is a hint. `near` helps to order them, and neither adds
    nor takes away."""
    untold: tuple[str, ...] = ()
    found = catalogue.candidates(criteria, fill=bool(measures))
    if not found.matched and (plainer := without_names(criteria, vocabulary)) != criteria and (
            others := catalogue.candidates(plainer)).matched:
        # Words of product names are names when they find one, and otherwise no more than a hint.
        criteria, found, hints = plainer, others, (*hints, *criteria.words)
    if measures and found.rows:
        hints = (*hints, *(stem for each in measures for stem in stems(each.written)))
        found, untold = measured(found, measures, catalogue)
    if found.matched:
        short = shortlist(criteria, found, catalogue, money, hints=hints, skip=skip, limit=limit, near=near)
        return replace(short, untold=untold)
    sold_out = sold_out_matches(criteria, catalogue)
    loosened = loosenings(criteria, catalogue)
    given_up, less = give_up(criteria, catalogue, loosened)
    if less is None:
        return Shortlist(criteria, loosened=loosened, sold_out=sold_out)
    short = shortlist(less, catalogue.candidates(less), catalogue, money, hints=hints, skip=skip, limit=limit,
                      near=near)
    return replace(short, given_up=given_up, loosened=loosened, sold_out=sold_out, rows=())


def shortlist(criteria: Criteria, found: Candidates, catalogue: Catalogue, money: Money, *, hints: Sequence[str],
              skip: Sequence[int], limit: int, near: Near) -> Shortlist:
    sorted_by = criteria.sort or criteria.price_word
    known = {} if sorted_by else near([row.id for row in found.rows])
    order = [each for each in ranked(found, criteria, hints, known) if each.id not in set(skip)]
    best = order[:limit] if criteria.category or sorted_by else variety(order, limit)
    items = catalogue.items([each.id for each in best])
    offers = tuple(
        Offer(item.id, item.slug, item.name, reason(item, criteria, money), colour(item, criteria))
        for item in items)
    return Shortlist(criteria, offers, items, found.matched, every_word=found.every_word, scores=tuple(best),
                     rows=found.rows)


def measured(found: Candidates, measures: Sequence[Measure],
             catalogue: Catalogue) -> tuple[Candidates, tuple[str, ...]]:
    """Those whose rows meet the measures, some with but some of the words. Where no row meets them, all that have every
    word, and the shopper's words for the measures."""
    items = {item.id: item for item in catalogue.items([row.id for row in found.rows])}
    for slack in (EXACTLY, NEARLY):
        if meeting := tuple(row for row in found.rows if all(meets(items[row.id], each, slack) for each in measures)):
            whole = sum(row in found.rows[:found.whole] for row in meeting)
            return replace(found, matched=len(meeting), rows=meeting, whole=whole,
                           every_word=found.every_word and whole == len(meeting)), ()
    return replace(found, rows=found.rows[:found.whole or None]), tuple(each.written for each in measures)


def without_names(criteria: Criteria, vocabulary: Vocabulary) -> Criteria:
    """Without the words that only products' names have."""
    return criteria.changed(words=tuple(phrase for phrase in criteria.words
                                        if not all(stem in vocabulary.named for stem in phrase.split())))


def variety(order: Sequence[Ranked], limit: int) -> list[Ranked]:
    """The best few with at most two of one category, as long as there are others to show."""
    chosen: list[Ranked] = []
    for most in (2, limit):
        for each in order:
            if len(chosen) == limit:
                break
            same = sum(other.candidate.category == each.candidate.category for other in chosen)
            if each not in chosen and same < most:
                chosen.append(each)
    return sorted(chosen, key=lambda each: order.index(each))


def sold_out_matches(criteria: Criteria, catalogue: Catalogue) -> tuple[Item, ...]:
    """What would have met the request were it not sold out, best first; at most three."""
    found = catalogue.candidates(criteria, in_stock=False)
    if not found.every_word:
        return ()
    return catalogue.items([each.id for each in ranked(found, criteria)[:3]])


def without(criteria: Criteria, *keys: str) -> Criteria:
    return criteria.changed(**{key: {} if key == "exclude" else () for key in keys})


def loosenings(criteria: Criteria, catalogue: Catalogue) -> tuple[Loosened, ...]:
    """Each single criterion whose loss would give something, in the order in which they give way."""
    found = []
    for key in LOOSENED:
        if key not in criteria.asked():
            continue
        left = without(criteria, key)
        if not left or not (count := catalogue.matched(left)):
            continue
        floor = None
        if key in ("price_max", "price_min"):
            cheapest = catalogue.candidates(left.changed(sort="price_asc"), limit=1).rows
            floor = cheapest[0].price if cheapest else None
        found.append(Loosened(key, left, count, floor))
    return tuple(found)


def give_up(criteria: Criteria, catalogue: Catalogue,
            loosened: Sequence[Loosened]) -> tuple[tuple[str, ...], Criteria | None]:
    """The fewest criteria whose loss leaves something to show, and of as few those that give way first.

    The category and what is ruled out stay: a shopper who asked for a coat is not shown shirts because they are blue.
    MOST_TRIES sets are tried, which is every set of seven criteria; of more, where few do not help, one is given up
    after the other.
    """
    for each in loosened:
        if each.key in GIVES_WAY:
            return (each.key,), each.criteria
    asked = [key for key in GIVES_WAY if key in criteria.asked()]
    bare = without(criteria, *asked)
    if bare and not catalogue.matched(bare):
        return (), None
    fewest = chain.from_iterable(combinations(asked, count) for count in range(2, len(asked) + 1))
    one_by_one = (tuple(asked[:count]) for count in range(2, len(asked) + 1))
    for lost in (*islice(fewest, MOST_TRIES), *one_by_one):
        left = without(criteria, *lost)
        if left and catalogue.matched(left):
            return lost, left
    return (), None


def colour(item: Item, criteria: Criteria) -> str:
    """The colour to show the product in: one that was asked for, or not ruled out, and in stock if it can be."""
    ruled_out = criteria.exclude.get("colour", ())
    for in_stock in (True, False):
        for variant in item.variants:
            key = fold(variant.colour)
            if variant.colour and (variant.stock or not in_stock) and key not in ruled_out and (
                    not criteria.colour or key in criteria.colour) and (
                    not criteria.size or fold(variant.size) in criteria.size):
                return variant.colour
    return ""


def reason(item: Item, criteria: Criteria, money: Money) -> str:
    """One clause that names up to three of the shopper's own wishes which this product meets; only facts."""
    told: list[str] = []
    for each in REASONS:
        met = [each.wording.whole(value) for value in item.values(each.key)
               if each.folded(value) in criteria.values(each.key)]
        if met:
            told.append(each.wording.reason.format(listed(met[:2])))
    meant_for = [value for value in item.occasions if fold(value) in criteria.occasion][:2]
    meant_for += [value for value in item.seasons if fold(value) in criteria.season][:1]
    if meant_for:
        told.append(f"for {listed(meant_for)}")
    if criteria.colour and (shade := colour(item, criteria)):
        told.append(f"in {shade.lower()}")
    if criteria.size:
        sizes = [size for size in item.sizes_in_stock(criteria.colour) if fold(size) in criteria.size]
        if sizes:
            told.append(f"in stock in {listed(sizes)}")
    if criteria.price_max is not None and item.price <= criteria.price_max:
        told.append(f"under your {money(criteria.price_max)}" if item.price < criteria.price_max
                    else f"just your {money(criteria.price_max)}")
    if criteria.words and not told:
        told.extend(matching_words(item, criteria.words))
    if (criteria.rating_min or criteria.sort == "rating") and item.rating:
        told.append(f"rated {item.rating:.1f} by {item.rating_count}")
    return ", ".join(told[:3])


def matching_words(item: Item, words: Sequence[str]) -> list[str]:
    """The attributes that speak of these words, as the owner wrote them."""
    wanted = {stem for phrase in words for stem in phrase.split()}
    return [name if fold(value) == "yes" else f"{name}: {value}" for name, value in item.facts.items()
            if wanted & set(stems(f"{name} {value}"))][:1]


def listed(words: Sequence[str], joint: str = "and") -> str:
    """"a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"

