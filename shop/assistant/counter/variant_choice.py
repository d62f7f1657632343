"""Which variant of a product is meant, and what must still be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.assistant.catalogue import Item, ItemVariant
from shop.assistant.counter.options import Named
from shop.assistant.counter.protocol import InCart
from shop.assistant.criteria import Criteria
from shop.assistant.language.text import fold
from shop.assistant.recommending.shortlist import colour as colour_shown


@dataclass(frozen=True)
class Choice:
    """The variant that was meant; or what must still be said. `colour` is the one that was said or is shown, and
    `sizes` are those in stock in it; `colours` are those to choose from, where the size is settled (`size`). `wanted`
    is what cannot be had, in words."""

    variant: ItemVariant | None
    colour: str = ""
    sizes: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    size: str = ""
    wanted: str = ""
    sold_out: bool = False


def choice_of(item: Item, options: Named, known: Criteria, like: InCart | None = None) -> Choice:
    """Colour and size from the words, else as in the line `like`, else from what was asked for before (`known`), else
    the only ones there are; a colour alone, only if it is the one that the card shows."""
    colours, sizes = said_or_known(item, "colour", options.colours, known, like), said_or_known(
        item, "size", options.sizes, known, like)
    colour = next(iter(colours), "")
    shade = colour or colour_shown(item, known)
    if options.foreign:
        return Choice(None, colour, sizes_left(item, colour), wanted=options.foreign)
    fitting = [each for each in item.variants if each.stock and (not colours or each.colour in colours)
               and (not sizes or each.size in sizes)]
    settled = bool(colours) or len(item.colours) < 2 or all(each.colour == shade for each in fitting)
    if len({(each.colour, each.size) for each in fitting}) == 1 and settled:
        return Choice(fitting[0], fitting[0].colour)
    if not fitting:
        return not_to_be_had(item, colours, sizes, colour)
    if len({each.size for each in fitting}) > 1:
        return Choice(None, shade, sizes_left(item, shade), () if colours else colours_of(fitting))
    return Choice(None, "", (), colours_of(fitting), fitting[0].size, sold_out=not any(
        each.colour == shade for each in fitting))


def said_or_known(item: Item, key: str, said: tuple[str, ...], known: Criteria, like: InCart | None) -> tuple[str, ...]:
    """The item's own values of a key that count. What was asked of other products must not rule this one out."""
    if said:
        return said
    own = item.values(key)
    if like is not None and (value := like.size if key == "size" else like.colour) in own:
        return (value,)
    return tuple(each for each in own if fold(each) in known.values(key))


def not_to_be_had(item: Item, colours: tuple[str, ...], sizes: tuple[str, ...], colour: str) -> Choice:
    """What there is instead of a variant that is sold out."""
    wanted = " in ".join(each for each in (" or ".join(colours), " or ".join(sizes)) if each) or item.name
    return Choice(None, colour, sizes_left(item, colour), wanted=wanted)


def sizes_left(item: Item, colour: str) -> tuple[str, ...]:
    return tuple(each for each in item.sizes_in_stock((fold(colour),) if colour else ()) if each)


def colours_of(variants: Sequence[ItemVariant]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.colour for each in variants if each.colour))
