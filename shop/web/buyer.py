"""Who is buying on this request: whose cart it is, and which orders a guest may see."""

from __future__ import annotations

from flask import current_app, session

from shop.extensions import db
from shop.models.conversations import new_id
from shop.selling.carts import Owner
from shop.selling.counter import Till
from shop.web.signing_in import visitor

GUEST, HELD = "guest", "orders"
MOST_HELD = 20


def buyer() -> Owner:
    """The signed-in user, else this browser's guest, who gets an id on first use; nothing is written for it."""
    if (user := visitor()) is not None:
        return Owner(user_id=user.id)
    if GUEST not in session:
        session[GUEST] = new_id()
        session.permanent = True
    return Owner(guest_id=session[GUEST])


def known_buyer() -> Owner:
    """The same without making anybody known: a guest without an id has no cart."""
    if (user := visitor()) is not None:
        return Owner(user_id=user.id)
    return Owner(guest_id=session.get(GUEST))


def counter() -> Till | None:
    """The counter that the assistant serves this shopper at; none in an app that has no accounts and sells nothing."""
    if not hasattr(current_app, "login_manager"):
        return None
    return Till(db.session, known_buyer(), held())


def hold(public_id: str) -> None:
    """Lets this browser see a guest's order: the one just placed, or found by number and e-mail."""
    session[HELD] = [public_id, *(each for each in session.get(HELD, ()) if each != public_id)][:MOST_HELD]


def held() -> tuple[str, ...]:
    return tuple(session.get(HELD, ()))
