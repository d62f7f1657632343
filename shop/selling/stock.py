"""Stock going down and up. Always in the order of the variants' ids, or two orders of the same things could wait for
each other for ever."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shop.models import Variant


class Short(Exception):
    """There are not so many of a variant: `left` is how many there are."""

    def __init__(self, variant_id: int, left: int) -> None:
        super().__init__(f"variant {variant_id}: {left} left")
        self.variant_id = variant_id
        self.left = left


def take(session: Session, quantities: Mapping[int, int]) -> None:
    """Lowers the stock of each variant by so much. Raises Short; the caller's rollback undoes the rest."""
    for variant_id, quantity in sorted(quantities.items()):
        # The condition stands in the UPDATE itself: what was read before may be out of date when the row is ours.
        done = session.execute(
            update(Variant).where(Variant.id == variant_id, Variant.stock >= quantity)
            .values(stock=Variant.stock - quantity).execution_options(synchronize_session=False))
        if not done.rowcount:  # type: ignore[attr-defined]
            raise Short(variant_id, session.scalar(select(Variant.stock).where(Variant.id == variant_id)) or 0)


def give_back(session: Session, quantities: Mapping[int, int]) -> None:
    for variant_id, quantity in sorted(quantities.items()):
        session.execute(
            update(Variant).where(Variant.id == variant_id).values(stock=Variant.stock + quantity)
            .execution_options(synchronize_session=False))
