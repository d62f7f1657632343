"""The assistant's counter over the tables, and one that tries things out and keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from shop.assistant.counter.protocol import Bought, Cart, CounterRefused, InCart, Placed
from shop.extensions import Reads
from shop.models import Order, Variant
from shop.models.carts import MOST_OF_ONE
from shop.models.orders import CANCELLED, RETURN_REQUESTED
from shop.models.types import now
from shop.selling import carts, orders, payments
from shop.selling.carts import NOT_SO_MANY, CartRefused, Contents, Owner
from shop.selling.orders import STATUS_NAMES, StepRefused
from shop.selling.terms import Terms, terms


def cart_view(contents: Contents) -> Cart:
    """A cart as the assistant sees it."""
    return Cart(
        tuple(InCart(line.product_id, line.sku, line.name, line.colour, line.size, line.quantity, line.unit_price,
                     line.problem) for line in contents.lines), contents.goods, contents.shipping)


def order_view(order: Order, sale: Terms) -> Placed:
    """An order as the assistant sees it: without its address."""
    return Placed(
        order.public_id, order.number, order.status, STATUS_NAMES[order.status], order.placed_at,
        order.steps[-1].at if order.steps else order.placed_at,
        tuple(Bought(line.name, line.colour, line.size, line.quantity, line.unit_price) for line in order.lines),
        order.shipping, order.total, orders.why_no_cancel(order), orders.why_no_return(order, sale, now()))


@dataclass(frozen=True)
class Till:
    """The counter of `owner`. `held` are the public ids of orders that a guest placed or found by number and e-mail.

    Every change is stored at once, in a transaction of its own. Orders that were not paid in time are expired first: a
    socket brings message after message without a page between them.
    """

    session: Reads
    owner: Owner
    held: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return self.owner.user_id is not None or bool(self.held)

    def cart(self) -> Cart:
        return cart_view(carts.contents(self.session, self.owner))

    def add(self, sku: str, quantity: int) -> Cart:
        if self.owner.user_id is None and not self.owner.guest_id:
            raise CounterRefused("I cannot reach your cart from here. Please use the button on the product's page.")
        payments.expire(self.session, now())
        try:
            return cart_view(carts.add(self.session, self.owner, self.variant_of(sku), quantity))
        except CartRefused as refused:
            raise CounterRefused(str(refused)) from None

    def change(self, sku: str, quantity: int) -> Cart:
        payments.expire(self.session, now())
        try:
            return cart_view(carts.change(self.session, self.owner, self.variant_of(sku), quantity))
        except CartRefused as refused:
            raise CounterRefused(str(refused)) from None

    def shipping(self, goods: int) -> int:
        return terms(self.session).shipping_for(goods)

    def orders(self) -> tuple[Placed, ...]:
        sale = terms(self.session)
        return tuple(order_view(order, sale) for order in self.rows())

    def rows(self) -> Sequence[Order]:
        payments.expire(self.session, now())
        if self.owner.user_id is not None:
            return orders.of_user(self.session, self.owner.user_id)
        found = [orders.find(self.session, each, user_id=None, held=self.held) for each in self.held]
        return sorted((order for order in found if order), key=lambda order: order.placed_at, reverse=True)

    def cancel(self, number: str) -> Placed:
        return self.take_step(lambda order: orders.cancel(self.session, order.id), number)

    def ask_return(self, number: str) -> Placed:
        return self.take_step(lambda order: orders.ask_return(self.session, order.id, "Asked for in the chat"), number)

    def take_step(self, step: Any, number: str) -> Placed:
        order = next((order for order in self.rows() if order.number == number), None)
        if order is None:
            raise CounterRefused("There is no such order among yours.")
        try:
            return order_view(step(order), terms(self.session))
        except StepRefused as refused:
            raise CounterRefused(str(refused)) from None

    def variant_of(self, sku: str) -> int:
        return self.session.scalar(select(Variant.id).where(Variant.sku == sku)) or 0


@dataclass
class Trial:
    """A counter to ask at without leaving a trace: it begins as `till` stands, and what changes is only in here."""

    till: Till
    wanted: dict[str, int] | None = None
    steps: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        return self.till.known

    def standing(self) -> dict[str, int]:
        if self.wanted is None:
            self.wanted = {line.sku: line.quantity for line in self.till.cart().lines}
        return self.wanted

    def cart(self) -> Cart:
        ids = {sku: self.till.variant_of(sku) for sku in self.standing()}
        return cart_view(carts.quote(self.till.session, {ids[sku]: count for sku, count in self.standing().items()}))

    def add(self, sku: str, quantity: int) -> Cart:
        if not 1 <= quantity <= MOST_OF_ONE:
            raise CounterRefused(NOT_SO_MANY)
        return self.put(sku, self.standing().get(sku, 0) + quantity)

    def change(self, sku: str, quantity: int) -> Cart:
        if sku not in self.standing():
            raise CounterRefused("That is not in your cart any more.")
        return self.put(sku, quantity)

    def put(self, sku: str, quantity: int) -> Cart:
        had = self.standing().get(sku, 0)
        try:
            if quantity > had:
                carts.allow(self.till.session, self.till.variant_of(sku), quantity, had=had, lines=len(self.standing()))
        except CartRefused as refused:
            raise CounterRefused(str(refused)) from None
        self.wanted = {**self.standing(), sku: quantity}
        if not quantity:
            del self.wanted[sku]
        return self.cart()

    def shipping(self, goods: int) -> int:
        return self.till.shipping(goods)

    def orders(self) -> tuple[Placed, ...]:
        return tuple(
            replace(each, status=status, status_name=STATUS_NAMES[status], no_cancel=why, no_return=why)
            if (status := self.steps.get(each.number, ("", ""))[0]) and (why := self.steps[each.number][1]) else each
            for each in self.till.orders())

    def cancel(self, number: str) -> Placed:
        return self.take_step(number, CANCELLED, "no_cancel", f"Order {number} is cancelled already.")

    def ask_return(self, number: str) -> Placed:
        return self.take_step(number, RETURN_REQUESTED, "no_return",
                            f"A return of order {number} has been asked for already.")

    def take_step(self, number: str, status: str, reason: str, then: str) -> Placed:
        order = next((order for order in self.orders() if order.number == number), None)
        if order is None:
            raise CounterRefused("There is no such order among yours.")
        if why := getattr(order, reason):
            raise CounterRefused(why)
        self.steps[number] = (status, then)
        return next(order for order in self.orders() if order.number == number)
