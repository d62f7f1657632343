"""Where nothing fits, as little as possible is given up, and the shelf that was asked for never is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from shop.assistant.catalogue import Catalogue
from shop.assistant.criteria import BY_KEY, VALUED, Criteria
from shop.assistant.recommending.shortlist import GIVES_WAY, MOST_TRIES, give_up, loosenings, recommend, without
from shop.assistant.turn import Surroundings


def wishes(around: Surroundings, count: int) -> Iterator[Criteria]:
    """A shelf with two to four wishes out of the shop's own values, the same for the same shop."""
    vocabulary, chance = around.catalogue.vocabulary(), random.Random(11)
    own = {key: vocabulary.values(key) for key in VALUED if vocabulary.values(key) and key != "category"}
    prices = vocabulary.prices
    for _ in range(count):
        asked: dict[str, Any] = {key: (chance.choice(own[key]),) for key in chance.sample(sorted(own), 3)}
        more = {"price_max": chance.randint(prices.lowest, prices.highest // 3), "rating_min": 4.5, "quantity": 12}
        asked |= {key: more[key] for key in chance.sample(sorted(more), chance.randint(0, 1))}
        asked["category"] = (chance.choice(vocabulary.values("category")),)
        excluded = {"colour": (chance.choice(own["colour"]),)} if chance.random() < 0.2 else {}
        yield Criteria(exclude={} if "colour" in asked else excluded).changed(**asked)


def fewest(criteria: Criteria, catalogue: Catalogue) -> tuple[str, ...]:
    """By trying every set: the first of the smallest that leave something to show, () where none does."""
    asked = [key for key in GIVES_WAY if key in criteria.asked()]
    return next((lost for count in range(1, len(asked) + 1) for lost in combinations(asked, count)
                 if catalogue.matched(without(criteria, *lost))), ())


def test_no_more_is_given_up_than_must_be(either: Surroundings) -> None:
    sizes = []
    for criteria in wishes(either, 400):
        if either.catalogue.matched(criteria):
            continue
        short = recommend(criteria, either.catalogue, either.catalogue.vocabulary(), either.money)
        assert short.given_up == fewest(criteria, either.catalogue), criteria
        assert short.matched == either.catalogue.matched(without(criteria, *short.given_up)) or not short.given_up
        assert short.criteria.category == criteria.category and short.criteria.exclude == criteria.exclude
        sizes.append(len(short.given_up))
    assert len(sizes) > 100 and {1, 2, 3} <= set(sizes)


def test_what_ranks_the_list_is_never_given_up(either: Surroundings) -> None:
    shelf = either.catalogue.vocabulary().values("category")[0]
    short = recommend(Criteria(category=(shelf,), colour=("no such colour",), price_word="low"), either.catalogue,
                      either.catalogue.vocabulary(), either.money)
    assert short.given_up == ("colour",) and short.criteria.price_word == "low"


@dataclass
class Counting:
    """A catalogue that counts how often it is asked how many products there are."""

    within: Catalogue
    asked: list[Criteria] = field(default_factory=list)

    def matched(self, criteria: Criteria) -> int:
        self.asked.append(criteria)
        return self.within.matched(criteria)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.within, name)


def test_however_much_was_asked_for_the_tries_are_few(either: Surroundings) -> None:
    shelf = either.catalogue.vocabulary().values("category")[:1]
    wanted = {key: ("no such thing",) for key in VALUED if key != "category"}
    criteria = Criteria(price_max=1, rating_min=5.0, quantity=10**6).changed(category=shelf, **wanted)
    counting: Any = Counting(either.catalogue)
    lost, left = give_up(criteria, counting, loosenings(criteria, counting))
    assert len(lost) > 10 and left is not None and left.category == shelf and either.catalogue.matched(left)
    assert len(counting.asked) <= MOST_TRIES + 3 * len(BY_KEY)


def test_an_empty_shelf_is_known_at_once(either: Surroundings) -> None:
    criteria = Criteria(category=("no such shelf",), colour=("black",), size=("m",), quantity=5)
    counting: Any = Counting(either.catalogue)
    assert give_up(criteria, counting, ()) == ((), None) and len(counting.asked) == 1


def test_what_was_all_there_was_to_go_by_is_not_given_up(either: Surroundings) -> None:
    short = recommend(Criteria(colour=("no such colour",)), either.catalogue, either.catalogue.vocabulary(),
                      either.money)
    assert (short.given_up, short.loosened, short.offers) == ((), (), ())
    two = recommend(Criteria(colour=("no such colour",), quantity=10**6), either.catalogue,
                    either.catalogue.vocabulary(), either.money)
    assert (two.given_up, two.offers) == ((), ())


def test_where_nothing_may_be_given_up_it_is_told_what_would_help(either: Surroundings) -> None:
    vocabulary = either.catalogue.vocabulary()
    nothing = {"colour": vocabulary.values("colour"), "brand": vocabulary.values("brand")}
    asked = [each for shelf in vocabulary.values("category") if not either.catalogue.matched(
        each := Criteria(category=(shelf,), exclude=nothing))]
    assert asked
    for criteria in asked:
        short = recommend(criteria, either.catalogue, vocabulary, either.money)
        assert (short.given_up, short.offers) == ((), ()) and short.criteria == criteria
        assert {"exclude": False}.items() <= {each.key: "exclude" in each.criteria.asked()
                                              for each in short.loosened}.items()
