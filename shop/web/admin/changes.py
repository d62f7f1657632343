"""The change log as pages: all of it, and what happened to one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload

from shop.extensions import db
from shop.models import Change, User
from shop.web.admin.moments import moment, plain
from shop.web.admin.resource import Column, Read, Resource, View, anywhere

RECENT = 20
PLACES = {"settings": "admin.settings", "terms": "admin.terms"}
who_email = select(User.email).where(User.id == Change.user_id).correlate(Change).scalar_subquery()


def who(change: Change) -> str:
    return change.user.email if change.user else "Somebody who has left"


def what(change: Change) -> str:
    return f"{change.kind.capitalize()} {change.action.replace('_', ' ')}"


def fields(change: Change) -> str:
    return ", ".join(change.values)


def told_whole(change: Change) -> str:
    return "; ".join(f"{name}: {before or '–'} → {after or '–'}" for name, (before, after) in change.values.items())


def word_condition(word: str) -> ColumnElement[bool]:
    return or_(anywhere(Change.title, Change.kind, Change.action)(word),
               Change.user_id.in_(select(User.id).where(anywhere(User.email)(word))))


def history(kind: str, row_id: int) -> Sequence[Change]:
    """What was done to one row, the latest first."""
    return db.session.scalars(
        select(Change).where(Change.kind == kind, Change.row_id == row_id).options(selectinload(Change.user))
        .order_by(Change.at.desc(), Change.id.desc()).limit(RECENT)).all()


def place(change: Change, resources: Sequence[Resource[Any]]) -> str:
    """Where the row stands that was changed, "" when it has gone."""
    if change.kind in PLACES:
        return url_for(PLACES[change.kind])
    resource = next((each for each in resources if each.singular == change.kind), None)
    row = db.session.get(resource.model, change.row_id) if resource and change.row_id else None
    return resource.row_address(row) if resource and row is not None else ""


def facts(change: Change) -> Mapping[str, Any]:
    return {"who": who(change), "what": what(change), "place": place}


def view(key: str, title: str, *kinds: str) -> View:
    return View(key, title, Change.kind.in_(kinds))


changes: Read[Change] = Read(
    name="changes", singular="change", plural="changes", model=Change,
    intro="Who changed what in these pages, and when.",
    columns=(
        Column("Row", lambda change: change.title or change.kind.capitalize(), func.lower(Change.title)),
        Column("What", what, Change.kind), Column("Fields", fields, plain=told_whole),
        Column("Who", who, who_email),
        Column("When", lambda change: moment(change.at), Change.at, plain=lambda change: plain(change.at)),
    ),
    first="-when", search=word_condition,
    views=(
        view("shelves", "Shelves", "product", "category"), view("orders", "Orders", "order"),
        view("people", "People", "customer", "conversation"), view("words", "Words", "section", "synonym"),
        view("shop", "Shop", "settings", "terms"),
    ),
    options=(selectinload(Change.user),), template="admin/change.html", facts=facts,
)
