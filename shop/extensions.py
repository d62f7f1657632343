"""The Flask extensions, made once and bound to an app by `create_app`, and how SQLite is opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sock import Sock
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, MetaData, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    })


db = SQLAlchemy(model_class=Base)
migrate = Migrate(render_as_batch=True)
sock = Sock()
csrf = CSRFProtect()
login = LoginManager()
limiter = Limiter(key_func=get_remote_address)
# What a function reads through: the app's session of the moment, or one of its own.
Reads = scoped_session[Any] | Session


def session_of(reads: Reads) -> Session:
    """The very session, where a transaction is to be opened or a row handed on."""
    return reads() if isinstance(reads, scoped_session) else reads


@event.listens_for(Engine, "connect")
def open_sqlite(connection: Any, record: Any) -> None:
    """Readers never wait for the one writer (WAL), and a committed order survives a power cut (FULL)."""
    if not isinstance(connection, sqlite3.Connection):
        return
    # Waiting writers are woken in no order, so that in a rush on a busy machine one may wait for many others: twenty
    # seconds are long for a shopper, and better than an error at the checkout.
    connection.isolation_level = None  # SQLAlchemy's "begin" below opens transactions, not the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000",
                   "secure_delete=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('sqlite_begin', '')}")


@contextmanager
def writing(session: Session) -> Iterator[Session]:
    """A transaction that is going to write: commits at the end, rolls back on any error.

    SQLite takes its write lock at the start, because a read that turns into a write under another writer
    fails at once instead of waiting. What the session had open before is committed first.
    """
    session.commit()
    session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
