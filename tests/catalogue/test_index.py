"""The search index and the revisions follow the rows, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shop.assistant.criteria import Criteria
from shop.catalogue.sections import Library
from shop.catalogue.shelves import Shelves
from shop.extensions import db, writing
from shop.models import (
    Category,
    Facet,
    KnowledgeSection,
    Product,
    ProductText,
    Revision,
    SaleTerms,
    ShopProfile,
    Synonym,
    Variant,
)
from shop.models.types import now


def fill(session: Session) -> None:
    with writing(session):
        lamps = Category(slug="lamps", name="Lamps", singular="lamp", position=1)
        session.add(lamps)
        session.flush()
        for number, name in enumerate(("Aurora", "Beacon"), start=1):
            session.add(
                Product(
                    slug=name.lower(),
                    name=name,
                    description="Made for reading.",
                    price=1000 * number,
                    category_id=lamps.id,
                    brand="Glow",
                    materials=["brass"],
                    attributes={"dimmer": "yes", "cable": "no"},
                    variants=[Variant(sku=f"L{number}", colour="White", size="", stock=2)],
                )
            )
        session.add(KnowledgeSection(slug="hours", topic="store", title="Hours", body="Open from 9 to 17."))


def found(session: Session, *words: str, **more: Any) -> list[str]:
    shelves = Shelves(session)
    rows = shelves.candidates(Criteria(words=words, **more)).rows
    return sorted(item.slug for item in shelves.items([row.id for row in rows]))


def revisions(session: Session) -> dict[str, int]:
    session.expire_all()
    return {row.name: row.number for row in session.scalars(select(Revision))}


def product(session: Session, slug: str) -> Product:
    row = session.scalar(select(Product).where(Product.slug == slug))
    assert row is not None
    return row


@pytest.fixture
def session(app: Flask) -> Any:
    with app.app_context(), Session(db.engine) as session:
        fill(session)
        yield session


def test_a_new_product_is_found_by_every_part_of_its_text(session: Session) -> None:
    for word in ("aurora", "lamp", "glow", "brass", "white", "dimmer", "reading"):
        assert "aurora" in found(session, word), word
    assert found(session, "cable") == []
    assert found(session, brand=("glow",)) == ["aurora", "beacon"]


def test_a_change_of_the_product_changes_what_finds_it(session: Session) -> None:
    with writing(session):
        row = product(session, "aurora")
        row.name, row.brand, row.materials = "Zenith", "Halo", ["oak"]
    assert found(session, "aurora") == [] and found(session, "zenith") == ["aurora"]
    assert found(session, brand=("glow",)) == ["beacon"] and found(session, material=("oak",)) == ["aurora"]


def test_a_change_of_a_variant_changes_what_finds_its_product(session: Session) -> None:
    with writing(session):
        row = session.scalar(select(Variant).where(Variant.sku == "L1"))
        assert row is not None
        row.colour = "Green"
    assert found(session, "green") == ["aurora"] and found(session, colour=("green",)) == ["aurora"]
    assert found(session, colour=("white",)) == ["beacon"]


def test_a_category_with_a_new_name_is_found_by_it(session: Session) -> None:
    with writing(session):
        row = session.scalar(select(Category))
        assert row is not None
        row.name, row.singular = "Lanterns", "lantern"
    assert found(session, "lantern") == ["aurora", "beacon"] and found(session, "lamp") == []


def test_what_is_deleted_is_found_no_more(session: Session) -> None:
    with writing(session):
        gone = product(session, "aurora")
        number = gone.id
        session.delete(gone)
    assert found(session, "aurora") == [] and found(session, "lamp") == ["beacon"]
    for table in (Facet, ProductText, Variant):
        assert session.scalar(select(func.count()).select_from(table).where(table.product_id == number)) == 0


def test_what_is_archived_is_not_offered(session: Session) -> None:
    with writing(session):
        product(session, "aurora").archived_at = now()
    assert found(session, "lamp") == ["beacon"]


def test_what_is_rolled_back_is_not_indexed(session: Session) -> None:
    before = revisions(session)
    with pytest.raises(RuntimeError), writing(session):
        product(session, "aurora").name = "Zenith"
        session.flush()
        raise RuntimeError
    assert found(session, "zenith") == [] and found(session, "aurora") == ["aurora"]
    with writing(session):
        pass
    assert revisions(session) == before


CHANGES: list[tuple[str, str, Callable[[Session], object]]] = [
    ("product", "catalogue", lambda session: setattr(product(session, "aurora"), "price", 5)),
    ("variant", "catalogue", lambda session: setattr(product(session, "aurora").variants[0], "stock", 1)),
    ("category", "catalogue", lambda session: setattr(product(session, "aurora").category, "position", 9)),
    ("synonym", "catalogue", lambda session: session.add(Synonym(word="lantern", means="lamps", key="category"))),
    ("section", "knowledge", lambda session: session.add(
        KnowledgeSection(slug="more", topic="store", title="More", body="More."))),
    ("profile", "knowledge", lambda session: session.merge(ShopProfile(id=1, name="Wick & Wax"))),
]


@pytest.mark.parametrize(("what", "name", "change"), CHANGES, ids=[each[0] for each in CHANGES])
def test_a_change_gives_the_next_revision(
    what: str, name: str, change: Callable[[Session], object], session: Session
) -> None:
    before = revisions(session)
    with writing(session):
        change(session)
    after = revisions(session)
    assert after[name] == before.get(name, 0) + 1
    assert {key: number for key, number in after.items() if key != name} == {
        key: number for key, number in before.items() if key != name}


def test_reading_gives_no_revision(session: Session) -> None:
    before = revisions(session)
    with writing(session):
        found(session, "lamp")
        row = product(session, "aurora")
        row.name = str(row.name)
    assert revisions(session) == before


def test_the_vocabulary_is_read_again_when_rows_change_elsewhere(app: Flask, session: Session) -> None:
    with Session(db.engine) as other:
        shelves = Shelves(other)
        first = shelves.vocabulary()
        other.rollback()
        assert shelves.vocabulary() is first
        other.rollback()
        with writing(session):
            session.add(Synonym(word="torch", means="lamps", key="category"))
        second = shelves.vocabulary()
        assert not first.of("torch") and [each.value for each in second.of("torch")] == ["lamps"]


def test_the_knowledge_is_read_again_when_a_section_changes_elsewhere(session: Session) -> None:
    with Session(db.engine) as other:
        library = Library(other, str)
        first = library.knowledge()
        other.rollback()
        assert library.knowledge() is first
        other.rollback()
        with writing(session):
            session.execute(select(KnowledgeSection)).scalar_one().body = "Open from 8 to 16."
        assert library.knowledge().sections[0].body == "Open from 8 to 16."


def test_the_full_text_and_the_rows_stay_the_same_size(session: Session) -> None:
    with writing(session):
        session.delete(product(session, "beacon"))
        product(session, "aurora").description = "Now with a shade."
    assert found(session, "shade") == ["aurora"] and found(session, "reading") == []
    texts = session.scalar(select(func.count()).select_from(ProductText))
    if session.get_bind().dialect.name == "sqlite":
        assert (
            session.connection()
            .exec_driver_sql("SELECT count(*) FROM product_fts WHERE product_fts MATCH 'lamp'")
            .scalar()
            == texts
        )
        session.connection().exec_driver_sql("INSERT INTO product_fts(product_fts) VALUES ('integrity-check')")


def test_terms_that_nobody_has_written_about_speak_for_themselves(session: Session) -> None:
    with Session(db.engine) as other:
        library = Library(other, "€{}".format)
        assert not {"shipping", "returns"} & set(library.knowledge().topics)
        other.rollback()
        with writing(session):
            session.add(SaleTerms(id=1, delivery=490, free_from=7500, days_least=2, days_most=4, return_days=14))
        told = {section.topic: section.body for section in library.knowledge().sections}
        assert told["shipping"] == (
            "Delivery costs €490, and is free for orders of €7500 or more. It takes 2 to 4 working days.")
        assert "14 days" in told["returns"]
        other.rollback()
        with writing(session):
            session.add(KnowledgeSection(slug="own", topic="shipping", title="Delivery", body="By bicycle."))
        assert [section.body for section in library.knowledge().sections if section.topic == "shipping"] == [
            "By bicycle."]
