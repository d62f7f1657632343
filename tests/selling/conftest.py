"""A small shop to buy from, on either database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from shop.extensions import db, writing
from shop.models import Category, Order, OrderLine, Product, SaleTerms, Variant
from shop.models.orders import BACK_IN_STOCK


@dataclass(frozen=True)
class Stall:
    """Three variants for sale: a lamp in two colours at 20.00 and a stool at 35.00; `start` is their stock at first."""

    app: Flask
    red: int
    blue: int
    stool: int
    start: int = 25

    def stock(self, variant_id: int) -> int:
        db.session.rollback()
        return db.session.scalar(select(Variant.stock).where(Variant.id == variant_id)) or 0

    def sales(self, variant_id: int) -> int:
        """Pieces in orders that stand."""
        db.session.rollback()
        return db.session.scalar(select(func.coalesce(func.sum(OrderLine.quantity), 0)).join(Order).where(
            OrderLine.variant_id == variant_id, Order.status.not_in(BACK_IN_STOCK))) or 0

    def adds_up(self) -> bool:
        """Nothing was sold that was not there, and nothing is lost."""
        return all(self.stock(each) + self.sales(each) == self.start and self.stock(each) >= 0
                   for each in (self.red, self.blue, self.stool))

    def orders(self) -> list[Order]:
        db.session.rollback()
        return list(db.session.scalars(select(Order).order_by(Order.id)))

    @property
    def database(self) -> str:
        return str(self.app.config["SQLALCHEMY_DATABASE_URI"])


def set_up(app: Flask, stock: int = 25) -> Iterator[Stall]:
    """The stall on an empty, migrated database."""
    with app.app_context():
        with writing(db.session()) as session:
            shelf = Category(slug="things", name="Things", singular="thing")
            lamp = Product(slug="lamp", name="Lamp", price=2000, category=shelf)
            lamp.variants = [Variant(sku=f"L-{colour[0]}", colour=colour, stock=stock) for colour in ("Red", "Blue")]
            stool = Product(slug="stool", name="Stool", price=3500, category=shelf)
            stool.variants = [Variant(sku="S", stock=stock)]
            session.add_all((lamp, stool, SaleTerms(id=1, delivery=490, free_from=7500, return_days=14)))
            session.flush()
            ids = [variant.id for variant in (*lamp.variants, *stool.variants)]
        yield Stall(app, *ids, start=stock)


@pytest.fixture
def stall(app: Flask) -> Iterator[Stall]:
    yield from set_up(app)


@contextmanager
def just_before(statement: str, act: Callable[[], None]) -> Iterator[None]:
    """Lets a second actor in right before the first statement that begins like this."""
    waiting = [act]

    def look(connection: Any, cursor: Any, sql: str, *rest: Any) -> None:
        if sql.startswith(statement) and waiting:
            waiting.pop()()

    event.listen(db.engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", look)
    assert not waiting, f"no statement began with {statement!r}"
