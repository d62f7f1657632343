"""The address of a results page, read and written: what was asked, what could not be read, what to change."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from flask import current_app, url_for
from werkzeug.datastructures import MultiDict

from shop.assistant.criteria import BY_KEY, LABELLED, SORTS, Criteria, Criterion
from shop.assistant.language.text import fold, stems
from shop.assistant.understanding.search_text import SearchText
from shop.assistant.vocabulary import Vocabulary
from shop.catalogue.browsing import FILTERS
from shop.web.page import decimal, money

PER_PAGE = 24
MOST_VALUES, MOST_WORDS, LONGEST_SEARCH = 30, 12, 200
# What an address can hold of a search's words: not a mere "cheap", and not how many pieces.
KEPT = frozenset((*LABELLED, "price_min", "price_max", "rating_min", "sort", "exclude"))
RATING = re.compile(r"[0-5](?:\.\d)?")
PRICE = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")
LETTERED, NUMBERED = re.compile(r"(\d?)(x*)([sml])"), re.compile(r"\d+(?:[.,]\d+)?")
PAGE = re.compile(r"[1-9]\d{0,5}")
SORT_NAMES = {"price_asc": "Price, low to high", "price_desc": "Price, high to low",
              "rating": "Best rated", "newest": "Newest"}
Args = MultiDict[str, str]


@dataclass(frozen=True)
class Asked:
    """A results page as its address asks for it. `filters` are what the address names, `criteria` those and what was
    understood of the words typed (`q`), of which `rest` are left; `named` are the products that they call by name.
    `complaints` say what could not be read and was
    left out."""

    q: str
    filters: Criteria
    criteria: Criteria
    rest: str
    page: int
    complaints: tuple[str, ...]
    named: tuple[int, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether the words say anything that is more than words."""
        return self.criteria.without("words") != self.filters

    @property
    def unseen(self) -> list[tuple[str, str]]:
        """Name and value of what is asked for and no filter of the page shows, for the form to keep."""
        shown = {each.key for each in FILTERS} | {"q", "sort", "price_min", "price_max", "page"}
        return [(name, value) for name, values in parameters_of("", self.criteria, 1).items() if name not in shown
                for value in (values if isinstance(values, list) else [values])]


@dataclass(frozen=True)
class Chip:
    """One active filter: `url` is the page without it."""

    key: str
    value: str
    label: str
    url: str
    criteria: Criteria


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    chosen: bool


def asked_of(args: Args, read: Callable[[str], SearchText]) -> Asked:
    """`read` understands the words that were typed. What a filter says goes before what they say of the same."""
    q, filters = searched(args), filters_asked(args)
    if not q:
        return Asked(q, filters, filters, "", page_of(args) or 1, tuple(complaints_about(args)))
    said = read(q)
    own = filters.asked()
    understood = {key: value for key, value in said.values.asked().items() if key not in own and key in KEPT}
    typed = () if understood or said.is_whole_shop else tuple(dict.fromkeys(stems(q)))
    words = (said.left if understood else said.every) or typed
    criteria = filters.changed(**understood, words=words[:MOST_WORDS])
    return Asked(q, filters, criteria, " ".join(words), page_of(args) or 1, tuple(complaints_about(args)), said.named)


def filters_asked(args: Args) -> Criteria:
    """What the address asks for beside words; what cannot be read counts as not asked."""
    low, high = price_of(args.get("price_min", "")), price_of(args.get("price_max", ""))
    if low is not None and high is not None and low > high:
        low, high = high, low
    sort = args.get("sort", "")
    stars = RATING.fullmatch(args.get("rating_min", "").strip())
    return Criteria(
        price_min=low, price_max=high, sort=sort if sort in SORTS else None,
        rating_min=float(stars[0]) if stars else None, exclude=ruled_out(args),
    ).changed(**{key: tuple(map(BY_KEY[key].folded, values_of(args, key))) for key in LABELLED})


def ruled_out(args: Args) -> dict[str, tuple[str, ...]]:
    """The values that are not wanted, each as "colour:black"."""
    found: dict[str, list[str]] = {}
    for pair in values_of(args, "without"):
        key, _, value = pair.partition(":")
        if value and key in BY_KEY and BY_KEY[key].excludable:
            found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def complaints_about(args: Args) -> list[str]:
    found = [
        f"“{text[:40]}” is not a price, so it was left out. Write an amount such as {decimal(4000)}."
        for name in ("price_min", "price_max")
        if (text := args.get(name, "").strip()) and price_of(text) is None]
    low, high = price_of(args.get("price_min", "")), price_of(args.get("price_max", ""))
    if low is not None and high is not None and low > high:
        found.append(f"The lowest price was above the highest; these are from {money(high)} to {money(low)}.")
    if (sort := args.get("sort", "").strip()) and sort not in SORTS:
        found.append(f"There is no sorting called “{sort[:40]}”; these are in the shop's own order.")
    if args.get("page", "").strip() and page_of(args) is None:
        found.append(f"“{args['page'].strip()[:40]}” is not a page number; this is the first page.")
    if searched(args) and not stems(searched(args)):
        found.append("There was no word in that search; these are all products.")
    return found


def searched(args: Args) -> str:
    return " ".join(args.get("q", "").split())[:LONGEST_SEARCH]


def values_of(args: Args, key: str) -> tuple[str, ...]:
    texts = (" ".join(fold(text).split()) for text in args.getlist(key)[:MOST_VALUES])
    return tuple(dict.fromkeys(text[:120] for text in texts if text.isprintable() and text))


def price_of(text: str) -> int | None:
    """Minor units of an amount as shoppers type it: "40", "39.50", "39,50"."""
    digits = get_currency_precision(current_app.config["CURRENCY"])
    if not (match := PRICE.fullmatch(text.strip())):
        return None
    return int(Decimal(f"{match[1]}.{match[2] or 0}").scaleb(digits))


def page_of(args: Args) -> int | None:
    text = args.get("page", "").strip()
    return int(text) if PAGE.fullmatch(text) else None


def address(q: str, criteria: Criteria, page: int = 1) -> str:
    """The results page that asks for just this, without empty parameters."""
    return url_for("storefront.products", **parameters_of(q, criteria, page))


def parameters_of(q: str, criteria: Criteria, page: int) -> dict[str, Any]:
    parameters: dict[str, Any] = {
        "q": q, **{key: list(criteria.values(key)) for key in LABELLED},
        "without": [f"{key}:{value}" for key, values in criteria.exclude.items() for value in values],
        "price_min": plain(criteria.price_min), "price_max": plain(criteria.price_max),
        "rating_min": f"{criteria.rating_min:g}" if criteria.rating_min else "",
        "sort": criteria.sort, "page": page if page > 1 else None}
    return {name: value for name, value in parameters.items() if value}


def plain(minor: int | None) -> str:
    """An amount as one would type it: "40", "39.50", "" for none."""
    return "" if minor is None else decimal(minor).removesuffix(".00")


def chips_of(asked: Asked, vocabulary: Vocabulary) -> list[Chip]:
    """The active filters in the order of the form."""
    criteria, chips = asked.criteria, []

    def add(key: str, value: str, label: str) -> None:
        left = criteria.without(key, value if key in LABELLED or key == "exclude" else None)
        # What was understood of the words stands in the address from here on, so that it can be taken away.
        chips.append(Chip(key, value, label, address("" if key == "words" else asked.rest, left), left))

    if asked.rest:
        add("words", asked.rest, f"“{asked.q if not asked.understood else asked.rest}”")
    for key in sorted(LABELLED, key=lambda key: (not BY_KEY[key].filters, LABELLED.index(key))):
        for value in criteria.values(key):
            label = vocabulary.in_full(key, value)
            add(key, value, f"Size {label}" if key == "size" else capital(label))
    for key, values in criteria.exclude.items():
        for value in values:
            add("exclude", f"{key}:{value}", f"Not {mid_sentence(vocabulary.in_full(key, value))}")
    if criteria.rating_min:
        add("rating_min", f"{criteria.rating_min:g}", f"{criteria.rating_min:g} stars or more")
    if criteria.price_min is not None:
        add("price_min", plain(criteria.price_min), f"From {money(criteria.price_min)}")
    if criteria.price_max is not None:
        add("price_max", plain(criteria.price_max), f"Up to {money(criteria.price_max)}")
    return chips


def filters_of(criteria: Criteria, vocabulary: Vocabulary,
               tallies: Mapping[str, Mapping[str, int]]) -> list[tuple[Criterion, list[Choice]]]:
    """The filters in the order of the page, each with its choices."""
    return [(each, choices_of(each.key, criteria, vocabulary, tallies[each.key]))
            for each in sorted(FILTERS, key=lambda each: each.place)]


def choices_of(key: str, criteria: Criteria, vocabulary: Vocabulary, counts: Mapping[str, int]) -> list[Choice]:
    """The values of a filter that would show something, and those that are chosen, in the shop's order."""
    chosen = criteria.values(key)
    values = list(dict.fromkeys((*vocabulary.values(key), *chosen)))
    if key == "size":
        values.sort(key=size_order)
    return [Choice(value, capital(vocabulary.label(key, value)), counts.get(value, 0), value in chosen)
            for value in values if counts.get(value) or value in chosen]


def size_order(size: str) -> tuple[int, float, str]:
    """Lettered sizes from small to large, then numbered ones, then the rest by name."""
    if match := LETTERED.fullmatch(size):
        extra = int(match[1] or 0) or len(match[2])
        return 0, {"s": -1 - extra, "m": 0, "l": 1 + extra}[match[3]], size
    if match := NUMBERED.match(size):
        return 1, float(match[0].replace(",", ".")), size
    return 2, 0, size


def page_numbers(page: int, pages: int) -> list[int | None]:
    """The numbers a pager shows; None stands for a gap."""
    near = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    numbers: list[int | None] = []
    for number in near:
        before = numbers[-1] if numbers else None
        if before is not None and number - before > 1:
            numbers.append(number - 1 if number - before == 2 else None)
        numbers.append(number)
    return numbers


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def mid_sentence(name: str) -> str:
    """A shelf's name inside a sentence: "hoodies", but "T-shirts"."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
