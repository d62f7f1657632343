"""Conversations, their messages, and what happened in each turn, event by event.

A turn is the assistant's message: it holds who works on it (`runner`, `lease_until`) while `state` is
"streaming", and how it ended afterwards.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.extensions import db
from shop.models.types import UtcDateTime, now


def new_id() -> str:
    return uuid.uuid4().hex


class Conversation(db.Model):
    """`dialogue` is the assistant's memory of what was asked and shown, as plain JSON."""

    __tablename__ = "conversation"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True, default=None)
    dialogue: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    messages: Mapped[list[Message]] = relationship(
        back_populates="conversation", cascade="all, delete-orphan", order_by="Message.number")


class Message(db.Model):
    """`number` orders a conversation's messages from 1.

    role: "shopper" | "assistant". kind: "" | "greeting". state: "streaming" or an outcome; "done" for a
    shopper's. mode: "rules" | "model". `offered` is what stands below the words (cards, chips, sources),
    `receipt` how the answer came about; both as written by `shop.assistant.events`.
    `spent` is in millionths of a US dollar. `watched_at` is when a reader in another process last looked.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        UniqueConstraint("conversation_id", "client_id"),
        Index("ix_message_running", "state", "lease_until"),
    )
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column()
    role: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(20), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default="done")
    mode: Mapped[str] = mapped_column(String(8), default="rules")
    reply_to: Mapped[str | None] = mapped_column(String(32), default=None)
    client_id: Mapped[str | None] = mapped_column(String(64), default=None)
    offered: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    receipt: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    spent: Mapped[int] = mapped_column(default=0)
    runner: Mapped[str | None] = mapped_column(String(64), default=None)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    stop_wanted: Mapped[bool] = mapped_column(default=False)
    watched_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    conversation: Mapped[Conversation] = relationship(back_populates="messages")


class TurnEvent(db.Model):
    """One step of a turn: `kind` and `data` as `shop.assistant.events` writes them, numbered from 1."""

    __tablename__ = "turn_event"
    message_id: Mapped[str] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class SpendDay(db.Model):
    """What the model has cost on one UTC day, in millionths of a US dollar, reservations included."""

    __tablename__ = "spend_day"
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    spent: Mapped[int] = mapped_column(default=0)
