"""The WebSocket: frames in, fragments out. It only reads the conversation; the runner works.

What goes out is rendered first and sent when no database session is open: a slow client holds none.
"""

from __future__ import annotations

import time
from typing import Any

from flask import session

from shop.conversations.reading import Follower, Grew
from shop.extensions import db
from shop.models.conversations import new_id
from shop.services import services
from shop.web.chat import fragments, talking
from shop.web.sockets import slots

FRAME_EVERY = 0.04
# So many frames waiting to be read come from no shopper.
FLOOD = 100


def talk(ws: Any) -> None:
    """One socket's life, in one thread: it sleeps until the client or a turn wakes it."""
    conversation_id = session.get(talking.CONVERSATION) or new_id()
    board = services().board
    follower = Follower(db.session, board, conversation_id)
    with board.listening(conversation_id, ws.event.set):
        frame = fragments.anew(conversation_id, follower.start())
        db.session.remove()
        ws.send(frame)
        framed = 0.0
        woken = True
        while ws.connected and not slots.draining:
            ws.event.clear()
            if len(ws.input_buffer) > FLOOD:
                return
            while ws.input_buffer:
                take(ws, conversation_id)
            news = follower.look(woken=woken)
            frames = [fragments.frame(each) for each in news]
            db.session.remove()
            for frame in frames:
                ws.send(frame)
            if any(isinstance(each, Grew) for each in news):
                framed = time.monotonic()
            woken = ws.event.wait(follower.patience())
            if (pause := framed + FRAME_EVERY - time.monotonic()) > 0 and not ws.input_buffer:
                time.sleep(pause)


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
        notice = fragments.notice(refused.code, most=talking.MOST_CHARACTERS, client_id=refused.client_id)
    finally:
        db.session.remove()
    ws.send(notice)
