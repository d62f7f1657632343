from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.extensions import db
from shop.models import Conversation, Product, Synonym
from shop.models.types import now
from tests.support.catalogue_page import stock_up
from tests.support.forms import parsed
from tests.support.people import owner

LIST = "/admin/products"


def names(page: BeautifulSoup) -> list[str]:
    return [cell.get_text(strip=True) for cell in page.select("tbody th a")]


def count(page: BeautifulSoup) -> str:
    return page.select_one("#count").get_text(strip=True)


def current(page: BeautifulSoup) -> str:
    return page.select_one(".pager [aria-current=page]").get_text(" ", strip=True)


@pytest.fixture
def keeper(app: Flask) -> FlaskClient:
    """The owner of a shop with 60 products; number n costs 10.00 + n/2 and has n - 1 in stock."""
    stock_up(app, 60)
    return owner(app)


def test_an_empty_list_offers_the_first_row(app: Flask) -> None:
    page = parsed(owner(app).get(LIST))
    assert "no products yet" in page.select_one(".empty").get_text()
    assert page.select_one(f'.empty a[href="{LIST}/new"]')
    assert page.select_one("table") is None


def test_a_page_shows_twenty_five_rows(keeper: FlaskClient) -> None:
    pages = [parsed(keeper.get(LIST, query_string={"page": number})) for number in (1, 2, 3)]
    assert [len(names(page)) for page in pages] == [25, 25, 10]
    assert len({name for page in pages for name in names(page)}) == 60
    assert [current(page) for page in pages] == ["Page 1", "Page 2", "Page 3"]
    assert count(pages[0]) == "60 products"


@pytest.mark.parametrize(("page", "shown"), [
    ("99", "3"), ("0", "1"), ("-3", "1"), ("x", "1"), ("", "1"), ("9" * 30, "3"),
])
def test_a_page_that_is_not_there_shows_the_nearest(keeper: FlaskClient, page: str, shown: str) -> None:
    answer = keeper.get(LIST, query_string={"page": page})
    assert answer.status_code == 200
    assert current(parsed(answer)) == f"Page {shown}"


@pytest.mark.parametrize(("words", "found"), [
    ("Tool 17", ["Tool 17"]), ("tool-17", ["Tool 17"]), ("TOOL-17", ["Tool 17"]),
    ("17 oakfield tools", ["Tool 17"]),
    ("17 18", []), ("%", []), ("_", []), ("'; --", []), ("\0", None), ("", None), ("<b>", []), ("\\", []),
])
def test_a_search_finds_rows_with_all_the_words(
        keeper: FlaskClient, words: str, found: list[str] | None) -> None:
    page = parsed(keeper.get(LIST, query_string={"q": words}))
    if found is None:
        assert count(page) == "60 products"
        return
    assert names(page) == found
    assert page.select_one("#q")["value"] == words
    assert count(page).startswith("1 product with" if found else "0 products with")
    if not found:
        assert page.select_one(f'.empty a[href="{LIST}"]')


@pytest.mark.parametrize(("sort", "first", "marked"), [
    ("", "Tool 1", "Name ascending"), ("name", "Tool 1", "Name ascending"),
    ("-name", "Tool 9", "Name descending"),
    ("price", "Tool 1", "Price ascending"), ("-price", "Tool 60", "Price descending"),
    ("stock", "Tool 1", "Stock ascending"), ("-stock", "Tool 60", "Stock descending"),
    ("-category", "Tool 1", "Category descending"), ("state", "Tool 1", "Name ascending"),
    ("password_hash", "Tool 1", "Name ascending"), ("-", "Tool 1", "Name ascending"),
])
def test_a_list_is_sorted_by_its_columns_and_nothing_else(
        keeper: FlaskClient, sort: str, first: str, marked: str) -> None:
    page = parsed(keeper.get(LIST, query_string={"sort": sort} if sort else {}))
    assert names(page)[0] == first
    headers = page.select("thead th[aria-sort]")
    assert [f"{each.get_text(strip=True).strip('↑↓')} {each['aria-sort']}" for each in headers] == [marked]


def test_a_header_turns_the_order_round_and_keeps_the_search(keeper: FlaskClient) -> None:
    page = parsed(keeper.get(LIST, query_string={"q": "tool", "view": "for-sale", "page": "2"}))
    for expected in ("Tool 1", "Tool 60"):
        link = next(a for a in page.select("thead a") if a.get_text(strip=True).startswith("Price"))
        assert "q=tool" in link["href"]
        assert "view=for-sale" in link["href"]
        assert "page" not in link["href"]
        page = parsed(keeper.get(str(link["href"])))
        assert names(page)[0] == expected


def test_the_pager_keeps_search_and_order(keeper: FlaskClient) -> None:
    page = parsed(keeper.get(LIST, query_string={"q": "tool", "sort": "-price"}))
    following = parsed(keeper.get(str(page.select_one('.pager a[rel="next"]')["href"])))
    assert names(following)[0] == "Tool 35"


@pytest.mark.parametrize(("view", "total"), [
    ("for-sale", 58), ("sold-out", 1), ("low", 5), ("archived", 2), ("no-such-view", 60),
])
def test_a_view_shows_its_part(app: Flask, keeper: FlaskClient, view: str, total: int) -> None:
    with app.app_context():
        for product in db.session.scalars(select(Product).where(Product.name.in_(["Tool 30", "Tool 31"]))):
            product.archived_at = now()
        db.session.commit()
    page = parsed(keeper.get(LIST, query_string={"view": view}))
    assert count(page) == f"{total} product{'' if total == 1 else 's'}"
    tab = page.select_one(".tabs [aria-current=page]")
    assert str(tab["href"]) == (LIST if view == "no-such-view" else f"{LIST}?view={view}")


def test_what_an_owner_wrote_is_shown_as_text(app: Flask) -> None:
    evil = "<script>alert(1)</script>"
    stock_up(app)
    with app.app_context():
        db.session.get_one(Product, 1).name = evil
        db.session.add(Synonym(word=evil, means='"><img src=x onerror=alert(1)>', key=""))
        db.session.commit()
    client = owner(app)
    for address in (LIST, "/admin/products/1", "/admin/products/1/delete", "/admin/synonyms",
                    "/admin/synonyms/2", "/admin/synonyms/2/delete", f"/admin/synonyms?q={evil}"):
        page = parsed(client.get(address))
        assert evil in page.main.get_text() or page.select(f"input[value='{evil}']"), address
        assert page.select("main script, main img") == [], address


def test_the_overview_counts_what_stands_on_the_shelves(app: Flask, keeper: FlaskClient) -> None:
    with app.app_context():
        db.session.add_all([Conversation(), Conversation(created_at=now().replace(year=2020))])
        db.session.commit()
    page = parsed(keeper.get("/admin/"))
    counts = {tile.dt.get_text(strip=True): tile.dd.get_text(strip=True) for tile in page.select(".tile")}
    assert counts == {
        "Orders to pack": "0", "Orders to send": "0", "Returns to decide": "0", "Sold out": "1", "Low stock": "5",
        "Orders": "0", "Sold for": "€0", "Conversations": "1",
        "Products for sale": "60", "Categories": "2", "Knowledge sections": "1", "Synonyms": "1"}
    for link in page.select(".tile a"):
        assert keeper.get(str(link["href"])).status_code == 200
