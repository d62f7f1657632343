"""The model's account: money is set aside before a call and settled after it, so that no cap is passed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from shop.extensions import writing
from shop.language_model.desk import Reservation
from shop.models.conversations import Message, SpendDay
from shop.models.types import now

log = logging.getLogger(__name__)

WARN_AT = 0.8


class CapReached(Exception):
    """Takes back what the transaction has set aside so far."""


class Account:
    """Amounts in millionths of a US dollar. What is set aside counts as spent, for the day in `spend_day` and
    for the conversation in the `spent` of the turn under way; a process that dies leaves it so.

    Every call opens and closes a session of its own; any number of processes may share the database.
    """

    def __init__(
        self, sessions: Callable[[], Session], *, cap_day: int, cap_conversation: int,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._sessions = sessions
        self._cap_day, self._cap_conversation = cap_day, cap_conversation
        self._clock = clock

    def reserve(self, estimate: int, conversation: str | None) -> Reservation | None:
        day = self._clock().strftime("%Y-%m-%d")
        try:
            with self._sessions() as session, writing(session):
                # Everyone who reserves waits for this row, so that the sum below is nobody else's moment too.
                spent = self._take_from_day(session, day, estimate)
                turn = self._take_from_conversation(session, conversation, estimate) if conversation else None
        except CapReached:
            return None
        warn_at = WARN_AT * self._cap_day
        if spent - estimate < warn_at <= spent:
            log.warning("the model has cost %.0f%% of today's money", 100 * spent / self._cap_day)
        return Reservation(estimate, day, turn)

    def settle(self, reservation: Reservation, actual: int) -> None:
        rest = actual - reservation.amount
        with self._sessions() as session, writing(session):
            session.execute(update(SpendDay).where(SpendDay.day == reservation.day)
                            .values(spent=SpendDay.spent + rest))
            if reservation.message:
                session.execute(update(Message).where(Message.id == reservation.message)
                                .values(spent=Message.spent + rest))

    def _take_from_day(self, session: Session, day: str, amount: int) -> int:
        """What the day has cost with this."""
        session.execute(text("INSERT INTO spend_day (day, spent) VALUES (:day, 0) ON CONFLICT DO NOTHING"),
                        {"day": day})
        spent: int | None = session.scalar(
            update(SpendDay).where(SpendDay.day == day, SpendDay.spent + amount <= self._cap_day)
            .values(spent=SpendDay.spent + amount).returning(SpendDay.spent))
        if spent is None:
            raise CapReached
        return spent

    def _take_from_conversation(self, session: Session, conversation: str, amount: int) -> str | None:
        """The id of the turn that it is for; None where no turn is being stored."""
        of_this = Message.conversation_id == conversation
        spent = session.scalar(select(func.coalesce(func.sum(Message.spent), 0)).where(of_this)) or 0
        if spent + amount > self._cap_conversation:
            raise CapReached
        turn = session.scalar(
            select(Message.id).where(of_this, Message.role == "assistant", Message.state == "streaming")
            .order_by(Message.number.desc()).limit(1))
        if turn is not None:
            session.execute(update(Message).where(Message.id == turn)
                            .values(spent=Message.spent + amount))
        return turn
