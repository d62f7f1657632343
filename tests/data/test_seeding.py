"""Seeding a database: whole or not at all, once, and never over the owner's own work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from shop.data.reading import ReadingError, read_shop
from shop.data.seeding import SeedReport, seed
from shop.extensions import db
from shop.models import (
    Category,
    Facet,
    KnowledgeSection,
    Order,
    OrderLine,
    OrderStep,
    Product,
    SaleTerms,
    ShopProfile,
    Synonym,
    User,
    Variant,
)
from shop.models.orders import AWAITING_PAYMENT, EXPIRED, REFUND_DUE, STATUSES
from shop.selling.orders import NEXT
from shop.selling.payment_methods import METHODS
from shop.selling.terms import Terms, terms

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "shop" / "data" / "demo"
GARDEN = ROOT / "tests" / "fixtures" / "garden"
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
TABLES = (Category, Product, Variant, KnowledgeSection, Synonym, ShopProfile, User, Order, OrderLine)


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def counts() -> dict[str, int]:
    return {
        table.__name__: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES
    }


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("folder", [DEMO, GARDEN], ids=["demo", "garden"])
def test_seeding_writes_everything_that_was_read(folder: Path) -> None:
    shop = read_shop(folder)
    report = seed(db.session, folder)
    variants = [variant for product in shop.products for variant in product.variants]
    assert report == SeedReport(
        1, len(shop.categories), len(shop.products), len(variants), len(shop.sections), len(shop.synonyms),
        terms=1,
    )
    assert counts() == {
        "Category": report.categories,
        "Product": report.products,
        "Variant": report.variants,
        "KnowledgeSection": report.sections,
        "Synonym": report.synonyms,
        "ShopProfile": 1,
        "User": 0,
        "Order": 0,
        "OrderLine": 0,
    }
    row = db.session.scalars(select(Product).where(Product.slug == shop.products[0].slug)).one()
    entry = shop.products[0]
    assert (row.name, row.price, row.category.slug, row.image) == (
        entry.name,
        entry.price,
        entry.category,
        entry.image(),
    )
    assert [(each.sku, each.stock) for each in row.variants] == [
        (each.sku, each.stock) for each in entry.variants
    ]
    assert dict(entry.attributes) == row.attributes


@pytest.mark.usefixtures("context")
def test_seeding_twice_changes_nothing() -> None:
    first = seed(db.session, DEMO, demo=True, clock=lambda: FRIDAY)
    before = counts()
    again = seed(db.session, DEMO, demo=True, clock=lambda: FRIDAY + timedelta(days=3))
    assert first.added > 1000
    assert again == SeedReport()
    assert str(again) == "nothing to add"
    assert counts() == before


@pytest.mark.usefixtures("context")
def test_owner_edits_survive_seeding() -> None:
    seed(db.session, GARDEN)
    product = db.session.scalars(select(Product)).first()
    category = db.session.scalars(select(Category)).first()
    section = db.session.scalars(select(KnowledgeSection)).first()
    profile = db.session.get(ShopProfile, 1)
    assert product and category and section and profile
    product.price, product.name = 1, "Renamed"
    product.variants[0].stock = 77
    category.slug, section.body, profile.name = "moved", "Shut.", "Mine"
    slug = product.slug
    db.session.commit()
    assert seed(db.session, GARDEN).added == 0
    db.session.expire_all()
    kept = db.session.scalars(select(Product).where(Product.slug == slug)).one()
    assert (kept.price, kept.name, kept.variants[0].stock) == (1, "Renamed", 77)
    assert (category.slug, section.body, profile.name) == ("moved", "Shut.", "Mine")


@pytest.mark.usefixtures("context")
def test_seeding_adds_only_what_is_missing() -> None:
    seed(db.session, GARDEN)
    gone = db.session.scalars(select(Product)).first()
    assert gone
    variants = len(gone.variants)
    db.session.delete(gone)
    db.session.commit()
    assert seed(db.session, GARDEN) == SeedReport(products=1, variants=variants)


@pytest.mark.usefixtures("context")
def test_failure_leaves_the_database_as_it_was() -> None:
    other = Category(slug="other", name="Other")
    taken = read_shop(GARDEN).products[-1].variants[-1].sku
    db.session.add(Product(slug="mine", name="Mine", price=1, category=other, variants=[Variant(sku=taken)]))
    db.session.commit()
    before = counts()
    with pytest.raises(IntegrityError):
        seed(db.session, GARDEN)
    assert counts() == before


@pytest.mark.usefixtures("context")
def test_unreadable_folder_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ReadingError):
        seed(db.session, tmp_path)
    assert set(counts().values()) == {0}


@pytest.mark.usefixtures("context")
def test_seeded_products_can_be_found_by_what_they_answer_to() -> None:
    seed(db.session, DEMO)
    navy_hoodies = db.session.scalars(
        select(Product.slug)
        .join(Facet, Facet.product_id == Product.id)
        .join(Category)
        .where(Category.slug == "hoodies", Facet.key == "colour", Facet.value == "navy")
    ).all()
    assert "harbour-hoodie" in navy_hoodies


@pytest.mark.usefixtures("context")
def test_demo_people_cannot_sign_in_and_are_no_owners() -> None:
    report = seed(db.session, DEMO, demo=True, clock=lambda: FRIDAY)
    people = db.session.scalars(select(User)).all()
    assert len(people) == report.customers >= 12
    assert {(person.password_hash, person.is_admin) for person in people} == {("!", False)}
    assert all(person.email.endswith("@example.com") for person in people)


@pytest.mark.usefixtures("context")
def test_demo_orders_add_up_and_lie_in_the_past() -> None:
    report = seed(db.session, DEMO, demo=True, clock=lambda: FRIDAY)
    orders = db.session.scalars(select(Order)).all()
    assert len(orders) == report.orders == 30
    # No way to pay of the demo waits for money.
    assert {order.status for order in orders} == set(STATUSES) - {AWAITING_PAYMENT, EXPIRED, REFUND_DUE}
    assert [order.number for order in orders if not order.lines] == []
    for order in orders:
        goods = sum(line.quantity * line.unit_price for line in order.lines)
        assert order.total == goods + order.shipping
        assert order.shipping == (0 if goods >= 7500 else 490)
        assert FRIDAY - timedelta(days=70) < order.placed_at < FRIDAY
        assert all(line.variant_id for line in order.lines)


@pytest.mark.usefixtures("context")
def test_demo_orders_have_a_history_that_leads_to_their_status_and_an_address() -> None:
    seed(db.session, DEMO, demo=True, clock=lambda: FRIDAY)
    for order in db.session.scalars(select(Order)):
        steps = [step.status for step in order.steps]
        assert (steps[0], steps[-1]) == ("placed", order.status)
        assert all(after in NEXT[before] for before, after in pairwise(steps))
        at = [step.at for step in order.steps]
        assert at == sorted(at) and order.placed_at == at[0] and at[-1] < FRIDAY
        assert order.payment in METHODS
        assert order.user and order.email == order.user.email and order.name == order.user.name
        assert order.street and order.postcode and order.city and len(order.country) == 2
    notes = {bool(step.note) for step in db.session.scalars(select(OrderStep)) if step.status == "return_requested"}
    assert notes == {True}


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(("folder", "expected"), [
    (DEMO, Terms(490, 7500, 3, 5, 30)), (GARDEN, Terms(395, 4000, 2, 4, 14))], ids=["demo", "garden"])
def test_the_terms_of_sale_are_the_folders(folder: Path, expected: Terms) -> None:
    seed(db.session, folder)
    assert terms(db.session) == expected


@pytest.mark.usefixtures("context")
def test_terms_that_the_owner_has_set_stay() -> None:
    db.session.add(SaleTerms(id=1, delivery=1))
    db.session.commit()
    assert seed(db.session, DEMO).terms == 0
    assert terms(db.session).delivery == 1


@pytest.mark.usefixtures("context")
def test_demo_does_not_touch_stock() -> None:
    seed(db.session, DEMO, demo=True, clock=lambda: FRIDAY)
    expected = sum(product.stock for product in read_shop(DEMO).products)
    assert db.session.scalar(select(func.sum(Variant.stock))) == expected


@pytest.mark.usefixtures("context")
def test_progress_is_told_to_the_caller_alone(capsys: pytest.CaptureFixture[str]) -> None:
    heard: list[str] = []
    seed(db.session, GARDEN, progress=heard.append)
    assert any("27 products" in line for line in heard)
    assert capsys.readouterr() == ("", "")
