"""The words of the search box: read as the chat reads them, and what comes nearest where nothing has it all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shop.assistant.answering.sentences import given_up_words
from shop.assistant.recommending.shortlist import give_up, loosenings
from shop.assistant.understanding.message import with_right_spelling
from shop.assistant.understanding.naming import names_in, with_pronouns
from shop.assistant.understanding.search_text import SearchText, read_search
from shop.catalogue import browsing as shelves
from shop.extensions import db
from shop.services import services
from shop.web.browsing import Asked


def read(text: str) -> SearchText:
    """A product's own name is not read as what its words mean elsewhere."""
    catalogue, knowledge = services().catalogue, services().library.knowledge()
    vocabulary = catalogue.vocabulary()
    said = with_right_spelling(text, vocabulary, knowledge)
    names = names_in(said, catalogue, vocabulary)
    read = read_search(with_pronouns(said, names), vocabulary, knowledge, services().digits)
    return replace(read, named=tuple(each.product for each in names))


@dataclass(frozen=True)
class Results:
    """What to show; `lost` are the wishes that were left aside, in words, because nothing met them all."""

    found: shelves.Browsed
    lost: tuple[str, ...] = ()


def results_of(asked: Asked) -> Results:
    catalogue = services().catalogue
    vocabulary = catalogue.vocabulary()
    found = shelves.browse(db.session, catalogue, asked.criteria)
    if not asked.q:
        return Results(found)
    if found.ids or asked.named:
        return Results(found.led_by(asked.named))
    lost, less = give_up(asked.criteria, catalogue, loosenings(asked.criteria, catalogue))
    if less is None:
        return Results(found)
    return Results(shelves.browse(db.session, catalogue, less),
                   tuple(given_up_words(asked.criteria, key, vocabulary) for key in lost))
