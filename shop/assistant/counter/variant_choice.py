"""Which product a message about the cart means, and which colour and size of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shop.assistant.catalogue import Catalogue, Item, ItemVariant
from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.preferences import CHEAPER, DEARER
from shop.assistant.language.text import fold, stems
from shop.assistant.recommending.shortlist import colour as colour_shown
from shop.assistant.understanding import product_names, references, refinement
from shop.assistant.vocabulary import Vocabulary

WORDS = re.compile(r"[\w./-]+")
# "women's" is read without its ending, so that the "s" is no size.
ENDING = re.compile(r"'\w+")
JOINT = ENGLISH.pattern("variant.joint")
PAIR = ENGLISH.pattern("variant.pair")
WHOLE_LIST = ENGLISH.pattern("variant.whole_list")
FOCUS = ENGLISH.pattern("variant.focus")
BEST_RATING = ENGLISH.pattern("variant.best_rating")
SIZE_CONTEXT = ENGLISH.pattern("variant.size_context")


@dataclass(frozen=True)
class Meant:
    """A product, and the piece of the message that speaks of it."""

    item: Item
    text: str


def products_meant(text: str, dialogue: Dialogue, page: Item | None, catalogue: Catalogue,
                   vocabulary: Vocabulary) -> tuple[Meant, ...]:
    """The products that a folded text means: by their place, by name, by what sets them apart, or by "it". Empty where
    it does not say. The plainest way of saying comes first: "the second one, that blue shirt" is the second."""
    shown = dialogue.shown
    if places := references.places(text, shown):
        # "The first in green and the third in oak": colour and size are read of the piece that has the place.
        pieces = [piece for piece in JOINT.split(text) if references.places(piece, shown)]
        found = []
        for place in places:
            piece = next((each for each in pieces if place in references.places(each, shown)), text)
            found += [Meant(item, piece if len(pieces) > 1 else text) for item in catalogue.items([shown[place]])]
        return tuple(found)
    if shown and PAIR.search(text):
        return tuple(Meant(item, text) for item in catalogue.items(shown[:2]))
    if shown and WHOLE_LIST.search(text):
        return tuple(Meant(item, text) for item in catalogue.items(shown))
    if named := named_pieces(text, catalogue, vocabulary):
        return named
    if (extreme := most_of(text, catalogue.items(shown))) is not None:
        return (Meant(extreme, text),)
    if alike := best_fit(text, catalogue.items(shown), vocabulary):
        return (Meant(alike[0], text),)
    if page is not None:
        return (Meant(page, text),)
    # What was spoken of last, unless it has gone out of view and the text does not say "it".
    if dialogue.focus and (FOCUS.search(text) or not shown or dialogue.focus in shown):
        return tuple(Meant(item, text) for item in catalogue.items([dialogue.focus]))
    if len(shown) == 1:
        return tuple(Meant(item, text) for item in catalogue.items(shown))
    return ()


def named_pieces(text: str, catalogue: Catalogue, vocabulary: Vocabulary) -> tuple[Meant, ...]:
    """The products that a text names, each with its own piece of it where there are several."""
    named = product_names.named_in(text, catalogue, vocabulary)
    if not named and (called := product_names.called_in_full(text, catalogue, vocabulary)):
        named = (called,)
    if len(named) < 2:
        return tuple(Meant(item, text) for item in named)
    pieces = JOINT.split(text)
    return tuple(Meant(item, next((piece for piece in pieces if set(stems(item.name)) <= set(stems(piece))), text))
                 for item in named)


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


def best_fit(text: str, items: tuple[Item, ...], vocabulary: Vocabulary) -> tuple[Item, ...]:
    """Of some products those that a text's words fit best, by name, kind and colour; none where no word tells, or
    where several fit alike: "the blue one", "that jacket"."""
    said = set(stems(text))
    scored = []
    for item in items:
        own = set(stems(" ".join((item.name, item.brand, *item.materials, *item.patterns))))
        kind = set(stems(f"{item.category_singular or item.category_name}"))
        shades = {fold(each) for each in item.colours} & {
            meaning.value for word in WORDS.findall(text) for meaning in vocabulary.of(word) if meaning.key == "colour"}
        scored.append((len(said & own) + len(said & kind) + len(shades), item))
    most = max((score for score, _ in scored), default=0)
    best = tuple(item for score, item in scored if score == most)
    return best if most and len(best) == 1 else ()


def named_options(text: str, item: Item, vocabulary: Vocabulary, key: str) -> tuple[str, ...]:
    """The item's own colours or sizes that a text names, folded; the shop's words for them count too."""
    own = {fold(each): None for each in (item.sizes if key == "size" else item.colours)}
    folded = after_colours(fold(text), item)
    found = []
    # The longest first, each taken out of the text: "light blue" is not blue as well.
    for value in sorted((each for each in own if len(each) > 1), key=len, reverse=True):
        folded, times = re.subn(rf"(?<!\w){re.escape(value)}(?!\w)", " , ", folded)
        found += [value] if times else []
    for word in WORDS.findall(ENDING.sub("", folded)):
        found += [word] if word in own and (len(word) > 1 or is_size(word, folded)) else []
        found += [each.value for each in vocabulary.of(word) if each.key == key and each.value in own
                  and (len(word) > 1 or is_size(word, folded))]
    return tuple(dict.fromkeys(found))


def after_colours(text: str, item: Item) -> str:
    """The text with a comma after each of the item's colours: what follows one may be a size ("in white m")."""
    for colour in item.colours:
        text = re.sub(rf"(?<!\w){re.escape(fold(colour))}(?!\w)", lambda match: f"{match[0]},", text)
    return text


def is_size(letter: str, text: str) -> bool:
    """Whether a single letter stands where a size does: "in m", "size s", "an l please", alone."""
    # Of several places any one will do: in "what's there in s" it is the second.
    return any(SIZE_CONTEXT.search(text[:match.start()]) for match in re.finditer(rf"{re.escape(letter)}(?!\w)", text))


def foreign_size(text: str, item: Item, vocabulary: Vocabulary) -> str:
    """A size that the text names and the item does not come in, as it was said; "" for none."""
    own = {fold(each) for each in item.sizes}
    for word in WORDS.findall(ENDING.sub("", fold(text))):
        meant = [each for each in vocabulary.of(word) if each.key == "size"]
        if meant and not any(each.value in own for each in meant) and (len(word) > 1 or is_size(word, fold(text))):
            return vocabulary.label("size", meant[0].value)
    return ""


@dataclass(frozen=True)
class Choice:
    """The variant that was meant; or, where a size must still be said (`sizes`: those in stock) or the wanted one
    cannot be had (`wanted`: in words), what there is instead. `elsewhere` are the colours that have the size `size`,
    where the colour was not the shopper's word but the card's."""

    variant: ItemVariant | None
    colour: str = ""
    sizes: tuple[str, ...] = ()
    wanted: str = ""
    elsewhere: tuple[str, ...] = ()
    size: str = ""


def choice_of(meant: Meant, vocabulary: Vocabulary, known: Criteria, *, same_colour: bool = False) -> Choice:
    """Colour and size from the words, else from what was asked for before (`known`), else the only ones there are, and
    the colour as the card shows it. With `same_colour` the known colour counts as said."""
    item = meant.item
    colours = named_options(meant.text, item, vocabulary, "colour") or (known.colour if same_colour else ())
    sizes = named_options(meant.text, item, vocabulary, "size")
    # A colour asked for before, of other products, must not rule this one out.
    if not set(known.colour) & {fold(each) for each in item.colours}:
        known = known.changed(colour=())
    colour = next((each for each in item.colours if fold(each) in colours), "") or colour_shown(item, known)
    if not sizes and (strange := foreign_size(meant.text, item, vocabulary)):
        return Choice(None, colour, item.sizes_in_stock((fold(colour),) if colour else ()), strange)
    sizes = sizes or tuple(each for each in known.size if each in {fold(size) for size in item.sizes})
    there = [each for each in item.variants if not colour or each.colour == colour]
    fitting = [each for each in there if not sizes or fold(each.size) in sizes]
    in_stock = [each for each in fitting if each.stock]
    left = {each.size for each in there if each.stock}
    open_sizes = tuple(size for size in item.sizes if size in left)
    if len({each.size for each in in_stock}) == 1:
        return Choice(in_stock[0], in_stock[0].colour)
    if in_stock:
        return Choice(None, colour, open_sizes)
    wanted = " in ".join(each for each in (colour if colours else "", " or ".join(
        each for each in item.sizes if fold(each) in sizes)) if each)
    # The card's colour was not the shopper's wish: other colours may have the size.
    others = [each for each in item.variants if each.stock and fold(each.size) in sizes] if not colours else []
    return Choice(None, colour, open_sizes, wanted or item.name, tuple(dict.fromkeys(each.colour for each in others)),
                  others[0].size if others else "")
