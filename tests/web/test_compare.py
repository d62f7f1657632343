"""Comparing by page: an address to pass on, rows from the shelves, and what cannot be compared is said."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.assistant.catalogue import Item
from shop.assistant.criteria import Criteria
from shop.services import services
from tests.support.buying import cart_of, page
from tests.support.forms import notices


def items_of(app: Flask, count: int) -> tuple[Item, ...]:
    with app.app_context():
        catalogue = services().catalogue
        return catalogue.items([row.id for row in catalogue.candidates(Criteria(), limit=count).rows])


@pytest.fixture
def client(either_shop: Flask) -> FlaskClient:
    return either_shop.test_client()


@pytest.mark.parametrize("count", [2, 3, 4])
def test_it_sets_products_side_by_side_as_their_rows_stand(
        either_shop: Flask, client: FlaskClient, count: int) -> None:
    items = items_of(either_shop, count)
    shown = page(client, f"/compare?ids={','.join(str(item.id) for item in items)}")
    assert [link.get_text() for link in shown.select("thead th[scope=col] a")] == [item.name for item in items]
    rows = {row.select_one("th[scope=row]").get_text(): [cell.get_text(" ", strip=True) for cell in row.select("td")]  # type: ignore[union-attr]
            for row in shown.select("tbody tr")}
    assert all(len(cells) == count for cells in rows.values())
    assert len(rows) > 3 and "Buy" in rows
    if "Price" in rows:
        lowest = min(item.price for item in items)
        assert [("lowest price" in cell) for cell in rows["Price"]] == [item.price == lowest for item in items]
    canonical = shown.select_one("link[rel=canonical]")
    assert canonical is not None
    assert str(canonical["href"]) == f"/compare?ids={','.join(str(item.id) for item in items)}"


def test_a_product_can_be_bought_from_there(either_shop: Flask, client: FlaskClient) -> None:
    items = items_of(either_shop, 2)
    shown = page(client, f"/compare?ids={items[0].id},{items[1].id}")
    forms = shown.select("form.quick-add")
    assert len(forms) == 2
    choice = forms[0].select_one("select option[value]:not([value=''])") or forms[0].select_one("[name=variant_id]")
    token = forms[0].select_one("[name=csrf_token]")
    assert choice is not None and token is not None
    answer = client.post("/cart/add", data={"csrf_token": token["value"], "variant_id": choice["value"]})
    assert answer.location == "/cart"
    assert cart_of(client) == {int(str(choice["value"])): 1}


def test_ticked_boxes_come_to_the_same_address(either_shop: Flask, client: FlaskClient) -> None:
    results = page(client, "/products")
    form = results.select_one("form#comparison[action='/compare']")
    boxes = results.select("input[type=checkbox][name=ids][form=comparison]")
    assert form is not None and len(boxes) > 2
    first, second = (str(box["value"]) for box in boxes[:2])
    answer = client.get(f"/compare?ids={first}&ids={second}")
    assert (answer.status_code, answer.location) == (302, f"/compare?ids={first},{second}")


def test_a_product_leads_to_a_comparison_with_others_like_it(either_shop: Flask, client: FlaskClient) -> None:
    item = items_of(either_shop, 1)[0]
    link = page(client, f"/products/{item.slug}").select_one("a[href^='/compare?ids=']")
    assert link is not None
    assert page(client, str(link["href"])).select_one("table")


WRONG = {
    "ids=1,x": "“x” is not the number of a product", "ids=1,999999": "Product 999999 is not for sale here",
    "ids=1,2,3,4,5": "At most 4 products", "ids=1,2,-3": "“-3” is not", "ids=1,2,1e3": "“1e3” is not",
    "ids=1,2,٣": "“٣” is not", "ids=1&ids=2&ids=zz": "“zz” is not", "ids=99999999999999999999": "is not the number",
    "ids=1,2,%00": "is not", "ids=999998,999999": "Products 999998 and 999999 are not for sale",
}


@pytest.mark.parametrize("query", WRONG)
def test_what_cannot_be_compared_is_said_and_the_rest_is_shown(client: FlaskClient, query: str) -> None:
    shown = page(client, f"/compare?{query}")
    assert any(WRONG[query] in each for each in notices(shown))
    usable = len({each for each in query.replace("ids=", "").replace("&", ",").split(",") if each in "12345"})
    assert len(shown.select("thead th")) == (min(usable, 4) if usable > 1 else 0)


@pytest.mark.parametrize("query", ["", "?ids=", "?ids=1", "?ids=1,1,1", "?ids=,,,"])
def test_fewer_than_two_are_told_how_it_works(client: FlaskClient, query: str) -> None:
    shown = page(client, f"/compare{query}")
    assert shown.select("table") == [] and "Two to four products" in shown.get_text()
