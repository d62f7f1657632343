"""Accounts: the spelling of their addresses, how one is made, and how a person is erased."""

from __future__ import annotations

from contextlib import suppress

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import String, cast, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shop.extensions import Reads, session_of, writing
from shop.models import Cart, Change, Conversation, Order, OrderStep, User
from shop.people import passwords
from shop.selling import orders
from shop.upkeep.retention import leave_no_trace

LONGEST_NAME = 120
# What an order says of its buyer; the rest of it are the shop's accounts.
NOBODYS = {"user_id": None, "email": "", "name": "", "street": "", "postcode": "", "city": "", "country": "",
           "idempotency_key": None, "fingerprint": ""}
# The kinds of rows in the change log that are about a person.
PERSON, ORDER = "customer", "order"
ERASED = "(erased)"


class LastOwner(Exception):
    """Without this account nobody could look after the shop any more."""


def email_address(text: str) -> str:
    """The address in the one spelling that accounts have. Raises EmailNotValidError, a ValueError."""
    return validate_email(text.strip(), check_deliverability=False).normalized.lower()


def account_name(typed: str | None) -> str:
    """What an account is looked for under; also for what is no address. NUL is nothing PostgreSQL could look for."""
    text = (typed or "").replace("\0", "").strip()
    try:
        return email_address(text)
    except EmailNotValidError:
        return text.lower()


def at_address(session: Reads, email: str) -> User | None:
    found: User | None = session.scalar(select(User).where(User.email == email))
    return found


def join(session: Reads, email: str, name: str, password: str) -> User | None:
    """The account at this address: a new one, or the one that is there if this is its password, else None.

    A hash is checked and another made whatever is found, so that all three take as long.
    """
    there = at_address(session, email)
    fits = passwords.matches(there and there.password_hash, password)
    password_hash = passwords.hashed(password)
    if there is not None:
        return there if fits else None
    made = User(email=email, name=name, password_hash=password_hash)
    try:
        with writing(session_of(session)) as now_writing:
            now_writing.add(made)
    except IntegrityError:
        return join(session, email, name, password)
    return made


def is_last_owner(session: Reads, user_id: int, *, lock: bool = False) -> bool:
    """With `lock`, nobody else stops being an owner before this transaction ends."""
    owners = select(User.id).where(User.is_admin).order_by(User.id)
    return list(session.scalars(owners.with_for_update() if lock else owners)) == [user_id]


def unsent(session: Reads, user_id: int) -> list[Order]:
    """The orders that could not be delivered once their address is gone."""
    return [order for order in orders.of_user(session, user_id) if not orders.why_no_cancel(order)]


def forget_conversations(session: Reads, user_id: int) -> None:
    with writing(session_of(session)) as now_writing:
        now_writing.execute(delete(Conversation).where(Conversation.user_id == user_id))
    leave_no_trace(session)


def erase(session: Reads, user: User) -> None:
    """Ends an account: conversations, cart and account are deleted; orders stay, without anything of the person.

    Orders that were not sent are cancelled first. Raises LastOwner.
    """
    user_id, email = user.id, user.email
    if is_last_owner(session, user_id):
        raise LastOwner
    for order in unsent(session, user_id):
        with suppress(orders.StepRefused):
            orders.cancel(session, order.id)
    with writing(session_of(session)) as now_writing:
        if is_last_owner(now_writing, user_id, lock=True):
            raise LastOwner
        order_ids = list(now_writing.scalars(select(Order.id).where(Order.user_id == user_id)))
        forget_in_changes(now_writing, user_id, email, order_ids)
        now_writing.execute(update(OrderStep).where(OrderStep.order_id.in_(order_ids)).values(note=""))
        now_writing.execute(update(Order).where(Order.id.in_(order_ids)).values(**NOBODYS))
        for table in (Conversation, Cart):
            now_writing.execute(delete(table).where(table.user_id == user_id))
        now_writing.execute(delete(User).where(User.id == user_id))
    leave_no_trace(session)


def forget_in_changes(session: Session, user_id: int, email: str, order_ids: list[int]) -> None:
    """That something was changed stays in the log, but not what it was about this person."""
    told = cast(Change.values, String)
    about = session.scalars(select(Change).where(or_(
        (Change.kind == PERSON) & (Change.row_id == user_id), (Change.kind == ORDER) & Change.row_id.in_(order_ids),
        Change.title.contains(email, autoescape=True), told.contains(email, autoescape=True))))
    for change in about:
        change.values = {name: pair for name, pair in change.values.items() if name == "status"}
        if change.kind != ORDER:
            change.title = ERASED
    session.flush()
