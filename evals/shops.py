"""Fresh shops to measure in: each a migrated database in a temporary folder, filled, with its app context open."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_migrate import upgrade

from evals import sets
from shop import create_app
from shop.data.general import add_general_synonyms
from shop.data.seeding import seed
from shop.extensions import db

DEMO = Path(__file__).resolve().parent.parent / "shop" / "data" / "demo"
SECOND = Path(__file__).resolve().parent / "second_shop"


@contextmanager
def opened(home: Path, name: str, *, currency: str = "EUR") -> Iterator[Flask]:
    """An app on an empty, migrated SQLite database of its own. The general synonyms are in it."""
    app = create_app({
        "TESTING": True, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{home / name}.db", "SECRET_KEY": "evals",
        "RATELIMIT_ENABLED": False, "CURRENCY": currency}, instance=home)
    with app.app_context():
        upgrade()
        add_general_synonyms(db.session)
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def demo_shop(home: Path, name: str = "demo") -> Iterator[Flask]:
    with opened(home, name) as app:
        seed(db.session, DEMO)
        yield app


@contextmanager
def second_shop(home: Path) -> Iterator[Flask]:
    with opened(home, "second", currency="USD") as app:
        seed(db.session, SECOND)
        yield app


def put_on_shelves(app: Flask, home: Path, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Imports rows of the catalogue file as an owner would, by `flask shop import`. Raises click.ClickException."""
    click.echo(f"Importing {name} …", err=True)
    file = home / f"{name}.jsonl"
    with open(file, "w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    done = app.test_cli_runner().invoke(args=["shop", "import", str(file), "--format", "jsonl"])
    if done.exit_code:
        raise click.ClickException(f"{name} could not be imported whole:\n{done.stderr or done.exception}")
    db.session.rollback()


def foreign_shop(data: Path, name: str) -> Callable[[Path], AbstractContextManager[Flask]]:
    """Opens a shop of the rows that `sets` makes of a public catalogue, imported as an owner would."""
    rows: Callable[[Path], Iterator[Mapping[str, Any]]] = getattr(sets, f"{name}_rows")

    @contextmanager
    def opening(home: Path) -> Iterator[Flask]:
        with opened(home, name, currency="USD") as app:
            put_on_shelves(app, home, name, rows(data))
            yield app

    return opening
