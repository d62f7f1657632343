"""From a cart to an order: whole or not at all, at the price that was shown, once a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shop.extensions import db, writing
from shop.models import Order, Variant
from shop.models.types import now
from shop.selling import carts, stock
from shop.selling.carts import Owner
from shop.selling.checkout import (
    CheckoutRefused,
    EmptyCart,
    KeyReused,
    OutOfStock,
    PriceChanged,
    place,
    take_from_stock,
)
from tests.selling.conftest import Stall, just_before
from tests.support.selling import ADDRESS, fill

KIM = Owner(guest_id="kim")


def order(key: str = "key", total: int | None = None, **changes: Any) -> Order:
    seen = carts.contents(db.session, KIM).total if total is None else total
    db.session.rollback()
    return place(db.session, changes.pop("owner", KIM), replace(ADDRESS, **changes), "invoice", key, seen)


def set_stock(variant_id: int, stock: int) -> None:
    with writing(db.session()) as session:
        session.get_one(Variant, variant_id).stock = stock


def test_it_freezes_the_prices_empties_the_cart_and_lowers_the_stock(stall: Stall) -> None:
    fill("kim", [(stall.red, 2), (stall.stool, 1)])
    made = order()
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).product.price = 9900
    (stored,) = stall.orders()
    assert [(line.name, line.quantity, line.unit_price) for line in stored.lines] == [
        ("Lamp", 2, 2000), ("Stool", 1, 3500)]
    assert (stored.shipping, stored.total, stored.number) == (0, 7500, made.number)
    assert [step.status for step in stored.steps] == ["placed"]
    assert stall.stock(stall.red) == 23 and stall.stock(stall.stool) == 24
    assert carts.contents(db.session, KIM).lines == ()


def test_it_keeps_what_kind_of_each_thing_was_bought(stall: Stall) -> None:
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).size = "M"
    fill("kim", [(stall.red, 1), (stall.blue, 1), (stall.stool, 1)])
    kinds = [line.kind for line in carts.contents(db.session, KIM).lines]
    order()
    lines = stall.orders()[0].lines
    assert kinds == ["Red, M", "Blue", ""]
    assert [(line.variant_id, line.sku, line.colour, line.size) for line in lines] == [
        (stall.red, "L-R", "Red", "M"), (stall.blue, "L-B", "Blue", ""), (stall.stool, "S", "", "")]


def test_the_last_pieces_can_be_bought(stall: Stall) -> None:
    fill("kim", [(stall.red, 25)])
    order()
    assert stall.stock(stall.red) == 0 and stall.adds_up()


def test_numbers_are_for_people_and_addresses_cannot_be_guessed(stall: Stall) -> None:
    made = []
    for number in range(5):
        fill("kim", [(stall.red, 1)])
        made.append(order(f"key-{number}"))
    stored = stall.orders()
    assert len({each.number for each in stored}) == 5 and all(len(each.number) == 9 for each in stored)
    assert len({each.public_id for each in stored}) == 5 and all(len(each.public_id) >= 22 for each in stored)


def test_the_same_key_gives_the_same_order(stall: Stall) -> None:
    fill("kim", [(stall.red, 1)])
    first = order().number
    fill("kim", [(stall.blue, 1)])
    assert order(total=0).number == first
    assert len(stall.orders()) == 1
    # What came into the cart since then was not ordered, and is still there.
    assert len(carts.contents(db.session, KIM).lines) == 1


@pytest.mark.parametrize("other", [{"city": "Elsewhere"}, {"owner": Owner(guest_id="lee")}])
def test_the_same_key_with_other_details_is_refused(stall: Stall, other: dict[str, Any]) -> None:
    fill("kim", [(stall.red, 1)])
    fill("lee", [(stall.red, 1)])
    order()
    with pytest.raises(KeyReused):
        order(total=2490, **other)
    assert len(stall.orders()) == 1


def archive(variant_id: int) -> None:
    with writing(db.session()) as session:
        session.get_one(Variant, variant_id).product.archived_at = now()


@pytest.mark.parametrize(("meanwhile", "refusal", "said"), [
    (lambda stall: set_stock(stall.red, 1), OutOfStock, "Only 1 of Lamp (Red) is left."),
    (lambda stall: set_stock(stall.red, 0), OutOfStock, "Lamp (Red) is sold out."),
    (lambda stall: archive(stall.red), OutOfStock, "Lamp (Red) is no longer sold."),
    (lambda stall: carts.remove(db.session, KIM, stall.red), PriceChanged, "the new total"),
    (lambda stall: [carts.remove(db.session, KIM, each) for each in (stall.red, stall.stool)], EmptyCart, "nothing"),
])
def test_a_shop_that_has_changed_since_the_page_was_opened_refuses_kindly_and_loses_nothing(
    stall: Stall, meanwhile: Callable[[Stall], object], refusal: type[CheckoutRefused], said: str,
) -> None:
    fill("kim", [(stall.red, 2), (stall.stool, 1)])
    total = carts.contents(db.session, KIM).total
    db.session.rollback()
    meanwhile(stall)
    was = carts.contents(db.session, KIM).lines
    with pytest.raises(refusal) as refused:
        order(total=total)
    assert said in str(refused.value)
    assert stall.orders() == [] and stall.stock(stall.stool) == 25
    assert carts.contents(db.session, KIM).lines == was


@pytest.mark.parametrize("app", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
@pytest.mark.parametrize("left", [0, 1])
def test_stock_that_goes_between_the_look_and_the_order_is_not_sold(stall: Stall, left: int) -> None:
    """On SQLite nobody can come in between: the write lock is taken before the look."""
    fill("kim", [(stall.red, 2)])
    fill("lee", [(stall.stool, 1)])

    def somebody_else() -> None:
        with db.engine.begin() as other:
            other.exec_driver_sql(f"UPDATE variant SET stock = {left} WHERE id = {stall.red}")

    with just_before("UPDATE variant SET stock", somebody_else), pytest.raises(OutOfStock) as refused:
        order()
    assert [line.stock for line in refused.value.lines] == [left]
    assert stall.orders() == [] and stall.stock(stall.red) == left
    assert len(carts.contents(db.session, KIM).lines) == 1


def lamps(quantity: int) -> tuple[carts.Line, ...]:
    """So many red lamps as a checkout has read them, and the transaction it did that in is over."""
    (line,) = [line for line in carts.contents(db.session, KIM).lines if line.name == "Lamp"]
    db.session.rollback()
    return (replace(line, quantity=quantity),)


@pytest.mark.parametrize("left", [0, 1])
def test_stock_that_was_read_too_early_is_not_sold(stall: Stall, left: int) -> None:
    """The UPDATE itself must refuse. Whole checkouts would not show it: without its condition the table's own check
    (stock >= 0) fails instead, and the checkout then tries again and finds the new stock by reading it."""
    fill("kim", [(stall.red, 2)])
    lines = lamps(2)
    assert lines[0].stock == 25
    set_stock(stall.red, left)
    with pytest.raises(OutOfStock) as refused, writing(db.session()) as session:
        take_from_stock(session, lines)
    assert [line.stock for line in refused.value.lines] == [left]
    assert stall.stock(stall.red) == left


def test_what_is_short_takes_nothing_of_the_rest(stall: Stall) -> None:
    with pytest.raises(stock.Short) as short, writing(db.session()) as session:
        stock.take(session, {stall.red: 2, stall.blue: 26, stall.stool: 1})
    assert (short.value.variant_id, short.value.left) == (stall.blue, 25)
    assert [stall.stock(each) for each in (stall.red, stall.blue, stall.stool)] == [25, 25, 25]
