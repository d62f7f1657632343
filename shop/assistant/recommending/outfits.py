"""A set of products of different shelves that go together, its sum within the budget."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

from shop.assistant.catalogue import Candidate, Catalogue, Item
from shop.assistant.criteria import Criteria
from shop.assistant.knowledge import KnowledgeBase, Section
from shop.assistant.language.audiences import CHILDREN, EVERYONE
from shop.assistant.language.text import fold
from shop.assistant.recommending.pairings import Matches, Piece, matches, sets_of
from shop.assistant.recommending.ranking import FOR_CHILDREN, ranked
from shop.assistant.vocabulary import Vocabulary

PIECES = 4
# Of each shelf, how many of the best are weighed beside the cheapest; and of how many shelves.
BEST, SHELVES = 5, 24


@dataclass(frozen=True)
class Outfit:
    """The chosen `items` and their `total`. Without any, `least` is what the cheapest such set costs, None where the
    shelves have no such set; `lacking` are shelves that were asked for and have nothing that fits."""

    items: tuple[Item, ...] = ()
    total: int = 0
    least: int | None = None
    lacking: tuple[str, ...] = ()
    advice: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Which shelves a set is taken from. Of the first pieces `core` must be there."""

    pieces: tuple[Piece, ...]
    core: int = 0


@dataclass(frozen=True)
class Wardrobe:
    """Products in the order that they suit the request, by shelf."""

    by_shelf: dict[str, list[Item]]
    matches: Matches


def outfit(criteria: Criteria, hints: Sequence[str], text: str, catalogue: Catalogue, knowledge: KnowledgeBase,
           vocabulary: Vocabulary) -> Outfit:
    """A set for a request; `hints` are stems of the shopper's own names for things.

    Shelves named in it are its pieces, all of them; else the owner's advice on the occasion says which, and where
    there is none, the shelves that have most for it and go with one another.
    """
    wish = criteria.changed(category=(), sort=None, quantity=None)
    chosen = planned(criteria.category, wish, hints, text, catalogue, knowledge, vocabulary)
    if chosen.items or wish.price_max is None:
        return chosen
    free = planned(
        criteria.category, wish.changed(price_max=None), hints, text, catalogue, knowledge, vocabulary, cheapest=True)
    return Outfit(least=free.total if free.items else None, lacking=free.lacking)


def planned(named: Sequence[str], wish: Criteria, hints: Sequence[str], text: str, catalogue: Catalogue,
            knowledge: KnowledgeBase, vocabulary: Vocabulary, *, cheapest: bool = False) -> Outfit:
    room = wardrobe(wish, catalogue, knowledge, vocabulary, named if len(named) > 1 else (), hints=hints)
    if len(named) > 1:
        return composed([Plan(tuple((slug,) for slug in named), len(named))], wish, room, whole=True, cheapest=cheapest)
    told = [vocabulary.label(key, value) for key in ("occasion", "season", "style") for value in wish.values(key)]
    advice = styling(" ".join((text, *told)), knowledge) if not named else ()
    plans = [plan for section in advice for plan in sets_of(section.body, vocabulary)]
    if not plans:
        # More than one start, since the shelf with most for it may have nothing within the budget.
        plans = [((slug,),) for slug in (named or list(room.by_shelf)[:3])]
    return composed([completed(plan, room) for plan in plans], wish, room, advice=advice, cheapest=cheapest)


def companions(item: Item, catalogue: Catalogue, knowledge: KnowledgeBase, vocabulary: Vocabulary,
               budget: int | None = None, audience: str | None = None) -> Outfit:
    """What goes with one product: of other shelves, for the same people, and for the same occasions where they can."""
    who = audience or (item.audience and fold(item.audience)) or None
    wish = Criteria(audience=None if who in EVERYONE else who, occasion=tuple(map(fold, item.occasions)))
    room = wardrobe(wish, catalogue, knowledge, vocabulary, (), beside=item)
    if len(room.by_shelf) < 2:
        room = wardrobe(wish.without("occasion"), catalogue, knowledge, vocabulary, (), beside=item)
    order = sorted((slug for slug in room.by_shelf if room.matches.joined(slug, item.category)),
                   key=lambda slug: (-room.matches.nearness(slug, item.category), list(room.by_shelf).index(slug)))
    chosen: list[Piece] = []
    for slug in order:
        if len(chosen) < PIECES - 1 and not any(room.matches.clash(slug, other) for piece in chosen for other in piece):
            chosen.append((slug,))
    plans = [Plan(tuple(chosen))] if chosen else []
    found = composed(plans, Criteria(price_max=budget), room, fewest=1)
    if found.items or budget is None:
        return found
    free = composed(plans, Criteria(), room, fewest=1, cheapest=True)
    return Outfit(least=min((item.price for item in free.items), default=None))


def styling(text: str, knowledge: KnowledgeBase) -> tuple[Section, ...]:
    return tuple(section for section in knowledge.get_relevant_context(text, ("styling",), limit=2)
                 if section.topic == "styling")[:1]


def wardrobe(wish: Criteria, catalogue: Catalogue, knowledge: KnowledgeBase, vocabulary: Vocabulary,
             named: Sequence[str], *, hints: Sequence[str] = (), beside: Item | None = None) -> Wardrobe:
    """What there is to choose from: of each shelf the best and the cheapest that meet the wish."""
    found = catalogue.candidates(wish.changed(category=tuple(named)))
    rows = [each.candidate for each in ranked(found, wish, hints)]
    if wish.audience not in CHILDREN:
        rows = [row for row in rows if not FOR_CHILDREN & row.facets] or rows
    if beside is not None:
        own = {f"{key}:{fold(value)}" for key, values in (
            ("style", beside.styles), ("season", beside.seasons), ("occasion", beside.occasions)) for value in values}
        rows.sort(key=lambda row: -len(own & row.facets))
    on_shelf: defaultdict[str, list[Candidate]] = defaultdict(list)
    for row in rows:
        if beside is None or row.id != beside.id:
            on_shelf[row.category].append(row)
    owners = {slug: place for place, slug in enumerate(vocabulary.values("category"))}
    shelves = sorted(on_shelf, key=lambda slug: (-len(on_shelf[slug]), owners.get(slug, len(owners))))[:SHELVES]
    kept = {slug: dict.fromkeys(row.id for row in (
        *on_shelf[slug][:BEST], *cheapest_for_each(on_shelf[slug]))) for slug in shelves}
    items = {item.id: item for item in catalogue.items([each for slug in shelves for each in kept[slug]])}
    by_shelf = {slug: [items[each] for each in kept[slug] if each in items] for slug in shelves}
    advice = [section for section in knowledge.sections if section.topic == "styling"]
    kinds = {slug for section in advice for plan in sets_of(section.body, vocabulary)
             for piece in plan for slug in piece}
    known = typical((*shelves, *sorted(kinds), *([beside.category] if beside else [])), catalogue)
    return Wardrobe({slug: some for slug, some in by_shelf.items() if some}, matches(known, advice, vocabulary))


def typical(shelves: Sequence[str], catalogue: Catalogue) -> tuple[Item, ...]:
    """A few products of each shelf, to tell from what kind of thing stands on it."""
    counts: Counter[str] = Counter()
    chosen = []
    for row in catalogue.candidates(Criteria(category=tuple(dict.fromkeys(shelves)))).rows:
        counts[row.category] += 1
        if counts[row.category] <= BEST:
            chosen.append(row.id)
    return catalogue.items(chosen)


def cheapest_for_each(rows: Sequence[Candidate]) -> list[Candidate]:
    """The cheapest for each kind of people, so that the lowest sum for any of them is known."""
    found: dict[frozenset[str], Candidate] = {}
    for row in sorted(rows, key=lambda row: row.price):
        found.setdefault(frozenset(facet for facet in row.facets if facet.startswith("audience:")), row)
    return list(found.values())


def completed(plan: Sequence[Piece], room: Wardrobe) -> Plan:
    """The pieces of a plan that the shelves have, and others that go with all of them."""
    pieces = [tuple(slug for slug in piece if slug in room.by_shelf) for piece in plan]
    pieces = [piece for piece in pieces if piece][:PIECES]
    core = len(pieces)
    for slug in room.by_shelf:
        if len(pieces) == PIECES or not pieces:
            break
        if not any(room.matches.clash(slug, other) for piece in pieces for other in piece):
            pieces.append((slug,))
    return Plan(tuple(pieces), min(core, 2))


def composed(plans: Sequence[Plan], wish: Criteria, room: Wardrobe, *, whole: bool = False, fewest: int = 2,
             cheapest: bool = False, advice: tuple[Section, ...] = ()) -> Outfit:
    """The best set that any plan allows within the budget, one of more pieces before one of fewer; `whole` says that
    no piece may be left out, `cheapest` that the fewest pieces and the lowest sum are wanted."""
    best: tuple[tuple[float, ...], tuple[Item, ...]] | None = None
    for plan in plans:
        pieces = [[(place, item) for slug in piece for place, item in enumerate(room.by_shelf.get(slug, ()))]
                  for piece in plan.pieces]
        if whole and (lacking := tuple(piece[0] for piece, some in zip(plan.pieces, pieces, strict=True) if not some)):
            return Outfit(lacking=lacking)
        counts = range(len(pieces), (len(pieces) if whole else fewest) - 1, -1)
        for count in reversed(counts) if cheapest else counts:
            for kept in combinations(range(len(pieces)), count):
                if sum(place < plan.core for place in kept) < plan.core:
                    continue
                if (chosen := best_of([pieces[place] for place in kept], wish.price_max, cheapest=cheapest)) is None:
                    continue
                standing, items = chosen
                rank = (standing,) if cheapest else (count, -sum(kept), standing)
                if best is None or rank > best[0]:
                    best = rank, items
            if best is not None and (cheapest or best[0][0] >= count):
                break
    if best is None:
        return Outfit()
    return Outfit(best[1], sum(item.price for item in best[1]), advice=advice)


def best_of(pieces: Sequence[Sequence[tuple[int, Item]]], budget: int | None, *,
            cheapest: bool) -> tuple[float, tuple[Item, ...]] | None:
    """Of all ways to take one of each, the one whose members stand highest in their lists, or the cheapest, for one
    kind of people and within the budget."""
    best: tuple[float, tuple[Item, ...]] | None = None
    for ways in product(*pieces):
        items = tuple(item for _, item in ways)
        total = sum(item.price for item in items)
        if (budget is not None and total > budget) or not same_people(items):
            continue
        standing = -float(total if cheapest else sum(place for place, _ in ways))
        if best is None or standing > best[0]:
            best = standing, items
    return best


def same_people(items: Sequence[Item]) -> bool:
    """Whether one person could have them all: what is for everyone goes with what is for somebody, children apart."""
    own = {fold(item.audience) for item in items if item.audience} - set(EVERYONE)
    everyone = any(not item.audience or fold(item.audience) in EVERYONE for item in items)
    return len(own) < 2 and not (everyone and own & set(CHILDREN))
