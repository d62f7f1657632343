"""Whether one product comes in a colour and a size, from its variants alone."""

from __future__ import annotations

from collections.abc import Sequence

from shop.assistant.catalogue import Item
from shop.assistant.criteria import Criteria
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import fold
from shop.assistant.recommending.matches import variants
from shop.assistant.recommending.shortlist import listed
from shop.assistant.understanding.sizes_asked import sizes_of

# A size that the shop may not have at all.
SIZE = ENGLISH.pattern("sizes.named")


def asked_of(item: Item, pointed: Criteria, text: str) -> Criteria:
    """The colour and size that a question names, read against the product's own as well as the shop's."""
    said = f" {fold(text)} ".translate(dict.fromkeys(map(ord, ",.?!;:"), " "))
    sizes = [fold(size) for size in item.sizes if len(size) > 1 and f" {fold(size)} " in said]
    if item.sizes and not sizes and not pointed.size:
        sizes = [*sizes_of(item, text)[0]] or SIZE.findall(said)
    colours = [fold(colour) for colour in item.colours if f" {fold(colour)} " in said]
    return Criteria(colour=tuple(dict.fromkeys((*colours, *pointed.colour))),
                    size=tuple(dict.fromkeys((*pointed.size, *sizes))))


def in_stock(item: Item, asked: Criteria) -> bool:
    return any(each.stock for each in variants(item, asked))


def available(item: Item, asked: Criteria) -> str:
    """The exact answer to "do you have it in M, in black?", as sentences; "" where neither was asked."""
    if not asked.colour and not asked.size:
        return ""
    sizes = [size for size in item.sizes if fold(size) in asked.size]
    colours = [colour.lower() for colour in item.colours if fold(colour) in asked.colour]
    if asked.size and not sizes:
        return f"No, the {item.name} cannot be had in {upper(asked.size)}. {comes_in(item, 'size')}"
    if asked.colour and not colours:
        return f"No, the {item.name} cannot be had in {listed(asked.colour[:2], 'or')}. {comes_in(item, 'colour')}"
    what = " in ".join([*([listed(colours, "or")] if colours else []), *([listed(sizes, "or")] if sizes else [])])
    if in_stock(item, asked):
        there = {each.colour.lower() for each in variants(item, asked) if each.stock}
        which = f", in {listed(sorted(there))}" if not colours and there - {""} else ""
        what = " in ".join([*([listed([each for each in colours if each in there])] if colours else []),
                            *([listed(sizes, "or")] if sizes else [])])
        return f"Yes, in stock: the {item.name} in {what}{which}."
    return f"Sold out at the moment: the {item.name} in {what}.{left(item, asked, colours, sizes)}"


def left(item: Item, asked: Criteria, colours: Sequence[str], sizes: Sequence[str]) -> str:
    """What the same product still has: the size in other colours, the colour in other sizes."""
    told = []
    if sizes and (others := [each.colour.lower() for each in item.variants
                             if each.stock and each.colour and fold(each.size) in asked.size]):
        told.append(f"{listed(sizes, 'or')} is there in {listed(list(dict.fromkeys(others)))}")
    if colours and (others := [each.size for each in item.variants
                               if each.stock and each.size and fold(each.colour) in asked.colour]):
        told.append(f"{listed(colours, 'or')} is there in {listed(list(dict.fromkeys(others)))}")
    if not told and (others := list(item.sizes_in_stock())):
        told.append(f"in stock {'is' if len(others) == 1 else 'are'} {listed(others)}")
    return f" {'; '.join(told)[:1].upper()}{'; '.join(told)[1:]}." if told else ""


def comes_in(item: Item, key: str) -> str:
    if key == "size":
        sizes, there = item.sizes, item.sizes_in_stock()
        if not sizes:
            return "It has no sizes."
        gone = "" if len(there) == len(sizes) else f", of which {listed(there)} can be bought now" if there else \
            ", all sold out"
        return f"It comes in {listed(sizes)}{gone}."
    return f"It comes in {listed([each.lower() for each in item.colours])}." if item.colours else "It has one colour."


def upper(sizes: Sequence[str]) -> str:
    return listed([each.upper() if len(each) <= 4 else each for each in sizes[:2]], "or")
