"""The chat's addresses: the page without JavaScript, the panel, the message form, and the socket's door."""

from __future__ import annotations

import time
from threading import Event
from typing import Any

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shop import config, services
from shop.conversations import store
from shop.conversations.reading import Follower
from shop.conversations.seen import Ending
from shop.extensions import csrf, db, sock
from shop.models import Message
from shop.web import page, sockets, stylesheets
from shop.web.chat import fragments, socket, talking

blueprint = Blueprint(
    "chat", __name__, url_prefix="/chat", template_folder=str(config.ROOT / "templates"),
    static_folder=str(config.ROOT / "static"), static_url_path="/static")
blueprint.add_url_rule("/static/css/<bundle>-<digest>.css", "stylesheet", stylesheets.show)
PATIENCE = 60.0


@blueprint.before_request
def guard_the_socket() -> Response | None:
    """The socket's handshake is refused here, before the upgrade."""
    if request.endpoint != "chat.ws":
        return None
    return sockets.admit(talking.session_key())


blueprint.teardown_request(sockets.leave)


def conversation() -> dict[str, Any]:
    """What the page and the panel show; reading it writes nothing but what a dead runner left open."""
    services.services().warm_up()
    conversation_id = talking.conversation_of_session()
    follower = Follower(db.session, services.services().board, conversation_id)
    messages = follower.start()
    return {
        "messages": fragments.articles(messages), **fragments.welcome(conversation_id),
        "most": talking.MOST_CHARACTERS,
        "page": request.args.get("page", ""),
        "draft": talking.visible(request.args.get("message", ""))[:talking.MOST_CHARACTERS],
    }


@blueprint.get("")
def show() -> str:
    return render_template("chat/page.html", **conversation())


@blueprint.get("/panel")
def panel() -> str:
    return render_template("chat/panel.html", **conversation())


@blueprint.post("")
def post() -> ResponseReturnValue:
    """The form without JavaScript: waits for the answer, then shows it on the page."""
    fragment = request.headers.get("HX-Request") == "true"
    conversation_id = talking.conversation_of_session()
    try:
        message = talking.sent(request.form)
        if message.action == "stop":
            services.services().runner.stop(conversation_id)
            return redirect(url_for("chat.show"), 303)
        begun = talking.begin(conversation_id, message)
    except talking.Refused as refused:
        return refusal(refused, fragment)
    answer = whole_answer(conversation_id, begun.answer_id)
    if fragment and answer is not None:
        return render_template("chat/article.html", message=fragments.article(answer), swap="")
    return redirect(url_for("chat.show", _anchor=f"message-{begun.answer_id}"), 303)


def refusal(refused: talking.Refused, fragment: bool) -> ResponseReturnValue:
    status = {"limit": 429, "busy": 409, "too_long": 413}.get(refused.code, 400)
    text = fragments.notice_text(refused.code)
    if fragment:
        return render_template("chat/notice.html", code=refused.code, text=text), status
    shown = conversation()
    shown["draft"] = talking.visible(request.form.get("message", ""))
    return render_template("chat/page.html", **shown, notice=refused.code, notice_text=text), status


def whole_answer(conversation_id: str, message_id: str) -> Message | None:
    """Reads along until the answer has ended; None when it takes longer than any answer should."""
    woken = Event()
    follower = Follower(db.session, services.services().board, conversation_id)
    ends = time.monotonic() + PATIENCE
    with follower.board.listening(conversation_id, woken.set):
        for message in follower.start():
            if message.id == message_id and message.state != store.STREAMING:
                return message
        while time.monotonic() < ends:
            was_woken = woken.wait(follower.patience())
            woken.clear()
            for each in follower.look(woken=was_woken):
                if isinstance(each, Ending) and each.message.id == message_id:
                    return each.message
            db.session.rollback()
    return None


sock.route("/ws", bp=blueprint, endpoint="ws")(sockets.guarded(socket.talk))


def picture(image: str) -> str:
    """For an app that has no pictures of its own: they come from the chat's static folder."""
    if image.startswith(("https://", "http://")):
        return image
    return url_for("chat.static", filename=image or page.PLACEHOLDER)


def init_app(app: Flask) -> None:
    """Brings the chat into an app: its services, its words for templates, its addresses."""
    app.config.setdefault("CHAT_LAYOUT", "chat/layout.html")
    if "shoptalk" not in app.extensions:
        services.init_app(app)
    if "csrf" not in app.extensions:
        csrf.init_app(app)
    if "picture" not in app.jinja_env.filters:
        page.init_app(app)
        app.jinja_env.filters["picture"] = picture
    if "stylesheets" not in app.extensions:
        stylesheets.init_app(app, {"chat": stylesheets.CHAT})
    app.jinja_env.globals.setdefault("product_url", lambda item: f"/products/{item.slug}")
    app.jinja_env.globals.setdefault("section_url", lambda slug: "")
    app.jinja_env.globals["chat_layout"] = app.config["CHAT_LAYOUT"]
    app.register_blueprint(blueprint)

