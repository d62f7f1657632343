"""The WebSocket: frames in, fragments out. It only reads the conversation; the runner works.

What goes out is rendered first and sent when no database session is open: a slow client holds none.
"""

from __future__ import annotations

import time
from typing import Any

from flask import current_app, g, session
from flask_login import current_user

from shop.assistant.events import Said
from shop.conversations import belonging
from shop.conversations.reading import Follower
from shop.conversations.seen import Anew, Notice, Over, Step
from shop.extensions import db
from shop.models.conversations import new_id
from shop.services import services
from shop.web.chat import fragments, talking
from shop.web.sockets import slots

FRAME_EVERY = 0.04
# So many frames waiting to be read come from no shopper.
FLOOD = 100
# Seconds after which a socket asks anew whether its session stands, and before every frame that it takes.
ASK_EVERY = 1.5


def talk(ws: Any) -> None:
    """One socket's life, in one thread: it sleeps until the client or a turn wakes it.

    It ends when whoever opened it has signed out, or somebody else has signed in with the conversation: the words are
    taken off the page, which comes back with the session that it has by then.
    """
    holder = session_of_user()
    conversation_id = session.get(talking.CONVERSATION) or new_id()
    board = services().board
    follower = Follower(db.session, board, conversation_id)
    with board.listening(conversation_id, ws.event.set):
        frame = fragments.frame(Anew(conversation_id, follower.start()))
        db.session.remove()
        ws.send(frame)
        framed = asked = 0.0
        woken = is_open = True
        while ws.connected and not slots.draining:
            ws.event.clear()
            if len(ws.input_buffer) > FLOOD:
                return
            while ws.input_buffer and (is_open := is_still_open(conversation_id, holder)):
                take(ws, conversation_id)
            if is_open and time.monotonic() - asked >= ASK_EVERY:
                asked = time.monotonic()
                is_open = is_still_open(conversation_id, holder)
            if not is_open:
                ws.send(fragments.frame(Over()))
                return
            forget_user()
            news = follower.look(woken=woken)
            frames = [fragments.frame(each) for each in news]
            db.session.remove()
            for frame in frames:
                ws.send(frame)
            if any(isinstance(each, Step) and isinstance(each.event, Said) for each in news):
                framed = time.monotonic()
            woken = ws.event.wait(min(follower.patience(), max(0.0, asked + ASK_EVERY - time.monotonic())))
            if (pause := framed + FRAME_EVERY - time.monotonic()) > 0 and not ws.input_buffer:
                time.sleep(pause)


def forget_user() -> None:
    """Whoever asks for the user next asks the table: the row found before belongs to a database session now gone."""
    g.pop("_login_user", None)


def session_of_user() -> str | None:
    """The id of the session that somebody is signed in with; None for a guest, and in an app without accounts."""
    user: Any = current_user if hasattr(current_app, "login_manager") else None
    return user.get_id() if user else None


def is_still_open(conversation_id: str, holder: str | None) -> bool:
    forget_user()
    return session_of_user() == holder and belonging.is_open_to(db.session, conversation_id, talking.user_id())


def take(ws: Any, conversation_id: str) -> None:
    """One frame from the client. Whatever is wrong with it is said in the chat; the socket lives on."""
    try:
        message = talking.read_frame(ws.receive(timeout=0))
        if message.action == "stop":
            services().runner.stop(conversation_id)
        else:
            talking.begin(conversation_id, message)
        return
    except talking.Refused as refused:
        notice = fragments.frame(Notice(refused.code, refused.client_id))
    finally:
        db.session.remove()
    ws.send(notice)
