"""The assistant's counter: what it says of cart and orders is what stands, and what is tried out leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from shop.assistant.counter.protocol import Bought, Cart, Counter, CounterRefused, Placed
from shop.extensions import db, writing
from shop.models import Order, User, Variant
from shop.selling import carts, orders
from shop.selling.carts import Owner
from shop.selling.checkout import place
from shop.selling.counter import Till, Trial
from tests.selling.conftest import Stall
from tests.support.selling import ADDRESS

KIM = Owner(guest_id="kim")


def buy(owner: Owner, key: str, *lines: tuple[int, int]) -> Order:
    for variant_id, quantity in lines:
        carts.add(db.session, owner, variant_id, quantity)
    total = carts.contents(db.session, owner).total
    db.session.rollback()
    return place(db.session, owner, ADDRESS, "invoice", key, total)


@dataclass(frozen=True)
class Desk:
    """Kim's counter, with an order that can be cancelled and a later one that can be returned."""

    till: Till
    placed: str
    delivered: str


@pytest.fixture
def desk(stall: Stall) -> Desk:
    placed, delivered = buy(KIM, "first", (stall.red, 2), (stall.stool, 1)), buy(KIM, "second", (stall.blue, 1))
    for status in ("shipped", "delivered"):
        orders.move(db.session, delivered.id, status)
    return Desk(Till(db.session, KIM, (placed.public_id, delivered.public_id)), placed.number, delivered.number)


def answer(counter: Counter, move: str, what: str, *quantity: int) -> object:
    """What came of it: the cart, an order's number and status, or why not."""
    try:
        after = getattr(counter, move)(what, *quantity)
    except CounterRefused as refused:
        db.session.rollback()
        return str(refused)
    return (after.number, after.status, after.status_name) if isinstance(after, Placed) else after


def moves(desk: Desk) -> list[tuple[object, ...]]:
    return [
        ("add", "L-R", 2), ("add", "L-R", 1), ("add", "L-R", 21), ("add", "L-R", 0), ("add", "L-R", 100),
        ("add", "no such thing", 1), ("add", "S", 1), ("change", "S", 3), ("change", "S", 25), ("change", "S", 2),
        ("change", "L-B", 1), ("change", "S", 0), ("change", "S", 1),
        ("ask_return", desk.placed), ("cancel", desk.placed), ("cancel", desk.placed), ("cancel", "0000-0000"),
        ("cancel", desk.delivered), ("ask_return", desk.delivered), ("ask_return", desk.delivered),
        ("ask_return", "0000-0000")]


def test_what_is_tried_out_is_answered_as_if_it_were_done_and_is_not(desk: Desk) -> None:
    was, trial = (desk.till.cart(), desk.till.orders()), Trial(desk.till)
    tried = [answer(trial, *move) for move in moves(desk)]  # type: ignore[arg-type]
    assert (desk.till.cart(), desk.till.orders()) == was
    then = trial.cart(), [(each.number, each.status) for each in trial.orders()]
    assert [answer(desk.till, *move) for move in moves(desk)] == tried  # type: ignore[arg-type]
    assert then == (desk.till.cart(), [(each.number, each.status) for each in desk.till.orders()])
    assert sum(isinstance(each, str) for each in tried) == 13 and [type(each) for each in tried].count(Cart) == 6


def test_a_trial_begins_with_what_is_in_the_cart(stall: Stall, desk: Desk) -> None:
    desk.till.add("L-R", 2)
    trial = Trial(desk.till)
    assert trial.cart() == desk.till.cart() and trial.orders() == desk.till.orders()
    assert (trial.cart().count, trial.cart().goods, trial.cart().shipping) == (2, 4000, 490)
    assert [trial.shipping(goods) for goods in (7499, 7500)] == [490, 0]
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).stock = 1
    # As many as there were can stay, fewer can be wanted.
    assert trial.change("L-R", 2).count == desk.till.change("L-R", 2).count == 2


def test_an_order_is_told_as_it_stands_the_newest_first(stall: Stall, desk: Desk) -> None:
    delivered, placed = desk.till.orders()
    assert (delivered.number, placed.number) == (desk.delivered, desk.placed)
    assert placed.lines == (Bought("Lamp", "Red", "", 2, 2000), Bought("Stool", "", "", 1, 3500))
    assert (delivered.shipping, delivered.total, placed.shipping, placed.total) == (490, 2490, 0, 7500)
    assert (placed.no_cancel, delivered.no_return) == ("", "") and placed.no_return and delivered.no_cancel
    row = next(each for each in stall.orders() if each.number == desk.delivered)
    assert (delivered.placed_at, delivered.since) == (row.placed_at, row.steps[-1].at)


def test_who_asked_for_a_return_and_where_is_written_down(stall: Stall, desk: Desk) -> None:
    desk.till.ask_return(desk.delivered)
    step = next(each for each in stall.orders() if each.number == desk.delivered).steps[-1]
    assert (step.status, step.by, step.note) == ("return_requested", "shopper", "Asked for in the chat")


def member() -> Owner:
    with writing(db.session()) as session:
        session.add(User(id=71, email="71@example.com", password_hash="!"))
    return Owner(user_id=71)


@pytest.mark.parametrize(("owner", "known"), [(lambda: KIM, False), (member, True)])
def test_orders_are_shown_to_whom_they_belong(stall: Stall, owner: Callable[[], Owner], known: bool) -> None:
    whose = owner()
    made = buy(whose, "own", (stall.red, 1))
    till = Till(db.session, whose)
    assert till.known is Trial(till).known is known
    assert [each.number for each in till.orders()] == ([made.number] if known else [])
    assert not Till(db.session, Owner(guest_id="lee")).orders()
    assert Till(db.session, Owner(guest_id="lee"), (made.public_id,)).known


def test_without_a_cart_of_its_own_a_chat_adds_nothing(stall: Stall) -> None:
    with pytest.raises(CounterRefused, match="button on the product's page"):
        Till(db.session, Owner()).add("L-R", 1)
