"""Conversations, turns and their events in the tables. Every write is one short transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Update, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Ended, Event, Mode, Offered, Outcome, Said, Stage
from shop.extensions import Reads, session_of, writing
from shop.models import Conversation, Message, TurnEvent
from shop.models.conversations import new_id
from shop.models.types import now

LEASE = timedelta(seconds=6)
HISTORY = 10
STREAMING = "streaming"
KINDS: Mapping[type[Event], str] = {Stage: "stage", Said: "said", Offered: "offered", Ended: "ended"}


def greeting_id(conversation_id: str) -> str:
    """The id of a conversation's greeting, known before the conversation is stored."""
    return uuid.uuid5(uuid.NAMESPACE_OID, conversation_id).hex


class Busy(Exception):
    """The conversation's last turn is still running."""


@dataclass(frozen=True)
class Begun:
    """A turn that was accepted. `again` says that it was sent before under the same client id."""

    question_id: str
    answer_id: str
    number: int
    dialogue: Dialogue
    again: bool = False


def row_of(event: Event) -> tuple[str, dict[str, Any]]:
    """An event as (kind, JSON)."""
    return KINDS[type(event)], asdict(event)


def event_of(kind: str, data: Mapping[str, Any]) -> Event | None:
    """The event back from (kind, JSON); Ended is None, for it stands in the message itself."""
    match kind:
        case "stage":
            return Stage(**data)
        case "said":
            return Said(**data)
        case "offered":
            return Offered.from_json(data)
        case _:
            return None


def begin(
    session: Reads, conversation_id: str, text: str, *, greeting: str, runner: str,
    client_id: str | None = None, user_id: int | None = None,
) -> Begun:
    """Stores the question and the answer to come, and leases the turn to `runner`.

    The conversation is made on its first message, greeting included. Raises Busy while a turn is running;
    one whose lease has run out is ended first.
    """
    for attempt in (1, 2):
        try:
            with writing(session_of(session)) as now_writing:
                return _begin(now_writing, conversation_id, text, greeting, runner, client_id, user_id)
        except IntegrityError:
            # Two processes began at once; the second look finds the other's turn.
            if attempt == 2:
                raise Busy from None
    raise AssertionError("unreachable")


def _begin(
    session: Session, conversation_id: str, text: str, greeting: str, runner: str, client_id: str | None,
    user_id: int | None,
) -> Begun:
    conversation = session.scalar(
        select(Conversation).where(Conversation.id == conversation_id).with_for_update())
    if conversation is None:
        conversation = Conversation(id=conversation_id, user_id=user_id)
        session.add(conversation)
        session.flush()
        session.add(Message(id=greeting_id(conversation_id), conversation_id=conversation_id, number=1,
                            role="assistant", kind="greeting", text=greeting))
        session.flush()
    messages = session.scalars(
        select(Message).where(Message.conversation_id == conversation_id).order_by(Message.number.desc())
        .limit(HISTORY + 2)).all()
    if client_id and (before := session.scalar(select(Message).where(
            Message.conversation_id == conversation_id, Message.client_id == client_id))):
        answer = session.scalar(select(Message).where(Message.reply_to == before.id))
        if answer is not None:
            return Begun(before.id, answer.id, before.number, Dialogue(), again=True)
    for message in messages:
        if message.state == STREAMING:
            if message.lease_until is not None and message.lease_until > now():
                raise Busy
            end_orphan(session, message.id)
    number = messages[0].number + 1 if messages else 1
    question = Message(id=new_id(), conversation_id=conversation_id, number=number, role="shopper", text=text,
                       client_id=client_id)
    answer = Message(id=new_id(), conversation_id=conversation_id, number=number + 1, role="assistant",
                     state=STREAMING, reply_to=question.id, runner=runner, lease_until=now() + LEASE)
    session.add_all((question, answer))
    conversation.updated_at = now()
    history = tuple(
        {"role": "user" if message.role == "shopper" else "assistant", "content": message.text}
        for message in reversed(messages) if message.kind != "greeting" and message.text)[-HISTORY:]
    return Begun(question.id, answer.id, number, Dialogue.from_json(conversation.dialogue or {}, history))


def update_while_running(message_id: str, runner: str) -> Update:
    """A change to a turn that counts only while it runs under this runner."""
    return update(Message).where(
        Message.id == message_id, Message.state == STREAMING, Message.runner == runner)


def record(session: Reads, message_id: str, runner: str, events: Sequence[tuple[int, Event]]) -> bool:
    """Writes events as they come; runs of words become one row, numbered as their last.

    False when the turn is no longer this runner's.
    """
    with writing(session_of(session)) as now_writing:
        held = now_writing.execute(update_while_running(message_id, runner).values(lease_until=now() + LEASE))
        if not held.rowcount:  # type: ignore[attr-defined]
            return False
        add_events(now_writing, message_id, events)
    return True


def add_events(session: Reads, message_id: str, events: Sequence[tuple[int, Event]]) -> None:
    for number, event in merge_words(events):
        kind, data = row_of(event)
        session.add(TurnEvent(message_id=message_id, seq=number, kind=kind, data=data))
        if isinstance(event, Offered):
            session.execute(update(Message).where(Message.id == message_id).values(offered=event.to_json()))


def merge_words(events: Sequence[tuple[int, Event]]) -> list[tuple[int, Event]]:
    """The same events with neighbouring words made one."""
    found: list[tuple[int, Event]] = []
    for number, event in events:
        if found and isinstance(event, Said) and isinstance(found[-1][1], Said):
            found[-1] = number, Said(found[-1][1].text + event.text)
        else:
            found.append((number, event))
    return found


def finish(
    session: Reads, message_id: str, runner: str, events: Sequence[tuple[int, Event]], ended: Ended,
) -> bool:
    """Ends the turn, once: False when it has been ended by somebody else."""
    with writing(session_of(session)) as now_writing:
        done = now_writing.execute(update_while_running(message_id, runner).values(
            state=ended.outcome.value, mode=ended.mode.value, text=ended.text, receipt=ended.receipt.to_json(),
            lease_until=None))
        if not done.rowcount:  # type: ignore[attr-defined]
            return False
        add_events(now_writing, message_id, events)
        conversation = select(Message.conversation_id).where(Message.id == message_id).scalar_subquery()
        changes: dict[str, Any] = {"updated_at": now()}
        if ended.outcome is not Outcome.FAILED:
            changes["dialogue"] = dict(ended.dialogue)
        now_writing.execute(update(Conversation).where(Conversation.id == conversation).values(**changes))
    return True


def end_orphan(session: Reads, message_id: str) -> bool:
    """Ends a turn whose runner has gone as `cut`, with the words and the list it had.

    Stands in the caller's transaction. Whoever comes second finds it ended: False.
    """
    words = session.scalars(select(TurnEvent.data).where(
        TurnEvent.message_id == message_id, TurnEvent.kind == "said").order_by(TurnEvent.seq)).all()
    text = "".join(each["text"] for each in words)
    done = session.execute(
        update(Message).where(Message.id == message_id, Message.state == STREAMING,
                              or_(Message.lease_until.is_(None), Message.lease_until <= now()))
        .values(state=Outcome.CUT.value, text=text, mode=(Mode.MODEL if text else Mode.RULES).value, lease_until=None))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def end_orphans(session: Reads, conversation_id: str) -> int:
    """Ends what nobody works on any more in this conversation; writes only when there is something to end."""
    orphans = session.scalars(select(Message.id).where(
        Message.conversation_id == conversation_id, Message.state == STREAMING,
        Message.lease_until <= now())).all()
    session.rollback()
    ended = 0
    if orphans:
        with writing(session_of(session)) as now_writing:
            ended = sum(end_orphan(now_writing, each) for each in orphans)
    return ended


def renew(session: Reads, runner: str, message_ids: Sequence[str]) -> tuple[set[str], dict[str, Any]]:
    """Renews the leases of a runner's turns. Gives those that somebody wants stopped, and when each was last
    watched from another process."""
    with writing(session_of(session)) as now_writing:
        now_writing.execute(
            update(Message).where(
                Message.id.in_(message_ids), Message.runner == runner, Message.state == STREAMING)
            .values(lease_until=now() + LEASE))
        rows = now_writing.execute(select(
            Message.id, Message.stop_wanted, Message.watched_at).where(Message.id.in_(message_ids))).all()
    return {row[0] for row in rows if row[1]}, {row[0]: row[2] for row in rows}


def want_stop(session: Reads, conversation_id: str) -> None:
    with writing(session_of(session)) as now_writing:
        now_writing.execute(update(Message).where(
            Message.conversation_id == conversation_id, Message.state == STREAMING).values(stop_wanted=True))


def watch(session: Reads, message_id: str) -> None:
    """Says for the turn's own process that somebody reads along here."""
    with writing(session_of(session)) as now_writing:
        now_writing.execute(update(Message).where(
            Message.id == message_id, Message.state == STREAMING).values(watched_at=now()))


def messages(session: Reads, conversation_id: str, after: int = 0) -> list[Message]:
    return list(session.scalars(select(Message).where(
        Message.conversation_id == conversation_id, Message.number > after).order_by(Message.number)))


def events(session: Reads, message_id: str, after: int = 0) -> list[tuple[int, Event]]:
    rows = session.execute(select(TurnEvent.seq, TurnEvent.kind, TurnEvent.data).where(
        TurnEvent.message_id == message_id, TurnEvent.seq > after).order_by(TurnEvent.seq)).all()
    return [(seq, event) for seq, kind, data in rows if (event := event_of(kind, data)) is not None]


def state(session: Reads, message_id: str) -> str:
    return session.scalar(select(Message.state).where(Message.id == message_id)) or ""
