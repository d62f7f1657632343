"""Who is signed in, for how long, and where they go next."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, flash, redirect, request, session, url_for
from flask_login import current_user, login_user
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from shop.conversations import belonging
from shop.extensions import db, login
from shop.models import User
from shop.selling import carts

# Seconds an owner's session lasts: from the sign-in, and from the last admin page.
OWNER_LIMIT, OWNER_IDLE = 12 * 3600, 3600
# What of a guest's session comes along at a sign-in: the orders this browser may see, and what is claimed or merged.
CONVERSATION, GUEST, HELD = "conversation", "guest", "orders"

login.session_protection = None  # type: ignore[assignment]  # a phone changes its address while its owner shops


def has_run_out(at: float) -> bool:
    """Whether an owner's session is over at this time."""
    since, seen = session.get("signed_in_at", 0), session.get("seen_at", 0)
    return bool(at - since > OWNER_LIMIT or at - seen > OWNER_IDLE)


@login.user_loader
def signed_in(token: str) -> User | None:
    """The user of a session's "id.epoch", unless the epoch has passed or an owner's time has run out."""
    number = token.partition(".")[0]
    user = db.session.get(User, int(number)) if number.isdecimal() and len(number) < 10 else None
    if user is None or user.get_id() != token or (user.is_admin and has_run_out(time.time())):
        return None
    return user


def visitor() -> User | None:
    """Who is signed in on this request."""
    found: Any = current_user
    user: User | None = found._get_current_object() if found.is_authenticated else None
    return user


def start_session(user: User) -> None:
    """A new session for this user, who takes along what they said and put into the cart as a guest."""
    conversation, guest = session.get(CONVERSATION), session.get(GUEST)
    renew_session()
    session["signed_in_at"] = session["seen_at"] = int(time.time())
    login_user(user)
    if conversation and belonging.claim(db.session, conversation, user.id):
        session[CONVERSATION] = conversation
    carts.merge(db.session, user.id, guest)


def renew_session() -> None:
    held = session.get(HELD)
    session.clear()
    if held:
        session[HELD] = held


def leave_what_is_not_theirs() -> None:
    """Before each request: a session that is over takes everything in it along, and a conversation that belongs to
    somebody is shown to nobody else. The cookie may be a copy from before the sign-in or the sign-out."""
    if request.endpoint is None or request.endpoint.endswith(("static", "stylesheet")):
        return
    user = visitor()
    if user is None and "_user_id" in session:
        since = session.get("signed_in_at", 0)
        session.clear()
        session["signed_in_at"] = since
    if (request.blueprint == "chat" and CONVERSATION in session
            and not belonging.is_open_to(db.session, session[CONVERSATION], user.id if user else None)):
        del session[CONVERSATION]


def note_presence() -> None:
    session["seen_at"] = int(time.time())


def page_within(address: str) -> str | None:
    """The address when it is a path of this shop that can be opened, else None."""
    if not address.isprintable() or "\\" in address or address[:1] != "/" or address[:2] == "//":
        return None
    parts = urlsplit(address)
    try:
        current_app.url_map.bind_to_environ(request.environ).match(parts.path, method="GET")
    except HTTPException:
        return None
    return request.script_root + parts.path + (f"?{parts.query}" if parts.query else "")


def home() -> str:
    return f"{request.script_root}/"


def to_sign_in() -> Response:
    """Off to the sign-in page, and back here afterwards."""
    if "signed_in_at" in session:
        renew_session()
        flash("Your session is over. Please sign in again.", "warn")
    here = request.full_path if request.query_string else request.path
    return redirect(url_for("account.sign_in", next=here), 302)
