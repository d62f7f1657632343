"""What shoppers and the assistant said to each other, with the receipt of every answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, func, select

from shop.assistant.events import Mode, Offered, Outcome
from shop.conversations.store import STREAMING
from shop.extensions import db
from shop.models import Conversation, Message, Product, User
from shop.models.types import now
from shop.web.admin.moments import moment, plain
from shop.web.admin.resource import Column, Read, Removal, View, anywhere

LONGEST = 80
TROUBLED = (Outcome.FALLBACK, Outcome.CUT, Outcome.REFUSED, Outcome.FAILED)
own_messages = Message.conversation_id == Conversation.id
first_question = select(Message.text).where(own_messages, Message.role == "shopper").order_by(
    Message.number).limit(1).correlate(Conversation).scalar_subquery()
shopper = select(User.email).where(User.id == Conversation.user_id).correlate(Conversation).scalar_subquery()
questions = select(func.count(Message.id)).where(
    own_messages, Message.role == "shopper").correlate(Conversation).scalar_subquery()
spent = select(func.coalesce(func.sum(Message.spent), 0)).where(
    own_messages).correlate(Conversation).scalar_subquery()


def short(text: str | None) -> str:
    text = " ".join((text or "").split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST - 1]}…"


def dollars(millionths: int) -> str:
    return f"${millionths / 1_000_000:.4f}" if millionths else "–"


def mentions(word: str) -> ColumnElement[bool]:
    owners = select(User.id).where(anywhere(User.email)(word))
    return Conversation.messages.any(anywhere(Message.text)(word)) | Conversation.user_id.in_(owners)


def removal(conversation: Conversation) -> Removal:
    running = any(message.state == STREAMING and message.lease_until and message.lease_until > now()
                  for message in conversation.messages)
    return Removal(partial(conversations.delete, conversation), (
        "An answer is being written here at this moment. Try again when it has ended." if running else None))


def facts(conversation: Conversation) -> Mapping[str, Any]:
    offered = {message.id: Offered.from_json(message.offered) for message in conversation.messages}
    scored = {score["product"] for message in conversation.messages for score in message.receipt.get("scores", ())}
    found = db.session.execute(select(Product.id, Product.name).where(Product.id.in_(scored)))
    return {
        "offered": offered, "dollars": dollars,
        "names": dict(found.all()),
        "shopper": db.session.get(User, conversation.user_id) if conversation.user_id else None,
    }


conversations: Read[Conversation] = Read(
    name="conversations", singular="conversation", plural="conversations", model=Conversation,
    intro="What the assistant was asked, what it answered, and why.",
    columns=(
        Column("First question", short, first_question, figure=True),
        Column("Shopper", lambda email: email or "Guest", shopper, figure=True),
        Column("Questions", str, questions, number=True, figure=True),
        Column("Model cost", dollars, spent, number=True, figure=True,
               plain=lambda millionths: f"{millionths / 1_000_000:.6f}"),
        Column("Last message", lambda talk: moment(talk.updated_at), Conversation.updated_at,
               plain=lambda talk: plain(talk.updated_at)),
    ),
    sheet=(Column("Begun", lambda talk: plain(talk.created_at)), Column("Id", lambda talk: talk.id)),
    first="-last-message", search=mentions,
    views=(
        View("model", "Spoken by a model", Conversation.messages.any(Message.mode == Mode.MODEL)),
        View("trouble", "With trouble", Conversation.messages.any(Message.state.in_(TROUBLED))),
    ),
    named=lambda talk: f"Conversation of {moment(talk.created_at)}", removal=removal, id_part="string(length=32)",
    template="admin/conversation.html", facts=facts,
)
