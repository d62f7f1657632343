"""Brings the τ²-bench retail database into a shop: its products, users and orders. Run it on a migrated database:

    DATABASE_URL=… python -m tests.support.tau2 ../shared/evals/catalogues/tau2_retail_db.json.gz

Its variants have prices of their own, so each becomes a product; options other than colour and size are attributes.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from shop.data.seeding import NO_PASSWORD
from shop.extensions import writing
from shop.models import Category, Order, OrderLine, OrderStep, Product, User, Variant
from shop.models.orders import CANCELLED, DELIVERED, PACKED, PLACED

PUBLIC_FILE = Path(__file__).parents[3] / "shared" / "evals" / "catalogues" / "tau2_retail_db.json.gz"
STATUS = {"pending": PLACED, "processed": PACKED, "delivered": DELIVERED, "cancelled": CANCELLED}
BEGAN = datetime(2026, 9, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Known:
    """What an order is: its number and its buyer's e-mail address, its status, and the names of what is in it."""

    number: str
    email: str
    status: str
    names: tuple[str, ...]


def minor(price: float) -> int:
    return round(price * 100)


def bring_in(session: Session, data: Mapping[str, Any]) -> list[Known]:
    """Adds everything in one transaction, and says what the orders are."""
    with writing(session):
        products = {item["item_id"]: add_product(kind, item) for kind in kinds(session, data)
                    for item in kind.source["variants"].values()}
        session.add_all(products.values())
        users = {each["user_id"]: User(email=each["email"].lower(), password_hash=NO_PASSWORD,
                                       name=" ".join(each["name"].values())) for each in data["users"].values()}
        session.add_all(users.values())
        session.flush()
        known = []
        for number, each in enumerate(data["orders"].values()):
            order = order_of(each, users[each["user_id"]], products, BEGAN + timedelta(hours=number))
            session.add(order)
            known.append(Known(order.number, order.email, order.status, tuple(line.name for line in order.lines)))
    return known


@dataclass(frozen=True)
class Kind:
    source: Mapping[str, Any]
    category: Category


def kinds(session: Session, data: Mapping[str, Any]) -> list[Kind]:
    found = [Kind(each, Category(slug=each["product_id"], name=f"{each['name']}s", singular=each["name"]))
             for each in data["products"].values()]
    session.add_all(each.category for each in found)
    session.flush()
    return found


def add_product(kind: Kind, item: Mapping[str, Any]) -> Product:
    options = dict(item["options"])
    variant = Variant(sku=item["item_id"], colour=options.pop("color", ""), size=options.pop("size", ""),
                      stock=10 if item["available"] else 0)
    return Product(slug=item["item_id"], name=kind.source["name"], price=minor(item["price"]), category=kind.category,
                   attributes=options, variants=[variant])


def order_of(source: Mapping[str, Any], user: User, products: Mapping[str, Product], placed: datetime) -> Order:
    where, status = source["address"], STATUS[source["status"]]
    lines = []
    for item in source["items"]:
        options = dict(item["options"])
        colour = options.pop("color", "")
        product = products.get(item["item_id"])
        lines.append(OrderLine(
            variant_id=product.variants[0].id if product else None, sku=item["item_id"], name=item["name"],
            colour=colour, size=", ".join(map(str, options.values()))[:40], quantity=1,
            unit_price=minor(item["price"])))
    steps = [PLACED] if status == PLACED else [PLACED, status]
    return Order(
        number=source["order_id"].lstrip("#"), user_id=user.id, email=user.email, name=user.name,
        street=f"{where['address1']}, {where['address2']}", postcode=where["zip"], city=where["city"],
        country=where["country"], status=status, placed_at=placed, lines=lines,
        total=sum(line.unit_price for line in lines),
        steps=[OrderStep(status=each, at=placed + timedelta(days=2 * step)) for step, each in enumerate(steps)])


def read(path: Path) -> dict[str, Any]:
    with gzip.open(path) as file:
        found: dict[str, Any] = json.load(file)
    return found


def main() -> None:
    from shop import create_app
    from shop.extensions import db

    with create_app().app_context():
        known = bring_in(db.session(), read(Path(sys.argv[1]) if len(sys.argv) > 1 else PUBLIC_FILE))
    print(f"{len(known)} orders brought in")


if __name__ == "__main__":
    main()
