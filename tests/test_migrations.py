"""The migrations make what the models say, and undo it, on both kinds of database."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text, update

from shop.assistant.criteria import Criteria
from shop.catalogue.index import CATALOGUE, INDEX, WRITING
from shop.catalogue.shelves import Shelves
from shop.extensions import db, writing
from shop.models import Category, Order, OrderLine, OrderStep, Product, ProductText, Revision, Variant
from shop.models.types import now

# Kept by triggers, and no table of the models'.
FULL_TEXT = "product_fts"


def ours(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    table = name if kind == "table" else getattr(getattr(thing, "table", None), "name", "")
    generated = (kind == "column" and name == "document") or (kind == "index" and name == "ix_product_text_document")
    return not (str(table).startswith(FULL_TEXT) or generated)


def differences(app: Flask) -> list[Any]:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        return list(compare_metadata(context, db.metadata))


def test_the_migrated_tables_are_those_of_the_models(app: Flask) -> None:
    assert differences(app) == []


def test_a_table_that_is_missing_would_be_seen(app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE synonym")
    assert differences(app)


def test_the_way_back_leaves_nothing_and_the_way_forward_works_again(app: Flask) -> None:
    with app.app_context():
        before = set(inspect(db.engine).get_table_names())
        assert {"product", "variant", "conversation"} <= before
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
        upgrade()
        assert set(inspect(db.engine).get_table_names()) == before
    assert differences(app) == []


def test_an_index_that_an_earlier_version_wrote_is_written_anew(app: Flask) -> None:
    with app.app_context():
        with writing(db.session()) as session:
            session.add(Product(slug="mat", name="Mat", price=100, materials=["wool"], variants=[Variant(sku="M")],
                                category=Category(slug="mats", name="Mats", singular="mat")))
        text = db.session.scalars(select(ProductText)).one()
        facets = text.facets
        assert "material:wool" in facets
        db.session.execute(update(ProductText).values(facets=""))
        db.session.execute(update(Revision).where(Revision.name == INDEX).values(number=WRITING - 1))
        db.session.commit()
        number = db.session.scalar(select(Revision.number).where(Revision.name == CATALOGUE))
        for _ in range(2):
            upgrade()
            db.session.rollback()
            assert db.session.scalars(select(ProductText)).one().facets == facets
            assert db.session.scalar(select(Revision.number).where(Revision.name == CATALOGUE)) == (number or 0) + 1


def test_orders_from_before_payments_stay_as_they_were(app: Flask) -> None:
    with app.app_context():
        with writing(db.session()) as session:
            session.add(Order(number="1", email="kim@example.com", total=100, payment="invoice", status="shipped",
                              lines=[OrderLine(sku="S", name="Stool", quantity=1, unit_price=100)],
                              steps=[OrderStep(status="placed"), OrderStep(status="shipped", by="owner")]))
        db.session.remove()
        downgrade(revision="0003")
        upgrade()
        order = db.session.scalars(select(Order)).one()
        assert (order.status, order.pay_by, order.paid_at, order.payment_reference) == ("shipped", None, None, "")
        assert [line.sku for line in order.lines] == ["S"] and [step.status for step in order.steps] == [
            "placed", "shipped"]


def test_the_way_back_puts_what_waited_for_its_payment_on_the_shelf(app: Flask) -> None:
    """The version before knows neither of waiting nor of refunds."""
    with app.app_context():
        with writing(db.session()) as session:
            variants = [Variant(sku=sku, colour=sku, stock=5) for sku in ("A", "B")]
            session.add(Product(slug="stool", name="Stool", price=100, variants=variants,
                                category=Category(slug="things", name="Things", singular="thing")))
            session.flush()
            statuses = ("awaiting_payment", "awaiting_payment", "expired", "refund_due", "placed")
            for number, status in enumerate(statuses):
                session.add(Order(number=str(number), email="kim@example.com", total=100, status=status, pay_by=now(),
                                  steps=[OrderStep(status=status)], lines=[OrderLine(
                                      variant_id=variants[0].id, sku="A", name="Stool", quantity=2, unit_price=50)]))
        db.session.remove()
        downgrade(revision="0003")
        stock = db.session.execute(select(Variant.sku, Variant.stock).order_by(Variant.sku)).all()
        assert stock == [("A", 9), ("B", 5)]
        for table in ("customer_order", "order_step"):
            found = db.session.execute(text(f"SELECT status FROM {table} ORDER BY id")).scalars().all()
            assert found == ["cancelled"] * 4 + ["placed"]


def test_a_fit_among_the_attributes_becomes_the_products_own_and_goes_back(app: Flask) -> None:
    stated = {"Fit": "Slim", "leg": "tapered"}
    with app.app_context():
        shelf = Category(slug="trousers", name="Trousers")
        for slug, attributes in (("work", stated), ("long", {"fit": "x" * 41}), ("plain", {})):
            db.session.add(Product(slug=slug, name=slug, price=1, category=shelf, attributes=attributes,
                                   variants=[Variant(sku=slug, stock=1)]))
        db.session.commit()
        db.session.remove()
        downgrade(revision="0003")
        upgrade()
        rows = {row.slug: (row.fit, row.attributes) for row in db.session.scalars(select(Product))}
        assert rows == {"work": ("Slim", {"leg": "tapered"}), "long": ("", {"fit": "x" * 41}), "plain": ("", {})}
        catalogue = Shelves(db.session)
        assert catalogue.matched(Criteria(fit="slim")) == 1 and catalogue.vocabulary().values("fit") == ("slim",)
        db.session.remove()
        downgrade(revision="0003")
        with db.engine.connect() as connection:
            assert connection.execute(select(Product.attributes).where(Product.slug == "work")).scalar() == {
                "fit": "Slim", "leg": "tapered"}
