"""From a cart to an order, in one transaction: whole or not at all, once a key, never more than is in stock."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shop.extensions import Reads, session_of, writing
from shop.models import Cart, CartLine, Order, OrderLine, OrderStep
from shop.models.orders import AWAITING_PAYMENT, PLACED
from shop.models.types import now
from shop.selling import stock
from shop.selling.carts import Contents, Line, Owner, cart_of, lines_of, sum_up
from shop.selling.payment_methods import METHODS
from shop.selling.payment_methods.protocol import PaymentMethod
from shop.selling.payments import TIME_TO_PAY

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


@dataclass(frozen=True)
class OrderForm:
    """What a shopper sends. `key` is the form's own, `seen_total` what they were shown, in minor units."""

    owner: Owner
    address: Address
    payment: str
    key: str
    seen_total: int

    @property
    def fingerprint(self) -> str:
        sent = (repr(astuple(self.owner)), *astuple(self.address), self.payment)
        return sha256("\0".join(sent).encode()).hexdigest()


def place(session: Reads, owner: Owner, address: Address, payment: str, key: str,
          seen_total: int, methods: Mapping[str, PaymentMethod] = METHODS) -> Order:
    """Makes an order of what is in the cart, and empties the cart; one that is paid ahead waits for its payment, which
    `payments.begin` begins.

    `key` is the form's: the same key again gives the order that it made, the same details supposed (else KeyReused).
    `seen_total` is what the shopper was shown, in minor units. Raises EmptyCart, OutOfStock, PriceChanged.
    """
    form = OrderForm(owner, address, payment, key, seen_total)
    for attempt in range(TRIES):
        try:
            with writing(session_of(session)) as now_writing:
                # The cart first: whoever waited for it must find the order that the other one made of it.
                cart = cart_of(now_writing, owner, lock=True)
                before: Order | None = now_writing.scalar(select(Order).where(Order.idempotency_key == key))
                if before is None:
                    return make_order(now_writing, cart, form, ahead=methods[payment].ahead)
                if before.fingerprint != form.fingerprint:
                    raise KeyReused
                return before
        except IntegrityError:
            # The same key at the same moment, or a number that is taken: the next look finds the order or another one.
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def make_order(session: Session, cart: Cart | None, form: OrderForm, *, ahead: bool) -> Order:
    """The cart is locked."""
    wanted = sum_up(session, lines_of(session, cart.id)) if cart else Contents()
    if cart is None or not wanted.lines:
        raise EmptyCart
    if gone := [line for line in wanted.lines if line.problem]:
        raise OutOfStock(gone)
    if wanted.total != form.seen_total:
        raise PriceChanged
    take_from_stock(session, wanted.lines)
    status = AWAITING_PAYMENT if ahead else PLACED
    order = Order(
        number=new_number(), user_id=form.owner.user_id, **asdict(form.address), payment=form.payment, status=status,
        pay_by=now() + TIME_TO_PAY if ahead else None, shipping=wanted.shipping, total=wanted.total,
        idempotency_key=form.key, fingerprint=form.fingerprint)
    order.lines = [
        OrderLine(variant_id=line.variant_id, sku=line.sku, name=line.name, colour=line.colour, size=line.size,
                  quantity=line.quantity, unit_price=line.unit_price) for line in wanted.lines]
    order.steps = [OrderStep(status=status)]
    session.add(order)
    # Before the cart is emptied: a key or a number that is taken shows itself here.
    session.flush()
    session.execute(delete(CartLine).where(CartLine.cart_id == cart.id))
    return order


def take_from_stock(session: Session, lines: Sequence[Line]) -> None:
    """Raises OutOfStock with what is left, however much there was when the lines were read."""
    try:
        stock.take(session, {line.variant_id: line.quantity for line in lines})
    except stock.Short as short:
        raise OutOfStock([replace(line, stock=short.left) for line in lines
                          if line.variant_id == short.variant_id]) from None


def new_number() -> str:
    """Eight digits that people can read out: "4821-7730"."""
    digits = f"{secrets.randbelow(10**8):08}"
    return f"{digits[:4]}-{digits[4:]}"
