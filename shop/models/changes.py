"""Who changed what in the admin pages, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.extensions import db
from shop.models.people import User
from shop.models.types import UtcDateTime, now


class Change(db.Model):
    """`kind` and `row_id` name the row ("product", 12), `title` is what it was called. `action`: "created",
    "changed", "archived", "deleted" or what else was done. `values` is {field: [before, after]} as text."""

    __tablename__ = "change"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"), default=None)
    kind: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int | None] = mapped_column(default=None)
    title: Mapped[str] = mapped_column(String(200), default="")
    action: Mapped[str] = mapped_column(String(20))
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    user: Mapped[User | None] = relationship()
