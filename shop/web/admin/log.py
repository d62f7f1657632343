"""The change log: whatever an owner's request changes is written down in the transaction that changes it.

Like the search index, it listens to the session: what was flushed is collected, and written once before the commit,
so that a row that steps aside for another counts with what it was before and what it is in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import Session

from shop.models import (
    Category,
    Change,
    Conversation,
    KnowledgeSection,
    Order,
    OrderStep,
    Product,
    SaleTerms,
    ShopProfile,
    Synonym,
    User,
    Variant,
)
from shop.web.page import decimal

LONGEST = 200
OWNER, ENTRIES = "owner_id", "log_entries"
UNTOLD = frozenset(("id", "product_id", "colour_key", "size_key", "created_at", "updated_at"))
AMOUNTS = frozenset(("price", "delivery", "free_from"))


@dataclass(frozen=True)
class Kind:
    """How rows of a table stand in the log. `fields` are the only ones told, None for all but UNTOLD: of people and
    what they said, nothing that would outlast their erasure."""

    name: str
    title: Callable[[Any], str]
    fields: frozenset[str] | None = None


KINDS: Mapping[type, Kind] = {
    Product: Kind("product", lambda row: row.name),
    Category: Kind("category", lambda row: row.name),
    Synonym: Kind("synonym", lambda row: f"{row.word} → {row.means}"),
    KnowledgeSection: Kind("section", lambda row: row.title),
    ShopProfile: Kind("settings", lambda row: "Settings"),
    SaleTerms: Kind("terms", lambda row: "Delivery and returns"),
    Order: Kind("order", lambda row: row.number, frozenset(("status",))),
    User: Kind("customer", lambda row: f"Customer {row.id}", frozenset(("is_admin", "epoch"))),
    Conversation: Kind("conversation", lambda row: f"{row.created_at:%-d %b %Y, %H:%M}", frozenset()),
}


@dataclass
class Entry:
    """What happened to one row so far in this transaction; `values` is {key: [before, after]}, `labels` what a key
    that is not a column's name is called in the end."""

    kind: str
    row_id: Any
    title: str
    action: str = "changed"
    values: dict[str, list[str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def note(self, key: str, before: str, after: str, label: str = "") -> None:
        self.values.setdefault(key, [before, before])[1] = after
        self.labels[key] = label or key.replace("_", " ")

    def differences(self) -> dict[str, list[str]]:
        return {self.labels[key]: [cut(each) for each in both]
                for key, both in self.values.items() if both[0] != both[1]}

    @property
    def summary(self) -> str:
        """What was done, in a word or two."""
        changed = {key: both[1] for key, both in self.values.items() if both[0] != both[1]}
        if self.action != "changed" or not changed:
            return self.action
        if self.kind == "order":
            return changed.get("status", "changed")
        if "archived_at" in changed:
            return "archived" if changed["archived_at"] else "restored"
        if "is_admin" in changed:
            return "made an owner" if changed["is_admin"] == "yes" else "owner no more"
        return "signed out" if "epoch" in changed else "changed"


def keep(session: Session, owner_id: int) -> None:
    """From here on, what this session changes is this owner's doing."""
    session.info[OWNER] = owner_id


def entry_of(session: Session, row: Any) -> Entry:
    kind = KINDS[type(row)]
    entries: dict[tuple[str, Any], Entry] = session.info.setdefault(ENTRIES, {})
    entry = entries.setdefault((kind.name, row.id), Entry(kind.name, row.id, ""))
    entry.title = kind.title(row)
    return entry


def note(session: Session, row: Any, key: str, before: object, after: object, label: str = "") -> None:
    """Adds what a statement changed without the session seeing it."""
    if OWNER in session.info:
        entry_of(session, row).note(key, text(key, before), text(key, after), label)


def record(session: Session, kind: str, row_id: int, title: str, action: str) -> None:
    """Adds what was done to a row as a whole."""
    if OWNER in session.info:
        session.info.setdefault(ENTRIES, {})[kind, row_id] = Entry(kind, row_id, title, action)


def cut(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST - 1]}…"


def text(key: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if key == "epoch":
        return str(hash(value))  # told apart, never told
    if key in AMOUNTS:
        return decimal(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {each}" for name, each in value.items())
    return str(value)


def label_of(session: Session, key: str, value: Any) -> tuple[str, str]:
    """A column's key and value as they are told; a category by its name."""
    if key == "category_id":
        category = session.get(Category, value) if value else None
        return "category", category.name if category else ""
    return key, text(key, value)


def collect(session: Session, row: Any, state: str) -> None:
    """Notes the columns of a row that is "new", "dirty" or "deleted"."""
    entry, prefix = (entry_of(session, row), "") if type(row) is not Variant else (
        entry_of(session, row.product or session.get_one(Product, row.product_id)), f"{row.id} ")
    if not prefix and state != "dirty":
        entry.action = "created" if state == "new" else "deleted"
    told = KINDS[type(row)].fields if not prefix else None
    for attribute in inspect(row).mapper.column_attrs:
        key = attribute.key
        if (key not in told if told is not None else key in UNTOLD) or (prefix and key == "position"):
            continue
        history = inspect(row).attrs[key].history
        if state == "dirty" and not history.has_changes():
            continue
        present = getattr(row, key)
        past = history.deleted[0] if history.deleted else None
        before, after = {"new": (None, present), "dirty": (past, present), "deleted": (present, None)}[state]
        name, was = label_of(session, key, before)
        entry.note(f"{prefix}{name}", was, label_of(session, key, after)[1],
                   f"{row.sku} {name}" if prefix else name.replace("_", " "))
    if prefix:
        entry.labels.update({key: f"{row.sku} {key.removeprefix(prefix)}" for key in entry.values
                             if key.startswith(prefix)})


@event.listens_for(Session, "after_flush")
def note_changes(session: Session, context: object) -> None:
    if OWNER not in session.info:
        return
    gone = {row.id for row in session.deleted if isinstance(row, Product)}
    with session.no_autoflush:
        for state in ("new", "dirty", "deleted"):
            for row in getattr(session, state):
                if isinstance(row, OrderStep) and state == "new" and row.note:
                    note(session, row.order, "note", "", row.note)
                elif type(row) in KINDS or (isinstance(row, Variant) and row.product_id not in gone):
                    collect(session, row, state)


@event.listens_for(Session, "before_commit")
def write_changes(session: Session) -> None:
    if OWNER not in session.info:
        return
    session.flush()
    entries: dict[tuple[str, Any], Entry] = session.info.pop(ENTRIES, {})
    rows = [{
        "user_id": session.info[OWNER], "kind": each.kind,
        "row_id": each.row_id if isinstance(each.row_id, int) else None, "title": cut(each.title),
        "action": each.summary[:20],
        "values": {key: both for key, both in each.differences().items() if key != "epoch"},
    } for each in entries.values() if each.action != "changed" or each.differences()]
    if rows:
        session.execute(insert(Change), rows)


@event.listens_for(Session, "after_rollback")
def forget_changes(session: Session) -> None:
    session.info.pop(ENTRIES, None)
