"""What shoppers and owners write is text wherever it is shown: no tag and no attribute comes out of data."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.extensions import db, writing
from shop.models import Category, Conversation, KnowledgeSection, Order, Product, ShopProfile
from shop.selling.orders import move
from tests.conftest import Prepare, lent
from tests.support.buying import bought, lay_out, put, send
from tests.support.chatting import say, token
from tests.support.forms import fill, parsed
from tests.support.pages import intruders, texts
from tests.support.payloads import PAYLOADS
from tests.support.people import owner

ROOT = Path(__file__).parent.parent.parent
# Fields that hold less than the longest of them.
SHORT = 40


def together(most: int) -> list[str]:
    """All payloads in texts of at most `most` characters: a page shows several at once."""
    found = [PAYLOADS[0]]
    for each in PAYLOADS[1:]:
        if len(found[-1]) + len(each) < most:
            found[-1] += f" {each}"
        else:
            found.append(each)
    return found


TOGETHER = together(118)


@pytest.fixture(scope="module")
def app(prepare: Prepare) -> Iterator[Flask]:
    for app in lent(prepare("sqlite", "empty", MESSAGES_PER_MINUTE=10_000)):
        lay_out(app)
        yield app


@pytest.fixture(scope="module")
def keeper(app: Flask) -> FlaskClient:
    return owner(app)


def flat(text: str) -> str:
    """Without what cannot be printed and without spaces, in small letters: some fields are put into one line, and names
    of shelves are lower case inside a sentence."""
    return "".join(each for each in text if each.isprintable() and not each.isspace()).casefold()


class Looked:
    """Pages that were looked at, and what was wrong with them."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.pages = 0

    def at(self, where: str, page: BeautifulSoup, *payloads: str) -> None:
        """The page has no intruder, and each payload can be read in it as it was written."""
        self.pages += 1
        self.wrong += [f"{where}: {each}" for each in intruders(page)]
        shown = flat(texts(page))
        self.wrong += [f"{where}: {each!r} cannot be read" for each in payloads if flat(each) not in shown]

    def faults(self, least: int) -> list[str]:
        """What was wrong; and, where fewer than `least` pages were looked at, how many."""
        return self.wrong + ([f"only {self.pages} pages of {least}"] if self.pages < least else [])


def test_there_are_many_different_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60
    assert all("zq" in each or "7*7" in each for each in PAYLOADS)
    assert flat("".join(TOGETHER)) == flat("".join(PAYLOADS))


def test_a_page_that_took_them_for_markup_would_be_seen() -> None:
    """The control: whatever acts as HTML is noticed when it stands in a page unescaped."""
    raw = [(each, BeautifulSoup(f"<main>{each}</main>", "html5lib")) for each in PAYLOADS]
    acting = [(each, page) for each, page in raw if page.main is None or page.main.find(True)]
    assert len(acting) > 45
    for payload, page in acting:
        looked = Looked()
        looked.at("raw", page, payload)
        assert looked.wrong, payload


def test_no_template_and_no_code_calls_data_markup() -> None:
    templates = [(path, path.read_text()) for path in (ROOT / "templates").rglob("*.html")]
    assert [path.name for path, text in templates if re.search(r"\|\s*safe\b|\bautoescape\b", text)] == []
    code = [(path, path.read_text()) for path in (ROOT / "shop").rglob("*.py")]
    made = r"\bMarkup\b\s*[(.]|render_template_string"
    assert [path.name for path, text in code if re.search(made, text)] == []
    assert len(templates) > 50 and len(code) > 100


def test_what_a_shopper_says_is_text_for_shopper_and_owner(app: Flask, keeper: FlaskClient) -> None:
    looked = Looked()
    for payload in TOGETHER:
        client = app.test_client()
        answer = say(client, payload, fragment=True)
        looked.at(f"fragment {payload}", parsed(answer))
        shown = parsed(client.get("/chat"))
        looked.at(f"page {payload}", shown, payload)
        said = shown.select_one("article[data-role=shopper] .message-text")
        assert said is not None and not said.find_all(True)
    with app.app_context():
        ids = list(db.session.scalars(select(Conversation.id)))
    shown = texts(BeautifulSoup("", "html5lib"))
    for each in ids:
        page = parsed(keeper.get(f"/admin/conversations/{each}"))
        looked.at(f"transcript {each}", page)
        shown += texts(page)
    looked.wrong += [f"transcript lacks {each!r}" for each in TOGETHER if flat(each) not in flat(shown)]
    lists = [parsed(keeper.get(f"/admin/conversations?page={number}")) for number in range(1, 5)]
    for page in lists:
        looked.at("list of conversations", page)
    everything = flat(" ".join(texts(page) for page in lists))
    looked.wrong += [f"list lacks {each!r}" for each in TOGETHER if flat(each)[:SHORT] not in everything]
    assert looked.faults(3 * len(TOGETHER)) == []


def test_what_the_chat_is_refused_or_given_as_a_draft_is_text(app: Flask) -> None:
    looked, client = Looked(), app.test_client()
    for payload in TOGETHER:
        looked.at("draft", parsed(client.get("/chat", query_string={"message": payload, "page": payload})), payload)
    csrf = token(client)
    for payload in TOGETHER:
        sent = {"csrf_token": csrf, "action": "remove", "criterion": "colour", "value": payload}
        looked.at("criterion", parsed(client.post("/chat", data=sent, headers={"HX-Request": "true"})))
    looked.at("all of them", parsed(client.get("/chat")))
    assert looked.faults(2 * len(TOGETHER)) == []


def test_what_is_searched_for_is_text(app: Flask, keeper: FlaskClient) -> None:
    looked, client = Looked(), app.test_client()
    for payload in TOGETHER:
        search = {"q": payload, "colour": payload, "price_min": payload, "sort": payload}
        looked.at("search", parsed(client.get("/products", query_string=search)), payload)
        part = client.get("/products", query_string=search, headers={"HX-Request": "true"})
        looked.at("results alone", parsed(part))
        looked.at("comparison", parsed(client.get("/compare", query_string={"ids": payload})))
        looked.at("admin search", parsed(keeper.get("/admin/products", query_string={"q": payload})), payload)
        looked.at("sign-in", parsed(client.get("/account/sign-in", query_string={"next": payload})))
        nowhere = client.get(f"/{quote(payload)}")
        assert nowhere.status_code in (404, 308)
        looked.at("nowhere", parsed(nowhere))
    assert looked.faults(6 * len(TOGETHER)) == []


def test_what_a_form_gives_back_is_text(app: Flask) -> None:
    looked, client = Looked(), app.test_client()
    for payload in TOGETHER:
        answer = send(client, "/account/register", email=payload, name=payload, password="x", again="y", next=payload)
        assert answer.status_code == 422
        looked.at("registering", parsed(answer), payload)
        answer = send(client, "/orders/find", number=payload[:SHORT], email=payload)
        looked.at("finding", parsed(answer), payload)
        answer = send(client, "/cart/add", variant_id=payload, quantity=payload, product=payload)
        looked.at("cart", parsed(client.get(answer.location)))
    assert looked.faults(3 * len(TOGETHER)) == []


def test_what_a_buyer_writes_is_text_for_buyer_and_owner(app: Flask, keeper: FlaskClient) -> None:
    with app.app_context():
        stool = db.session.scalar(select(Product).where(Product.slug == "stool")).variants[0].id
    looked, written = Looked(), []
    for payload in TOGETHER:
        client = app.test_client()
        place = bought(client, stool, name=payload, street=payload, city=payload, postcode=payload[:20])
        with app.app_context():
            order = db.session.scalars(select(Order).where(Order.public_id == place.rpartition("/")[2])).one()
            number, row_id = order.number, order.id
            for status in ("packed", "shipped", "delivered"):
                move(db.session, row_id, status, by="owner", note=payload)
            db.session.remove()
        assert send(client, f"{place}/return", reason=payload).status_code == 303
        looked.at("order", parsed(client.get(place)), payload)
        looked.at("invoice", parsed(client.get(f"{place}/invoice")), payload)
        looked.at("the owner's page", parsed(keeper.get(f"/admin/orders/{row_id}")), payload)
        written.append((number, payload))
    for number in range(1, 5):
        looked.at("list of orders", parsed(keeper.get(f"/admin/orders?page={number}")))
    looked.at("log", parsed(keeper.get("/admin/changes")))
    answer = keeper.get("/admin/orders/export.csv")
    assert answer.mimetype == "text/csv" and answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    rows = {row["Number"]: row for row in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))}
    looked.wrong += [f"export of {each!r}" for number, each in written
                     if flat(rows[number]["Street"]).removeprefix("'") != flat(each).removeprefix("'")
                     or rows[number]["Street"].startswith(("=", "+", "-", "@"))]
    assert looked.faults(3 * len(TOGETHER)) == []


def test_what_an_owner_writes_of_a_product_is_text_everywhere(app: Flask, keeper: FlaskClient) -> None:
    looked = Looked()
    with app.app_context():
        shelf = db.session.scalar(select(Category.id))
    for number, payload in enumerate(TOGETHER):
        answer = fill(keeper, "/admin/products/new", {
            "name": payload, "category_id": str(shelf), "price": "12", "description": payload,
            "brand": payload[:2 * SHORT], "slug": f"zq-{number}", "attributes": f"zq: {payload}",
            "audience": payload[:SHORT],
            "variants-0-sku": f"ZQ-{number}", "variants-0-colour": payload[:SHORT], "variants-0-size": payload[:SHORT],
            "variants-0-stock": "9"})
        assert answer.status_code == 303, (payload, answer.text)
        client = app.test_client()
        shown = parsed(client.get(f"/products/zq-{number}"))
        looked.at(f"product {payload}", shown, payload)
        with app.app_context():
            row = db.session.scalars(select(Product).where(Product.slug == f"zq-{number}")).one()
            row_id, variant = row.id, row.variants[0].id
        looked.at("form", parsed(keeper.get(f"/admin/products/{row_id}")), payload)
        put(client, variant, 1)
        looked.at("cart", parsed(client.get("/cart")), payload)
        looked.at("comparison", parsed(client.get(f"/compare?ids={row_id},1")), payload)
        answer = client.post("/chat", data={
            "csrf_token": token(client), "message": "tell me about this one", "page": f"/products/zq-{number}"},
            headers={"HX-Request": "true"})
        looked.at("card", parsed(answer))
    for address in ("/", "/products", "/products?page=2", "/products?sort=newest", "/admin/products", "/admin/changes",
                    "/admin/stock", "/admin/products?page=3", "/chat"):
        looked.at(address, parsed(keeper.get(address)))
    assert looked.faults(5 * len(TOGETHER)) == []


def test_what_an_owner_writes_of_the_shop_is_text_everywhere(app: Flask, keeper: FlaskClient) -> None:
    looked = Looked()
    with app.app_context(), writing(db.session()) as session:
        session.add(ShopProfile(id=1, name="", strapline="", greeting="", email="", phone="", hours=""))
        session.add(KnowledgeSection(slug="zq", topic="returns", title="", body=""))
    for payload in TOGETHER:
        with app.app_context(), writing(db.session()) as session:
            profile = session.get_one(ShopProfile, 1)
            profile.name = profile.strapline = profile.greeting = profile.hours = profile.email = payload
            section = session.scalars(select(KnowledgeSection)).one()
            section.title = section.body = section.topic = payload
            session.get_one(Category, 1).name = payload
        client = app.test_client()
        for address in ("/", "/help", "/chat", "/products/stool"):
            looked.at(f"{address} {payload}", parsed(client.get(address)), payload)
        looked.at("overview", parsed(keeper.get("/admin/")))
    assert looked.faults(5 * len(TOGETHER)) == []
