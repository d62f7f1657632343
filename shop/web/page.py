"""What every page has at hand: the shop's profile, money as the shopper reads it, pictures."""

from __future__ import annotations

from flask import Flask, current_app, url_for

from shop.extensions import db
from shop.models import ShopProfile
from shop.money import decimal as decimal_in
from shop.money import money_in

PLACEHOLDER = "img/placeholder.svg"


def money(minor: int) -> str:
    """Minor units as a shopper reads them: "€59", "€59.50"."""
    return money_in(current_app.config["CURRENCY"])(minor)


def decimal(minor: int) -> str:
    """Minor units as a plain decimal: "59.00"."""
    return decimal_in(minor, current_app.config["CURRENCY"])


def picture(image: str) -> str:
    """The address of a product's picture: one the owner brought, one of ours, one on the web, or the placeholder."""
    if image.startswith(("https://", "http://")):
        return image
    if image.startswith("pictures/"):
        return url_for("pictures.show", name=image.removeprefix("pictures/"))
    return url_for("static", filename=image or PLACEHOLDER)


def profile() -> ShopProfile:
    return db.session.get(ShopProfile, 1) or ShopProfile(
        name="Shop", strapline="", greeting="Hello. Ask about products, prices, delivery or returns.",
        email="", phone="", hours="", model_speaks=True)


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(money=money, decimal=decimal, picture=picture)
    app.context_processor(lambda: {"profile": profile})
