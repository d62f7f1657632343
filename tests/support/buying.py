"""A shop to buy in, and a shopper who does, by page and without JavaScript."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop.extensions import db, writing
from shop.models import Category, Order, Product, SaleTerms, Variant
from tests.support.forms import parsed, standing_in

ADDRESS = {"email": "Kim@Example.com ", "name": "Kim Byrne", "street": "Mill Lane 1", "postcode": "KM1 2AB",
           "city": "Kilmarrow", "country": "IE", "payment": "invoice"}


def lay_out(app: Flask) -> dict[str, int]:
    """Lamps at 40.00, a stool of one kind at 12.50, a bench that is gone; delivery 4.90, free from 75.

    Gives the variants' ids by SKU.
    """
    with app.app_context():
        with writing(db.session()):
            shelf = Category(slug="things", name="Things", singular="thing")
            lamp = [Variant(sku=f"LAMP-{colour}-{size}".upper(), colour=colour, size=size, stock=stock, position=at)
                    for at, (colour, size, stock) in enumerate((
                        ("red", "S", 5), ("red", "L", 0), ("blue", "S", 0), ("blue", "L", 2), ("white", "S", 0)))]
            db.session.add_all((
                Product(slug="lamp", name="Lamp", price=4000, category=shelf, variants=lamp),
                Product(slug="stool", name="Stool", price=1250, category=shelf,
                        variants=[Variant(sku="STOOL", stock=200)]),
                Product(slug="bench", name="Bench", price=900, category=shelf, variants=[
                    Variant(sku="BENCH", stock=0)]),
                SaleTerms(id=1, delivery=490, free_from=7500, days_least=3, days_most=5, return_days=14)))
        return {row.sku: row.id for row in db.session.execute(select(Variant.sku, Variant.id))}


def page(client: FlaskClient, path: str, status: int = 200) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == status, (path, response.status_code)
    return parsed(response)


def token(client: FlaskClient) -> str:
    field = page(client, "/products/stool").select_one("#buying [name=csrf_token]")
    assert field is not None
    return str(field["value"])


def send(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    """A form's post with its token."""
    headers = values.pop("headers", {})
    return client.post(path, data={"csrf_token": token(client), **values}, headers=headers)


def put(client: FlaskClient, variant: int, quantity: object = 1) -> None:
    answer = send(client, "/cart/add", variant_id=variant, quantity=quantity)
    assert (answer.status_code, answer.location) == (303, "/cart")


def cart_of(client: FlaskClient) -> dict[int, int]:
    """{variant: quantity} as the cart's page shows it."""
    return {int(str(line["data-variant-id"])): int(str(line.select_one("[name=quantity]")["value"]))  # type: ignore[index]
            for line in page(client, "/cart").select(".cart-line") if line.select_one("[name=quantity]")}


def sums_of(shown: BeautifulSoup) -> dict[str, str]:
    return {str(each["data-sum"]): each.get_text(strip=True) for each in shown.select("main [data-sum]")}


def badge(shown: BeautifulSoup) -> int:
    count = shown.select_one("#cart-badge .cart-badge__count")
    return int(count.get_text(" ", strip=True).split()[0]) if count else 0


def checkout_form(client: FlaskClient) -> dict[str, str]:
    form = page(client, "/checkout").select_one("#checkout")
    assert form is not None
    sent = standing_in(form)
    chosen = form.select_one("[name=payment][checked]")
    return {**sent, "payment": str(chosen["value"]) if chosen else ""}


def order_of(client: FlaskClient, **changes: str) -> TestResponse:
    return client.post("/checkout", data={**checkout_form(client), **ADDRESS, **changes})


def bought(client: FlaskClient, variant: int, quantity: int = 1, **changes: str) -> str:
    """The address of an order for this."""
    put(client, variant, quantity)
    answer = order_of(client, **changes)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def orders_in(app: Flask) -> list[Order]:
    with app.app_context():
        found = list(db.session.scalars(select(Order).order_by(Order.id)))
        for order in found:
            assert order.lines is not None and order.steps is not None
        db.session.expunge_all()
        return found


def stock_in(app: Flask, variant: int) -> int:
    with app.app_context():
        return db.session.scalar(select(Variant.stock).where(Variant.id == variant)) or 0


def set_price(app: Flask, slug: str, price: int) -> None:
    with app.app_context(), writing(db.session()):
        product = db.session.scalar(select(Product).where(Product.slug == slug))
        assert product is not None
        product.price = price


def set_stock(app: Flask, variant: int, stock: int) -> None:
    with app.app_context(), writing(db.session()):
        row = db.session.get(Variant, variant)
        assert row is not None
        row.stock = stock
