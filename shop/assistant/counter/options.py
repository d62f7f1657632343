"""The options of a product that a text names: its own colours, and its sizes or whatever else it comes in.

A shop writes an option as it likes ("height: 5 ft", "128GB", "10-inch", "M"), and a shopper as they like ("five foot",
"128 gb", "the 10 inch one", "medium"): both are cut into the same parts, which are compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shop.assistant.catalogue import Item
from shop.assistant.language.numbers import NUMBERS
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import fold, stem
from shop.assistant.vocabulary import Vocabulary

# "dad's" is read without its ending, so that the "s" is no size.
ENDING = re.compile(r"['’](s|m|d|ll|re|ve|t)\b")
LETTERS: Mapping[str, str] = ENGLISH.values("sizes.letters")
WORDED = "|".join(sorted((each.replace(" ", "[ -]?") for each in LETTERS), key=len, reverse=True))
# Sizes in words, "x-large" among them, then numbers, then words; the "s" of "34s" is no part.
PART = re.compile(rf"\b(?P<sized>{WORDED}|x+[ -](?:large|small|l|s))\b|(?P<number>\d+(?:[.,]\d+)?)(?:s\b)?"
                  r"|(?P<word>[a-z]+)|(?<=\d)[\"%]")
SPELLINGS: Mapping[str, str] = ENGLISH.values("variant.spellings")
UNITS = frozenset(ENGLISH.words("variant.units"))
SMALL_WORDS = frozenset(ENGLISH.words("cart.small_words"))
LEAST = 4


@dataclass(frozen=True)
class Part:
    """A word or a number of a text. `key` is how it is compared; `start` and `end` are where it stands."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Named:
    """What a text names of a product's options, as the owner wrote them. `used` are the spans that do, (start, end);
    `foreign` is an option that is named and that the product does not come in, "" for none."""

    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    used: tuple[tuple[int, int], ...] = ()
    foreign: str = ""

    def __bool__(self) -> bool:
        return bool(self.colours or self.sizes)


def parts_of(text: str) -> list[Part]:
    """The parts of a folded text. Letters stand for sizes in words: "extra large" is "xl"."""
    plain = ENDING.sub(lambda match: " " * len(match[0]), text)
    parts = [Part(size_key(match["sized"]) if match["sized"] else key_of(match["number"] or match[0]),
                  match.start(), match.end()) for match in PART.finditer(plain)]
    # "30 to 50" reads "30-50".
    return [part for at, part in enumerate(parts) if not (
        part.key == "to" and 0 < at < len(parts) - 1 and parts[at - 1].key.isdigit() and parts[at + 1].key.isdigit())]


def size_key(words: str) -> str:
    """"xl" for "extra large" and "x-large", "m" for "medium"."""
    plain = words.replace("-", " ")
    return LETTERS.get(plain) or f"{plain.split()[0]}{plain.split()[-1][0]}"


@lru_cache(maxsize=4096)
def key_of(word: str) -> str:
    if word == '"':
        return "in"
    # Units are too short for a stem: "lbs".
    root = word[:-1] if word[:-1] in UNITS and word.endswith("s") else stem(word) if len(word) > 2 else word
    return str(NUMBERS[word]) if word in NUMBERS else SPELLINGS.get(word, SPELLINGS.get(root, root))


@lru_cache(maxsize=4096)
def option_parts(value: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The parts of an option, and those of its label: ("5", "ft") and {"height"} of "height: 5 ft"."""
    label, _, rest = value.rpartition(": ")
    return tuple(part.key for part in parts_of(fold(rest))), frozenset(part.key for part in parts_of(fold(label)))


def named_options(text: str, item: Item, vocabulary: Vocabulary) -> Named:
    """The options of the item that a folded text names; its own name and counts have been taken out of the text."""
    return Finder(text, item, vocabulary).named()


class Finder:
    """Looks for the options of one item in one text: the whole ones first, the longest before the others."""

    def __init__(self, text: str, item: Item, vocabulary: Vocabulary) -> None:
        self.text, self.item, self.vocabulary = text, item, vocabulary
        self.parts = parts_of(text)
        self.free = [True] * len(self.parts)
        self.options = [("colour", each) for each in item.colours] + [("size", each) for each in item.sizes]
        self.labels = frozenset().union(*(option_parts(each)[1] for each in item.sizes))
        self.found: dict[tuple[str, str], None] = {}

    def named(self) -> Named:
        for key, value in sorted(self.options, key=lambda each: -len(option_parts(each[1])[0])):
            self.take_whole(key, value)
        self.take_meant()
        self.take_telling()
        colours = tuple(value for key, value in self.found if key == "colour")
        sizes = tuple(value for key, value in self.found if key == "size")
        foreign = self.foreign(bool(colours), bool(sizes))
        used = tuple((part.start, part.end) for part, free in zip(self.parts, self.free, strict=True) if not free)
        return Named(colours, sizes, used, foreign)

    def take(self, key: str, value: str, at: int, length: int) -> None:
        self.found[key, value] = None
        for place in range(at, at + length):
            self.free[place] = False

    def take_whole(self, key: str, value: str) -> None:
        """All parts of an option side by side."""
        wanted = option_parts(value)[0]
        for at in range(len(self.parts) - len(wanted) + 1 if wanted else 0):
            here = range(at, at + len(wanted))
            same = tuple(self.parts[place].key for place in here) == wanted and all(self.free[place] for place in here)
            if same and (len(wanted) > 1 or self.stands_alone(at)):
                self.take(key, value, at, len(wanted))

    def stands_alone(self, at: int) -> bool:
        """Whether a single part can be an option: no letter of another word, and no number of something else."""
        key = self.parts[at].key
        if len(key) == 1 and key.isalpha():
            return not at or not self.free[at - 1] or not re.search(r"\d ?$", self.text[:self.parts[at].start])
        behind = self.parts[at + 1] if key[0].isdigit() and at + 1 < len(self.parts) else None
        return behind is None or behind.key not in UNITS or behind.key in self.labels or self.is_apart(at)

    def is_apart(self, at: int) -> bool:
        """Whether what follows a number is no unit of it: the "in" of "9 in white", the "m" of "30, m"."""
        behind = self.parts[at + 1]
        return self.text[behind.start:behind.end] == "in" or "," in self.text[self.parts[at].end:behind.start]

    def take_meant(self) -> None:
        """What the shop's other words stand for."""
        own = {(key, fold(value)): value for key, value in self.options}
        for at, part in enumerate(self.parts):
            word = self.text[part.start:part.end].strip()
            if self.free[at] and len(word) > 1:
                for meaning in self.vocabulary.of(word):
                    if (value := own.get((meaning.key, meaning.value))) is not None:
                        self.take(meaning.key, value, at, 1)

    def take_telling(self) -> None:
        """A part that only one of the options has: the "2000" of "2000 pieces", the "homekit" of "Apple HomeKit"."""
        having = Counter(part for _, value in self.options for part in set(option_parts(value)[0]))
        for key, value in self.options:
            for part in option_parts(value)[0]:
                if having[part] == 1:
                    self.take_one(key, value, part)

    def take_one(self, key: str, value: str, wanted: str) -> None:
        known = [value for found, value in self.found if found == key]
        if known and known != [value]:
            return
        rivals = [part for _, other in self.options if other != value for part in option_parts(other)[0]]
        for at, part in enumerate(self.parts):
            same = part.key == wanted and (wanted[0].isdigit() or len(wanted) > 2)
            alike = len(wanted) > LEAST and len(part.key) >= LEAST and alike_words(part.key, wanted) and not any(
                alike_words(part.key, other) for other in rivals)
            if self.free[at] and (same or alike) and part.key not in SMALL_WORDS and self.fits_unit(at, value):
                self.take(key, value, at, 1)

    def fits_unit(self, at: int, value: str) -> bool:
        """Whether the unit behind a number, if there is one, is the option's: "10 gb" is not 10 inches."""
        if not self.parts[at].key[0].isdigit() or at + 1 == len(self.parts):
            return True
        behind = self.parts[at + 1].key
        return behind not in UNITS or behind in option_parts(value)[0] or behind in self.labels or self.is_apart(at)

    def foreign(self, coloured: bool, sized: bool) -> str:
        """What is named of a kind of option that the item has, but not so."""
        for at, part in enumerate(self.parts):
            word = self.text[part.start:part.end].strip()
            if not self.free[at] or (len(word) == 1 and not self.stands_alone(at)):
                continue
            for meaning in self.vocabulary.of(word):
                if (meaning.key == "size" and self.item.sizes and not sized) or (
                        meaning.key == "colour" and not coloured and any(self.item.colours)):
                    self.free[at] = False
                    return self.vocabulary.label(meaning.key, meaning.value)
        return "" if sized else self.strange_number()

    def strange_number(self) -> str:
        """A number with a unit that options of the item have, too: "128 gb" where there are 64 and 256."""
        units = {part for each in self.item.sizes for part in option_parts(each)[0] if not part[0].isdigit()} & UNITS
        for at, part in enumerate(self.parts[:-1]):
            if self.free[at] and part.key[0].isdigit() and self.parts[at + 1].key in units and not self.is_apart(at):
                self.free[at] = self.free[at + 1] = False
                return self.text[part.start:self.parts[at + 1].end].strip()
        return ""


def alike_words(one: str, other: str) -> bool:
    """Whether one word begins the other: "robot" and "robotic"."""
    return len(one) >= LEAST and len(other) >= LEAST and (one.startswith(other) or other.startswith(one))


def in_order(sizes: Sequence[str]) -> tuple[str, ...]:
    """Sizes from the smallest, where they are letters or begin with a number, else as they stand."""
    ranks = {size: rank_of(size) for size in sizes}
    return tuple(sorted(sizes, key=lambda size: ranks[size] or 0.0)) if all(
        rank is not None for rank in ranks.values()) else tuple(sizes)


def rank_of(size: str) -> float | None:
    parts = option_parts(size)[0]
    if not parts:
        return None
    letters = re.fullmatch(r"(\d?)(x*)([sml])", "".join(parts))
    if letters:
        extra = int(letters[1] or 0) or len(letters[2])
        return {"s": -1.0, "m": 0.0, "l": 1.0}[letters[3]] * (1 + extra)
    numbers = [float(part.replace(",", ".")) for part in parts if part[0].isdigit()]
    words = {"low": -1.0, "mini": -2.0, "high": 1.0}
    return numbers[0] if numbers else words.get(parts[0])
