"""Which products a clause about the cart means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shop.assistant.catalogue import Item
from shop.assistant.counter.desk import Desk
from shop.assistant.counter.options import named_options
from shop.assistant.counter.product_words import called_whole, is_of_kind, names, own_words
from shop.assistant.counter.spans import reading_of
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.preferences import CHEAPER, DEARER
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import stems
from shop.assistant.understanding import references, refinement
from shop.assistant.vocabulary import Vocabulary

JOINT = ENGLISH.pattern("variant.joint")
PAIR = ENGLISH.pattern("variant.pair")
WHOLE_LIST = ENGLISH.pattern("variant.whole_list")
FOCUS = ENGLISH.pattern("variant.focus")
BEST_RATING = ENGLISH.pattern("variant.best_rating")


@dataclass(frozen=True)
class Meant:
    """A product, and the piece of the message that speaks of it. `sure` says that it is pointed at or named, rather
    than in view."""

    item: Item
    text: str
    sure: bool = True


def products_meant(text: str, desk: Desk) -> tuple[Meant, ...]:
    """The products that a folded text means: by their place, by name, by what sets them apart, or by "it". Empty where
    it does not say. The plainest way of saying comes first: "the second one, that blue shirt" is the second."""
    shown, catalogue = desk.dialogue.shown, desk.catalogue
    if places := references.places(text, shown):
        return with_pieces(text, catalogue.items([shown[place] for place in places]),
                           lambda piece: catalogue.items([shown[each] for each in references.places(piece, shown)]))
    if shown and PAIR.search(text):
        return tuple(Meant(item, text) for item in catalogue.items(shown[:2]))
    if named := called_whole(text, desk):
        return with_pieces(text, named, lambda piece: called_whole(piece, desk))
    if shown and WHOLE_LIST.search(text):
        return tuple(Meant(item, text) for item in catalogue.items(shown))
    items = catalogue.items(shown)
    if (extreme := most_of(text, items)) is not None:
        return (Meant(extreme, text),)
    if len(items) > 1 and (alike := best_fit(text, items, desk.vocabulary)):
        return (Meant(alike[0], text),)
    near = in_view(text, desk)
    if near and explains_all(text, near[0].item, desk.vocabulary):
        return near
    if named := names(text, desk):
        return with_pieces(text, named, lambda piece: names(piece, desk))
    return near


def in_view(text: str, desk: Desk) -> tuple[Meant, ...]:
    """The product of the page, or that was spoken of last, unless it has gone out of view and the text does not say
    "it"; or the only one shown."""
    dialogue = desk.dialogue
    if desk.page is not None:
        return (Meant(desk.page, text, sure=False),)
    if dialogue.focus and (FOCUS.search(text) or not dialogue.shown or dialogue.focus in dialogue.shown):
        return tuple(Meant(item, text, sure=False) for item in desk.catalogue.items([dialogue.focus]))
    only = dialogue.shown if len(dialogue.shown) == 1 else ()
    return tuple(Meant(item, text, sure=False) for item in desk.catalogue.items(only))


def with_pieces(text: str, items: Sequence[Item], said_in: Callable[[str], Sequence[Item]]) -> tuple[Meant, ...]:
    """Of several products each with its own piece of the text: from the joint before it to the next one's."""
    if len(items) < 2:
        return tuple(Meant(item, text) for item in items)
    pieces: dict[int, str] = {}
    now, before = 0, ""
    for piece in JOINT.split(text):
        here = [item.id for item in said_in(piece) if item in items]
        now = here[0] if here else now
        if now:
            pieces[now] = f"{pieces.get(now, before)} , {piece}"
        else:
            before = f"{before} , {piece}"
    return tuple(Meant(item, pieces.get(item.id, text)) for item in items)


def most_of(text: str, items: tuple[Item, ...]) -> Item | None:
    """The one of some products that is the cheapest, the dearest or the best rated, where the text asks for it."""
    if not items:
        return None
    by = refinement.sort_of(text)
    if by == "price_asc" or (by is None and CHEAPER.search(text)):
        return min(items, key=lambda item: item.price)
    if by == "price_desc" or (by is None and DEARER.search(text)):
        return max(items, key=lambda item: item.price)
    rated = by == "rating" or BEST_RATING.search(text)
    return max(items, key=lambda item: item.rating or 0.0) if rated else None


def best_fit(text: str, items: Sequence[Item], vocabulary: Vocabulary) -> tuple[Item, ...]:
    """Of some products those that a text's words fit best, by name, kind and options; none where no word tells, or
    where several fit alike: "the blue one", "that jacket"."""
    said = set(stems(text)) - STOP
    scored = [(len(said & own_words(item)) + is_of_kind(text, item, vocabulary) + bool(
        named_options(text, item, vocabulary).colours) + bool(named_options(text, item, vocabulary).sizes), item)
        for item in items]
    most = max((score for score, _ in scored), default=0)
    best = tuple(item for score, item in scored if score == most)
    return best if most and len(best) == 1 else ()


def explains_all(text: str, item: Item, vocabulary: Vocabulary) -> bool:
    """Whether a text names options of an item and nothing else."""
    reading = reading_of(text, item, vocabulary)
    return bool(reading.portion.options) and not reading.strange
