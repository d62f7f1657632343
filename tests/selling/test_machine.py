"""Carts, orders and returns in any order whatever: nothing is sold that was not there, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select, update

from shop.extensions import db, writing
from shop.models import Cart, Order, Variant
from shop.models.orders import STATUSES
from shop.selling import carts, orders
from shop.selling.carts import CartRefused, Owner
from shop.selling.checkout import CheckoutRefused, place
from shop.selling.orders import StepRefused
from tests.conftest import Prepare, lent
from tests.selling.conftest import Stall, stalled
from tests.support.selling import ADDRESS

GUESTS = st.sampled_from(("ann", "bob"))
THINGS = st.integers(0, 2)


@pytest.fixture
def stall(prepare: Prepare) -> Iterator[Stall]:
    for app in lent(prepare("sqlite")):
        yield from stalled(app, stock=6)


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

    @rule(guest=GUESTS, again=st.booleans())
    def order(self, guest: str, again: bool) -> None:
        owner = Owner(guest_id=guest)
        total = carts.contents(db.session, owner).total
        db.session.rollback()
        self.keys += 1
        for _ in range(1 + again):
            try:
                place(db.session, owner, ADDRESS, "invoice", f"key {self.keys}", total)
            except CheckoutRefused:
                db.session.rollback()

    @rule(which=st.integers(0, 20), status=st.sampled_from(STATUSES), by=st.sampled_from(("owner", "shopper")))
    def step(self, which: int, status: str, by: str) -> None:
        if not (known := self.stall.orders()):
            return
        try:
            orders.move(db.session, known[which % len(known)].id, status, by=by)
        except StepRefused:
            db.session.rollback()

    @invariant()
    def nothing_is_lost(self) -> None:
        assert self.stall.conserved()

    @invariant()
    def orders_add_up(self) -> None:
        for order in self.stall.orders():
            assert order.total == order.shipping + sum(line.quantity * line.unit_price for line in order.lines)


def test_whatever_happens_nothing_is_lost(stall: Stall) -> None:
    Shop.stall = stall
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Shop, settings=settings(max_examples=30, stateful_step_count=25, deadline=None,
                                suppress_health_check=list(HealthCheck)))
