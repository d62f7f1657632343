"""Carts, orders, payments and returns in any order whatever: nothing is sold that was not there, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete, select, update

from shop.extensions import db, writing
from shop.models import Cart, Order, Variant
from shop.models.orders import STATUSES
from shop.models.types import now
from shop.selling import carts, orders, payments
from shop.selling.carts import CartRefused, Owner
from shop.selling.checkout import CheckoutRefused, place
from shop.selling.orders import StepRefused
from shop.selling.payment_methods.protocol import Accepted, Declined, GoTo
from tests.conftest import Prepare, lent
from tests.selling.conftest import Stall, set_up
from tests.support.provider import Card, methods_with
from tests.support.selling import ADDRESS

WAYS_TO_PAY = methods_with(Card("nowhere"))
GUESTS = st.sampled_from(("ann", "bob"))
THINGS = st.integers(0, 2)


@pytest.fixture
def stall(prepare: Prepare) -> Iterator[Stall]:
    for app in lent(prepare("sqlite")):
        yield from set_up(app, stock=6)


class Shop(RuleBasedStateMachine):
    stall: ClassVar[Stall]

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0
        with writing(db.session()) as session:
            for table in (Order, Cart):
                for row in session.scalars(select(table)):
                    session.delete(row)
            session.execute(update(Variant).values(stock=self.stall.start))
            session.execute(delete(Cart))

    def variant(self, thing: int) -> int:
        return (self.stall.red, self.stall.blue, self.stall.stool)[thing]

    @rule(guest=GUESTS, thing=THINGS, quantity=st.integers(-1, 8))
    def add(self, guest: str, thing: int, quantity: int) -> None:
        try:
            carts.add(db.session, Owner(guest_id=guest), self.variant(thing), quantity)
        except CartRefused:
            db.session.rollback()

    @rule(guest=GUESTS, thing=THINGS, quantity=st.integers(0, 8))
    def change(self, guest: str, thing: int, quantity: int) -> None:
        try:
            carts.change(db.session, Owner(guest_id=guest), self.variant(thing), quantity)
        except CartRefused:
            db.session.rollback()

    @rule(guest=GUESTS, thing=THINGS, quantity=st.integers(1, 3), again=st.booleans(),
          payment=st.sampled_from(("card", "invoice")))
    def order(self, guest: str, thing: int, quantity: int, again: bool, payment: str) -> None:
        owner = Owner(guest_id=guest)
        self.add(guest, thing, quantity)
        total = carts.contents(db.session, owner).total
        db.session.rollback()
        self.keys += 1
        for _ in range(1 + again):
            try:
                place(db.session, owner, ADDRESS, payment, f"key {self.keys}", total, WAYS_TO_PAY)
            except CheckoutRefused:
                db.session.rollback()

    @precondition(lambda self: self.stall.orders())
    @rule(which=st.integers(0, 20), status=st.sampled_from(STATUSES), by=st.sampled_from(("owner", "shopper")))
    def step(self, which: int, status: str, by: str) -> None:
        known = self.stall.orders()
        try:
            orders.move(db.session, known[which % len(known)].id, status, by=by)
        except StepRefused:
            db.session.rollback()

    @precondition(lambda self: self.stall.orders())
    @rule(which=st.integers(0, 20), guest=GUESTS, answer=st.sampled_from((Accepted(), Declined(), GoTo("http://x"))))
    def answer(self, which: int, guest: str, answer: Accepted | Declined | GoTo) -> None:
        known = self.stall.orders()
        payments.record(db.session, known[which % len(known)].id, answer, Owner(guest_id=guest))

    @precondition(lambda self: any(order.status == "awaiting_payment" for order in self.stall.orders()))
    @rule(minutes=st.sampled_from((29, 31)))
    def expire(self, minutes: int) -> None:
        payments.expire(db.session, now() + timedelta(minutes=minutes))

    @precondition(lambda self: any(order.status == "refund_due" for order in self.stall.orders()))
    @rule(status=st.sampled_from(("placed", "cancelled")))
    def decide(self, status: str) -> None:
        order = next(order for order in self.stall.orders() if order.status == "refund_due")
        try:
            orders.move(db.session, order.id, status)
        except StepRefused:
            db.session.rollback()

    @invariant()
    def nothing_is_lost(self) -> None:
        assert self.stall.adds_up()

    @invariant()
    def no_money_is_forgotten(self) -> None:
        for order in self.stall.orders():
            received = [step for step in order.steps if step.by == "provider" and step.status != "cancelled"]
            assert len(received) == (order.paid_at is not None)
            if received and order.status == "cancelled":
                assert order.steps[-2].status == "refund_due"

    @invariant()
    def what_is_paid_later_knows_of_no_payment(self) -> None:
        for order in self.stall.orders():
            if order.payment == "invoice":
                assert (order.pay_by, order.paid_at) == (None, None)
                assert order.status not in ("awaiting_payment", "expired", "refund_due")

    @invariant()
    def orders_add_up(self) -> None:
        for order in self.stall.orders():
            assert order.total == order.shipping + sum(line.quantity * line.unit_price for line in order.lines)


def test_whatever_happens_nothing_is_lost(stall: Stall) -> None:
    Shop.stall = stall
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Shop, settings=settings(max_examples=30, stateful_step_count=25, deadline=None,
                                suppress_health_check=list(HealthCheck)))
