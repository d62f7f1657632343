from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.extensions import db
from shop.models import Change, OrderLine, Product, Variant
from tests.support.dealings import sell, stock_of, trade
from tests.support.forms import errors, fill, form_of, notices, parsed, standing_in
from tests.support.people import owner

FORM, PAGE = "/admin/products/3", "/admin/stock"


@pytest.fixture
def keeper(app: Flask) -> FlaskClient:
    """TOOL-1, TOOL-2 and TOOL-3 with 0, 1 and 2 in stock; TOOL-2 stands in an order."""
    trade(app)
    return owner(app)


def post(keeper: FlaskClient, address: str, app: Flask, sold: int, **values: str) -> list[str]:
    """Opens the page, sells so many of TOOL-3, then sends the page; what it said in the end."""
    page = parsed(keeper.get(address))
    form_of(page)["action"] = address
    sell(app, "TOOL-3", sold)
    answer = fill(keeper, page, {name.replace("__", "-"): value for name, value in values.items()})
    return list(errors(parsed(answer)).values()) if answer.status_code == 422 else notices(parsed(keeper.get(address)))


@pytest.mark.parametrize(("sold", "typed", "left"), [(0, "7", 7), (1, "7", 6), (2, "7", 5), (1, "2", 1), (1, "1", 0)])
def test_a_sale_while_the_form_was_open_is_not_undone(
        app: Flask, keeper: FlaskClient, sold: int, typed: str, left: int) -> None:
    said = post(keeper, FORM, app, sold, variants__0__stock=typed)
    assert stock_of(app, "TOOL-3") == left
    assert ("sold meanwhile" in " ".join(said)) is bool(sold and typed != "2")


def test_a_stock_that_does_not_fit_any_more_is_said_kindly(app: Flask, keeper: FlaskClient) -> None:
    said = post(keeper, FORM, app, 2, variants__0__stock="1", name="Renamed")
    assert said == ["2 were sold meanwhile, so there are 0. Write how many there are now."]
    assert stock_of(app, "TOOL-3") == 0
    with app.app_context():
        assert db.session.get_one(Product, 3).name == "Tool 3"


def test_after_the_kind_word_what_is_typed_counts(app: Flask, keeper: FlaskClient) -> None:
    page = parsed(keeper.get(FORM))
    sell(app, "TOOL-3", 2)
    page = parsed(fill(keeper, page, {"variants-0-stock": "1"}))
    assert standing_in(form_of(page))["variants-0-stock"] == "1"
    assert fill(keeper, page, {"variants-0-stock": "4"}).status_code == 303
    assert stock_of(app, "TOOL-3") == 4


def test_a_variant_in_an_order_stays(app: Flask, keeper: FlaskClient) -> None:
    address = "/admin/products/2"
    page = parsed(fill(keeper, address, press="add=variants"))
    answer = fill(keeper, page, {"variants-0-remove": "y", "variants-1-sku": "NEW"})
    assert answer.status_code == 422
    assert "TOOL-2” stands in an order" in errors(parsed(answer))["variants-0-remove"]
    with app.app_context():
        assert [each.sku for each in db.session.get_one(Product, 2).variants] == ["TOOL-2"]
        assert db.session.query(OrderLine).one().variant_id == 2


@pytest.mark.parametrize(("one", "left"), [("3:+1", 3), ("3:-1", 1), ("2:+1", 2), ("99:+1", 2), ("3:+9", 2)])
def test_plus_and_minus_change_one(app: Flask, keeper: FlaskClient, one: str, left: int) -> None:
    answer = fill(keeper, f"{PAGE}?q=tool", also={"one": one})
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?q=tool")
    assert stock_of(app, "TOOL-3") == left


def test_the_page_sets_what_was_typed_and_leaves_the_rest(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, PAGE, {"stock-1": "5", "stock-3": "0"})
    assert [stock_of(app, f"TOOL-{number}") for number in (1, 2, 3)] == [5, 1, 0]
    assert notices(parsed(keeper.get(PAGE))) == ["TOOL-1 is at 5. TOOL-3 is at 0."]


def test_a_sale_while_the_page_was_open_is_not_undone(app: Flask, keeper: FlaskClient) -> None:
    assert post(keeper, PAGE, app, 1, **{"stock-1": "5"}) == ["TOOL-1 is at 5."]
    assert stock_of(app, "TOOL-3") == 1
    assert post(keeper, PAGE, app, 1, **{"stock-3": "0"}) == ["TOOL-3 stays at 0: 1 was sold meanwhile."]


@pytest.mark.parametrize("typed", ["-1", "x", "", "1000001", "1.5", "٣x", "9" * 40])
def test_a_number_that_is_none_saves_nothing(app: Flask, keeper: FlaskClient, typed: str) -> None:
    answer = fill(keeper, PAGE, {"stock-1": "5", "stock-3": typed})
    assert answer.status_code == 422
    control = parsed(answer).select_one("[aria-invalid=true]")
    assert (control["name"], control["value"]) == ("stock-3", typed)
    assert parsed(answer).find(id=control["aria-describedby"]).get_text().endswith("1000000.")
    assert stock_of(app, "TOOL-1") == 0


def test_what_is_in_no_line_cannot_be_reached(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, PAGE, also={"stock-999": "5", "seen-999": "0", "sku-1": "X", "price-1": "1"})
    with app.app_context():
        assert [each.sku for each in db.session.query(Variant).order_by(Variant.id)] == ["TOOL-1", "TOOL-2", "TOOL-3"]


def test_stock_is_logged_with_what_it_was(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, PAGE, {"stock-3": "9"})
    fill(keeper, FORM, {"variants-0-stock": "4"})
    with app.app_context():
        told = [(each.kind, each.row_id, each.values) for each in db.session.query(Change).order_by(Change.id)]
    assert told == [("product", 3, {"TOOL-3 stock": ["2", "9"]}), ("product", 3, {"TOOL-3 stock": ["9", "4"]})]


@pytest.mark.parametrize(("query", "found"), [
    ("", 3), ("view=sold-out", 1), ("view=low", 2), ("q=TOOL-3", 1), ("q=tool+3", 1), ("q=green&view=low", 2),
    ("q=pots", 0),
])
def test_the_page_shows_the_variants_asked_for(keeper: FlaskClient, query: str, found: int) -> None:
    assert len(parsed(keeper.get(f"{PAGE}?{query}")).select("tbody tr")) == found
