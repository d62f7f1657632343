"""The shop as the tests use it: a migrated database on SQLite or PostgreSQL, empty or seeded."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from shop import create_app
from shop.data.seeding import seed
from shop.extensions import db

DEMO = Path(__file__).parent.parent / "shop" / "data" / "demo"
GARDEN = Path(__file__).parent / "fixtures" / "garden"
SHOPS = {"empty": None, "demo": DEMO, "garden": GARDEN}
DATABASES = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.postgres),
]


def needs(present: object, what: str) -> None:
    """Skips where `what` is absent; with CI set, its absence is a failure, so that no skip hides there."""
    if present:
        return
    message = f"{what} is not installed: make test-deps"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of the tests' own on a Unix socket; gives the address without a database name."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    binaries += [Path(found).resolve().parent for found in (shutil.which("initdb"),) if found]
    needs(binaries, "PostgreSQL")
    home = Path(tempfile.mkdtemp(prefix="shop-postgresql-"))
    command = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if command:
        shutil.chown(home, "postgres")

    def run(*words: str | Path) -> None:
        subprocess.run([*command, *map(str, words)], check=True, capture_output=True, cwd="/")

    data = home / "data"
    run(binaries[0] / "initdb", "-D", data, "-U", "shop", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    run(binaries[0] / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o",
        f"-k {home} -c listen_addresses='' -c fsync=off -c max_connections=200", "start")
    yield f"postgresql+psycopg://shop@/{{}}?host={home}"
    run(binaries[0] / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(home, ignore_errors=True)


Prepare = Callable[..., Flask]


@pytest.fixture(scope="session")
def prepare(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Prepare:
    """Makes an app on a fresh copy of a database that was migrated and filled once a session."""
    home = tmp_path_factory.mktemp("shops")
    templates: dict[tuple[str, str], str] = {}

    def admin(statement: str) -> None:
        address = request.getfixturevalue("postgresql").format("postgres").replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def address(database: str, name: str) -> str:
        if database == "sqlite":
            return f"sqlite:///{home / name}.db"
        return request.getfixturevalue("postgresql").format(name)

    def fill(database: str, shop: str) -> str:
        name = f"template_{shop}"
        if database == "postgresql":
            admin(f"CREATE DATABASE {name}")
        app = make(address(database, name))
        with app.app_context():
            upgrade()
            if folder := SHOPS[shop]:
                seed(db.session, folder)
            db.session.remove()
            db.engine.dispose()
        return name

    def make(url: str, **overrides: object) -> Flask:
        return create_app({
            "TESTING": True, "SQLALCHEMY_DATABASE_URI": url, "RATELIMIT_ENABLED": False, "SECRET_KEY": "tests",
            "EMBEDDINGS": "off", **overrides}, instance=home)

    def prepared(database: str = "sqlite", shop: str = "empty", **overrides: object) -> Flask:
        if (database, shop) not in templates:
            templates[database, shop] = fill(database, shop)
        name = f"shop_{uuid.uuid4().hex[:12]}"
        if database == "postgresql":
            admin(f"CREATE DATABASE {name} TEMPLATE {templates[database, shop]}")
        else:
            shutil.copyfile(home / f"{templates[database, shop]}.db", home / f"{name}.db")
        return make(address(database, name), **overrides)

    return prepared


def lent(app: Flask) -> Iterator[Flask]:
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, prepare: Prepare) -> Iterator[Flask]:
    """The app on an empty, migrated database; once for each kind of database."""
    yield from lent(prepare(request.param))


@pytest.fixture(params=DATABASES)
def shop_app(request: pytest.FixtureRequest, prepare: Prepare) -> Iterator[Flask]:
    """The app with the demo shop; once for each kind of database."""
    yield from lent(prepare(request.param, "demo"))


@pytest.fixture(params=["demo", "garden"])
def either_shop(request: pytest.FixtureRequest, prepare: Prepare) -> Iterator[Flask]:
    """The app with the clothing shop and with the garden shop: nothing in the code may know either."""
    yield from lent(prepare("sqlite", request.param))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
