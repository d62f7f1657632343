"""What a search finds, in what order and how many, on both databases; and that sales show in it at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from shop.assistant.criteria import Criteria
from shop.assistant.recommending.ranking import ranked
from shop.catalogue.shelves import Shelves
from shop.catalogue.tokens import tiers
from shop.commands.assistant import skus_for
from shop.extensions import db, writing
from shop.models import Category, Product, Synonym, Variant
from tests.catalogue.test_shelves import both, criteria_from
from tests.conftest import Prepare

PLAIN = "Everything else."
__all__ = ["both"]


def put(session: Session, name: str, description: str = "", *, stock: tuple[int, ...] = (5,), **more: Any) -> None:
    shelf = session.query(Category).filter_by(slug="goods").one_or_none() or Category(
        slug="goods", name="Goods", singular="good")
    number = session.query(Product).count() + 1
    session.add(Product(
        slug=f"p{number}", name=name, description=description, price=1000 * number, category=shelf, **more,
        variants=[Variant(sku=f"S{number}-{at}", colour=("Black", "White")[at], size="", stock=each, position=at)
                  for at, each in enumerate(stock)]))
    session.flush()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context(), Session(db.engine) as session:
        yield session


def found(session: Session, *words: str, fill: bool = True, **more: Any) -> list[str]:
    """The names of what is found, best first."""
    shelves, criteria = Shelves(session), Criteria(words=words, **more)
    rows = ranked(shelves.candidates(criteria, fill=fill), criteria)
    return [item.name for item in shelves.items([row.id for row in rows])]


FIRST: dict[str, tuple[tuple[str, ...], list[tuple[str, str]]]] = {
    "the thing itself, not what goes with it": (
        ("kettle",), [("Kettle Stand", "For a kettle on the table."), ("Steel Kettle", "Boils fast.")]),
    "the thing itself, its colour and size behind it": (
        ("kettle",), [("Kettle Lid 2", ""), ("Steel Kettle Black 2 l", "")]),
    "what it is, not what it is for": (
        ("spade",), [("Hook for a Spade", ""), ("Digging Spade", "")]),
    "the last of two nouns says what it is": (
        ("shirt", "dress"), [("Dress Shirt", ""), ("Linen Shirt Dress", "")]),
    "a short text about it, not a long one that mentions it": (
        ("copper", "kettle"), [("Tray", "kettle " + "and much more " * 60 + "copper"), ("Tin", "A copper kettle.")]),
    "the name, not the text": (("rake",), [("Broom", "Like a rake."), ("Rake", "")]),
    "the words in their order": (("red", "oak"), [("Oak Red Paint", "red oak"), ("Red Oak Paint", "red oak")]),
    "all of the words, not one of them often": (
        ("steel", "hook"), [("Hook", "hook hook hook"), ("Steel Hook", "")]),
}


@pytest.mark.parametrize(("words", "rows"), FIRST.values(), ids=FIRST.keys())
def test_first_comes(words: tuple[str, ...], rows: list[tuple[str, str]], session: Session) -> None:
    with writing(session):
        for name, description in rows:
            put(session, name, description)
        for _ in range(20):
            put(session, "Round Willow Basket", PLAIN)
    assert found(session, *words)[0] == rows[1][0]


def test_a_type_among_the_attributes_says_what_a_thing_is(session: Session) -> None:
    with writing(session):
        put(session, "Aurora Notebook Riser", attributes={"type": "Stand"})
        put(session, "Aurora 840 G5 14 inch", attributes={"product_type": "Notebook"})
    assert found(session, "notebook") == ["Aurora 840 G5 14 inch", "Aurora Notebook Riser"]


def test_how_telling_a_word_is_goes_by_the_whole_shop(session: Session) -> None:
    with writing(session):
        for _ in range(30):
            put(session, "Tin", "soft")
        put(session, "Pot", "soft")
        put(session, "Pan", "odd")
    assert found(session, "soft", "odd")[0] == "Pan"


def test_only_what_has_all_the_words_is_counted_and_the_rest_fills_up(session: Session) -> None:
    with writing(session):
        for name in ("Steel Hook", "Steel Rake", "Oak Hook", "Basket"):
            put(session, name)
    shelves = Shelves(session)
    alone = shelves.candidates(Criteria(words=("steel", "hook")))
    assert (alone.matched, len(alone.rows), alone.whole, alone.every_word) == (1, 1, 1, True)
    filled = shelves.candidates(Criteria(words=("steel", "hook")), fill=True)
    assert (filled.matched, len(filled.rows), filled.whole, filled.every_word) == (1, 3, 1, True)
    assert filled.rows[0].id == alone.rows[0].id
    some = shelves.candidates(Criteria(words=("steel", "unheard")))
    assert (some.matched, some.whole, some.every_word) == (2, 0, False)


def test_the_cut_keeps_what_is_called_so(session: Session) -> None:
    with writing(session):
        for _ in range(12):
            put(session, "Basket", "Holds a kettle.")
        put(session, "Steel Kettle")
    few = Shelves(session).candidates(Criteria(words=("kettle",)), limit=3)
    assert few.matched == 13 and len(few.rows) == 3
    assert few.rows[0].fields["head"].split()[0] == "kettle"


def test_the_tiers_grow_wider() -> None:
    assert tiers([(("steel",),), (("hook",),)]) == [
        ((("steel",),), (("hook",),), (("_h_hook",),)), ((("_n_steel",),), (("_n_hook",),)),
        ((("steel",),), (("hook",),))]


@pytest.mark.parametrize("asked", [("cb540",), ("cb", "540")])
@pytest.mark.parametrize("name", ["Toner CB540 Cyan", "Toner CB-540 Cyan", "Toner cb 540 Cyan"])
def test_a_model_is_found_with_its_hyphen_and_without(asked: tuple[str, ...], name: str, session: Session) -> None:
    with writing(session):
        put(session, name)
        put(session, "Toner CB541 Cyan")
    shelves = Shelves(session)
    rows = shelves.candidates(Criteria(words=asked)).rows
    assert [item.name for item in shelves.items([row.id for row in rows])] == [name]


def test_a_synonym_finds_what_the_shop_calls_it(session: Session) -> None:
    with writing(session):
        put(session, "Couch Cover")
        put(session, "Oak Settee")
        session.add(Synonym(word="couch", means="settee", key="words"))
    assert sorted(found(session, "couch")) == ["Couch Cover", "Oak Settee"]
    assert Shelves(session).matched(Criteria(words=("couch", "oak"))) == 1


def test_a_sale_shows_at_once(session: Session) -> None:
    with writing(session):
        put(session, "Oak Settee", stock=(1, 1))
    shelves = Shelves(session)

    def counts(quantity: int | None = None) -> tuple[int, ...]:
        asked = (Criteria(words=("settee",)), Criteria(category=("goods",)), Criteria(colour=("black",)))
        return tuple(shelves.candidates(each.changed(quantity=quantity)).matched for each in asked)

    def set_stock(sku: str, stock: int) -> None:
        session.execute(text("UPDATE variant SET stock = :stock WHERE sku = :sku"), {"stock": stock, "sku": sku})
        session.commit()

    assert counts() == (1, 1, 1)
    set_stock("S1-0", 0)
    assert counts() == (1, 1, 0)
    set_stock("S1-1", 0)
    assert counts() == (0, 0, 0)
    assert len(shelves.candidates(Criteria(words=("settee",)), in_stock=False).rows) == 1
    set_stock("S1-0", 3)
    assert counts() == (1, 1, 1) and counts(quantity=4) == (0, 0, 0) and counts(quantity=3) == (1, 1, 1)
    session.execute(text("DELETE FROM variant WHERE sku = 'S1-0'"))
    session.commit()
    assert counts() == (0, 0, 0)


@pytest.mark.postgres
def test_two_sales_at_once_are_both_counted(prepare: Prepare) -> None:
    def sell(session: Session, sku: str) -> None:
        session.execute(text("UPDATE variant SET stock = 0 WHERE sku = :sku"), {"sku": sku})

    def sell_and_commit(session: Session, sku: str) -> None:
        sell(session, sku)
        session.commit()

    with prepare("postgresql").app_context():
        with writing(db.session()):
            put(db.session(), "Oak Settee", stock=(1, 1))
        with Session(db.engine) as one, Session(db.engine) as other:
            sell(one, "S1-0")
            second = threading.Thread(target=sell_and_commit, args=(other, "S1-1"))
            second.start()
            second.join(0.3)
            one.commit()
            second.join(10)
        assert Shelves(db.session).candidates(Criteria(words=("settee",))).matched == 0
        db.session.remove()
        db.engine.dispose()


def test_the_index_knows_the_stock_after_every_change(session: Session) -> None:
    with writing(session):
        put(session, "Oak Settee", stock=(0, 0))
    assert found(session, "settee") == []
    with writing(session):
        session.query(Variant).filter_by(sku="S1-1").one().stock = 2
        session.query(Product).one().name = "Oak Bench"
    assert found(session, "bench") == ["Oak Bench"]
    assert session.execute(text("SELECT in_stock FROM place")).scalar() == 1


@pytest.mark.postgres
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), limit=st.sampled_from([3, 10, 400]))
def test_both_databases_fill_and_cut_the_same(
        data: st.DataObject, limit: int, both: tuple[Shelves, Shelves]) -> None:
    criteria = data.draw(criteria_from(both[0]))
    one, two = (each.candidates(criteria, limit=limit, fill=True) for each in both)
    assert (one.matched, one.every_word, one.whole) == (two.matched, two.every_word, two.whole)
    assert [each.id for each in one.rows] == [each.id for each in two.rows]
    assert {word: one.having.get(word) for word in one.meant} == {word: two.having.get(word) for word in two.meant}


def test_the_search_box_takes_numbers_and_models_as_words(app: Flask) -> None:
    with app.app_context():
        with writing(db.session()):
            for name in ("Brush 12 mm", "Brush 24 mm", "Toner TN-2110", "Toner TN-2120"):
                put(db.session(), name)
        assert skus_for("brush 24 mm", 1) == ["S2-0"]
        assert skus_for("toner tn2120", 1) == ["S4-0"] and skus_for("TN 2110", 1) == ["S3-0"]


def test_the_search_box_holds_to_what_the_shop_has_and_never_shows_nothing_for_a_price(app: Flask) -> None:
    with app.app_context():
        with writing(db.session()):
            put(db.session(), "Steel Hook", stock=(5, 5))
            put(db.session(), "Oak Hook", stock=(5,))
        assert skus_for("white hook", 5) == ["S1-0"]
        assert skus_for("hook under 15", 5) == ["S1-0"]
        assert skus_for("", 5) == []
