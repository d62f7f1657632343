"""The chat at the counter: the cart and the orders of whoever is asking, and changes only on a plain word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.extensions import db, writing
from shop.models import Cart, CartLine, Order, OrderLine, OrderStep, User, Variant
from tests.conftest import Prepare, lent
from tests.support.chatting import parsed, say
from tests.support.dom import part_problems
from tests.support.people import signed_in


@pytest.fixture
def app(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "demo"))


def told(client: FlaskClient, text: str, **fields: Any) -> Tag:
    """The answer's article."""
    answer = say(client, text, fragment=True, **fields)
    assert answer.status_code == 200 and list(part_problems(parsed(answer))) == []
    article = parsed(answer).select_one("article")
    assert article is not None
    return article


def words(article: Tag) -> str:
    found = article.select_one(".message-text")
    assert found is not None
    return found.get_text()


def in_cart(app: Flask) -> dict[str, int]:
    with app.app_context():
        rows = db.session.execute(select(Variant.sku, CartLine.quantity).join(CartLine.cart).join(
            Variant, Variant.id == CartLine.variant_id))
        return {row.sku: row.quantity for row in rows}


def set_stock(app: Flask, sku: str, stock: int) -> None:
    with app.app_context(), writing(db.session()) as session:
        session.scalars(select(Variant).where(Variant.sku == sku)).one().stock = stock


def sku_of(app: Flask, name: str, colour: str, size: str) -> str:
    with app.app_context():
        return db.session.scalars(select(Variant).where(
            Variant.product.has(name=name), Variant.colour == colour, Variant.size == size)).one().sku


def test_an_addition_by_word_is_in_the_cart_and_told_as_the_cart_has_it(app: Flask) -> None:
    client = app.test_client()
    told(client, "black hoodies")
    article = told(client, "Add the second one in M")
    (sku, quantity), = in_cart(app).items()
    assert quantity == 1 and sku.endswith("-M")
    with app.app_context():
        product = db.session.scalars(select(Variant).where(Variant.sku == sku)).one().product
        assert product.name in words(article) and f"€{product.price // 100}" in words(article)
    assert [link["href"] for link in article.select(".way-on")] == ["/cart", "/checkout"]
    assert product.slug in [card["data-slug"] for card in article.select(".product-card")]
    cart = parsed(client.get("/cart"))
    assert cart.select_one("#cart-badge") is not None and "1" in cart.select_one("#cart-badge").get_text()  # type: ignore[union-attr]


def test_without_a_size_it_asks_with_the_sizes_in_stock_and_adds_nothing(app: Flask) -> None:
    client = app.test_client()
    sku = sku_of(app, "Cloud Hoodie", "grey", "S")
    set_stock(app, sku, 0)
    article = told(client, "add the Cloud Hoodie in grey to my cart")
    assert in_cart(app) == {}
    chips = [chip.get_text() for chip in article.select(".suggestion-chip")]
    assert chips and "Size S" not in chips and all(chip.startswith("Size ") for chip in chips)
    told(client, chips[0])
    assert in_cart(app) == {sku_of(app, "Cloud Hoodie", "grey", chips[0].removeprefix("Size ")): 1}


def test_what_cannot_be_had_is_said_and_not_added(app: Flask) -> None:
    client = app.test_client()
    set_stock(app, sku_of(app, "Cloud Hoodie", "grey", "S"), 0)
    assert "not in your cart" in words(told(client, "add the Cloud Hoodie in grey, size S to my cart"))
    assert in_cart(app) == {}
    set_stock(app, sku_of(app, "Cloud Hoodie", "grey", "M"), 2)
    assert "Only 2" in words(told(client, "add 3 of the Cloud Hoodie in grey, M to my cart"))
    assert in_cart(app) == {}


def test_it_is_taken_out_changed_and_emptied_only_after_a_yes(app: Flask) -> None:
    client = app.test_client()
    told(client, "add the Cloud Hoodie in grey, size M to my cart")
    sku = sku_of(app, "Cloud Hoodie", "grey", "M")
    told(client, "make it two")
    assert in_cart(app) == {sku: 2}
    told(client, "in L instead")
    assert in_cart(app) == {sku_of(app, "Cloud Hoodie", "grey", "L"): 2}
    told(client, "take it out again")
    assert in_cart(app) == {}
    told(client, "add the Cloud Hoodie in grey, size M to my cart")
    article = told(client, "empty my cart")
    assert in_cart(app) == {sku: 1}
    assert "Yes, empty my cart" in [chip.get_text() for chip in article.select(".suggestion-chip")]
    told(client, "hoodies")
    told(client, "yes")
    assert in_cart(app) == {sku: 1}, "the yes is for the question right before it"
    told(client, "empty my cart")
    told(client, "yes")
    assert in_cart(app) == {}


def test_what_was_asked_for_a_moment_ago_is_meant(app: Flask) -> None:
    client = app.test_client()
    told(client, "do you have the Cloud Hoodie in beige, size L?")
    told(client, "add it to my basket")
    assert in_cart(app) == {sku_of(app, "Cloud Hoodie", "beige", "L"): 1}


def test_several_things_by_name_have_colour_size_and_number_of_their_own(app: Flask) -> None:
    told(app.test_client(), "add two Chancery Shirts in white L and a Cloud Hoodie in grey M to my basket")
    assert in_cart(app) == {sku_of(app, "Chancery Shirt", "white", "L"): 2, sku_of(app, "Cloud Hoodie", "grey", "M"): 1}


def test_a_colour_that_was_only_shown_is_not_swapped_for_another_unasked(app: Flask) -> None:
    client = app.test_client()
    set_stock(app, sku_of(app, "Cloud Hoodie", "grey", "L"), 0)
    article = told(client, "add the Cloud Hoodie in L to my cart")
    assert in_cart(app) == {} and "sold out in grey" in words(article)
    told(client, "In beige")
    assert in_cart(app) == {sku_of(app, "Cloud Hoodie", "beige", "L"): 1}


@pytest.mark.parametrize("count", ["0", "-3", "100", "999"])
def test_no_number_but_a_likely_one_is_put_into_the_cart(app: Flask, count: str) -> None:
    said = words(told(app.test_client(), f"add {count} of the Cloud Hoodie in grey, M to my cart"))
    assert "from 1 to 99" in said and in_cart(app) == {}


def test_a_number_that_is_a_size_of_the_thing_is_its_size(app: Flask) -> None:
    client = app.test_client()
    told(client, "add the Slip-on Terrace Loafers in black, 42 to my cart")
    told(client, "make it 43")
    assert in_cart(app) == {sku_of(app, "Slip-on Terrace Loafers", "black", "43"): 1}


def test_the_cheapest_of_the_list_is_the_cheapest(app: Flask) -> None:
    client = app.test_client()
    cards = told(client, "hoodies").select(".product-card")
    cheapest = min(cards, key=lambda card: float(str(card["data-price"])))
    asked = told(client, "I'll take the cheapest")
    assert [card["data-slug"] for card in asked.select(".product-card")] == [cheapest["data-slug"]]


def test_the_next_of_several_things_is_asked_about_when_one_is_settled(app: Flask) -> None:
    client = app.test_client()
    told(client, "dresses")
    first = words(told(client, "add the first and the second to my cart"))
    assert first.count("Which size") == 1 and in_cart(app) == {}
    second = told(client, "S")
    assert words(second).count("Which size") == 1 and len(in_cart(app)) == 1
    chip = second.select(".suggestion-chip")[0].get_text()
    told(client, chip)
    assert len(in_cart(app)) == 2


@pytest.mark.parametrize("text", ["I want to buy a hoodie", "order a coat", "what's in my cart?", "show me the bags",
                                  "how much is shipping?", "I'll take a look at jackets", "thanks, that's all"])
def test_nothing_is_added_by_talking(app: Flask, text: str) -> None:
    client = app.test_client()
    told(client, "hoodies")
    told(client, text)
    assert in_cart(app) == {}


def test_the_page_is_known(app: Flask) -> None:
    client = app.test_client()
    told(client, "add this one in grey, M to my cart", page="/products/cloud-hoodie")
    assert list(in_cart(app).values()) == [1]
    cost = words(told(client, "how much is shipping for this?", page="/products/cloud-hoodie"))
    assert "Delivery of the Cloud Hoodie (€72) costs €4.90" in cost


def test_a_cart_on_a_card_is_the_same_cart(app: Flask) -> None:
    client = app.test_client()
    article = told(client, "black hoodies in M")
    form = article.select_one(".card-buy")
    assert form is not None
    chosen = form.select_one("option[selected]")
    assert chosen is not None and chosen.get_text() == "M"
    token = form.select_one("[name=csrf_token]")
    assert token is not None
    answer = client.post(str(form["action"]), data={"csrf_token": token["value"], "sku": chosen["value"]},
                         headers={"HX-Request": "true"})
    page = BeautifulSoup(answer.data, "html5lib")
    assert page.select_one("#cart-badge[hx-swap-oob]") is not None
    assert in_cart(app) == {chosen["value"]: 1}
    assert "1 ×" in words(told(client, "what's in my cart?"))


def orders_of(app: Flask, email: str, *statuses: str) -> list[str]:
    """Places an order for each status; gives their numbers."""
    with app.app_context(), writing(db.session()) as session:
        user = session.scalars(select(User).where(User.email == email)).one()
        variant = session.scalars(select(Variant).where(Variant.stock > 1)).first()
        assert variant is not None
        made = [Order(number=f"7{at:03}-1111", user_id=user.id, email=email, status=status, total=variant.product.price,
                      lines=[OrderLine(variant_id=variant.id, sku=variant.sku, name=variant.product.name, quantity=1,
                                       unit_price=variant.product.price)], steps=[OrderStep(status=status)])
                for at, status in enumerate(statuses)]
        session.add_all(made)
        return [order.number for order in made]


def test_an_order_is_cancelled_only_after_a_yes_to_it_by_name(app: Flask) -> None:
    client = signed_in(app, "kim@example.com")
    number, other = orders_of(app, "kim@example.com", "placed", "placed")
    article = told(client, f"cancel order {number}")
    assert f"Yes, cancel order {number}" in [chip.get_text() for chip in article.select(".suggestion-chip")]

    def status(of: str) -> str:
        with app.app_context():
            return db.session.scalars(select(Order.status).where(Order.number == of)).one()

    assert status(number) == "placed"
    told(client, "no, leave it")
    told(client, "yes")
    assert status(number) == "placed"
    told(client, f"cancel order {number}")
    assert "is cancelled" in words(told(client, f"Yes, cancel order {number}"))
    assert status(number) == "cancelled" and status(other) == "placed"


def test_a_guest_asks_about_orders_only_after_proving_them(app: Flask) -> None:
    client = app.test_client()
    assert {link["href"] for link in told(client, "where is my order?").select(".way-on")} == {
        "/account/sign-in", "/orders/find"}
    with app.app_context(), writing(db.session()) as session:
        order = Order(number="9999-0000", email="guest@example.com", status="shipped", total=100,
                      steps=[OrderStep(status="shipped")])
        session.add(order)
    assert "9999-0000 was placed" not in words(told(client, "where is order 9999-0000? my e-mail is guest@example.com"))
    form = parsed(client.get("/orders/find")).select_one("main [name=csrf_token]")
    assert form is not None
    client.post("/orders/find", data={"csrf_token": form["value"], "number": "9999-0000",
                                      "email": "guest@example.com"})
    assert "Order 9999-0000 was placed" in words(told(client, "where is order 9999-0000?"))


def test_talking_leaves_no_cart_behind(app: Flask) -> None:
    told(app.test_client(), "hoodies")
    with app.app_context():
        assert db.session.scalar(select(Cart.id)) is None
