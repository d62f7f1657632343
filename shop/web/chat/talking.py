"""A message on its way in, from whichever door: checked, stored, and its turn begun."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from flask import current_app, session
from flask_login import current_user
from limits import RateLimitItemPerMinute

from shop.assistant.criteria import LISTS, SINGLES
from shop.assistant.turn import Question
from shop.conversations import store
from shop.extensions import db
from shop.models.conversations import new_id
from shop.services import services
from shop.web import pace
from shop.web.buyer import buyer, counter

MOST_CHARACTERS = 2_000
CONVERSATION = "conversation"
CRITERIA = frozenset((*LISTS, *SINGLES, "exclude"))
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
PRODUCT_PAGE = re.compile(r"/products/([^/?#]+)")


class Refused(Exception):
    """A message that is not taken; `code` is one of the notices'."""

    def __init__(self, code: str, client_id: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.client_id = client_id


@dataclass(frozen=True)
class Sent:
    """What a shopper's page sends: words, a stop, or the removal of a criterion."""

    action: str = "message"
    message: str = ""
    client_id: str = ""
    page: str = ""
    criterion: str = ""
    value: str = ""


FIELDS = tuple(field.name for field in fields(Sent))


def conversation_of_session() -> str:
    """The id of this browser's conversation, made on first use; only the signed cookie knows it.

    A guest's cart gets its id at the same time: a socket can set no cookie.
    """
    if hasattr(current_app, "login_manager"):
        buyer()
    if CONVERSATION not in session:
        session[CONVERSATION] = new_id()
        session.permanent = True
    found: str = session[CONVERSATION]
    return found


def read_frame(data: object) -> Sent:
    """One frame of the socket. Raises Refused("invalid") for what is none of the three forms."""
    if not isinstance(data, str):
        raise Refused("invalid")
    try:
        frame = json.loads(data)
    except (ValueError, RecursionError):
        raise Refused("invalid") from None
    if not isinstance(frame, dict):
        raise Refused("invalid")
    return sent(frame)


def sent(given: Mapping[str, Any]) -> Sent:
    """The fields of a frame or a form as what they mean; unknown ones are left alone."""
    texts = {name: given.get(name) for name in FIELDS}
    if any(value is not None and not isinstance(value, str) for value in texts.values()):
        raise Refused("invalid")
    found = Sent(**{name: visible(value) for name, value in texts.items() if value})
    client_id = found.client_id[:64]
    message = found.message.strip()
    if found.action == "message":
        if not message:
            raise Refused("invalid", client_id)
        if len(message) > MOST_CHARACTERS:
            raise Refused("too_long", client_id)
    elif found.action == "remove":
        if found.criterion not in CRITERIA or len(found.value) > 300:
            raise Refused("invalid", client_id)
    elif found.action != "stop":
        raise Refused("invalid", client_id)
    return replace(found, message=message, client_id=client_id, page=found.page[:300])


def visible(text: str) -> str:
    """Without control characters (a NUL cannot even be stored) and halves of letters; lines and tabs stay."""
    return UNSEEN.sub("", text)


def begin(conversation_id: str, message: Sent) -> store.Begun:
    """Stores a message and starts its turn. Raises Refused("limit") and Refused("busy")."""
    around = services()
    per_minute = RateLimitItemPerMinute(current_app.config["MESSAGES_PER_MINUTE"])
    if (not around.limiter.hit(per_minute, "messages", conversation_id)
            or pace.is_too_fast("messages", pace.MESSAGES)):
        raise Refused("limit", message.client_id)
    removes = (message.criterion, message.value) if message.action == "remove" else None
    text = message.message
    if removes:
        text = removal(message)
    try:
        begun = store.begin(
            db.session, conversation_id, text, greeting=around.library.knowledge().shop.greeting,
            runner=around.runner.name, client_id=message.client_id or None, user_id=user_id())
    except store.Busy:
        raise Refused("busy", message.client_id) from None
    if begun.again:
        return begun
    page = PRODUCT_PAGE.match(message.page)
    question = Question(text, page=page[1] if page else "", removes=removes)
    around.keep_vectors()
    around.runner.start(begun, question, conversation_id, around.surroundings(counter=counter()))
    db.session.remove()
    return begun


def user_id() -> int | None:
    """Who is signed in; an app without accounts has nobody."""
    user: Any = current_user if hasattr(current_app, "login_manager") else None
    return user.id if user and user.is_authenticated else None


def removal(message: Sent) -> str:
    """What the shopper's own bubble says when a chip was taken away."""
    names = {"price_max": "the price limit", "price_min": "the lowest price", "rating_min": "the rating",
             "sort": "the order", "price_word": "the price wish", "quantity": "the quantity"}
    vocabulary = services().catalogue.vocabulary()
    if message.criterion == "exclude":
        key, _, value = message.value.partition(":")
        return f"“{vocabulary.label(key, value)}” is fine too"
    if message.criterion in names:
        return f"Without {names[message.criterion]}"
    return f"Without “{vocabulary.label(message.criterion, message.value)}”"


def session_key() -> str:
    """What the sockets of one browser are counted under; one without a cookie counts alone."""
    return str(session.get(CONVERSATION) or uuid.uuid4().hex)
