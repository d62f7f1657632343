"""Messages that only make sense after another, or beside a product: "more", "the second one", "which of those?"."""

from __future__ import annotations

from collections.abc import Sequence

from shop.assistant.dialogue import Dialogue
from shop.assistant.intents import Intent
from shop.assistant.language import browsing, preferences, small_talk
from shop.assistant.language.degrees import Dimension
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.understanding import references, refinement
from shop.assistant.understanding.acts import (
    AboutShown,
    Alike,
    Compare,
    Detail,
    GoesWith,
    More,
    Overview,
    Search,
    Total,
)
from shop.assistant.understanding.sizes_asked import measures_before
from shop.assistant.understanding.terms import Familiarity
from shop.assistant.understanding.wanted import Clause, Wanted, has_criteria, statement_of

# Topics of the knowledge that a question on a product may touch without being a question on terms.
ABOUT_THINGS = frozenset(("care", "sizing", "styling"))
# More words than this are no mere variant of what was spoken of.
MOST_ELLIPTIC = 6
QUESTION = ENGLISH.pattern("details.question")


def follow_up_request(whole: str, dialogue: Dialogue, clauses: Sequence[Clause], on_page: bool,
                      degrees: tuple[Dimension, ...]) -> Wanted | None:
    """Messages that are about what was shown or said before: more, start over, the second one, which of those."""
    if dialogue.shown and browsing.MORE.search(whole):
        return Wanted((Intent.PRODUCTS,), More(), dialogue.criteria, dialogue.hints,
                      measures=measures_before(dialogue), refined=True)
    if dialogue.earlier and refinement.UNDO.search(whole):
        return Wanted((Intent.PRODUCTS,), Search(), dialogue.earlier[-1], refined=True)
    if browsing.RESTART.search(whole) and not any(
            clause.topics or any(term.has("category") for term in clause.read.terms) for clause in clauses):
        return Wanted((Intent.PRODUCTS,), Overview())
    if browsing.RANGE.search(whole) and not any(has_criteria(clause) for clause in clauses):
        return Wanted((Intent.PRODUCTS,), Overview())
    if any({Intent.ORDER, Intent.CART} & set(clause.intents) for clause in clauses):
        return None
    return (total_request(whole, dialogue, clauses)
            or alternatives_request(whole, dialogue, clauses, on_page)
            or companions_request(whole, dialogue, clauses, on_page)
            or comparison_request(whole, dialogue, clauses, degrees)
            or shown_list_request(whole, dialogue, clauses, degrees)
            or detail_request(whole, dialogue, clauses, on_page))


def total_request(whole: str, dialogue: Dialogue, clauses: Sequence[Clause]) -> Wanted | None:
    """"What would both of them come to?": the sum of what was shown, or of those that are pointed at."""
    if not dialogue.shown or not references.TOTAL.search(whole) or any(
            term.has("category") for clause in clauses for term in clause.read.terms):
        return None
    every = tuple(range(len(dialogue.shown)))
    places = references.places(whole, dialogue.shown) or (every[:2] if references.PAIR.search(whole) else every)
    return Wanted((Intent.PRODUCTS,), Total(places))


def alternatives_request(whole: str, dialogue: Dialogue, clauses: Sequence[Clause], on_page: bool) -> Wanted | None:
    """"Something similar", "others like the second one": of the product spoken of, or the page's."""
    if not references.SIMILAR.search(whole) or any(
            (has_criteria(clause) and not that_kind((clause,))) or clause.topics for clause in clauses):
        return None
    place = references.first_place(whole, dialogue.shown)
    cheaper = bool(preferences.CHEAPER.search(whole))
    if place is None and not (on_page or dialogue.focus):
        if not (cheaper and dialogue.shown):
            return None
        place = 0  # "similar but cheaper" of a list is held against what it put first
    return Wanted((Intent.PRODUCTS,), Alike(place, cheaper, statement_of(clauses, whole).fresh.words))


def companions_request(whole: str, dialogue: Dialogue, clauses: Sequence[Clause], on_page: bool) -> Wanted | None:
    """"What goes with it?", "what can I wear with the denim jacket?" """
    beside = references.companion_of(whole)
    if not beside:
        return None
    place = references.first_place(beside, dialogue.shown)
    at_hand = on_page or dialogue.focus or dialogue.shown
    clause = next((each for each in clauses if beside in each.text), clauses[-1])
    start = clause.text.find(beside)
    terms_of = [term for term in clause.read.terms if term.has("category")]
    if any(clause.read.words[term.first].start < start for term in terms_of):
        return None
    named = terms_of or any(
        left.kind is Familiarity.KNOWN and left.word.start >= start for left in clause.read.leftovers)
    if place is None and not (named or (at_hand and browsing.POINTING.search(beside))):
        return None
    said = statement_of(clauses, whole)
    return Wanted((Intent.PRODUCTS,), GoesWith(beside, place, said.fresh), hints=said.hints)


def comparison_request(whole: str, dialogue: Dialogue, clauses: Sequence[Clause],
                       degrees: tuple[Dimension, ...]) -> Wanted | None:
    """"Compare the first and the second", "which of the two is warmer?" """
    if any(set(clause.topics) - ABOUT_THINGS for clause in clauses):
        return None
    named = any(term.has("category") for clause in clauses for term in clause.read.terms)
    priced = any(clause.asked.least is not None or clause.asked.most is not None for clause in clauses)
    comparative = (preferences.CHEAPER.search(whole) and not priced) or (
        degrees and not any(each.superlative for each in degrees))
    choosing = dialogue.shown and not named and comparative and references.CHOOSING.search(whole)
    if not choosing and not any(Intent.COMPARE in clause.intents for clause in clauses):
        return None
    said = statement_of(clauses, whole)
    places = references.places(whole, dialogue.shown)
    if dialogue.shown and not named and not comparative and references.WHICH_ONE.search(whole) and (
            wish := said.fresh.changed(sort=None)):
        criteria, _ = refinement.join_criteria(said, whole, dialogue)
        return Wanted((Intent.PRODUCTS,), AboutShown(wish), criteria, dialogue.hints, refined=True)
    strange = named or said.fresh.words or said.fresh.brand
    if not places and not references.THESE.search(whole) and strange:
        return Wanted((Intent.COMPARE,), Compare((), said.fresh, degrees), said.fresh)
    if not dialogue.shown:
        return None
    return Wanted((Intent.COMPARE,), Compare(references.compared_places(whole, dialogue.shown), said.fresh, degrees))


def shown_list_request(whole: str, dialogue: Dialogue, clauses: Sequence[Clause],
                       degrees: tuple[Dimension, ...]) -> Wanted | None:
    """"How many of those are under 50?", "which of these come in M?" """
    if not dialogue.shown or not references.of_shown(whole):
        return None
    plain = bool(references.PLAINLY.search(whole))
    topics_named = {topic for clause in clauses for topic in clause.topics} - ABOUT_THINGS
    if not plain and (topics_named or any(term.has("category") for clause in clauses for term in clause.read.terms)):
        return None
    said = statement_of(clauses, whole)
    if not (said.fresh or said.hints or said.unexplained or degrees):
        return None
    criteria, _ = refinement.join_criteria(said, whole, dialogue)
    pointed = said.fresh.changed(words=tuple(dict.fromkeys((*said.fresh.words, *said.hints))))
    return Wanted((Intent.PRODUCTS,), AboutShown(pointed, degrees[0] if degrees else None), criteria, dialogue.hints,
                  said.unexplained, refined=True)


def detail_request(whole: str, dialogue: Dialogue, clauses: Sequence[Clause], on_page: bool) -> Wanted | None:
    """"The second one", "the blue one", "is it waterproof?", "do you have it in M?" """
    places = references.places(whole, dialogue.shown)
    if places:
        pointed = statement_of(clauses, whole).fresh
        if len(places) > 1:
            return Wanted((Intent.COMPARE,), Compare(places, pointed))
        return Wanted((Intent.PRODUCTS,), Detail(places[0], pointed), questions=(whole,))
    if dialogue.shown and references.THE_ONE.search(whole) and len(whole.split()) <= 14:
        said = statement_of(clauses, whole)
        if said.fresh.asked() and not said.unexplained and not said.fresh.sort:
            criteria, refined = refinement.join_criteria(said, whole, dialogue)
            return Wanted((Intent.PRODUCTS,), Detail(pointed=said.fresh), criteria, (*dialogue.hints, *said.hints),
                          questions=(whole,), refined=refined)
    if kind := that_kind(clauses) if dialogue.shown or on_page else ():
        said = statement_of(clauses, whole)
        return Wanted((Intent.PRODUCTS,), Detail(pointed=said.fresh.changed(category=kind)),
                      refinement.join_criteria(said, whole, dialogue)[0], questions=(whole,), refined=True)
    if variant := variant_request(whole, dialogue, clauses, on_page):
        return variant
    named = {topic for clause in clauses for topic in clause.topics}
    points = browsing.POINTING.search(whole) and not any(
        term.has("category") for clause in clauses for term in clause.read.terms)
    if points and not named - ABOUT_THINGS and len(whole.split()) <= 12:
        asking = QUESTION.search(whole)
        if asking and (on_page or dialogue.focus) and not preferences.NO_PREFERENCE.search(whole) and not any(
                pattern.search(whole) for _, pattern in small_talk.SMALL_TALK):
            return Wanted((Intent.PRODUCTS,), Detail(pointed=statement_of(clauses, whole).fresh), questions=(whole,))
    return None


def variant_request(whole: str, dialogue: Dialogue, clauses: Sequence[Clause], on_page: bool) -> Wanted | None:
    """"And in tan?", "what about white, in 42?" beside a product: of that one, not of the whole shop."""
    if not (on_page or (dialogue.focus and not dialogue.criteria)) or len(whole.split()) > MOST_ELLIPTIC:
        return None
    terms = [term for clause in clauses for term in clause.read.terms]
    if not terms or any(not (term.has("colour") or term.has("size")) or term.negated for term in terms) or any(
            left.kind is Familiarity.KNOWN for clause in clauses for left in clause.read.leftovers):
        return None
    return Wanted((Intent.PRODUCTS,), Detail(pointed=statement_of(clauses, whole).fresh), questions=(whole,))


def that_kind(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """The shelf of "that jacket"."""
    for clause in clauses:
        for term in clause.read.terms:
            start = clause.read.words[term.first].start
            if term.has("category") and references.THAT_KIND.search(clause.asked.rest[:start]):
                return tuple(each.value for each in term.meanings if each.key == "category")
    return ()
