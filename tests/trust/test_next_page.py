"""Nobody is led out of the shop by a link into it: whatever asks to be the next page, the next page is one of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask

from tests.conftest import Prepare, lent
from tests.support.buying import lay_out
from tests.support.people import register, signed_in

HOSTS = ("evil.example", "evil.example/", "evil.example:80/account/", "localhost@evil.example",
         "localhost.evil.example", "3221226219", "[::ffff:198.51.100.1]", "evil。example", "ｅvil.example",
         "evil.example\\@localhost")
BEGINNINGS = (
    "//", "///", "////", "/\\", "\\/", "\\\\", "/\t/", "/\n/", "/\r\n/", "\t//", " //", "//\t", "http://", "https://",
    "http:", "https:", "http:\\\\", "HTTP://", "hxxp://", "ftp://", "javascript://", "data:text/html,//", "/%2f",
    "/%5c", "%2f%2f", "%5c%5c", "/%09/", "/.//", "/..//", "/./\\", "/;//", "?//", "#//", "@", "/@", ":", "/:",
    "//%00", "/\u0000/", "/\u2028/", "/\u200b/", "/／", "／／", "/＼", "http://localhost@", "http://localhost:80@",
    "//localhost@", "//localhost\\@", "/account/..//", "/products//", "/account/%2e%2e//", "/cart;//",
    "view-source:http://", "\u0001//",
)
CORPUS = list(dict.fromkeys(f"{beginning}{host}" for beginning, host in product(BEGINNINGS, HOSTS)))
# What a browser takes for a path of the host that it is at.
OWN = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


@pytest.fixture(scope="module")
def app(prepare: Prepare) -> Iterator[Flask]:
    for app in lent(prepare("sqlite", "empty")):
        lay_out(app)
        yield app


def test_there_are_enough_of_them() -> None:
    assert len(CORPUS) > 500


@pytest.mark.parametrize("page", ["/account/sign-in", "/account/register"])
def test_signing_in_leads_out_of_the_shop_for_nobody(app: Flask, page: str) -> None:
    client = signed_in(app, f"{page.rpartition('/')[2]}@example.com")
    led = {each: client.get(page, query_string={"next": each}).location for each in CORPUS}
    assert [each for each, place in led.items() if not OWN.fullmatch(place) or "evil" in place.partition("?")[0]] == []
    assert client.get(page, query_string={"next": "/cart?x=1"}).location == "/cart?x=1"


def test_registering_keeps_the_same_rule_in_its_form(app: Flask) -> None:
    for number, each in enumerate(("//evil.example", "/\\evil.example", "https://evil.example")):
        answer = register(app.test_client(), f"new{number}@example.com", also={"next": each})
        assert answer.status_code == 303
        assert OWN.fullmatch(answer.location) and "evil" not in answer.location


def test_a_refused_addition_leads_to_a_product_or_the_cart(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/products/stool").text
    csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert csrf
    for each in [*CORPUS[::7], "../../account", "stool/../../x"]:
        answer = client.post("/cart/add", data={"csrf_token": csrf[1], "variant_id": "0", "product": each})
        assert (answer.status_code, answer.location) == (303, "/cart")


@pytest.mark.parametrize("path", [
    "//evil.example", "//evil.example/", "///evil.example/..", "/admin//evil.example", "//account", "/account//",
    "/\\evil.example/", "/products//evil.example", "//evil.example/%2e%2e/account", "//admin", "/account"])
def test_an_address_put_right_stays_in_the_shop(app: Flask, path: str) -> None:
    """Slashes too many or too few are put right by a redirect, to this host alone."""
    answer = app.test_client().get("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code in (302, 308, 404)
    place = (answer.location or "").removeprefix("http://localhost")
    assert place == "" or OWN.fullmatch(place)
    assert not place.startswith("/evil")


def test_the_address_that_htmx_is_told_to_show_is_ours(app: Flask) -> None:
    client = app.test_client()
    for each in CORPUS[::5]:
        pushed = client.get("/products", query_string={"q": each, "colour": each}, headers={
            "HX-Request": "true", "HX-Current-URL": "http://evil.example/"}).headers["HX-Push-Url"]
        assert OWN.fullmatch(pushed) and pushed.startswith("/products")
