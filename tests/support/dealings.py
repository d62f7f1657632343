"""What happens in a small shop: orders, shoppers and what they said."""

from __future__ import annotations

from typing import Any

from flask import Flask

from shop.extensions import db
from shop.models import Conversation, Message, Order, OrderLine, OrderStep, Variant
from tests.support.catalogue_page import stock_up
from tests.support.people import add_user

TALK = "a" * 32
SHOPPER = "shopper@example.com"


def trade(app: Flask) -> None:
    """The stock of `stock_up`, and user 1, a shopper, with order 1 of two pieces of TOOL-2 and a conversation."""
    stock_up(app, 3)
    add_user(app, SHOPPER)
    with app.app_context():
        order = Order(
            number="1234-5678", user_id=1, email=SHOPPER, name="Ada Green", street="1 Lane", postcode="AB1",
            city="Kent", country="GB", total=2690, shipping=490, steps=[OrderStep(status="placed")],
            lines=[OrderLine(variant_id=2, sku="TOOL-2", name="Tool 2", colour="green", quantity=2, unit_price=1100)])
        said = [Message(number=1, role="shopper", text="a spade <b>please</b>"),
                Message(number=2, role="assistant", text="Here is Tool 1.", spent=1500, mode="model", receipt={
                    "intents": ["products"], "criteria": {"category": ["tools"]}, "unexplained": [], "matched": 2,
                    "relaxed": [], "scores": [{"product": 1, "score": 0.75, "points": {"words": 0.75}}],
                    "sections": ["returns"], "calls": 1, "tokens_in": 321, "tokens_out": 45, "cost": 1500, "own": 2.5,
                    "model": 210.0, "first_words": 90.0, "trouble": "", "cuts": ["only £3 <i>today</i>"]}, offered={
                    "offers": [{"product_id": 1, "slug": "tool-1", "name": "Tool 1", "reason": "a spade"}],
                    "matched": 2, "chips": [{"key": "category", "value": "tools", "label": "Tools"}]})]
        db.session.add_all([order, Conversation(id=TALK, user_id=1, messages=said)])
        db.session.commit()


def one(app: Flask, model: type[Any], row_id: Any, *names: str) -> Any:
    """What stands in these columns of a row, a single one by itself; None for a row that is not there."""
    with app.app_context():
        row = db.session.get(model, row_id)
        values = None if row is None else tuple(getattr(row, name) for name in names)
        return values[0] if values and len(names) == 1 else values


def stock_of(app: Flask, sku: str) -> int:
    with app.app_context():
        return db.session.query(Variant).filter_by(sku=sku).one().stock


def sell(app: Flask, sku: str, quantity: int) -> None:
    """As an order does: behind the back of whoever has a page open."""
    with app.app_context():
        db.session.query(Variant).filter_by(sku=sku).update({"stock": Variant.stock - quantity})
        db.session.commit()


def everything(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the tables that admin forms could reach."""
    with app.app_context():
        return {name: [tuple(row) for row in db.session.execute(table.select().order_by(*table.primary_key.columns))]
                for name, table in db.metadata.tables.items()
                if name in ("product", "variant", "category", "synonym", "knowledge_section", "shop_profile",
                            "sale_terms", "user_account", "customer_order", "order_line", "conversation")}


