"""Paying ahead: nobody waits for a provider but its own shopper, money and goods count once, and nothing is lost."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from shop.assistant.counter.protocol import CounterRefused
from shop.extensions import db, writing
from shop.models import Order, Variant
from shop.models.types import now
from shop.selling import carts, orders, payments
from shop.selling.carts import Owner
from shop.selling.checkout import place
from shop.selling.counter import Till
from shop.selling.orders import StepRefused
from shop.selling.payment_methods.protocol import Accepted, Declined, Due, GoTo, Waiting
from shop.selling.payments import Settled, Unreachable
from tests.selling.conftest import Stall, just_before
from tests.support.provider import Card, Provider, methods_with, open_provider
from tests.support.selling import ADDRESS, fill
from tests.support.waiting import until

KIM, LEE = Owner(guest_id="kim"), Owner(guest_id="lee")
BACK = "http://localhost/orders/x"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with open_provider() as provider:
        yield provider


@pytest.fixture
def card(provider: Provider) -> Card:
    return Card(provider.address)


def reserve(stall: Stall, owner: Owner = KIM, payment: str = "card", key: str = "") -> int:
    """Two red lamps and a stool in an order that nobody has begun to pay."""
    fill(owner.guest_id or "", [(stall.red, 2), (stall.stool, 1)])
    total = carts.contents(db.session, owner).total
    db.session.rollback()
    methods = methods_with(Card("nowhere"))
    return int(place(db.session, owner, ADDRESS, payment, key or f"key of {owner.guest_id}", total, methods).id)


def begin(order_id: int, card: Card, owner: Owner = KIM) -> Settled | GoTo | Declined | Unreachable:
    return payments.begin(db.session, order_id, methods_with(card), owner, BACK)


def follow_up(order_id: int, card: Card) -> Settled | Waiting | Declined | Unreachable:
    return payments.follow_up(db.session, order_id, methods_with(card), KIM)


def aside(stall: Stall, work: Callable[[], Any], pool: ThreadPoolExecutor) -> Future[Any]:
    """The same in another thread, with a session of its own."""
    def alone() -> Any:
        with stall.app.app_context():
            try:
                return work()
            finally:
                db.session.remove()

    return pool.submit(alone)


def let_time_pass(order_id: int, past: timedelta = timedelta(seconds=1)) -> None:
    """The order's time to pay was over so long ago."""
    with writing(db.session()) as session:
        session.get_one(Order, order_id).pay_by = now() - past


def steps(stall: Stall) -> list[tuple[str, str]]:
    return [(step.status, step.by) for order in stall.orders() for step in order.steps]


def in_cart(owner: Owner = KIM) -> dict[int, int]:
    db.session.rollback()
    return {line.variant_id: line.quantity for line in carts.contents(db.session, owner).lines}


WAITED, PLACED = ("awaiting_payment", "shopper"), ("placed", "provider")


def test_an_order_that_is_paid_ahead_waits_with_its_goods_set_aside(stall: Stall) -> None:
    order_id = reserve(stall)
    (order,) = stall.orders()
    assert (order.id, order.status, order.paid_at) == (order_id, "awaiting_payment", None)
    assert order.pay_by is not None and timedelta(minutes=29) < order.pay_by - now() <= timedelta(minutes=30)
    assert (order.total, stall.stock(stall.red), stall.stock(stall.stool), in_cart()) == (7500, 23, 24, {})


@pytest.mark.parametrize("payment", ["invoice", "on_delivery"])
def test_what_is_paid_later_is_placed_at_once_and_never_expires(stall: Stall, card: Card, payment: str) -> None:
    order_id = reserve(stall, payment=payment)
    assert begin(order_id, card) == Settled()
    assert follow_up(order_id, card) == Settled()
    assert payments.expire(db.session, now() + timedelta(days=900)) == 0
    (order,) = stall.orders()
    assert (order.status, order.pay_by, order.paid_at) == ("placed", None, None)
    assert steps(stall) == [("placed", "shopper")]


def test_a_payment_that_is_accepted_at_once_places_the_order(stall: Stall, card: Card, provider: Provider) -> None:
    provider.first = "paid"
    order_id = reserve(stall)
    assert begin(order_id, card) == Settled()
    assert steps(stall) == [WAITED, PLACED]
    assert stall.orders()[0].paid_at is not None
    (payment,) = provider.payments.values()
    assert (payment["amount"], payment["back"]) == (7500, BACK)


def test_a_shopper_who_is_led_away_to_pay_comes_back_to_an_order_that_is_placed(
        stall: Stall, card: Card, provider: Provider) -> None:
    order_id = reserve(stall)
    answer = begin(order_id, card)
    assert isinstance(answer, GoTo) and answer.address.startswith(provider.address)
    assert stall.orders()[0].payment_reference == answer.reference
    assert follow_up(order_id, card) == Waiting() and steps(stall) == [WAITED]
    provider.settle("paid")
    assert follow_up(order_id, card) == Settled() and steps(stall) == [WAITED, PLACED]


@pytest.mark.parametrize("at_once", [True, False])
def test_a_declined_payment_leaves_stock_and_cart_as_they_were(
        stall: Stall, card: Card, provider: Provider, at_once: bool) -> None:
    provider.first = "declined" if at_once else "open"
    order_id = reserve(stall)
    answer = begin(order_id, card)
    if not at_once:
        provider.settle("declined")
        answer = follow_up(order_id, card)
    assert isinstance(answer, Declined)
    assert steps(stall) == [WAITED, ("cancelled", "provider")] and stall.orders()[0].steps[-1].note == answer.reason
    assert (stall.stock(stall.red), stall.stock(stall.stool)) == (25, 25)
    assert in_cart() == {stall.red: 2, stall.stool: 1}
    # Asked again, it gives nothing back a second time.
    assert begin(order_id, card) == Settled()
    payments.record(db.session, order_id, Declined(), KIM)
    assert stall.stock(stall.red) == 25 and in_cart() == {stall.red: 2, stall.stool: 1} and stall.adds_up()


def test_what_came_into_the_cart_meanwhile_stays_in_it(stall: Stall, card: Card, provider: Provider) -> None:
    order_id = reserve(stall)
    begin(order_id, card)
    fill("kim", [(stall.red, 1), (stall.blue, 1)])
    provider.settle("declined")
    follow_up(order_id, card)
    assert in_cart() == {stall.red: 3, stall.blue: 1, stall.stool: 1}


def test_while_a_provider_hangs_another_shopper_checks_out(stall: Stall, card: Card, provider: Provider) -> None:
    """On SQLite a transaction that were open meanwhile would hold the only lock, on PostgreSQL the lamps' rows."""
    provider.first = "paid"
    provider.hang()
    order_id = reserve(stall)
    with ThreadPoolExecutor(1) as pool:
        waiting = aside(stall, lambda: begin(order_id, card), pool)
        try:
            assert provider.asked.wait(30)
            other = reserve(stall, LEE, "invoice")
            orders.move(db.session, other, "packed")
            assert stall.stock(stall.red) == 21 and not waiting.done()
        finally:
            provider.resume()
        assert waiting.result(30) == Settled()
    assert [order.status for order in stall.orders()] == ["placed", "packed"] and stall.adds_up()


def test_no_transaction_is_open_while_a_method_is_asked(stall: Stall) -> None:
    class Watching(Card):
        def begin(self, due: Due, back: str) -> GoTo:
            seen.append(db.session().in_transaction())
            return GoTo("http://localhost/pay")

        def outcome(self, due: Due) -> Waiting:
            seen.append(db.session().in_transaction())
            return Waiting()

    seen: list[bool] = []
    order_id = reserve(stall)
    begin(order_id, Watching(""))
    follow_up(order_id, Watching(""))
    assert seen == [False, False]


def test_a_provider_that_gives_no_answer_leaves_the_order_to_be_tried_again(
        stall: Stall, card: Card, provider: Provider) -> None:
    provider.first = "paid"
    provider.hang()
    order_id = reserve(stall)
    assert begin(order_id, replace(card, patience=0.1)) == Unreachable()
    assert steps(stall) == [WAITED] and stall.stock(stall.red) == 23
    provider.resume()
    assert begin(order_id, card) == Settled()
    assert steps(stall) == [WAITED, PLACED] and len(provider.payments) == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "nonsense"])
def test_a_method_may_raise_whatever_it_likes(stall: Stall, address: str) -> None:
    order_id = reserve(stall)
    assert begin(order_id, Card(address)) == follow_up(order_id, Card(address)) == Unreachable()
    assert payments.begin(db.session, order_id, {}, KIM, BACK) == Unreachable()
    assert steps(stall) == [WAITED]


def test_what_a_method_says_of_a_shopper_as_it_fails_is_not_logged(
        stall: Stall, caplog: pytest.LogCaptureFixture) -> None:
    class Blabbing(Card):
        def begin(self, due: Due, back: str) -> GoTo:
            raise ValueError(f"{due.email} has no card")

    caplog.set_level(logging.DEBUG)
    begin(reserve(stall), Blabbing(""))
    assert stall.orders()[0].number in caplog.text and "ValueError" in caplog.text
    assert ADDRESS.email not in caplog.text


def test_a_process_that_dies_before_it_asks_leaves_an_order_to_pay(
        stall: Stall, card: Card, provider: Provider) -> None:
    provider.first = "paid"
    order_id = reserve(stall)
    # What died is not heard of again; the shopper sends the form once more, or opens the order's page.
    assert reserve(stall) == order_id
    assert begin(order_id, card) == Settled() and steps(stall) == [WAITED, PLACED]


def test_a_form_sent_again_while_the_provider_hangs_is_one_order_and_one_payment(
        stall: Stall, card: Card, provider: Provider) -> None:
    provider.first = "paid"
    provider.hang()
    order_id = reserve(stall)
    with ThreadPoolExecutor(4) as pool:
        waiting = [aside(stall, lambda: begin(reserve(stall), card), pool) for _ in range(4)]
        assert provider.asked.wait(30)
        provider.resume()
        assert {each.result(30) for each in waiting} == {Settled()}
    assert [order.id for order in stall.orders()] == [order_id]
    assert steps(stall) == [WAITED, PLACED] and len(provider.payments) == 1 and stall.adds_up()


def test_two_confirmations_at_once_count_once(stall: Stall) -> None:
    order_id = reserve(stall)
    gate = threading.Barrier(6)

    def confirm() -> bool:
        gate.wait(30)
        return payments.record(db.session, order_id, Accepted())

    with ThreadPoolExecutor(6) as pool:
        counted = [each.result(60) for each in [aside(stall, confirm, pool) for _ in range(6)]]
    assert sorted(counted) == [False] * 5 + [True]
    assert steps(stall) == [WAITED, PLACED] and stall.stock(stall.red) == 23


@pytest.mark.parametrize("app", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_a_second_confirmation_waits_for_the_first_and_finds_it(stall: Stall) -> None:
    """On SQLite nobody can come in between: the write lock is taken before the order is read."""
    order_id = reserve(stall)

    def is_held_up() -> bool:
        with db.engine.connect() as connection:
            return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))

    def confirm_too() -> None:
        second.append(aside(stall, lambda: payments.record(db.session, order_id, Accepted()), pool))
        until(lambda: second[0].done() or is_held_up(), 30)

    second: list[Future[Any]] = []
    with ThreadPoolExecutor(1) as pool:
        with just_before("UPDATE customer_order", confirm_too):
            assert payments.record(db.session, order_id, Accepted())
        assert not second[0].result(30)
    assert steps(stall) == [WAITED, PLACED] and stall.stock(stall.red) == 23


def test_an_order_that_is_not_paid_in_time_gives_its_goods_back_once(stall: Stall) -> None:
    order_id = reserve(stall)
    assert payments.expire(db.session, now()) == 0 and stall.stock(stall.red) == 23
    let_time_pass(order_id)
    assert [payments.expire(db.session, now()) for _ in range(3)] == [1, 0, 0]
    assert steps(stall) == [WAITED, ("expired", "clock")]
    assert (stall.stock(stall.red), stall.stock(stall.stool)) == (25, 25) and stall.adds_up()


def test_of_all_who_find_it_overdue_at_once_one_expires_it(stall: Stall) -> None:
    let_time_pass(reserve(stall))
    gate = threading.Barrier(6)

    def expire() -> int:
        gate.wait(30)
        return payments.expire(db.session, now())

    with ThreadPoolExecutor(6) as pool:
        counts = [each.result(60) for each in [aside(stall, expire, pool) for _ in range(6)]]
    assert sum(counts) == 1
    assert steps(stall) == [WAITED, ("expired", "clock")] and stall.stock(stall.red) == 25


@pytest.mark.parametrize("sooner", [Accepted(), Declined(), None])
def test_whoever_found_it_overdue_leaves_it_to_those_who_were_quicker(stall: Stall, sooner: Any) -> None:
    """The order is paid, declined or expired between the look for overdue ones and the write."""
    order_id = reserve(stall)
    let_time_pass(order_id)

    def other() -> None:
        with ThreadPoolExecutor(1) as pool:
            aside(stall, lambda: payments.record(db.session, order_id, sooner) if sooner else payments.expire(
                db.session, now()), pool).result(30)

    first = "BEGIN IMMEDIATE" if stall.database.startswith("sqlite") else "UPDATE customer_order"
    with just_before(first, other):
        assert payments.expire(db.session, now()) == 0
    assert len(steps(stall)) == 2 and stall.adds_up()
    assert stall.stock(stall.red) == (23 if sooner == Accepted() else 25)


def test_as_many_as_there_are_expire_with_the_next_looks(stall: Stall) -> None:
    for number in range(payments.AT_ONCE + 2):
        guest = Owner(guest_id=f"guest {number}")
        fill(f"guest {number}", [(stall.blue, 1)])
        total = carts.contents(db.session, guest).total
        db.session.rollback()
        let_time_pass(place(db.session, guest, ADDRESS, "card", f"key {number}", total, methods_with(Card(""))).id)
    assert [payments.expire(db.session, now()) for _ in range(3)] == [payments.AT_ONCE, 2, 0]
    assert stall.stock(stall.blue) == 25


def test_a_chat_that_goes_on_and_on_finds_unpaid_goods_for_sale_again(stall: Stall) -> None:
    """Its messages come over a socket, with no page between them at which orders expire."""
    order_id = reserve(stall)
    till = Till(db.session, KIM, (stall.orders()[0].public_id,))
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).stock = 0
    with pytest.raises(CounterRefused, match="sold out"):
        till.add("L-R", 1)
    let_time_pass(order_id)
    assert till.add("L-R", 2).count == 2


def test_a_chat_that_goes_on_and_on_hears_that_an_order_has_expired(stall: Stall) -> None:
    order_id = reserve(stall)
    till = Till(db.session, KIM, (stall.orders()[0].public_id,))
    assert [order.status for order in till.orders()] == ["awaiting_payment"]
    let_time_pass(order_id)
    assert [order.status for order in till.orders()] == ["expired"]


@pytest.mark.parametrize(("end", "how"), [("expired", "had expired."), ("cancelled", "had been cancelled.")])
def test_a_payment_that_comes_too_late_is_kept_for_the_owner_to_decide(
        stall: Stall, card: Card, provider: Provider, end: str, how: str) -> None:
    order_id = reserve(stall)
    begin(order_id, card)
    if end == "expired":
        let_time_pass(order_id)
        payments.expire(db.session, now())
    else:
        orders.cancel(db.session, order_id)
    provider.settle("paid")
    assert follow_up(order_id, card) == follow_up(order_id, card) == Settled()
    (order,) = stall.orders()
    assert order.status == "refund_due" and order.paid_at is not None
    assert order.steps[-1].note == f"The payment came after the order {how}"
    assert [status for status, _ in steps(stall)] == ["awaiting_payment", end, "refund_due"]
    assert stall.stock(stall.red) == 25 and stall.adds_up()


def late(stall: Stall) -> int:
    order_id = reserve(stall)
    let_time_pass(order_id)
    payments.expire(db.session, now())
    assert payments.record(db.session, order_id, Accepted())
    return order_id


def test_the_owner_sends_it_after_all_while_the_goods_are_there(stall: Stall) -> None:
    order_id = late(stall)
    with writing(db.session()) as session:
        session.get_one(Variant, stall.stool).stock = 0
    with pytest.raises(StepRefused, match=r"1 × Stool are not in stock any more"):
        orders.move(db.session, order_id, "placed")
    assert stall.orders()[0].status == "refund_due" and stall.stock(stall.red) == 25
    with writing(db.session()) as session:
        session.get_one(Variant, stall.stool).stock = 25
    orders.move(db.session, order_id, "placed")
    assert (stall.stock(stall.red), stall.stock(stall.stool)) == (23, 24) and stall.adds_up()
    orders.move(db.session, order_id, "shipped")


def test_goods_that_have_left_the_catalogue_cannot_be_sent_after_all(stall: Stall) -> None:
    order_id = late(stall)
    with writing(db.session()) as session:
        session.delete(session.get_one(Variant, stall.stool))
    with pytest.raises(StepRefused, match="Stool"):
        orders.move(db.session, order_id, "placed")
    assert stall.stock(stall.red) == 25


def test_a_refund_ends_it_and_gives_nothing_back_twice(stall: Stall) -> None:
    order_id = late(stall)
    orders.move(db.session, order_id, "cancelled")
    assert stall.orders()[0].status == "cancelled" and stall.stock(stall.red) == 25
    assert not payments.record(db.session, order_id, Accepted())
    assert stall.orders()[0].status == "cancelled"


@pytest.mark.parametrize("by", ["shopper", "owner"])
def test_a_paid_order_that_is_cancelled_waits_for_its_refund(stall: Stall, by: str) -> None:
    order_id = reserve(stall)
    payments.record(db.session, order_id, Accepted())
    assert orders.cancel(db.session, order_id, by).status == "refund_due"
    assert stall.stock(stall.red) == 25 and stall.adds_up()


@pytest.mark.parametrize("meanwhile", ["paid", "expired", "cancelled"])
def test_an_order_that_waits_no_longer_leads_nobody_to_pay(
        stall: Stall, card: Card, provider: Provider, meanwhile: str) -> None:
    provider.hang()
    order_id = reserve(stall)
    with ThreadPoolExecutor(1) as pool:
        waiting = aside(stall, lambda: begin(order_id, card), pool)
        assert provider.asked.wait(30)
        if meanwhile == "paid":
            payments.record(db.session, order_id, Accepted())
        elif meanwhile == "expired":
            let_time_pass(order_id)
            payments.expire(db.session, now())
        else:
            orders.cancel(db.session, order_id)
        provider.resume()
        assert waiting.result(30) == Settled()
    assert stall.orders()[0].status == {"paid": "placed"}.get(meanwhile, meanwhile)
    before = provider.requests
    assert begin(order_id, card) == Settled() and provider.requests == before


def test_the_time_to_pay_is_over_at_its_very_end(stall: Stall) -> None:
    reserve(stall)
    (order,) = stall.orders()
    over = order.pay_by
    assert over is not None
    assert [payments.expire(db.session, at) for at in (over - timedelta(microseconds=1), over)] == [0, 1]


def test_upkeep_finds_payments_that_nobody_came_back_from(stall: Stall, card: Card, provider: Provider) -> None:
    order_id = reserve(stall)
    begin(order_id, card)
    assert payments.collect(db.session, methods_with(card), now()) == 0
    provider.settle("paid")
    assert payments.collect(db.session, methods_with(card), now()) == 1
    assert payments.collect(db.session, methods_with(card), now()) == 0
    assert steps(stall) == [WAITED, PLACED]


def test_a_week_after_its_end_an_order_is_not_asked_about_any_more(
        stall: Stall, card: Card, provider: Provider) -> None:
    order_id = reserve(stall)
    begin(order_id, card)
    for days in (6, 8):
        let_time_pass(order_id, timedelta(days=days))
        payments.expire(db.session, now())
        before = provider.requests
        payments.collect(db.session, methods_with(card), now())
        follow_up(order_id, card)
        assert (provider.requests > before) is (days == 6)
