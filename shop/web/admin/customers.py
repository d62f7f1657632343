"""People with an account. Nobody's password is shown or set here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import session as browser
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shop.extensions import db, writing
from shop.models import Conversation, Order, User
from shop.models.orders import UNSOLD
from shop.models.people import new_epoch
from shop.people import accounts
from shop.web.admin import log
from shop.web.admin.moments import day, plain
from shop.web.admin.resource import Column, Read, Refused, Removal, Step, View, anywhere
from shop.web.page import decimal, money
from shop.web.signing_in import visitor

RECENT = 20
own_orders = select(func.count(Order.id)).where(Order.user_id == User.id).correlate(User).scalar_subquery()
own_spending = select(func.coalesce(func.sum(Order.total), 0)).where(
    Order.user_id == User.id, Order.status.not_in(UNSOLD)).correlate(User).scalar_subquery()
LAST_OWNER = "This is the only owner. Make somebody else one first."


def role(user: User) -> str:
    return "Owner" if user.is_admin else "Shopper"


def is_me(user: User) -> bool:
    me = visitor()
    return me is not None and me.id == user.id


def fresh(session: Session, user_id: int) -> User:
    user = session.get(User, user_id, populate_existing=True, with_for_update=True)
    if user is None:
        raise Refused("This account has gone.")
    return user


def end_sessions(user_id: int, note: str) -> str:
    with writing(db.session()) as session:
        user = fresh(session, user_id)
        user.epoch = new_epoch()
    if is_me(user):
        browser["_user_id"] = user.get_id()
        return "All your other sessions have ended."
    return f"All sessions of {user.email} have ended."


def make_owner(user_id: int, note: str) -> str:
    """A shopper's sessions do not become an owner's: they sign in anew."""
    with writing(db.session()) as session:
        user = fresh(session, user_id)
        user.is_admin, user.epoch = True, new_epoch()
    return f"{user.email} is an owner now, from the next sign-in on."


def unmake_owner(user_id: int, note: str) -> str:
    with writing(db.session()) as session:
        if accounts.is_last_owner(session, user_id, lock=True):
            raise Refused(LAST_OWNER)
        user = fresh(session, user_id)
        user.is_admin, user.epoch = False, new_epoch()
    return f"{user.email} is no owner any more."


def steps(user: User) -> Sequence[Step]:
    """Owners leave the role to each other: nobody locks themselves out by a slip."""
    ending = Step("end-sessions", "Sign out everywhere", partial(end_sessions, user.id))
    if not user.is_admin:
        return [ending, Step("make-owner", "Make an owner", partial(make_owner, user.id), tone="danger")]
    if is_me(user):
        return [ending]
    return [ending, Step("unmake-owner", "Take the owner's keys away", partial(unmake_owner, user.id), tone="danger")]


def removal(user: User) -> Removal:
    user_id, email = user.id, user.email

    def act() -> str:
        try:
            accounts.erase(db.session, user)
        except accounts.LastOwner as last:
            raise Refused(LAST_OWNER) from last
        log.record(db.session(), "customer", user_id, accounts.ERASED, "erased")
        return f"{email} was erased."

    obstacle = "This is an owner. Take the owner's keys away first." if user.is_admin else None
    return Removal(act, obstacle, word="Erase", warning=(
        "The account, its cart and its conversations are deleted. Orders stay for your books, without name, address "
        "and e-mail; those that were not sent yet are cancelled. This cannot be undone."))


def facts(user: User) -> Mapping[str, Any]:
    figures = db.session.execute(select(own_orders, own_spending).where(User.id == user.id)).one()
    orders = db.session.scalars(
        select(Order).where(Order.user_id == user.id).order_by(Order.placed_at.desc()).limit(RECENT)).all()
    talks = db.session.scalars(select(Conversation).where(
        Conversation.user_id == user.id).order_by(Conversation.updated_at.desc()).limit(RECENT)).all()
    talk_count = db.session.scalar(select(func.count()).where(Conversation.user_id == user.id))
    return {"order_count": figures[0], "spent": figures[1], "orders": orders, "talks": talks,
            "talk_count": talk_count, "role": role(user), "is_me": is_me(user)}


customers: Read[User] = Read(
    name="customers", singular="customer", plural="customers", model=User,
    columns=(
        Column("E-mail", lambda user: user.email, User.email),
        Column("Name", lambda user: user.name, func.lower(User.name)),
        Column("Orders", str, own_orders, number=True, figure=True),
        Column("Spent", money, own_spending, number=True, figure=True, plain=decimal),
        Column("Since", lambda user: day(user.created_at), User.created_at, plain=lambda user: plain(user.created_at)),
        Column("Role", role, tone=lambda user: "warn" if user.is_admin else ""),
    ),
    first="-since", search=anywhere(User.email, User.name),
    views=(View("shoppers", "Shoppers", User.is_admin.is_(False)), View("owners", "Owners", User.is_admin.is_(True))),
    removal=removal, removal_word="Erase", template="admin/customer.html", facts=facts, steps=steps,
)
