"""The shelves give the same products on both databases, and no text breaks them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from shop.assistant.criteria import BY_KEY, SORTS, VALUED, Criteria
from shop.assistant.language.text import fold
from shop.assistant.recommending.ranking import ranked
from shop.catalogue.shelves import Shelves
from shop.catalogue.tokens import tokens_of
from shop.extensions import db
from tests.conftest import DATABASES, Prepare


def shelves_of(prepare: Prepare, database: str, shop: str) -> Iterator[Shelves]:
    app = prepare(database, shop)
    with app.app_context():
        engine = db.engine
    with Session(engine) as session:
        yield Shelves(session)
    engine.dispose()


@pytest.fixture(scope="module", params=DATABASES)
def shelves(request: pytest.FixtureRequest, prepare: Prepare) -> Iterator[Shelves]:
    yield from shelves_of(prepare, request.param, "demo")


@pytest.fixture(scope="module", params=["demo", "garden"])
def both(request: pytest.FixtureRequest, prepare: Prepare) -> Iterator[tuple[Shelves, Shelves]]:
    request.getfixturevalue("postgresql")
    sqlite, postgresql = (shelves_of(prepare, database, request.param) for database in ("sqlite", "postgresql"))
    yield next(sqlite), next(postgresql)
    for each in (sqlite, postgresql):
        next(each, None)


def criteria_from(shelves: Shelves) -> st.SearchStrategy[Criteria]:
    """Criteria out of the shop's own values, and a few of its words."""
    vocabulary = shelves.vocabulary()
    meant = {each.value for meanings in vocabulary.meanings.values() for each in meanings if each.key == "words"}
    words = [*sorted(vocabulary.known)[::7], *sorted(vocabulary.mentioned)[::29], *sorted(meant)]
    values = {key: words if key == "words" else vocabulary.values(key) for key in VALUED}
    several = {key: st.lists(st.sampled_from(own), min_size=1, max_size=2, unique=True).map(tuple)
               for key, own in values.items() if own}
    lists = {key: own for key, own in several.items() if BY_KEY[key].many}
    excluded = {key: own for key, own in several.items() if BY_KEY[key].excludable}
    prices = st.integers(0, vocabulary.prices.highest)
    singles = {"price_min": prices, "price_max": prices, "rating_min": st.sampled_from([0.0, 3.0, 4.0, 4.5]),
               "quantity": st.integers(1, 20), "sort": st.sampled_from(SORTS),
               **{key: st.sampled_from(own) for key, own in values.items() if own and not BY_KEY[key].many}}

    def some(options: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
        return st.lists(st.sampled_from(sorted(options)), max_size=3, unique=True).flatmap(
            lambda keys: st.fixed_dictionaries({key: options[key] for key in keys}))

    return st.builds(lambda asked, more, without: Criteria(**asked, **more, exclude=without),
                     some(lists), some(singles), some(excluded))


@pytest.mark.postgres
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), in_stock=st.booleans())
def test_both_databases_find_the_same(data: st.DataObject, in_stock: bool, both: tuple[Shelves, Shelves]) -> None:
    criteria = data.draw(criteria_from(both[0]))
    one, two = (each.candidates(criteria, in_stock=in_stock) for each in both)
    assert (one.matched, one.every_word) == (two.matched, two.every_word)
    assert [each.id for each in ranked(one, criteria)] == [each.id for each in ranked(two, criteria)]
    assert both[0].matched(criteria) == both[1].matched(criteria)
    ids = [row.id for row in one.rows[:5]]
    assert both[0].items(ids) == both[1].items(ids)


@pytest.mark.postgres
def test_both_databases_have_the_same_vocabulary(both: tuple[Shelves, Shelves]) -> None:
    one, two = (each.vocabulary() for each in both)
    assert one.meanings == two.meanings and dict(one.labels) == dict(two.labels)
    assert (one.known, one.mentioned, one.prices) == (two.known, two.mentioned, two.prices)


MESSY = [
    "'",
    '"',
    "''",
    '"" OR ""',
    "AND",
    "OR NOT",
    "NEAR(a b)",
    "a*",
    "^a",
    "name:hoodie",
    "-hoodie",
    "(",
    ")",
    "{x}",
    "&",
    "| !",
    "<->",
    ":*",
    "\\",
    "\\'",
    "%",
    "_",
    ";",
    "--",
    "/*",
    "a:b:c",
    "😀",
    "ﬁ",
    "\u200b",
    "ß",
    "İ",
    "ʼ",
    "é" * 300,
    "x" * 5000,
    "1e9",
    "\u202e",
    "中文",
    "ünïcode",
    "to_tsquery('a')",
    "$1",
    ":words",
    "?",
    "{{x}}",
]


@pytest.mark.parametrize("text", MESSY)
def test_messy_words_break_no_query(text: str, shelves: Shelves) -> None:
    for criteria in (
        Criteria(words=(text,)),
        Criteria(words=(text, "hoody")),
        Criteria(words=(f"{text} {text}",)),
        Criteria(exclude={"words": (text,)}),
        Criteria(category=(text,), colour=(text,), brand=(text,), audience=text),
        Criteria(exclude={"colour": (text,), "brand": (text,), "words": (text, text)}),
    ):
        found = shelves.candidates(criteria)
        assert found.matched >= len(found.rows) or not found.rows
        shelves.matched(criteria)
    assert shelves.item(text) is None


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=60))
def test_no_text_breaks_a_query(text: str, shelves: Shelves) -> None:
    words = tuple(fold(text).split()) or ("x",)
    criteria = Criteria(words=("hoodie", *words), exclude={"words": words, "material": words})
    found = shelves.candidates(criteria, limit=20)
    ruled_out = [set(tokens_of(word)) for word in words]
    assert [row.fields for row in found.rows
            if any(tokens <= set(" ".join(row.fields.values()).split()) for tokens in ruled_out)] == []


def test_words_must_all_be_found_or_the_list_says_so(shelves: Shelves) -> None:
    every = shelves.candidates(Criteria(words=("merino", "jumper")))
    assert every.every_word and every.matched
    some = shelves.candidates(Criteria(words=("merino", "gargoyle")))
    assert not some.every_word and some.matched
    assert shelves.candidates(Criteria(words=("gargoyle",))).matched == 0


def test_the_count_is_of_all_and_the_rows_are_cut(shelves: Shelves) -> None:
    everything = shelves.candidates(Criteria())
    few = shelves.candidates(Criteria(), limit=5)
    assert few.matched == everything.matched == len(everything.rows) > 5 == len(few.rows)


def test_the_limit_cuts_after_the_order_that_was_asked_for(shelves: Shelves) -> None:
    everything = shelves.candidates(Criteria()).rows
    assert shelves.candidates(Criteria(sort="price_asc"), limit=1).rows[0].price == min(row.price for row in everything)
    assert shelves.candidates(Criteria(sort="price_desc"), limit=1).rows[0].price == max(
        row.price for row in everything
    )
    assert shelves.candidates(Criteria(sort="rating"), limit=1).rows[0].rating == max(
        row.rating or 0 for row in everything
    )


def test_colour_and_size_must_be_one_variant_in_stock(shelves: Shelves) -> None:
    everything = shelves.items([row.id for row in shelves.candidates(Criteria(), limit=1000, in_stock=False).rows])
    for colour, size in [("black", "m"), ("sage", "xl"), ("navy", "s")]:
        ids = {row.id for row in shelves.candidates(Criteria(colour=(colour,), size=(size,)), limit=1000).rows}
        assert ids == {item.id for item in everything if any(
            fold(each.colour) == colour and fold(each.size) == size and each.stock for each in item.variants)}


def test_items_come_in_the_order_asked_and_those_gone_are_left_out(shelves: Shelves) -> None:
    ids = [row.id for row in shelves.candidates(Criteria(), limit=3).rows]
    backwards = [10**6, *reversed(ids)]
    assert [item.id for item in shelves.items(backwards)] == ids[::-1]
    assert shelves.items([]) == ()
