"""People with an account: shoppers and owners."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shop.extensions import db
from shop.models.types import UtcDateTime, now


def new_epoch() -> str:
    return secrets.token_urlsafe(12)


class User(UserMixin, db.Model):
    """`epoch` is part of what the session cookie holds: a new one ends every session of this user."""

    __tablename__ = "user_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    epoch: Mapped[str] = mapped_column(String(40), default=new_epoch)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    def get_id(self) -> str:
        return f"{self.id}.{self.epoch}"
