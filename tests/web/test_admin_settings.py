from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.extensions import db
from shop.models import SaleTerms, ShopProfile
from tests.support.catalogue_page import stock_up
from tests.support.dealings import TALK, everything, trade
from tests.support.forms import complaints, fill, form_of, parsed, standing_in
from tests.support.people import owner


@pytest.fixture
def keeper(app: Flask) -> FlaskClient:
    stock_up(app)
    return owner(app)


def test_the_settings_are_kept_in_one_row(app: Flask, keeper: FlaskClient) -> None:
    for name in ("Oakfield", "Oakfield & Daughters"):
        answer = fill(
            keeper, "/admin/settings", name=name, email="hello@example.com", greeting="Good morning.")
        assert answer.status_code == 303
    with app.app_context():
        [row] = db.session.scalars(select(ShopProfile)).all()
        assert (row.id, row.name, row.greeting) == (1, "Oakfield & Daughters", "Good morning.")


@pytest.mark.parametrize(("field", "typed", "said"), [
    ("name", "", "Give the shop a name"), ("greeting", "", "how the assistant greets"),
    ("email", "not an address", "hello@example.com"), ("greeting", "x" * 301, "at most 300"),
])
def test_settings_that_cannot_be_are_refused(keeper: FlaskClient, field: str, typed: str, said: str) -> None:
    found = complaints(fill(keeper, "/admin/settings", {"name": "Shop", field: typed}))
    assert list(found) == [field]
    assert said in found[field]


@pytest.mark.parametrize("body", [
    "Delivery is {delivery}, free from {free_from}, in {delivery_days} days.", "{return_days}", "a { b", "} c {"])
def test_a_section_may_hold_the_terms_of_sale(keeper: FlaskClient, body: str) -> None:
    assert fill(keeper, "/admin/knowledge/1", body=body).status_code == 303


def test_the_terms_of_sale_are_kept_in_one_row(app: Flask, keeper: FlaskClient) -> None:
    for delivery in ("0", "4,90"):
        assert fill(keeper, "/admin/terms", delivery=delivery, free_from="75", days_most="6").status_code == 303
    with app.app_context():
        [row] = db.session.scalars(select(SaleTerms)).all()
        assert (row.id, row.delivery, row.free_from, row.days_least, row.days_most, row.return_days) == (
            1, 490, 7500, 2, 6, 30)
    assert fill(keeper, "/admin/terms", free_from="").status_code == 303
    with app.app_context():
        assert db.session.get_one(SaleTerms, 1).free_from is None
    control = standing_in(form_of(parsed(keeper.get("/admin/terms"))))
    assert (control["delivery"], control["free_from"]) == ("4.90", "")


@pytest.mark.parametrize(("field", "typed", "said"), [
    ("delivery", "", "0 if it is free"), ("delivery", "-1", "not a price"), ("free_from", "soon", "not a price"),
    ("days_least", "", "at least"), ("days_most", "1", "less than the 2"), ("days_most", "400", "0 to 365"),
    ("return_days", "-1", "0 to 3650"), ("return_days", "", "days a return"), ("days_least", "1.5", "0 to 365"),
])
def test_terms_that_cannot_be_are_refused(
        app: Flask, keeper: FlaskClient, field: str, typed: str, said: str) -> None:
    found = complaints(fill(keeper, "/admin/terms", {"delivery": "4.90", field: typed}))
    assert list(found) == [field]
    assert said in found[field]
    with app.app_context():
        assert db.session.get(SaleTerms, 1) is None


ADDRESSES = ("products/1", "categories/1", "synonyms/1", "knowledge/1", "settings", "terms", "orders/1", "customers/1",
             "stock", f"conversations/{TALK}/delete", "products/new")
COLUMNS = {column.name: column for table in db.metadata.tables.values() for column in table.columns}
TRIES = ("1", "2", "x@example.com", "2000-01-01 00:00:00")


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_column_is_written_that_the_form_does_not_have(app: Flask, address: str) -> None:
    """Every column of every table is sent beside the form; only what the form shows may change, and nothing does."""
    trade(app)
    keeper = owner(app)
    fill(keeper, "/admin/settings")
    fill(keeper, "/admin/terms")
    page = parsed(keeper.get(f"/admin/{address}"))
    shown = set(standing_in(form_of(page))) | {str(each["name"]) for each in page.select("main [name]")}
    before = everything(app)
    for value in TRIES:
        also = {name: value for name in COLUMNS if name not in shown}
        also |= {f"variants-0-{name}": value for name in COLUMNS if f"variants-0-{name}" not in shown}
        also["remove-0"] = also["csrf"] = value
        if not address.endswith("delete"):
            fill(keeper, f"/admin/{address}", also=also)
            assert everything(app) == before
    if address.endswith("delete"):
        fill(keeper, f"/admin/{address}", also=also)
        assert everything(app) == {**before, "conversation": []}
