"""Many buyers at once, in two processes or in tabs of one shopper: nothing is sold twice, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from shop.extensions import db, writing
from shop.models import OrderLine, User, Variant
from shop.selling import carts
from shop.selling.carts import Owner
from tests.selling.conftest import Stall
from tests.support.selling import Buyers, all_at_once, fill


def orders(process: int, count: int, *lines: tuple[int, int]) -> list[dict[str, object]]:
    return [{"guest": f"{process}-{number}", "key": f"key-{process}-{number}", "lines": lines}
            for number in range(count)]


def test_the_last_25_go_to_exactly_25_of_200_buyers(stall: Stall) -> None:
    outcomes = all_at_once(*(Buyers(stall.database, orders(process, 100, (stall.red, 1))) for process in (1, 2)))
    bought = [each for each in outcomes if "-" in each]
    assert len(bought) == len(set(bought)) == 25
    # The others learn it when they put it into the cart, or when they order.
    assert set(outcomes) - set(bought) <= {"CartRefused", "OutOfStock"}
    assert stall.stock(stall.red) == 0 and len(stall.orders()) == 25
    assert stall.adds_up()


@pytest.mark.parametrize("left", [0, 1, 7])
def test_few_or_none_left_is_never_oversold(stall: Stall, left: int) -> None:
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).stock = left
    outcomes = all_at_once(*(Buyers(stall.database, orders(process, 20, (stall.red, 1))) for process in (1, 2)))
    assert sum("-" in each for each in outcomes) == left == stall.sales(stall.red)
    assert stall.stock(stall.red) == 0


def test_orders_of_several_lines_in_opposite_order_do_not_block_each_other(stall: Stall) -> None:
    there = orders(1, 40, (stall.red, 1), (stall.stool, 1), (stall.blue, 1))
    back = orders(2, 40, (stall.blue, 1), (stall.stool, 1), (stall.red, 1))
    outcomes = all_at_once(Buyers(stall.database, there), Buyers(stall.database, back))
    assert sum("-" in each for each in outcomes) == 25
    assert stall.adds_up()
    # Whole or not at all: every order has all three of its lines.
    for order in stall.orders():
        assert {line.variant_id for line in order.lines} == {stall.red, stall.blue, stall.stool}


def test_fifty_sendings_of_one_key_make_one_order(stall: Stall) -> None:
    same = [{"guest": "kim", "key": "once", "lines": []} for _ in range(25)]
    fill("kim", [(stall.red, 2)])
    db.session.remove()
    outcomes = all_at_once(Buyers(stall.database, same), Buyers(stall.database, same))
    assert len(set(outcomes)) == 1
    (order,) = stall.orders()
    assert outcomes[0] == order.number
    assert stall.stock(stall.red) == 23 and stall.adds_up()


def test_one_cart_ordered_twice_at_once_is_one_order(stall: Stall) -> None:
    """Two tabs with a form each: their keys differ, the cart is one."""
    fill("kim", [(stall.red, 1), (stall.stool, 2)])
    db.session.remove()
    tabs = [[{"guest": "kim", "key": f"tab-{process}-{number}", "lines": []} for number in range(10)]
            for process in (1, 2)]
    outcomes = all_at_once(*(Buyers(stall.database, each) for each in tabs))
    assert sum("-" in each for each in outcomes) == 1
    assert {each for each in outcomes if "-" not in each} <= {"EmptyCart", "PriceChanged"}
    assert len(stall.orders()) == 1 and stall.adds_up()
    assert db.session.scalar(select(func.count()).select_from(OrderLine)) == 2


def in_threads(stall: Stall, work: Callable[[int], object], times: int = 6) -> None:
    """Each with a session of its own, all let go together; they are numbered from 1."""
    gate = Barrier(times)

    def alone(number: int) -> None:
        with stall.app.app_context():
            try:
                gate.wait(60)
                work(number)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(times) as pool:
        list(pool.map(alone, range(1, times + 1)))


def pieces(owner: Owner) -> int:
    db.session.rollback()
    return carts.count(db.session, owner)


def test_additions_to_one_cart_at_once_all_count(stall: Stall) -> None:
    kim = fill("kim", [(stall.red, 1)])
    db.session.remove()
    in_threads(stall, lambda number: [carts.add(db.session, kim, stall.red) for _ in range(4)])
    assert pieces(kim) == 25


def test_carts_that_become_part_of_others_at_once_lose_and_double_nothing(stall: Stall) -> None:
    """One shopper signs in from six guests' carts, then six shoppers with one guest's."""
    with writing(db.session()) as session:
        session.add_all(User(id=number, email=f"{number}@example.com", password_hash="!") for number in range(1, 8))
    for round_ in range(4):
        for number in range(1, 7):
            fill(f"guest {number}", [(stall.red, 1)])
        fill("kim", [(stall.blue, 2)])
        db.session.remove()
        in_threads(stall, lambda number: carts.merge(db.session, 7, f"guest {number}"))
        assert pieces(Owner(user_id=7)) == 6 * (round_ + 1)
        in_threads(stall, lambda number: carts.merge(db.session, number, "kim"))
        assert sum(pieces(Owner(user_id=number)) for number in range(1, 7)) == 2 * (round_ + 1)
