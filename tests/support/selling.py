"""A process of buyers: `python -m tests.support.selling` reads orders from stdin, places all at once, says what came.

In, one JSON document: {"database", "threads", "orders": [{"guest", "key", "lines": [[variant id, quantity], …]}]}; it
prints "ready", waits for a line, and prints the outcomes in order: the order's number, or the name of the refusal.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from shop import create_app
from shop.extensions import db
from shop.selling import carts
from shop.selling.carts import CartRefused, Owner
from shop.selling.checkout import Address, CheckoutRefused, place

ADDRESS = Address("kim@example.com", "Kim", "Mill Lane 1", "AB1 2CD", "Kilmarrow", "IE")


def fill(guest: str, lines: Sequence[tuple[int, int]]) -> Owner:
    owner = Owner(guest_id=guest)
    for variant_id, quantity in lines:
        carts.add(db.session, owner, variant_id, quantity)
    return owner


def buy(app: Flask, order: dict[str, Any]) -> str:
    """One visit: fill the cart, look at the total, order."""
    with app.app_context():
        try:
            owner = fill(order["guest"], order["lines"])
            total = carts.contents(db.session, owner).total
            db.session.rollback()
            return place(db.session, owner, ADDRESS, "invoice", order["key"], total).number
        except (CartRefused, CheckoutRefused) as refused:
            return type(refused).__name__
        finally:
            db.session.remove()


def main() -> None:
    asked = json.loads(sys.stdin.readline())
    app = create_app({"SQLALCHEMY_DATABASE_URI": asked["database"], "SECRET_KEY": "tests", "EMBEDDINGS": "off"},
                     instance=Path(tempfile.mkdtemp()))
    with app.app_context():
        # A busy machine's queue at SQLite's one lock is longer than the shop's patience of twenty seconds.
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", lambda connection, record: connection.execute(
                "PRAGMA busy_timeout=60000"))
    with ThreadPoolExecutor(asked["threads"]) as pool:
        print("ready", flush=True)
        sys.stdin.readline()
        print(json.dumps(list(pool.map(lambda order: buy(app, order), asked["orders"]))), flush=True)


class Buyers:
    """Such a process, as a test holds it."""

    def __init__(self, database: str, orders: Sequence[dict[str, Any]], threads: int = 8) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "tests.support.selling"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        self.tell({"database": database, "threads": threads, "orders": list(orders)})

    def tell(self, what: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{json.dumps(what)}\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def outcomes(self) -> list[str]:
        found: list[str] = json.loads(self.hear())
        self.process.wait(60)
        return found


def all_at_once(*processes: Buyers) -> list[str]:
    """Starts them together when all are ready; what came of every order."""
    for each in processes:
        assert each.hear() == "ready\n"
    for each in processes:
        each.tell("go")
    return [outcome for each in processes for outcome in each.outcomes()]


if __name__ == "__main__":
    main()
