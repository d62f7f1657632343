"""The list: only what meets every hard criterion, counts that are true, reasons that are facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shop.assistant.catalogue import Candidate, Item
from shop.assistant.criteria import CRITERIA, Criteria, Kind
from shop.assistant.language.text import fold, stems
from shop.assistant.recommending.matches import fits
from shop.assistant.recommending.ranking import Ranked
from shop.assistant.recommending.shortlist import (
    GIVES_WAY,
    SHOWN,
    Shortlist,
    colour,
    listed,
    reason,
    recommend,
    variety,
)
from shop.assistant.turn import Surroundings
from tests.assistant.understanding.test_message import read
from tests.support.goods import euros, goods
from tests.support.understanding import questions

EVERYONE = {"", "unisex", "everyone", "all", "adults"}
CHILDREN = {"kids", "children", "baby"}


def listed_for(criteria: Criteria, around: Surroundings, **more: object) -> Shortlist:
    return recommend(criteria, around.catalogue, around.catalogue.vocabulary(), around.money, **more)  # type: ignore[arg-type]


def breaks(item: Item, criteria: Criteria) -> list[str]:
    """The hard criteria that a product does not meet."""
    own = {"category": (item.category,), "occasion": item.occasions, "style": item.styles, "season": item.seasons,
           "material": item.materials, "brand": (item.brand,), "pattern": item.patterns,
           "sleeve": item.values("sleeve")}
    broken = [key for key, values in own.items()
              if criteria.values(key) and not {fold(value) for value in values} & set(criteria.values(key))]
    broken += [f"not {key}" for key, values in own.items()
               if {fold(value) for value in values} & set(criteria.exclude.get(key, ()))]
    variants = [each for each in item.variants
                if (not criteria.colour or fold(each.colour) in criteria.colour)
                and (not criteria.size or fold(each.size) in criteria.size)
                and fold(each.colour) not in criteria.exclude.get("colour", ())
                and fold(each.size) not in criteria.exclude.get("size", ())
                and each.stock >= (criteria.quantity or 1)]
    if not variants:
        broken.append("variant")
    if criteria.price_max is not None and item.price > criteria.price_max:
        broken.append("price_max")
    if criteria.price_min is not None and item.price < criteria.price_min:
        broken.append("price_min")
    if criteria.rating_min is not None and (item.rating or 0) < criteria.rating_min:
        broken.append("rating_min")
    if criteria.audience in CHILDREN and fold(item.audience) != criteria.audience:
        broken.append("audience")
    if (
        criteria.audience
        and criteria.audience not in CHILDREN
        and fold(item.audience) not in EVERYONE | {criteria.audience}
    ):
        broken.append("audience")
    return broken


def everything(around: Surroundings) -> tuple[Item, ...]:
    rows = around.catalogue.candidates(Criteria(), limit=5000, in_stock=False).rows
    return around.catalogue.items([row.id for row in rows])


def test_no_card_breaks_a_criterion_and_the_count_is_true(either: Surroundings) -> None:
    stock = everything(either)
    for text in questions(either.catalogue.vocabulary(), 200):
        asked = read(text, either).criteria
        if not asked:
            continue
        short = listed_for(asked, either)
        for item in short.items:
            assert breaks(item, short.criteria) == [], text
        assert len(short.items) == len(short.offers) == min(short.matched, SHOWN), text
        assert len({offer.product_id for offer in short.offers}) == len(short.offers)
        if not short.criteria.words and not short.criteria.exclude.get("words"):
            assert short.matched == sum(not breaks(item, short.criteria) for item in stock), text


def test_what_is_given_up_is_named_and_only_that(either: Surroundings) -> None:
    relaxed = 0
    for text in questions(either.catalogue.vocabulary(), 200):
        asked = read(text, either).criteria
        if not asked or either.catalogue.matched(asked):
            continue
        short = listed_for(asked, either)
        before, after = asked.asked(), short.criteria.asked()
        assert short.items or short.matched == 0
        if short.items:
            relaxed += 1
            assert {key for key in before if before[key] != after.get(key)} == set(short.given_up), text
            assert "category" not in short.given_up and "exclude" not in short.given_up, text
        for each in short.loosened:
            assert each.count == either.catalogue.matched(each.criteria) > 0, text
    assert relaxed > 3


def test_nothing_is_given_up_while_something_fits(either: Surroundings) -> None:
    for text in questions(either.catalogue.vocabulary(), 100):
        asked = read(text, either).criteria
        if asked and either.catalogue.matched(asked):
            short = listed_for(asked, either)
            assert short.given_up == () and short.criteria == asked, text


def test_reasons_are_facts_of_the_product(either: Surroundings) -> None:
    for text in questions(either.catalogue.vocabulary(), 200):
        asked = read(text, either).criteria
        short = listed_for(asked, either) if asked else Shortlist(asked)
        for item, offer in zip(short.items, short.offers, strict=True):
            own = " ".join(
                [
                    *item.materials,
                    *item.styles,
                    *item.seasons,
                    *item.patterns,
                    *item.occasions,
                    *item.colours,
                    *item.sizes,
                    *(f"{name} {value}" for name, value in item.attributes.items()),
                    str(item.rating),
                    str(item.rating_count),
                ]
            )
            said = {word for word in stems(offer.reason) if not word.isdigit()} - set(stems(
                "for and in stock under just your rated by up to"))
            assert said <= set(stems(own)) , (text, offer.reason)
            if asked.price_max is not None and "under your" in offer.reason:
                assert item.price < asked.price_max


WANTED = goods(7, "Quay Coat", 5900, "A coat.", colours=("Sage", "Black"), sizes=("S", "M"), stock=(0, 3, 1, 1))


@pytest.mark.parametrize(("asked", "told"), [
    ({}, ""), ({"style": ("casual",)}, "casual"), ({"material": ("organic cotton",)}, "organic cotton"),
    ({"occasion": ("everyday", "the outdoors"), "season": ("autumn",)}, "for everyday, the outdoors and autumn"),
    ({"season": ("autumn",)}, "for autumn"), ({"season": ("spring",)}, ""), ({"colour": ("black",)}, "in black"),
    ({"size": ("s",)}, "in stock in S"), ({"size": ("s", "m")}, "in stock in S and M"),
    ({"colour": ("sage",), "size": ("m",)}, "in sage, in stock in M"),
    ({"price_max": 6000}, "under your €60"), ({"price_max": 5900}, "just your €59"), ({"price_max": 5800}, ""),
    ({"rating_min": 4.0}, "rated 4.7 by 312"), ({"sort": "rating"}, "rated 4.7 by 312"), ({"sort": "newest"}, ""),
    ({"words": ("wash",)}, "care: wash at 30 degrees"), ({"words": ("wash",), "colour": ("black",)}, "in black"),
    ({"words": ("coat",)}, ""),
    ({"style": ("casual",), "season": ("autumn",), "colour": ("black",), "price_max": 6000},
     "casual, for autumn, in black"),
])
def test_a_reason_names_up_to_three_wishes_that_are_met(asked: dict[str, Any], told: str) -> None:
    assert reason(WANTED, Criteria(**asked), euros) == told


def test_of_several_values_of_one_wish_two_are_named() -> None:
    styles = ("casual", "warm", "smart")
    coat = replace(WANTED, labels={**WANTED.labels, "style": styles, "occasion": styles, "season": styles})
    assert reason(coat, Criteria(style=styles), euros) == "casual and warm"
    assert reason(coat, Criteria(occasion=styles, season=styles), euros) == "for casual, warm and casual"


def test_nobody_has_rated_what_has_no_rating() -> None:
    assert reason(replace(WANTED, rating=None), Criteria(sort="rating"), euros) == ""


@pytest.mark.parametrize(("asked", "shade"), [
    ({}, "Sage"), ({"size": ("s",)}, "Black"), ({"size": ("m",)}, "Sage"), ({"colour": ("black",)}, "Black"),
    ({"exclude": {"colour": ("sage",)}}, "Black"), ({"colour": ("sage",), "size": ("s",)}, "Sage"),
    ({"colour": ("red",)}, ""), ({"exclude": {"colour": ("sage", "black")}}, ""),
])
def test_a_colour_in_stock_comes_before_one_that_is_sold_out(asked: dict[str, Any], shade: str) -> None:
    assert colour(WANTED, Criteria(**asked)) == shade


def test_what_was_shown_still_fits_when_it_is_sold_out_but_not_in_a_colour_or_number(demo: Surroundings) -> None:
    words = demo.catalogue.vocabulary()
    gone = replace(WANTED, variants=tuple(replace(each, stock=0) for each in WANTED.variants))
    few = replace(WANTED, variants=(replace(WANTED.variants[1], stock=1),))
    for asked, of_gone, of_few in (
            (Criteria(style=("casual",)), True, True), (Criteria(colour=("sage",)), False, True),
            (Criteria(exclude={"colour": ("black",)}), False, True), (Criteria(size=("s",)), False, False),
            (Criteria(quantity=1), True, True), (Criteria(quantity=2), False, False)):
        assert (fits(gone, asked, words), fits(few, asked, words)) == (of_gone, of_few), asked


def test_of_what_would_help_the_cheapest_price_is_told_for_a_bound(either: Surroundings) -> None:
    for shelf in either.catalogue.vocabulary().values("category"):
        prices = [item.price for item in everything(either) if item.category == shelf and item.in_stock]
        for bound in ({"price_max": 1}, {"price_min": 10**9}):
            short = listed_for(Criteria(category=(shelf,), **bound), either)  # type: ignore[arg-type]
            floors = {each.key: each.floor for each in short.loosened}
            assert floors.get(*bound) == min(prices, default=None)
            assert not any(floor for key, floor in floors.items() if key not in bound)


def test_a_mixed_list_keeps_the_best_of_each_shelf_in_order() -> None:
    rows = [Ranked(Candidate(number, 1, None, 0, shelf, 1, {}, frozenset()), 0.0, ())
            for number, shelf in enumerate("aaabac")]
    assert [each.id for each in variety(rows, 4)] == [0, 1, 3, 5]
    assert [each.id for each in variety(rows, 5)] == [0, 1, 2, 3, 5]
    assert [each.id for each in variety(rows, 9)] == [0, 1, 2, 3, 4, 5]


def test_the_colour_shown_is_one_that_was_asked_for_and_can_be_bought(demo: Surroundings) -> None:
    short = listed_for(Criteria(category=("hoodies",), colour=("black",)), demo)
    assert short.items and all(fold(offer.colour) == "black" for offer in short.offers)
    short = listed_for(Criteria(category=("hoodies",), exclude={"colour": ("sage",)}), demo)
    assert short.items and not any(fold(offer.colour) == "sage" for offer in short.offers)


def test_what_is_sold_out_is_told_and_not_on_the_list(demo: Surroundings) -> None:
    gone = [item for item in everything(demo) if not item.in_stock]
    assert gone
    for item in gone:
        short = listed_for(Criteria(words=tuple(stems(item.name))), demo)
        assert item.id not in {offer.product_id for offer in short.offers}


def test_more_skips_what_was_shown(either: Surroundings) -> None:
    spread = either.catalogue.vocabulary().prices
    criteria = Criteria(price_max=(spread.lowest + spread.highest) // 3)
    first = listed_for(criteria, either)
    more = listed_for(criteria, either, skip=[offer.product_id for offer in first.offers])
    assert not {offer.product_id for offer in first.offers} & {offer.product_id for offer in more.offers}
    assert first.matched == more.matched


def test_a_list_over_several_shelves_is_mixed(demo: Surroundings) -> None:
    short = listed_for(Criteria(occasion=("everyday",)), demo)
    shelves = [item.category for item in short.items]
    assert max(shelves.count(shelf) for shelf in shelves) <= 2


def test_every_criterion_knows_when_it_gives_way() -> None:
    filters = {each.key for each in CRITERIA if each.kind is not Kind.ORDER}
    assert set(GIVES_WAY) == filters - {"category"}


@pytest.mark.parametrize(
    ("words", "said"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_words_are_listed_as_people_do(words: tuple[str, ...], said: str) -> None:
    assert listed(words) == said
