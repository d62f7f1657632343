"""What holds on every page of the storefront, whatever the shop sells."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from shop.assistant.criteria import Criteria
from shop.services import services


def first_slug(app: Flask, *, in_stock: bool) -> str:
    with app.app_context():
        catalogue = services().catalogue
        rows = catalogue.candidates(Criteria(), in_stock=False).rows
        items = catalogue.items([row.id for row in rows])
        return next(item.slug for item in items if item.in_stock == in_stock)


PAGES: dict[str, tuple[Callable[[Flask], str], int]] = {
    "home": (lambda app: "/", 200),
    "all products": (lambda app: "/products", 200),
    "several filters": (lambda app: "/products?price_max=60&sort=price_asc&q=cotton", 200),
    "nothing found": (lambda app: "/products?price_max=0.01&colour=mauveish", 200),
    "what cannot be read": (lambda app: "/products?price_min=abc&page=0&sort=luck", 200),
    "product": (lambda app: "/products/" + first_slug(app, in_stock=True), 200),
    "sold out": (lambda app: "/products/" + first_slug(app, in_stock=False), 200),
    "help": (lambda app: "/help", 200),
    "cart": (lambda app: "/cart", 200),
    "compare": (lambda app: "/compare?ids=1,2,3", 200),
    "nothing to compare": (lambda app: "/compare?ids=x", 200),
    "find an order": (lambda app: "/orders/find", 200),
    "no order here": (lambda app: "/orders/nobody-knows", 404),
    "no such page": (lambda app: "/nowhere", 404),
}


@pytest.fixture(scope="module", params=["demo", "garden"])
def standing_shop(request: pytest.FixtureRequest, prepare: Callable[..., Flask]) -> Flask:
    return prepare("sqlite", request.param)


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, standing_shop: Flask) -> BeautifulSoup:
    address, status = PAGES[request.param]
    response = standing_shop.test_client().get(address(standing_shop))
    assert response.status_code == status
    assert response.mimetype == "text/html"
    return BeautifulSoup(response.text, "html5lib")


def test_it_has_one_heading_a_title_and_a_language(page: BeautifulSoup) -> None:
    headings = page.select("h1")
    assert len(headings) == 1
    assert headings[0].get_text(strip=True)
    assert page.title is not None
    assert page.title.get_text(strip=True)
    assert page.select_one("html[lang=en]")


def test_headings_do_not_skip_a_level(page: BeautifulSoup) -> None:
    levels = [int(heading.name[1]) for heading in page.select("main h1, main h2, main h3, main h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_skip_link_leads_to_the_content(page: BeautifulSoup) -> None:
    link = page.select_one("body > a.skip-link")
    assert link is not None
    assert page.select_one(f"main{link['href']}")


def test_pictures_have_words_and_a_size(page: BeautifulSoup) -> None:
    assert [str(each) for each in page.select("img")
            if not (each.has_attr("alt") and each.has_attr("width") and each.has_attr("height"))] == []


def test_controls_have_labels(page: BeautifulSoup) -> None:
    named = {label["for"] for label in page.select("label[for]")}
    controls = page.select("input:not([type=hidden]), select, textarea")
    assert controls
    assert [str(each) for each in controls if each.get("id") not in named
            and "aria-label" not in each.attrs] == []


def test_buttons_and_links_have_a_name(page: BeautifulSoup) -> None:
    def named(tag: Tag) -> bool:
        pictured = "".join(str(image.get("alt", "")) for image in tag.select("img"))
        return bool(tag.get_text(strip=True) or tag.get("aria-label") or pictured)

    assert [str(each) for each in page.select("a, button, summary") if not named(each)] == []


def test_ids_are_unique_and_references_meet_one(page: BeautifulSoup) -> None:
    ids = [each["id"] for each in page.select("[id]")]
    assert len(ids) == len(set(ids))
    asked = {word for each in page.select("[aria-labelledby], [aria-describedby]")
             for name in ("aria-labelledby", "aria-describedby") for word in str(each.get(name, "")).split()}
    assert asked <= set(ids)


def test_nothing_is_inline(page: BeautifulSoup) -> None:
    assert page.select("script:not([src]), style, [style], [hx-on]") == []
    tags = page.find_all(True)
    attributes = [(name, str(value).lower()) for tag in tags for name, value in tag.attrs.items()]
    assert [name for name, _ in attributes if name.startswith(("on", "hx-on"))] == []
    assert [value for _, value in attributes if value.startswith(("javascript:", "js:"))] == []


def test_nothing_comes_from_elsewhere(page: BeautifulSoup) -> None:
    addresses = [str(tag[name]) for name in ("src", "href", "action", "hx-get", "hx-post")
                 for tag in page.select(f"[{name}]")]
    assert addresses
    elsewhere = [each for each in addresses if urlsplit(each).netloc or urlsplit(each).scheme not in (
        "", "mailto", "tel")]
    assert elsewhere == []


def test_every_address_is_a_route_of_the_shop(page: BeautifulSoup, standing_shop: Flask) -> None:
    routes = standing_shop.url_map.bind("localhost")
    unknown = []
    for tag in page.select("a[href], form[action], [hx-get]"):
        for name in ("href", "action", "hx-get"):
            path = urlsplit(str(tag.get(name, ""))).path
            if not path or urlsplit(str(tag.get(name))).scheme:
                continue
            try:
                routes.match(path, method=str(tag.get("method", "get")).upper())
            except RequestRedirect:
                unknown.append(f"{path} is redirected")
            except (NotFound, MethodNotAllowed):
                unknown.append(path)
    assert unknown == []


def test_the_security_headers_are_there(standing_shop: Flask) -> None:
    for address, _ in PAGES.values():
        headers = standing_shop.test_client().get(address(standing_shop)).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "HX-Request" in headers["Vary"]


def test_what_it_links_from_static_is_there(page: BeautifulSoup, standing_shop: Flask) -> None:
    client = standing_shop.test_client()
    files = {str(tag[name]) for name in ("src", "href") for tag in page.select(f"[{name}]")
             if str(tag[name]).startswith("/static/")}
    assert files
    assert [each for each in files if client.get(each).status_code != 200] == []
