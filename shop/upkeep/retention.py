"""What the shop keeps and for how long: old conversations and carts go."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import InstrumentedAttribute, Session

from shop.extensions import Reads, writing
from shop.models import Cart, Conversation, Message, TurnEvent

log = logging.getLogger(__name__)
AT_ONCE = 200
# Readers follow a turn by its events; long after its end nobody is left who has not read them.
EVENTS_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Old:
    """Rows that are due: all in which `condition` holds, taken away by `key`."""

    title: str
    key: InstrumentedAttribute[Any]
    condition: ColumnElement[bool]


@dataclass(frozen=True)
class Gone:
    title: str
    rows: int


def old_rows(at: datetime, unused_for: timedelta) -> tuple[Old, ...]:
    """What is due at this moment. A signed-in shopper's conversations and cart are part of the account, and go with
    it or when the shopper says so."""
    ended = select(Message.id).where(Message.state != "streaming", Message.created_at < at - EVENTS_KEPT)
    return (
        Old("conversations of guests", Conversation.id,
            Conversation.user_id.is_(None) & (Conversation.updated_at < at - unused_for)),
        Old("carts of guests", Cart.id, Cart.guest_id.is_not(None) & (Cart.updated_at < at - unused_for)),
        Old("steps of finished answers", TurnEvent.message_id, TurnEvent.message_id.in_(ended)),
    )


def count(session: Reads, old: Old) -> int:
    found: int = session.scalar(select(func.count()).select_from(old.key.class_).where(old.condition)) or 0
    return found


def take_away(session: Session, old: Old, went: Callable[[int], None]) -> Gone:
    """Deletes in short transactions, so that shoppers never wait long; `went` is told the rows of each."""
    rows = 0
    while keys := session.scalars(select(old.key).where(old.condition).distinct().limit(AT_ONCE)).all():
        with writing(session):
            # The condition again: a conversation may have been taken up meanwhile.
            done = session.execute(delete(old.key.class_).where(old.key.in_(keys), old.condition)
                                   .execution_options(synchronize_session=False))
        deleted: int = done.rowcount  # type: ignore[attr-defined]
        rows += deleted
        went(deleted)
    session.rollback()
    return Gone(old.title, rows)


def leave_no_trace(session: Reads) -> bool:
    """Empties SQLite's log of writes, where deleted rows would still stand; the file itself is zeroed as it goes.

    False when a long reader was in the way; the next call does it. PostgreSQL clears up by itself.
    """
    session.commit()
    bound = session.get_bind()
    if bound.dialect.name != "sqlite":
        return True
    engine = bound if isinstance(bound, Engine) else bound.engine
    with closing(engine.raw_connection()) as connection:
        busy, *_ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        log.warning("the log of writes could not be emptied; `flask shop purge` will")
    return not busy
