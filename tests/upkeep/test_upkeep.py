"""flask shop purge and flask shop backup."""

from __future__ import annotations

import shlex
import sqlite3
import stat
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from shop import create_app
from shop.extensions import db, writing
from shop.models import Cart, CartLine, Category, Conversation, Message, Order, Product, TurnEvent, User, Variant
from shop.models.types import now
from shop.selling import payments
from shop.selling.carts import Owner
from shop.selling.checkout import place
from tests.conftest import Prepare, lent
from tests.support.people import add_user
from tests.support.provider import Card, methods_with, open_provider
from tests.support.selling import ADDRESS, fill

CANARY = "where do quonkers nest?"


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["shop", *words])


def remember(app: Flask, name: str, days: float, *, user_id: int | None = None, state: str = "done") -> None:
    """A conversation that was last used so many days ago, with a turn and its events."""
    at = now() - timedelta(days=days)
    with app.app_context(), writing(db.session()) as session:
        session.add(Conversation(id=name, user_id=user_id, created_at=at, updated_at=at))
        session.flush()
        session.add(Message(id=f"{name}-q", conversation_id=name, number=1, role="shopper", text=CANARY,
                            created_at=at))
        session.add(Message(id=f"{name}-a", conversation_id=name, number=2, role="assistant", text="Nowhere.",
                            state=state, created_at=at))
        session.flush()
        session.add_all(TurnEvent(message_id=f"{name}-a", seq=seq, kind="said", data={"text": "No"})
                        for seq in (1, 2))


def fill_cart(app: Flask, days: float, guest_id: str | None = None, user_id: int | None = None) -> None:
    with app.app_context(), writing(db.session()) as session:
        variant = session.scalars(select(Variant.id).limit(1)).one()
        cart = Cart(guest_id=guest_id, user_id=user_id, updated_at=now() - timedelta(days=days))
        cart.lines = [CartLine(variant_id=variant, quantity=1)]
        session.add(cart)


def kept(app: Flask) -> dict[str, list[str]]:
    with app.app_context():
        return {
            "conversations": sorted(db.session.scalars(select(Conversation.id))),
            "messages": sorted(db.session.scalars(select(Message.id))),
            "events": sorted(set(db.session.scalars(select(TurnEvent.message_id)))),
            "carts": sorted(f"{cart.guest_id or 'user'}" for cart in db.session.scalars(select(Cart))),
        }


@pytest.fixture
def lived_in(shop_app: Flask) -> Flask:
    add_user(shop_app, "me@example.com")
    with shop_app.app_context():
        user_id = db.session.scalars(select(User.id)).one()
    remember(shop_app, "old", 31)
    remember(shop_app, "recent", 29)
    remember(shop_app, "today", 0.2)
    remember(shop_app, "running", 2, state="streaming")
    remember(shop_app, "mine", 400, user_id=user_id)
    fill_cart(shop_app, 31, guest_id="old")
    fill_cart(shop_app, 29, guest_id="recent")
    fill_cart(shop_app, 400, user_id=user_id)
    return shop_app


def test_what_guests_left_behind_goes_after_its_time_and_nothing_else(lived_in: Flask) -> None:
    result = run(lived_in, "purge")
    assert result.exit_code == 0
    assert kept(lived_in) == {
        "conversations": ["mine", "recent", "running", "today"],
        "messages": sorted(f"{name}-{role}" for name in ("mine", "recent", "running", "today") for role in "qa"),
        "events": ["running-a", "today-a"],
        "carts": ["recent", "user"],
    }
    assert [line.split(maxsplit=1) for line in result.stdout.splitlines()] == [
        ["1", "conversations of guests"], ["1", "carts of guests"], ["4", "steps of finished answers"]]


def test_purging_again_finds_nothing(lived_in: Flask) -> None:
    run(lived_in, "purge")
    before = kept(lived_in)
    result = run(lived_in, "purge")
    assert result.exit_code == 0
    assert {line.split()[0] for line in result.stdout.splitlines()} == {"0"}
    assert kept(lived_in) == before


def test_the_owner_says_how_long_conversations_are_kept(prepare: Prepare) -> None:
    for app in lent(prepare("sqlite", "empty", RETENTION_DAYS=2)):
        remember(app, "old", 3)
        remember(app, "recent", 1)
        run(app, "purge")
        assert kept(app)["conversations"] == ["recent"]


def test_many_rows_go_in_several_transactions(prepare: Prepare) -> None:
    for app in lent(prepare("sqlite", "empty")):
        at = now() - timedelta(days=40)
        with app.app_context(), writing(db.session()) as session:
            session.add_all(Conversation(id=f"c{number}", updated_at=at) for number in range(450))
        result = run(app, "purge")
        assert result.stdout.splitlines()[0].split()[0] == "450"
        assert kept(app)["conversations"] == []


def test_nothing_of_a_purged_conversation_is_left_in_the_files(prepare: Prepare) -> None:
    for app in lent(prepare("sqlite", "empty")):
        remember(app, "old", 31)
        with app.app_context():
            path = Path(str(db.engine.url.database))
        def left(path: Path = path) -> list[str]:
            return [file.name for file in (path, Path(f"{path}-wal"))
                    if file.exists() and CANARY.encode() in file.read_bytes()]
        assert left()
        run(app, "purge")
        assert left() == []


def test_what_waits_for_its_payment_is_asked_after_and_what_was_not_paid_is_for_sale_again(prepare: Prepare) -> None:
    with open_provider() as provider:
        for app in lent(prepare("sqlite", "empty", PAYMENT_METHODS=methods_with(Card(provider.address)))):
            with app.app_context():
                variant = Variant(sku="S", stock=9)
                with writing(db.session()) as session:
                    session.add(Product(slug="stool", name="Stool", price=100, variants=[variant], category=Category(
                        slug="things", name="Things", singular="thing")))
                for key in ("abandoned", "paid"):
                    fill(key, [(variant.id, 2)])
                    order = place(db.session, Owner(guest_id=key), ADDRESS, "card", key, 200,
                                  app.config["PAYMENT_METHODS"])
                    payments.begin(db.session, order.id, app.config["PAYMENT_METHODS"], Owner(guest_id=key), "http://x")
                    with writing(db.session()):
                        order.pay_by = now()
                provider.payments[order.public_id]["state"] = "paid"
                db.session.remove()
            result = run(app, "purge")
            assert [line.split(maxsplit=1) for line in result.stdout.splitlines()[:2]] == [
                ["1", "payments came in"], ["1", "orders were not paid in time"]]
            with app.app_context():
                assert db.session.scalars(select(Order.status).order_by(Order.id)).all() == ["expired", "placed"]
                assert db.session.scalars(select(Variant.stock)).one() == 7
            assert "paid" not in run(app, "purge").stdout and "payments" not in run(app, "purge").stdout


@pytest.mark.parametrize("words", [("purge", "everything"), ("backup",), ("backup", "a", "b")])
def test_wrong_usage_is_told_apart(app: Flask, words: tuple[str, ...]) -> None:
    assert run(app, *words).exit_code == 2


def test_a_database_without_tables_cannot_be_purged(tmp_path: Path) -> None:
    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/empty.db", "SECRET_KEY": "tests"},
                     instance=tmp_path)
    result = run(app, "purge")
    assert result.exit_code == 1
    assert "flask db upgrade" in result.stderr


@pytest.fixture
def on_sqlite(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "demo"))


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    try:
        names = [name for name, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}
    finally:
        connection.close()


def test_a_backup_is_the_whole_shop_in_one_file_for_its_owner_alone(on_sqlite: Flask, tmp_path: Path) -> None:
    target = tmp_path / "shop.db"
    remember(on_sqlite, "just now", 0)
    result = run(on_sqlite, "backup", str(target))
    assert result.exit_code == 0
    assert result.stdout == f"{target}: {target.stat().st_size:,} bytes, checked\n"
    assert [file.name for file in tmp_path.iterdir()] == ["shop.db"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with on_sqlite.app_context():
        source = Path(str(db.engine.url.database))
    assert rows(target) == rows(source)


def test_a_shop_runs_on_its_restored_backup(on_sqlite: Flask, prepare: Prepare, tmp_path: Path) -> None:
    target = tmp_path / "shop.db"
    run(on_sqlite, "backup", str(target))
    app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{target}", "SECRET_KEY": "tests"},
                     instance=tmp_path)
    for restored in lent(app):
        with restored.app_context():
            slug = db.session.scalars(select(Product.slug)).first()
        assert restored.test_client().get(f"/products/{slug}").status_code == 200


def test_a_backup_is_whole_while_the_shop_goes_on(on_sqlite: Flask, tmp_path: Path) -> None:
    """Each write adds a conversation and its question together; a copy that tore one apart would show it."""
    done = threading.Event()

    def carry_on() -> None:
        for number in range(1000):
            if done.is_set():
                return
            remember(on_sqlite, f"while {number}", 0)

    shoppers = threading.Thread(target=carry_on)
    shoppers.start()
    try:
        for number in range(5):
            target = tmp_path / f"{number}.db"
            assert run(on_sqlite, "backup", str(target)).exit_code == 0
            found = rows(target)
            assert len(found["message"]) == 2 * len(found["conversation"]) == len(found["turn_event"])
    finally:
        done.set()
        shoppers.join()


def test_a_file_that_is_there_is_not_overwritten(on_sqlite: Flask, tmp_path: Path) -> None:
    target = tmp_path / "shop.db"
    target.write_text("dear")
    result = run(on_sqlite, "backup", str(target))
    assert result.exit_code == 1
    assert "not overwritten" in result.stderr
    assert target.read_text() == "dear"


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    source, target = tmp_path / "torn.db", tmp_path / "out" / "shop.db"
    source.write_bytes(b"SQLite format 3\0" + b"torn" * 2000)
    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{source}", "SECRET_KEY": "tests"}, instance=tmp_path)
    assert "No such file" in run(app, "backup", str(target)).stderr
    target.parent.mkdir()
    result = run(app, "backup", str(target))
    assert result.exit_code == 1
    assert "could not be written" in result.stderr
    assert list(target.parent.iterdir()) == []


def test_there_is_no_backup_of_a_shop_that_is_not_there(tmp_path: Path) -> None:
    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/none.db", "SECRET_KEY": "tests"},
                     instance=tmp_path)
    result = run(app, "backup", str(tmp_path / "shop.db"))
    assert result.exit_code == 1
    assert "no database" in result.stderr
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".db"] == []


def test_a_shop_on_postgresql_is_told_the_command_without_the_password(tmp_path: Path) -> None:
    app = create_app({"SQLALCHEMY_DATABASE_URI": "postgresql+psycopg://shop:s3cret@db.example.com:5433/shop",
                      "SECRET_KEY": "tests"}, instance=tmp_path)
    result = run(app, "backup", "my shop.dump")
    assert result.exit_code == 1
    assert "s3cret" not in result.output
    [command] = [line for line in result.stderr.splitlines() if "pg_dump" in line]
    assert shlex.split(command) == [
        "pg_dump", "--format=custom", "--file=my shop.dump", "--dbname=postgresql://shop@db.example.com:5433/shop"]
