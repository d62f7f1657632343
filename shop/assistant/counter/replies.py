"""What a shopper may reply to a question of the counter."""

from __future__ import annotations

from dataclasses import dataclass

from shop.assistant.counter.options import Named
from shop.assistant.open_questions import WhetherToCancel, WhetherToReturn, WhichVariant


@dataclass(frozen=True)
class ChooseVariant:
    """The options that were asked for, and how many, None where no number was said."""

    options: Named
    quantity: int | None
    question: WhichVariant


@dataclass(frozen=True)
class ConfirmEmptying:
    """The yes to an empty cart."""


@dataclass(frozen=True)
class ConfirmStep:
    """The yes to a step of an order."""

    question: WhetherToCancel | WhetherToReturn


@dataclass(frozen=True)
class Decline:
    """The no to whatever was asked."""
