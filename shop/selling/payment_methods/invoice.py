"""Paying by an invoice that comes with the goods."""

from __future__ import annotations

from shop.selling.payment_methods.protocol import Accepted, Due


class Invoice:
    name = "By invoice"
    explanation = "The invoice comes with the parcel."
    ahead = False

    def begin(self, due: Due, back: str) -> Accepted:
        return Accepted()

    def outcome(self, due: Due) -> Accepted:
        return Accepted()
