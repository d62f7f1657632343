"""What a clause states besides prices: numbers, sizes, stock and names, and whether it was given."""

from __future__ import annotations

import re
from decimal import Decimal

from shop.assistant.catalogue import Item, ItemVariant
from shop.assistant.fact_gate.clauses import Looked
from shop.assistant.fact_gate.evidence import Facts
from shop.assistant.fact_gate.promises import DENIALS, denied, roots
from shop.assistant.language.quantities import CURRENCY_OF, Quantity
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import fold, stem, stems, words

THINGS = re.compile(
    r"\s+(?:[a-z-]+\s+)?(products?|options?|items?|pieces?|matches|results?|choices|styles?|colours?|colors?|sizes?)\b",
    re.IGNORECASE,
)
SIZE = re.compile(
    r"(?<![\w'’.&-])(?<!\d\s)(?:[2-6]?X{1,4}[SL]|[SML])(?![\w'’&])|(?i:\b(?:size|grösse|größe|taille|rozmiar\w*)s?\s+)(\d{1,3}(?:[.,]5)?)\b"
)
NAME = re.compile(r"(?<![^\W_])[^\W\d_a-zß-öø-ÿ][\w'’]*(?:-\w+)*(?:[ \u00a0][^\W\d_a-zß-öø-ÿ][\w'’]*(?:-\w+)*)*")
STOCK = re.compile(
    r"\b(?P<gone>sold[\s-]out|out\s+of\s+stock|unavailable|ausverkauft|épuisée?)\b|\b(?:in\s+stock|available|auf\s+lager|en\s+stock)\b",
    re.IGNORECASE,
)
LETTER_WORD = re.compile(r"[A-Z]-[a-z]+")
OFFERING = re.compile(r"\b(?:have|sell|carry|stock|offer|got|recommend|suggest|try)\b", re.IGNORECASE)
OPENERS = STOP | {stem(mark) for mark in CURRENCY_OF if mark.isascii() and mark.isalpha()} | frozenset(stems("""
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december christmas easter english french german t xs xl eu uk der die das ein eine unser unsere für
    mit wenn sie wir ich ja nein le la les un une notre nos pour avec cette ce ces vous nous il elle oui non nasza nasz
    nasze ta ten to dla tak nie jeśli w z na i oraz el los las una para con sí est sont czy es
"""))


def number_holds(each: Quantity, looked: Looked, given: Facts) -> bool:
    if each.value is None:
        return looked.plain[each.start:each.end] in given.folded
    few = each.value == each.value.to_integral_value() and each.value <= len(given.items)
    if each.unit == "left":
        return each.value in stock_numbers(looked, given) or (each.value, "left") in given.measures
    if each.unit == "star":
        ratings = {Decimal(f"{item.rating:.1f}").normalize() for item in looked.about if item.rating}
        return each.value in ratings if ratings else (each.value, "star") in given.measures
    if each.unit:
        return bool(given.measures & {(each.value, each.unit), (each.value, f"working {each.unit}")})
    things = THINGS.match(looked.plain, each.end)
    if things and things[1].lower().startswith(("colo", "size")):
        of = looked.about or given.items
        kind = "sizes" if things[1].lower().startswith("size") else "colours"
        return each.value in {len(getattr(item, kind)) for item in of} or each.value == 1
    if things or counted_noun(each, looked, given):
        return few or each.value in given.counts | given.spoken
    return each.spelled or few or each.value in given.numbers | given.counts


def counted_noun(each: Quantity, looked: Looked, given: Facts) -> bool:
    """Whether what follows the number is the name of a category on the list."""
    following = [stem(word) for word in words(looked.plain[each.end:])[:3]]
    kinds = {tuple(stems(name))[-1:] for item in given.items for name in (item.category_name, item.category_singular)}
    return any((word,) in kinds for word in following)


def variants_of(item: Item, looked: Looked) -> list[ItemVariant]:
    """The variants in the colour and size that the clause names."""
    said = f" {' '.join(stems(looked.plain))} "
    colours = [colour for colour in item.colours if f" {' '.join(stems(colour))} " in said]
    sizes = {fold(size) for size in sizes_in(looked.plain)} & {fold(size) for size in item.sizes}
    return [
        each
        for each in item.variants
        if (not colours or each.colour in colours) and (not sizes or fold(each.size) in sizes)
    ]


def stock_numbers(looked: Looked, given: Facts) -> set[Decimal]:
    return {Decimal(sum(each.stock for each in variants_of(item, looked))) for item in looked.about or given.items}


def stock_holds(looked: Looked, given: Facts) -> bool:
    for match in STOCK.finditer(looked.plain):
        there = [any(each.stock for each in variants_of(item, looked)) for item in looked.about or given.items]
        said = bool(match["gone"]) == denied(looked.plain, match.start())
        if said not in there and not any(roots(match[0]) <= each.roots for each in given.sentences):
            return False
    return True


def sizes_in(text: str) -> list[str]:
    return [match[1] or match[0] for match in SIZE.finditer(text)]


def sizes_hold(looked: Looked, given: Facts) -> bool:
    """Sizes are those of the products spoken of, or stand in a section; others only to say they are not there."""
    has = {fold(size) for item in looked.about or given.items for size in item.sizes}
    for size in map(fold, sizes_in(looked.plain)):
        told = any(size in sentence.roots for sentence in given.sentences)
        if size not in has and not told and not (size in given.asked and DENIALS.search(looked.text)):
            return False
    return True


def names_hold(looked: Looked, given: Facts) -> bool:
    """Capitalised words that neither begin a sentence nor are common must have been given, and side by side only as
    they stand there together."""
    for run in NAME.finditer(looked.plain):
        opens = (looked.first and not looked.plain[:run.start()].strip(" \n\"“”'‘(*-")) or bool(
            re.search(r"(?:[.!?:]\s|[\"“„«(])\s*$", looked.plain[:run.start()]))
        parts = run[0].split()
        if opens and (looked.after.nouns or stem(fold(parts[0])) in OPENERS or len(parts) == 1):
            parts = parts[1:]
        while parts and (LETTER_WORD.fullmatch(parts[0]) or all(each in OPENERS for each in stems(parts[0]))):
            parts = parts[1:]
        if looked.after.nouns and len(parts) == 1:
            continue
        phrase = stems(" ".join(parts))
        if any(word not in given.words and word not in given.asked and word not in OPENERS for word in phrase):
            return False
        if len(parts) > 1 and f" {' '.join(phrase)} " not in given.phrases and not set(phrase) <= given.asked:
            return False
        if set(phrase) - given.words - OPENERS and OFFERING.search(looked.text) and not DENIALS.search(looked.text):
            return False
    return True
