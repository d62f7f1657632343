"""What a clause states besides prices: numbers, sizes, stock and names, and whether it was given."""

from __future__ import annotations

import re
from decimal import Decimal

from shop.assistant.catalogue import Item, ItemVariant
from shop.assistant.fact_gate.clauses import Looked
from shop.assistant.fact_gate.evidence import Facts
from shop.assistant.fact_gate.promises import DENIAL, is_denied, roots
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.quantities import CURRENCY_OF, Quantity
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import fold, stem, stems, words

THINGS = ENGLISH.pattern("stated_facts.things")
# "XL" or "2XS", but not the letter of "M&S", "L'Oréal", "A-S" or "2 L" (litres).
LETTER_SIZE = re.compile(r"(?<![\w'’.&-])(?<!\d\s)(?:[2-6]?X{1,4}[SL]|[SML])(?![\w'’&])")
NUMBERED_SIZE = ENGLISH.pattern("stated_facts.numbered_size")
# A run of capitalised words: "Poet's Flask", "Élan-Pro Mini". A capital is any letter but a–z, ß–ö and ø–ÿ, so that
# the small letters beyond "ÿ" count as capitals too: "łatwy".
NAME = re.compile(r"(?<![^\W_])[^\W\d_a-zß-öø-ÿ][\w'’]*(?:-\w+)*(?:[ \u00a0][^\W\d_a-zß-öø-ÿ][\w'’]*(?:-\w+)*)*")
STOCK = ENGLISH.pattern("stated_facts.stock")
LETTER_WORD = re.compile(r"[A-Z]-[a-z]+")  # "T-shirt", "V-neck"
OFFER = ENGLISH.pattern("stated_facts.offer")
OPENERS = STOP | {stem(mark) for mark in CURRENCY_OF if mark.isascii() and mark.isalpha()} | frozenset(
    each
    for name in ("openers", "german_openers", "french_openers", "polish_openers", "spanish_openers")
    for each in stems(" ".join(ENGLISH.words(f"stated_facts.{name}")))
)
# What stands right before a word that begins a sentence or a quotation: ". ", "(", "“".
OPENED = re.compile(r"(?:[.!?:]\s|[\"“„«(])\s*$")


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
    if things and (kind := things.lastgroup):  # "colours" or "sizes", as a row has them
        return each.value in {len(getattr(item, kind)) for item in looked.about or given.items} or each.value == 1
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
        said = bool(match["gone"]) == is_denied(looked.plain, match.start())
        if said not in there and not any(roots(match[0]) <= each.roots for each in given.sentences):
            return False
    return True


def sizes_in(text: str) -> list[str]:
    return [match[0] for match in LETTER_SIZE.finditer(text)] + [
        match["number"] for match in NUMBERED_SIZE.finditer(text)]


def sizes_hold(looked: Looked, given: Facts) -> bool:
    """Sizes are those of the products spoken of, or stand in a section; others only to say they are not there."""
    has = {fold(size) for item in looked.about or given.items for size in item.sizes}
    for size in map(fold, sizes_in(looked.plain)):
        told = any(size in sentence.roots for sentence in given.sentences)
        if size not in has and not told and not (size in given.asked and DENIAL.search(looked.text)):
            return False
    return True


def names_hold(looked: Looked, given: Facts) -> bool:
    """Capitalised words that neither begin a sentence nor are common must have been given, and side by side only as
    they stand there together."""
    for run in NAME.finditer(looked.plain):
        before = looked.plain[:run.start()]
        opens = (looked.first and not before.strip(" \n\"“”'‘(*-")) or bool(OPENED.search(before))
        parts = run[0].split()
        if opens and (looked.after.nouns or len(parts) == 1):
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
        if set(phrase) - given.words - OPENERS and OFFER.search(looked.text) and not DENIAL.search(looked.text):
            return False
    return True
