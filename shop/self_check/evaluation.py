"""Questions made from the owner's own rows, and whether the assistant answers them rightly without a model."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from shop.assistant.catalogue import Item
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Ended, Offer, Offered, Receipt
from shop.assistant.language.text import fold, stem, words
from shop.assistant.turn import Question, Surroundings, answer
from shop.self_check.rows import OwnRows, Shelf

# The share of right answers below which a kind has failed.
THRESHOLDS = {
    "budget": 0.95, "colour": 0.95, "exclusion": 0.95, "not carried": 0.95, "cheapest": 0.95, "compare": 0.95,
    "sold out": 0.9, "policy": 0.9, "numbers": 0.98,
}
DENIAL = re.compile(r"\b(?:no|not|none|nothing|cannot|neither)\b|n't\b")
SOLD_OUT = re.compile(r"\b(?:sold\s+out|out\s+of\s+stock|not\s+in\s+stock|no\b[^.]*\bin\s+stock)\b")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NUMBER_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


@dataclass(frozen=True)
class Heard:
    """One answer: its words, its cards as items, how many matched, and what the receipt says of it."""

    asked: str
    text: str
    offers: tuple[Offer, ...]
    items: tuple[Item, ...]
    matched: int
    sections: tuple[str, ...]
    receipt: Receipt


Check = Callable[[Sequence[Heard]], str]


@dataclass(frozen=True)
class Case:
    """A short conversation, and what is wrong with its answers: "" when nothing is."""

    kind: str
    messages: tuple[str, ...]
    wrong: Check


@dataclass
class Score:
    kind: str
    asked: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        return 1 - len(self.failures) / self.asked if self.asked else 1.0

    @property
    def passed(self) -> bool:
        return self.share >= THRESHOLDS[self.kind]


def evaluate(rows: OwnRows, around: Surroundings, *, cases: int, seed: int,
             heard: Callable[[], None]) -> list[Score]:
    """Runs up to `cases` conversations of each kind, the same ones for the same seed; `heard` is called after each.
    `around` must be without a model."""
    chosen = made(rows, around, cases, random.Random(seed))
    scores = {kind: Score(kind) for kind in THRESHOLDS}
    for case in chosen:
        answers = talk(case.messages, around)
        spoken = " > ".join(case.messages)
        note(scores[case.kind], spoken, case.wrong(answers))
        for each in answers:
            note(scores["numbers"], spoken, untrue(each, rows, around))
        heard()
    return list(scores.values())


def note(score: Score, spoken: str, wrong: str) -> None:
    score.asked += 1
    if wrong:
        score.failures.append((spoken, wrong))


def talk(messages: Sequence[str], around: Surroundings) -> list[Heard]:
    dialogue, found = Dialogue(), []
    for text in messages:
        events = list(answer(Question(text), dialogue, around))
        ended, offered = events[-1], next(event for event in events if isinstance(event, Offered))
        assert isinstance(ended, Ended)
        items = around.catalogue.items([offer.product_id for offer in offered.offers])
        found.append(Heard(text, ended.text, offered.offers, items, offered.matched,
                           tuple(source.slug for source in offered.sources), ended.receipt))
        dialogue = Dialogue.from_json(ended.dialogue)
    return found


def made(rows: OwnRows, around: Surroundings, cases: int, chance: random.Random) -> list[Case]:
    """Some of every kind, as far as the rows give them."""
    shelves = rows.shelves()
    kinds = (budgets, colours, exclusions, not_carried, cheapest, comparisons, sold_out, policies)
    found: list[Case] = []
    for kind in kinds:
        made_of_kind = kind(rows, shelves, around, chance)
        for _, case in zip(range(cases), made_of_kind, strict=False):
            found.append(case)
    return found


def drawn(shelves: Sequence[Shelf], chance: random.Random) -> Iterator[Shelf]:
    """The shelves in a random order, for ever."""
    while shelves:
        yield from chance.sample(shelves, len(shelves))


def budgets(rows: OwnRows, shelves: Sequence[Shelf], around: Surroundings, chance: random.Random) -> Iterator[Case]:
    for shelf in drawn(shelves, chance):
        prices = rows.prices(shelf)
        limit = round_up(chance.choice(prices), 10**around.digits)
        money = around.money(limit)
        message = shelf.asked(chance, [f"{{}} under {money}", f"{{}} up to {money} please"],
                              [f"I need a {{}}, at most {money}"])
        yield Case("budget", (message,), cards(
            lambda item, _, shelf=shelf, limit=limit:
            shelf.wrong(item) or (f"{item.name} costs more" if item.price > limit else ""),
            count=sum(price <= limit for price in prices)))


def colours(rows: OwnRows, shelves: Sequence[Shelf], around: Surroundings, chance: random.Random) -> Iterator[Case]:
    coloured = [shelf for shelf in shelves if rows.colours(shelf)]
    for shelf in drawn(coloured, chance):
        colour = chance.choice(rows.colours(shelf))
        message = chance.choice([f"{colour} {shelf.name.lower()}", f"Do you have {shelf.name.lower()} in {colour}?"])
        fits = rows.meanings("colour", colour)
        yield Case("colour", (message,), cards(
            lambda item, offer, shelf=shelf, fits=fits:
            shelf.wrong(item) or ("" if in_stock_in(item, fits) and (not offer.colour or fold(offer.colour) in fits)
                                  else f"{item.name} cannot be had in it"),
            count=rows.count(shelf, colours=fits)))


def exclusions(rows: OwnRows, shelves: Sequence[Shelf], around: Surroundings,
               chance: random.Random) -> Iterator[Case]:
    several = [shelf for shelf in shelves if len(rows.colours(shelf)) > 1 or len(rows.brands(shelf)) > 1]
    for shelf in drawn(several, chance):
        plural = shelf.name.lower()
        kinds = [kind for kind in ("colour", "brand") if len(rows.values(shelf, kind)) > 1]
        kind = chance.choice(kinds)
        value = chance.choice(rows.values(shelf, kind))
        ruled_out = rows.meanings(kind, value)
        if kind == "colour":
            message = chance.choice([f"{plural}, but not {value}", f"{plural}, anything but {value}"])
            yield Case("exclusion", (message,), cards(
                lambda item, offer, shelf=shelf, ruled_out=ruled_out:
                shelf.wrong(item) or (f"{item.name} is shown in it" if fold(offer.colour) in ruled_out else "")
                or ("" if in_stock_outside(item, ruled_out) else f"{item.name} has no other colour"),
                count=rows.count(shelf, without_colours=ruled_out)))
        else:
            message = chance.choice([f"{plural}, nothing from {value}", f"{plural} but not {value}"])
            yield Case("exclusion", (message,), cards(
                lambda item, _, shelf=shelf, ruled_out=ruled_out:
                shelf.wrong(item) or (f"{item.name} is from there" if fold(item.brand) in ruled_out else ""),
                count=rows.count(shelf, without_brands=ruled_out)))


def not_carried(rows: OwnRows, shelves: Sequence[Shelf], around: Surroundings,
                chance: random.Random) -> Iterator[Case]:
    """A colour that exists, but not on this shelf; and things that no shop has."""
    every_colour = sorted({colour for shelf in shelves for colour in rows.colours(shelf)})
    for shelf in drawn(shelves, chance):
        has = {meaning for colour in rows.every_colour(shelf) for meaning in rows.meanings("colour", colour)}
        absent = [colour for colour in every_colour if not has & set(rows.meanings("colour", colour))]
        if absent and chance.random() < 0.5:
            yield Case("not carried", (f"{chance.choice(absent)} {shelf.name.lower()}",), denied)
        else:
            yield Case("not carried", (f"Do you sell {unheard_of(around, chance)}?",), no_cards)


def unheard_of(around: Surroundings, chance: random.Random) -> str:
    """A word of no language that is unlike any of the shop's."""
    vocabulary = around.catalogue.vocabulary()
    while True:
        word = "".join(chance.choice("bdfgklmnprtvz") + chance.choice("aeiou") for _ in range(4)) + "x"
        if stem(word) not in vocabulary.known and not vocabulary.of(word):
            return word


def cheapest(rows: OwnRows, shelves: Sequence[Shelf], around: Surroundings, chance: random.Random) -> Iterator[Case]:
    for shelf in drawn(shelves, chance):
        least = rows.prices(shelf)[0]
        message = shelf.asked(chance, ["cheapest {}"], ["What is your cheapest {}?"])

        def wrong(heard: Sequence[Heard], least: int = least, shelf: Shelf = shelf) -> str:
            last = heard[-1]
            if not last.items:
                return "no card"
            first = last.items[0]
            if first.price != least or shelf.wrong(first):
                return f"shows {first.name} first; the cheapest costs {around.money(least)}"
            named = first.name in last.text and around.money(least) in last.text
            return "" if named else f"does not name {first.name} with its price"

        yield Case("cheapest", (message,), wrong)


def comparisons(rows: OwnRows, shelves: Sequence[Shelf], around: Surroundings,
                chance: random.Random) -> Iterator[Case]:
    several = [shelf for shelf in shelves if len(rows.prices(shelf)) > 1]

    def wrong(heard: Sequence[Heard]) -> str:
        before, last = heard
        if len(before.items) < 2:
            return "fewer than two cards to compare"
        pair = before.items[:2]
        if {item.id for item in last.items} != {item.id for item in pair}:
            return "the cards are not the two that were meant"
        missing = [item.name for item in pair
                   if item.name not in last.text or around.money(item.price) not in last.text]
        return f"does not give name and price of {missing[0]}" if missing else ""

    for shelf in drawn(several, chance):
        yield Case("compare", (f"Show me {shelf.name.lower()}", chance.choice(
            ["Compare the first and the second", "What is the difference between the first one and the second one?"])),
            wrong)


def sold_out(rows: OwnRows, shelves: Sequence[Shelf], around: Surroundings, chance: random.Random) -> Iterator[Case]:
    """Products of which nothing is left, then sizes of which nothing is left."""
    gone = rows.sold_out()
    for name in chance.sample(gone, len(gone)):
        yield Case("sold out", (f"Do you have the {name}?",), said_sold_out)
    sizes = rows.sold_out_sizes()
    for name, size in chance.sample(sizes, len(sizes)):
        yield Case("sold out", (f"Do you have the {name} in {size}?",), said_sold_out)


def policies(rows: OwnRows, shelves: Sequence[Shelf], around: Surroundings, chance: random.Random) -> Iterator[Case]:
    sections = around.knowledge.sections
    for section in chance.sample(sections, len(sections)):
        opening = " ".join(re.split(r"(?<=[.!?])\s", section.body.strip())[0].split())

        def wrong(heard: Sequence[Heard], slug: str = section.slug, opening: str = opening) -> str:
            last = heard[-1]
            if slug not in last.sections:
                return f"quotes {', '.join(last.sections) or 'no section'} instead"
            return "" if opening in " ".join(last.text.split()) else "does not say what the section says"

        yield Case("policy", (section.title if section.title.endswith("?") else f"{section.title}?",), wrong)


def cards(wrong: Callable[..., str], *, count: int) -> Check:
    """Every card must be right, there must be some where there are any, and the number stated must be the true one."""
    def check(heard: Sequence[Heard]) -> str:
        last = heard[-1]
        if count and not last.items:
            return f"no card, though {count} fit"
        if not count:
            return denied(heard)
        for item, offer in zip(last.items, last.offers, strict=True):
            if trouble := str(wrong(item, offer)):
                return trouble
        return "" if last.matched == count else f"says {last.matched} fit; it is {count}"
    return check


def denied(heard: Sequence[Heard]) -> str:
    """There is no such thing: that must be said, and cards may only be what comes near."""
    last = heard[-1]
    if not DENIAL.search(fold(last.text)):
        return "does not say that there is none"
    return "shows cards as if they matched" if last.items and not last.receipt.relaxed else ""


def no_cards(heard: Sequence[Heard]) -> str:
    return denied(heard) or ("shows cards for a thing it cannot know" if heard[-1].items else "")


def said_sold_out(heard: Sequence[Heard]) -> str:
    return "" if SOLD_OUT.search(fold(heard[-1].text)) else "does not say that it is sold out"


def in_stock_in(item: Item, colours: Sequence[str]) -> bool:
    return any(variant.stock and fold(variant.colour) in colours for variant in item.variants)


def in_stock_outside(item: Item, colours: Sequence[str]) -> bool:
    return any(variant.stock and fold(variant.colour) not in colours for variant in item.variants)


def round_up(amount: int, unit: int) -> int:
    return -(-amount // unit) * unit


def untrue(heard: Heard, rows: OwnRows, around: Surroundings) -> str:
    """A number in the answer that neither the rows shown, the sections quoted, the counts nor the question give."""
    sections = [section for section in around.knowledge.sections if section.slug in heard.sections]
    told = [heard.asked, *(f"{section.title} {section.body}" for section in sections)]
    shop = around.knowledge.shop
    told += [shop.name, shop.email, shop.phone, shop.hours]
    for item in heard.items:
        told += [item.name, item.description, *item.sizes, *item.materials, around.money(item.price),
                 f"{item.rating:.1f} out of 5 by {item.rating_count}" if item.rating else "",
                 *(f"{name} {value}" for name, value in item.attributes.items())]
    told += [around.money(abs(one.price - other.price)) for one in heard.items for other in heard.items]
    told += [around.money(price) for price in rows.edges(heard.receipt.criteria)]
    told += [str(heard.matched), str(len(heard.items))]
    if not heard.items:
        told.append(" ".join(map(str, range(len(rows.shelves()) + 1))))
    told += rows.sold_out_named(heard.text)
    true = set(NUMBER.findall(" ".join(told)))
    for number in NUMBER.findall(heard.text):
        if number not in true:
            return f"{number} is not from anything shown"
    counts = {heard.matched, len(heard.items)}
    spoken = set(words(" ".join(told)))
    for word in words(heard.text):
        if word in NUMBER_WORDS and NUMBER_WORDS[word] not in counts and word not in spoken:
            return f"“{word}” is not a count of anything shown"
    return ""
