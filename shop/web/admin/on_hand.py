"""Setting what is in stock while orders sell: as a difference to what the owner saw, never below nothing."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shop.models import Product, Variant
from shop.web.admin import log

MOST_STOCK = 1_000_000


class NotThatMany(Exception):
    """The difference takes more than there is; `left` is what there is."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


def shift(session: Session, product: Product, variant: Variant, by: int) -> int:
    """Changes the stock by that many, whatever was sold meanwhile; gives the new stock. Raises NotThatMany."""
    stock = session.scalar(
        update(Variant).where(Variant.id == variant.id, (Variant.stock + by).between(0, MOST_STOCK))
        .values(stock=Variant.stock + by).returning(Variant.stock).execution_options(synchronize_session=False))
    if stock is None:
        raise NotThatMany(session.scalar(select(Variant.stock).where(Variant.id == variant.id)) or 0)
    session.expire(variant, ["stock"])
    log.note(session, product, f"{variant.id} stock", stock - by, stock, f"{variant.sku} stock")
    return stock


def sold_meanwhile(seen: int, left: int) -> str:
    """What happened between the page and now: "2 were sold meanwhile"."""
    if left < seen:
        return f"{seen - left} {'was' if seen - left == 1 else 'were'} sold meanwhile"
    return f"{left - seen} came back meanwhile"
