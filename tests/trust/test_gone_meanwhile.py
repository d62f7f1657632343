"""A product that goes between the card and the click: it is said, nothing is sold, and no page breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.extensions import db, writing
from shop.models import Product
from shop.models.types import now
from tests.conftest import Prepare, lent
from tests.support.buying import cart_of, order_of
from tests.support.chatting import chat, messages, say, token
from tests.support.forms import notices, parsed


@pytest.fixture
def app(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "demo"))


def archive(product: Product) -> None:
    product.archived_at = now()


def delete(product: Product) -> None:
    db.session.delete(product)


def sell_out(product: Product) -> None:
    for variant in product.variants:
        variant.stock = 0


@dataclass(frozen=True)
class Shown:
    """A card in the chat, as it stood there."""

    slug: str
    name: str
    sku: str


def first_card(client: FlaskClient) -> Shown:
    say(client, "I need something for drinking coffee outside")
    card = messages(chat(client))[-1].select_one(".product-card")
    assert card is not None
    skus = [str(each["value"]) for each in card.find_parent().select("option[value], input[name=sku]")
            if each.get("value") and not each.has_attr("disabled")]
    return Shown(str(card["data-slug"]), str(card["data-name"]), skus[0])


def goes(app: Flask, slug: str, how: Callable[[Product], None]) -> None:
    with app.app_context(), writing(db.session()):
        how(db.session.scalars(select(Product).where(Product.slug == slug)).one())


def cards(page: BeautifulSoup) -> list[str]:
    return [str(each["data-slug"]) for each in page.select("article.message .product-card")]


@pytest.mark.parametrize("how", [archive, delete])
def test_the_click_on_a_card_of_what_has_gone_adds_nothing_and_says_so(
        app: Flask, how: Callable[[Product], None]) -> None:
    client = app.test_client()
    card, csrf = first_card(client), token(client)
    before = cards(chat(client))
    goes(app, card.slug, how)
    answer = client.post("/cart/add", data={"csrf_token": csrf, "sku": card.sku}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "no longer sold" in parsed(answer).get_text()
    without = client.post("/cart/add", data={"csrf_token": csrf, "sku": card.sku, "product": card.slug})
    assert (without.status_code, without.location) == (303, "/cart")
    assert any("no longer sold" in each for each in notices(parsed(client.get("/cart"))))
    assert cart_of(client) == {}
    after = cards(chat(client))
    assert card.slug in before and card.slug not in after and len(after) == len(before) - before.count(card.slug)


@pytest.mark.parametrize("how", [archive, delete])
def test_the_conversation_goes_on_without_it(app: Flask, how: Callable[[Product], None]) -> None:
    client = app.test_client()
    card = first_card(client)
    goes(app, card.slug, how)
    for text in ("tell me about the first one", "add the first one", "compare the first two", "cheaper",
                 "do you have it in M?"):
        answer = parsed(say(client, text, fragment=True))
        article = answer.select_one("article")
        assert article is not None and article["data-state"] == "done", text
        assert card.slug not in cards(answer), text
    assert card.sku not in client.get("/cart").text


def test_its_page_is_gone_with_a_way_on(app: Flask) -> None:
    client = app.test_client()
    card = first_card(client)
    goes(app, card.slug, archive)
    page = parsed(client.get(f"/products/{card.slug}"))
    assert client.get(f"/products/{card.slug}").status_code == 404
    assert "no longer sold" in page.select_one("main").get_text()  # type: ignore[union-attr]
    assert page.select_one('main a[href="/products"], main form[action="/products"]')


@pytest.mark.parametrize("how", [archive, delete, sell_out])
def test_what_was_ordered_before_stays_as_it_was(app: Flask, how: Callable[[Product], None]) -> None:
    client = app.test_client()
    card, csrf = first_card(client), token(client)
    client.post("/cart/add", data={"csrf_token": csrf, "sku": card.sku})
    place = str(order_of(client).location)
    goes(app, card.slug, how)
    for path in (place, f"{place}/invoice"):
        answer = client.get(path)
        assert answer.status_code == 200 and card.name in parsed(answer).get_text()
    assert card.name in parsed(say(client, "what is in my order?", fragment=True)).get_text()
