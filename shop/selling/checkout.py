"""From a cart to an order, in one transaction: whole or not at all, once a key, never more than is in stock."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, scoped_session

from shop.extensions import writing
from shop.models import Cart, CartLine, Order, OrderLine, OrderStep, Variant
from shop.models.orders import PLACED
from shop.selling.carts import Contents, Line, Owner, found, lines_of, opened, summed
from shop.selling.payment import METHODS

TRIES = 3


class CheckoutRefused(Exception):
    """No order was made; the text tells the shopper why, and what can be done."""


class EmptyCart(CheckoutRefused):
    def __init__(self) -> None:
        super().__init__("There is nothing in your cart.")


class OutOfStock(CheckoutRefused):
    """`lines` are those that cannot be had as wanted, with the stock there is now."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(" ".join(line.problem for line in lines) + " Nothing was ordered; your cart is as it was.")
        self.lines = tuple(lines)


class PriceChanged(CheckoutRefused):
    """The total is no longer the one that the shopper has seen."""

    def __init__(self) -> None:
        super().__init__("A price has changed since you opened this page. Look at the new total and order again.")


class KeyReused(CheckoutRefused):
    def __init__(self) -> None:
        super().__init__("This order was sent before with other details. Look at your orders, then start anew.")


@dataclass(frozen=True)
class Address:
    """Where an order goes, and who is told."""

    email: str
    name: str
    street: str
    postcode: str
    city: str
    country: str


def place(session: scoped_session[Any] | Session, owner: Owner, address: Address, payment: str, key: str,
          seen_total: int) -> Order:
    """Makes an order of what is in the cart, and empties the cart.

    `key` is the form's: the same key again gives the order that it made, the same details supposed (else KeyReused).
    `seen_total` is what the shopper was shown, in minor units. Raises EmptyCart, OutOfStock, PriceChanged.
    """
    fingerprint = sha256("\0".join((repr(astuple(owner)), *astuple(address), payment)).encode()).hexdigest()
    for attempt in range(TRIES):
        try:
            with writing(opened(session)) as now_writing:
                # The cart first: whoever waited for it must find the order that the other one made of it.
                cart = found(now_writing, owner, lock=True)
                before: Order | None = now_writing.scalar(select(Order).where(Order.idempotency_key == key))
                if before is None:
                    return _place(now_writing, cart, owner, address, payment, key, seen_total, fingerprint)
                if before.fingerprint != fingerprint:
                    raise KeyReused
                return before
        except IntegrityError:
            # The same key at the same moment, or a number that is taken: the next look finds the order or another one.
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _place(session: Session, cart: Cart | None, owner: Owner, address: Address, payment: str, key: str,
           seen_total: int, fingerprint: str) -> Order:
    wanted = summed(session, lines_of(session, cart.id)) if cart else Contents()
    if cart is None or not wanted.lines:
        raise EmptyCart
    if gone := [line for line in wanted.lines if line.problem]:
        raise OutOfStock(gone)
    if wanted.total != seen_total:
        raise PriceChanged
    take_from_stock(session, wanted.lines)
    order = Order(
        number=new_number(), user_id=owner.user_id, email=address.email, name=address.name, street=address.street,
        postcode=address.postcode, city=address.city, country=address.country, payment=payment,
        shipping=wanted.shipping, total=wanted.total, idempotency_key=key, fingerprint=fingerprint)
    order.lines = [
        OrderLine(variant_id=line.variant_id, sku=line.sku, name=line.name, colour=line.colour, size=line.size,
                  quantity=line.quantity, unit_price=line.unit_price) for line in wanted.lines]
    order.steps = [OrderStep(status=PLACED)]
    session.add(order)
    session.flush()
    METHODS[payment].begin(order)
    session.execute(delete(CartLine).where(CartLine.cart_id == cart.id))
    return order


def take_from_stock(session: Session, lines: Sequence[Line]) -> None:
    """Lowers the stock of every line by a guarded UPDATE, always in the order of the variants' ids, so that two orders
    of the same things cannot wait for each other. Raises OutOfStock with what is left; the caller's rollback undoes
    the rest."""
    for line in sorted(lines, key=lambda line: line.variant_id):
        taken = session.execute(
            update(Variant).where(Variant.id == line.variant_id, Variant.stock >= line.quantity)
            .values(stock=Variant.stock - line.quantity).execution_options(synchronize_session=False))
        if not taken.rowcount:  # type: ignore[attr-defined]
            raise OutOfStock([replace(line, stock=session.scalar(
                select(Variant.stock).where(Variant.id == line.variant_id)) or 0)])


def new_number() -> str:
    """Eight digits that people can read out: "4821-7730"."""
    digits = f"{secrets.randbelow(10**8):08}"
    return f"{digits[:4]}-{digits[4:]}"
