"""Messages that only make sense after another, or beside a product: "more", "the second one", "which of those?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shop.assistant.dialogue import Dialogue
from shop.assistant.language import browsing, preferences, small_talk
from shop.assistant.language.degrees import Dimension
from shop.assistant.understanding import references, refinement
from shop.assistant.understanding.wanted import PRODUCTS, Clause, Wanted, has_criteria, said_in

# Topics of the knowledge that a question on a product may touch without being a question on terms.
ABOUT_THINGS = frozenset(("care", "sizing", "styling"))


def followed(whole: str, dialogue: Dialogue, clauses: Sequence[Clause], on_page: bool,
             degrees: tuple[Dimension, ...]) -> Wanted | None:
    """Messages that are about what was shown or said before: more, start over, the second one, which of those."""
    products = (PRODUCTS,)
    if dialogue.shown and browsing.MORE.search(whole):
        return Wanted(products, dialogue.criteria, dialogue.hints, asks="more", refined=True)
    if dialogue.earlier and refinement.UNDO.search(whole):
        return Wanted(products, dialogue.earlier[-1], refined=True)
    if browsing.RESTART.search(whole) and not any(
            clause.topics or any(term.has("category") for term in clause.read.terms) for clause in clauses):
        return Wanted(products, asks="range")
    if browsing.RANGE.search(whole) and not any(has_criteria(clause) for clause in clauses):
        return Wanted(products, asks="range")
    if any("order" in clause.intents or "cart" in clause.intents for clause in clauses):
        return None
    return (similar_asked(whole, dialogue, clauses, on_page) or companions_asked(whole, dialogue, clauses, on_page)
            or choice_asked(whole, dialogue, clauses, degrees) or shown_asked(whole, dialogue, clauses, degrees)
            or one_asked(whole, dialogue, clauses, on_page))


def similar_asked(whole: str, dialogue: Dialogue, clauses: Sequence[Clause], on_page: bool) -> Wanted | None:
    """"Something similar", "others like the second one": of the product spoken of, or the page's."""
    if not references.SIMILAR.search(whole) or any(has_criteria(clause) or clause.topics for clause in clauses):
        return None
    places = references.places(whole, dialogue.shown)
    if not (places or on_page or dialogue.focus):
        return None
    return Wanted((PRODUCTS,), asks="like", references=places[:1])


def companions_asked(whole: str, dialogue: Dialogue, clauses: Sequence[Clause], on_page: bool) -> Wanted | None:
    """"What goes with it?", "what can I wear with the denim jacket?" """
    beside = references.companion_of(whole)
    if not beside:
        return None
    places = references.places(beside, dialogue.shown)
    at_hand = on_page or dialogue.focus or dialogue.shown
    clause = next((each for each in clauses if beside in each.text), clauses[-1])
    start = clause.text.find(beside)
    terms_of = [term for term in clause.read.terms if term.has("category")]
    if any(clause.read.words[term.first].start < start for term in terms_of):
        return None
    named = terms_of or any(left.kind == "known" and left.word.start >= start for left in clause.read.leftovers)
    if not (places or named or (at_hand and browsing.POINTING.search(beside))):
        return None
    said = said_in(clauses, whole)
    return Wanted((PRODUCTS,), hints=said.hints, asks="with", references=places[:1], beside=beside, pointed=said.fresh)


def choice_asked(whole: str, dialogue: Dialogue, clauses: Sequence[Clause],
                 degrees: tuple[Dimension, ...]) -> Wanted | None:
    """"Compare the first and the second", "which of the two is warmer?" """
    if any(set(clause.topics) - ABOUT_THINGS for clause in clauses):
        return None
    named = any(term.has("category") for clause in clauses for term in clause.read.terms)
    priced = any(clause.asked.least is not None or clause.asked.most is not None for clause in clauses)
    comparative = (preferences.CHEAPER.search(whole) and not priced) or (
        degrees and not any(each.superlative for each in degrees))
    choosing = dialogue.shown and not named and comparative and references.CHOOSING.search(whole)
    if not choosing and not any("compare" in clause.intents for clause in clauses):
        return None
    said = said_in(clauses, whole)
    places = references.places(whole, dialogue.shown)
    if dialogue.shown and not named and not comparative and references.WHICH_ONE.search(whole) and (
            wish := said.fresh.changed(sort=None)):
        criteria, _ = refinement.joined(said, whole, dialogue)
        return Wanted((PRODUCTS,), criteria, dialogue.hints, asks="shown", pointed=wish, refined=True)
    strange = named or said.fresh.words or said.fresh.brand
    if not places and not references.THESE.search(whole) and strange:
        return Wanted(("compare",), criteria=said.fresh, asks="compare", dimensions=degrees, pointed=said.fresh,
                      questions=(whole,))
    if not dialogue.shown:
        return None
    return Wanted(("compare",), asks="compare", references=references.compared(whole, dialogue.shown),
                  dimensions=degrees, pointed=said.fresh, questions=(whole,))


def shown_asked(whole: str, dialogue: Dialogue, clauses: Sequence[Clause],
                degrees: tuple[Dimension, ...]) -> Wanted | None:
    """"How many of those are under 50?", "which of these come in M?" """
    if not dialogue.shown or not references.of_shown(whole):
        return None
    plain = bool(references.PLAINLY.search(whole))
    topics_named = {topic for clause in clauses for topic in clause.topics} - ABOUT_THINGS
    if not plain and (topics_named or any(term.has("category") for clause in clauses for term in clause.read.terms)):
        return None
    said = said_in(clauses, whole)
    if not (said.fresh or said.hints or said.unexplained or degrees):
        return None
    criteria, _ = refinement.joined(said, whole, dialogue)
    pointed = said.fresh.changed(words=tuple(dict.fromkeys((*said.fresh.words, *said.hints))))
    return Wanted((PRODUCTS,), criteria, dialogue.hints, said.unexplained, asks="shown", pointed=pointed,
                  dimensions=degrees, refined=True)


def one_asked(whole: str, dialogue: Dialogue, clauses: Sequence[Clause], on_page: bool) -> Wanted | None:
    """"The second one", "the blue one", "is it waterproof?", "do you have it in M?" """
    places = references.places(whole, dialogue.shown)
    if places:
        several = len(places) > 1
        return Wanted(("compare",) if several else (PRODUCTS,), asks="compare" if several else "detail",
                      references=places, questions=(whole,), pointed=said_in(clauses, whole).fresh)
    if dialogue.shown and references.THE_ONE.search(whole) and len(whole.split()) <= 14:
        said = said_in(clauses, whole)
        if said.fresh.asked() and not said.unexplained and not said.fresh.sort:
            criteria, refined = refinement.joined(said, whole, dialogue)
            return Wanted((PRODUCTS,), criteria, (*dialogue.hints, *said.hints), asks="detail", pointed=said.fresh,
                          questions=(whole,), refined=refined)
    if kind := that_kind(clauses) if dialogue.shown or on_page else ():
        said = said_in(clauses, whole)
        return Wanted((PRODUCTS,), refinement.joined(said, whole, dialogue)[0], asks="detail", questions=(whole,),
                      pointed=said.fresh.changed(category=kind), refined=True)
    named = {topic for clause in clauses for topic in clause.topics}
    pointed = browsing.POINTING.search(whole) and not any(
        term.has("category") for clause in clauses for term in clause.read.terms)
    if pointed and not named - ABOUT_THINGS and len(whole.split()) <= 12:
        asking = re.search(r"^(?:is|are|does|do|has|have|can|what|how|which|who|would|will|tell|and)\b", whole)
        if asking and (on_page or dialogue.focus) and not preferences.NO_PREFERENCE.search(whole) and not any(
                pattern.search(whole) for _, pattern in small_talk.SMALL_TALK):
            return Wanted((PRODUCTS,), asks="detail", questions=(whole,), pointed=said_in(clauses, whole).fresh)
    return None


def that_kind(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """The shelf of "that jacket"."""
    for clause in clauses:
        for term in clause.read.terms:
            start = clause.read.words[term.first].start
            if term.has("category") and references.THAT_KIND.search(clause.asked.rest[:start]):
                return tuple(each.value for each in term.meanings if each.key == "category")
    return ()
