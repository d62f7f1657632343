"""Many buyers at once, in two processes: nothing is sold twice, and nothing is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from shop.extensions import db, writing
from shop.models import OrderLine, Variant
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
