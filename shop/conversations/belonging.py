"""Whose a conversation is: anybody's who holds its id, until somebody signs in with it; then that person's alone."""

from __future__ import annotations

from sqlalchemy import or_, select, update

from shop.extensions import Reads, session_of, writing
from shop.models import Conversation


def is_open_to(session: Reads, conversation_id: str, user_id: int | None) -> bool:
    """Whether this user, or a guest for None, may go on with it. One that is not stored yet is open to all."""
    whose = session.scalar(select(Conversation.user_id).where(Conversation.id == conversation_id))
    return whose is None or whose == user_id


def claim(session: Reads, conversation_id: str, user_id: int) -> bool:
    """Makes a guest's conversation this user's. False when it is somebody else's, or not stored: an id that nothing
    was said under may be known to others, and is not worth taking along."""
    with writing(session_of(session)) as now_writing:
        claimed = now_writing.execute(update(Conversation).where(
            Conversation.id == conversation_id,
            or_(Conversation.user_id.is_(None), Conversation.user_id == user_id)).values(user_id=user_id))
        return bool(claimed.rowcount)  # type: ignore[attr-defined]
