"""Sizes as shoppers write them, and which of a shelf's own sizes they are: "XXXL", "UK 9", "33/34", "aged six".

Tables are those of en/sizing.toml: EN 13402-3 for clothes by number, the usual comparison of shoe sizes, and the
heights that children's clothes are numbered by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from shop.assistant.language.numbers import NUMBERS
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import stems

LETTERS, TIMES = ENGLISH.pattern("sizing.letters"), ENGLISH.values("sizing.times")
WITH_A_SYSTEM, NUMBER = ENGLISH.pattern("sizing.with_a_system"), ENGLISH.pattern("sizing.number")
WAIST_AND_LEG, WAIST = ENGLISH.pattern("sizing.waist_and_leg"), ENGLISH.pattern("sizing.waist")
AGE, STATURE = ENGLISH.pattern("sizing.age"), ENGLISH.pattern("sizing.stature")
CHILD = ENGLISH.pattern("sizing.child")
FOOTWEAR = frozenset(ENGLISH.words("sizing.footwear"))
WOMEN: Mapping[str, Mapping[str, int]] = ENGLISH.values("sizing.women")
MEN: Mapping[str, Mapping[str, int]] = ENGLISH.values("sizing.men")
EU_OF_UK = {float(uk): eu for uk, eu in ENGLISH.values("sizing.adult_shoes").items()}
EU_OF_CHILD_UK = {float(uk): eu for uk, eu in ENGLISH.values("sizing.child_shoes").items()}
STATURES = {int(age): height for age, height in ENGLISH.values("sizing.statures").items()}
NAMES = ("XXS", "XS", "S", "M", "L", "XL", "XXL")
OLDEST_CHILD, INCH = 14, 2.54
# The numbers of children's clothes, which are heights in centimetres.
SHORTEST, TALLEST = 50, 176
LETTER = re.compile(r"(?:(\d)x|(x*))(xs|xl|s|m|l)")
IN_WORDS: Mapping[str, str] = ENGLISH.values("sizes.letters")
# "6", "5-6", "5-6 years", "6y": a size that is an age.
AN_AGE = re.compile(r"(\d{1,2})(?:\s*[-–/]\s*(\d{1,2}))?\s*(?:y|yrs?|years?)?")


class System(Enum):
    """The country whose numbers are meant."""

    EU = "eu"
    UK = "uk"
    US = "us"


SYSTEMS = {"eu": System.EU, "eur": System.EU, "european": System.EU, "uk": System.UK, "british": System.UK,
           "us": System.US, "american": System.US}


@dataclass(frozen=True)
class Letters:
    """`rank` counts from M: XS is -2, 3XL is 4."""

    rank: int


@dataclass(frozen=True)
class Number:
    number: float
    system: System | None = None


@dataclass(frozen=True)
class Waist:
    """In centimetres where `metric`, else in inches; `leg` in inches, None where it is not said."""

    girth: int
    leg: int | None = None
    metric: bool = False


@dataclass(frozen=True)
class Age:
    years: int


@dataclass(frozen=True)
class Stature:
    """How tall a child is, in centimetres."""

    height: int


Size = Letters | Number | Waist | Age | Stature


@dataclass(frozen=True)
class Notation:
    """A size in a text; `written` as the shopper has it."""

    size: Size
    written: str
    start: int
    end: int


@dataclass(frozen=True)
class Shelf:
    """The sizes of the goods asked for, folded, in the shop's order. `women`, `men` and `children` say for whom, none
    of them where that is open."""

    sizes: tuple[str, ...]
    footwear: bool = False
    women: bool = False
    men: bool = False
    children: bool = False


class Beyond(Enum):
    """Where a size that is not carried lies."""

    ABOVE = "largest"
    BELOW = "smallest"
    BETWEEN = "nearest"


@dataclass(frozen=True)
class Fitting:
    """The shelf's own sizes for what was asked: `exact`, or else the `nearest`, of which `beyond` says what they are.
    `converted` says that they are not written as it was asked for."""

    exact: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    converted: bool = False
    beyond: Beyond = Beyond.BETWEEN


def notations(text: str) -> tuple[Notation, ...]:
    """The sizes in a folded text whose numbers are figures, in its order; the most telling way of writing has a word
    first."""
    found: list[Notation] = []
    for pattern, read in READERS:
        for match in pattern.finditer(text):
            size = read(match)
            if size is not None and not any(each.start < match.end() and match.start() < each.end for each in found):
                found.append(Notation(size, match[0].strip(), *match.span()))
    return tuple(sorted(found, key=lambda each: each.start))


def part(match: re.Match[str], *names: str) -> str:
    return next((match[name] for name in names if match[name]), "")


def letters(match: re.Match[str]) -> Size:
    base = part(match, "base", "end", "of", "last") or "l"
    if match["times"]:
        count = TIMES[match["times"]]
    else:
        count = int(match["count"] or 0) or len(match["xs"] or "") or len((match["words"] or "").split())
    return Letters(count + 1 if base[0] == "l" else -count - 1)


def number(match: re.Match[str]) -> Size:
    return Number(figure(part(match, "number", "bare", "sized", "fragment")))


def number_of_a_system(match: re.Match[str]) -> Size:
    return Number(figure(part(match, "number", "first")), SYSTEMS[part(match, "system", "after")])


def figure(text: str) -> float:
    return float(re.sub(r"½|\s1/2", ".5", text).replace(",", "."))


def waist_and_leg(match: re.Match[str]) -> Size:
    girth, leg = part(match, "waist", "wide", "first", "girth"), part(match, "length", "long", "then", "inside")
    return Waist(int(girth), int(leg))


def waist(match: re.Match[str]) -> Size:
    return Waist(int(part(match, "before", "after", "w")), metric=part(match, "unit", "of") == "cm")


def age(match: re.Match[str]) -> Size | None:
    """A number above all ages is a height: "a baby, 68"."""
    if match["months"]:
        return Age(int(match["months"]) // 12)
    years = part(match, "years", "old", "aged", "is", "of", "his")
    number = NUMBERS.get(years) or int(years)
    if match["his"] and not CHILD.search(match.string):
        return None
    if number > 110 or (number >= SHORTEST and not match["years"] and not match["aged"]):
        return Stature(number) if number <= TALLEST else None
    return Age(number)


def stature(match: re.Match[str]) -> Size | None:
    written = part(match, "tall", "cm").replace(",", ".")
    height = round(float(written) * (100 if "." in written else 1))
    return Stature(height) if SHORTEST <= height <= TALLEST and CHILD.search(match.string) else None


READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Size | None]], ...] = (
    (STATURE, stature), (AGE, age), (WAIST_AND_LEG, waist_and_leg), (WAIST, waist),
    (WITH_A_SYSTEM, number_of_a_system), (LETTERS, letters), (NUMBER, number))


def spoken(size: Size) -> str:
    """A size as an answer says it."""
    match size:
        case Letters():
            return f"{size.rank - 1}XL" if size.rank > 3 else NAMES[max(size.rank + 3, 0)]
        case Number():
            return f"{size.system.value.upper()} {size.number:g}" if size.system else f"{size.number:g}"
        case Waist():
            girth = f"{size.girth} cm waist" if size.metric else f"{size.girth} waist"
            return girth if size.leg is None else f"W{size.girth} L{size.leg}"
        case Age():
            return f"age {size.years}"
        case Stature():
            return f"{size.height} cm"


def is_footwear(name: str) -> bool:
    """Whether a shelf's name is of things for feet."""
    return not FOOTWEAR.isdisjoint(stems(name))


def fitting(size: Size, shelf: Shelf) -> Fitting | None:
    """Which of the shelf's sizes that is; None where they are of a kind that it cannot be told in."""
    match size:
        case Letters():
            return by_rank((size.rank,), shelf)
        case Number():
            return numbered(size, shelf)
        case Waist():
            return girdled(size, shelf)
        case Age():
            return aged(size, shelf)
        case Stature():
            return next_up(size.height, figures(shelf, 50), converted=True)


def rank_of(size: str) -> int | None:
    """Of a folded size in letters or words, from M: 0 for "m" and "medium", None for what is no such size."""
    match = LETTER.fullmatch(IN_WORDS.get(size, size).replace("-", "").replace(" ", ""))
    if match is None:
        return None
    many, more, base = match.groups()
    count = (int(many) - 1 if many else len(more)) + (len(base) == 2)
    return {"s": -1 - count, "m": 0, "l": 1 + count}[base[-1]]


def by_rank(ranks: Sequence[int], shelf: Shelf, *, converted: bool = False) -> Fitting | None:
    own: dict[str, int] = {size: rank for size in shelf.sizes if (rank := rank_of(size)) is not None}
    if not own or not ranks:
        return None
    if exact := tuple(size for size, rank in own.items() if rank in ranks):
        return Fitting(exact, converted=converted)
    nearest = min(own, key=lambda size: min(abs(own[size] - rank) for rank in ranks))
    return Fitting(nearest=(nearest,), converted=converted, beyond=beyond(min(ranks), own.values()))


def beyond(value: float, own: Collection[float]) -> Beyond:
    return Beyond.ABOVE if value > max(own) else Beyond.BELOW if value < min(own) else Beyond.BETWEEN


def figures(shelf: Shelf, least: float = 0) -> dict[str, float]:
    """The shelf's sizes that are one number."""
    found = {size: float(match[1]) for size in shelf.sizes
             if (match := re.fullmatch(r"(?:uk|us|eu|w)?\s?(\d{1,3}(?:\.5)?)", size))}
    return {size: value for size, value in found.items() if value >= least}


def ranges(shelf: Shelf) -> dict[str, tuple[float, float]]:
    """Those that stand for several: "39-42"."""
    return {size: (float(match[1]), float(match[2])) for size in shelf.sizes
            if (match := re.fullmatch(r"(\d{1,3}) ?[-–/] ?(\d{1,3})", size)) and float(match[1]) < float(match[2])}


def at(value: float, own: Mapping[str, float], *, converted: bool = False) -> Fitting | None:
    """The size of this number, or else the nearest, the larger of two."""
    if not own:
        return None
    if exact := tuple(size for size, each in own.items() if each == value):
        return Fitting(exact, converted=converted)
    nearest = min(own, key=lambda size: (abs(own[size] - value), -own[size]))
    return Fitting(nearest=(nearest,), converted=converted, beyond=beyond(value, own.values()))


def next_up(value: float, own: Mapping[str, float], *, converted: bool = False) -> Fitting | None:
    """What still fits next year: the size of this number or the next."""
    found = at(value, own, converted=converted)
    larger = [size for size, each in own.items() if each >= value]
    if found is None or found.exact or not larger or value < 0.85 * min(own.values()):
        return found
    return Fitting(nearest=(min(larger, key=lambda size: own[size]),), converted=converted)


def numbered(size: Number, shelf: Shelf) -> Fitting | None:
    own, many = figures(shelf), ranges(shelf)
    if shelf.footwear and (own or many):
        return shod(size, shelf, own, many)
    if size.system is None:
        if size.number in own.values():
            return at(size.number, own)
        if within := tuple(each for each, (low, high) in many.items() if low <= size.number <= high):
            return Fitting(within)
        if shelf.children and size.number <= OLDEST_CHILD and own and min(own.values()) >= 50:
            return aged(Age(int(size.number)), shelf)
    # A number far from all of them is none of their kind: no year, price or count is a size.
    if size.system is None and own and 0.85 * min(own.values()) <= size.number <= 1.15 * max(own.values()):
        return at(size.number, own)
    if letters := by_rank(ranks_of(size, shelf), shelf, converted=True):
        return letters
    if size.system is not None and own and (numbers := clothes_numbers(size, shelf, own)):
        return at(numbers, own, converted=numbers != size.number)
    near = own and 0.4 * min(own.values()) <= size.number <= 2 * max(own.values())
    return at(size.number, own) if near else None


def ranks_of(size: Number, shelf: Shelf) -> tuple[int, ...]:
    """The letters that a number of clothes stands for, by each country that may be meant."""
    if shelf.children:
        return ()
    tables = (MEN,) if shelf.men and not shelf.women else (WOMEN,) if shelf.women else (WOMEN, MEN)
    systems = (size.system,) if size.system else (System.EU, System.UK, System.US)
    found = [rank for table in tables for system in systems
             for letter, low in table[system.value].items()
             if low <= size.number < low + 4 and (rank := rank_of(letter.lower())) is not None
             and (size.system or size.number >= 6)]
    return tuple(dict.fromkeys(found[:1] if len(tables) > 1 and not size.system else found))


def clothes_numbers(size: Number, shelf: Shelf, own: Mapping[str, float]) -> float:
    """The number of clothes in the shelf's own country, which its numbers tell only where they are European."""
    if min(own.values()) < 30 or size.system is System.EU or shelf.children:
        return size.number
    if shelf.men:
        return size.number + 10 if min(own.values()) >= 40 else size.number
    return size.number + (28 if size.system is System.UK else 32)


def shod(size: Number, shelf: Shelf, own: Mapping[str, float],
         many: Mapping[str, tuple[float, float]]) -> Fitting | None:
    """Shoes and socks. Where the shelf's numbers are large they are European, where small American unless they say."""
    highest = max((*own.values(), *(high for _, high in many.values())))
    here = System.EU if highest >= 20 else System.UK if any(each.startswith("uk") for each in own) else System.US
    asked = size.system or (System.EU if size.number >= 16 else None)
    if asked is here or (asked is None and here is not System.EU):
        within = tuple(each for each, (low, high) in many.items() if low <= size.number <= high)
        return Fitting(within) if within else at(size.number, own or {each: high for each, (_, high) in many.items()})
    systems = (asked,) if asked else (System.UK, System.US)
    values = tuple(dict.fromkeys(
        value for system in systems for value in shoe_numbers(size.number, system, here, shelf)))
    if not values:
        return None
    exact = tuple(each for each, value in own.items() if value in values) + tuple(
        each for each, (low, high) in many.items() if any(low <= value <= high for value in values))
    if exact:
        return Fitting(exact, converted=asked is not here)
    return at(values[0], own or {each: high for each, (_, high) in many.items()}, converted=asked is not here)


def shoe_numbers(value: float, asked: System, here: System, shelf: Shelf) -> Iterator[float]:
    """The same shoe in the numbers of another country; of women's and men's American ones, both where it is open."""
    table = EU_OF_CHILD_UK if shelf.children else EU_OF_UK
    for more in higher_by(shelf) if System.US in (asked, here) else (0.0,):
        if asked is System.EU:
            british = next((uk for uk, eu in table.items() if eu >= value), None)
        else:
            british = value - more if asked is System.US else value
        if british is None:
            continue
        if here is not System.EU:
            yield british + more if here is System.US else british
        elif (european := european_of(british, table)) is not None:
            yield european


def european_of(british: float, table: Mapping[float, int]) -> float | None:
    if british in table:
        return table[british]
    if british > max(table) or british < min(table):
        # Beyond all shoes that are made: it only has to be known on which side.
        return float(max(table.values()) + 1 if british > max(table) else min(table.values()) - 1)
    larger = table.get(british + 0.5)
    return float(larger) if larger else None


def higher_by(shelf: Shelf) -> tuple[float, ...]:
    """By how much American numbers are higher than British ones."""
    if shelf.children:
        return (1.0,)
    return (2.0,) if shelf.women and not shelf.men else (1.0,) if shelf.men else (1.0, 2.0)


def girdled(size: Waist, shelf: Shelf) -> Fitting | None:
    """By the waist: in centimetres or inches, as the shelf has it; a leg counts where the shelf tells it."""
    if size.leg is not None:
        both = {each: tuple(map(int, numbers)) for each in shelf.sizes
                if len(numbers := re.findall(r"\d+", each)) == 2 and re.search(r"[x×/l]", each)}
        if exact := tuple(each for each, pair in both.items() if pair == (size.girth, size.leg)):
            return Fitting(exact)
        if both:
            leg = size.leg
            return Fitting(nearest=(min(both, key=lambda each: (
                abs(both[each][0] - size.girth), abs(both[each][1] - leg))),))
    own = figures(shelf, 20)
    if not own:
        return None
    in_inches = max(own.values()) < 62
    girth = size.girth / INCH if size.metric and in_inches else size.girth * INCH if (
        not size.metric and not in_inches and size.girth < 62) else float(size.girth)
    near = {each: value for each, value in own.items() if abs(value - girth) <= 0.02 * girth}
    if near:
        best = min(near, key=lambda each: abs(near[each] - girth))
        return Fitting((best,), converted=near[best] != size.girth)
    return next_up(girth, own, converted=girth != size.girth)


def aged(size: Age, shelf: Shelf) -> Fitting | None:
    """The size that children of an age wear: by years or by height, as the shelf has it."""
    if size.years > OLDEST_CHILD:
        return None
    years = {each: (float(match[1]), float(match[2] or match[1])) for each in shelf.sizes
             if (match := AN_AGE.fullmatch(each)) and float(match[2] or match[1]) <= 18}
    if years and not shelf.footwear:
        if exact := tuple(each for each, (low, high) in years.items() if low <= size.years <= high):
            return Fitting(exact)
        return at(size.years, {each: high for each, (_, high) in years.items()})
    tall = figures(shelf, 50)
    return next_up(STATURES[size.years], tall, converted=True) if tall and max(tall.values()) >= 90 else None
