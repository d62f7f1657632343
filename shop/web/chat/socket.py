"""The WebSocket: frames in, fragments out. It only reads the conversation; the runner works."""

from __future__ import annotations

import logging
import time

from flask import session
from simple_websocket import Server

from shop.conversations.reading import Follower, Grew, News
from shop.extensions import db
from shop.models.conversations import new_id
from shop.services import services
from shop.web.chat import fragments, talking

log = logging.getLogger(__name__)
FRAME_EVERY = 0.04


def talk(ws: Server) -> None:
    """One socket's life, in one thread: it sleeps until the client or a turn wakes it."""
    conversation_id = session.get(talking.CONVERSATION) or new_id()
    board = services().board
    follower = Follower(db.session, board, conversation_id)
    with board.listening(conversation_id, ws.event.set):
        ws.send(fragments.anew(conversation_id, follower.start()))
        db.session.remove()
        framed = 0.0
        woken = True
        while ws.connected:
            ws.event.clear()
            while ws.input_buffer:
                take(ws, conversation_id)
            news = follower.look(woken=woken)
            for each in news:
                ws.send(fragments.frame(each))
            db.session.remove()
            if any(isinstance(each, Grew) for each in news):
                framed = time.monotonic()
            woken = ws.event.wait(follower.patience())
            if (pause := framed + FRAME_EVERY - time.monotonic()) > 0 and not ws.input_buffer:
                time.sleep(pause)


def take(ws: Server, conversation_id: str) -> None:
    """One frame from the client. Whatever is wrong with it is said in the chat; the socket lives on."""
    client_id = ""
    try:
        message = talking.read_frame(ws.receive(timeout=0))
        client_id = message.client_id
        if message.action == "stop":
            services().runner.stop(conversation_id)
        else:
            talking.begin(conversation_id, message)
    except talking.Refused as refused:
        ws.send(fragments.notice(refused.code, most=talking.MOST_CHARACTERS, client_id=refused.client_id or client_id))
    finally:
        db.session.remove()
