"""What becomes of an order: its steps, who may take them, goods that come back, and who may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shop.extensions import db, writing
from shop.models import Order, OrderStep, User
from shop.models.orders import STATUSES
from shop.models.types import now
from shop.selling import carts, orders
from shop.selling.carts import Owner
from shop.selling.checkout import place
from shop.selling.orders import NEXT, STATUS_NAMES, StepRefused
from shop.selling.terms import Terms, fill_in
from tests.selling.conftest import Stall
from tests.support.selling import ADDRESS, fill


def buy(stall: Stall, guest: str = "kim") -> Order:
    owner = fill(guest, [(stall.red, 2), (stall.stool, 1)])
    total = carts.contents(db.session, owner).total
    db.session.rollback()
    return place(db.session, owner, ADDRESS, "invoice", f"key of {guest}", total)


def lead(order: Order, *statuses: str) -> Order:
    for status in statuses:
        order = orders.move(db.session, order.id, status)
    return order


def test_every_status_has_a_name_and_its_next_ones() -> None:
    assert set(STATUSES) == set(STATUS_NAMES) == set(NEXT)


@pytest.mark.parametrize("way", [("cancelled",), ("packed", "cancelled"), ("shipped", "returned"),
                                 ("shipped", "delivered", "return_requested", "returned")])
def test_goods_of_a_cancelled_or_returned_order_are_back_in_stock_once(stall: Stall, way: tuple[str, ...]) -> None:
    order = lead(buy(stall), *way)
    assert stall.stock(stall.red) == 25 and stall.stock(stall.stool) == 25 and stall.adds_up()
    for status in STATUSES:
        with pytest.raises(StepRefused):
            orders.move(db.session, order.id, status)
    assert stall.stock(stall.red) == 25
    assert [step.status for step in stall.orders()[0].steps] == ["placed", *way]


def test_a_shopper_cancels_only_what_is_not_shipped(stall: Stall) -> None:
    order = lead(buy(stall), "packed", "shipped")
    with pytest.raises(StepRefused, match="can be returned instead"):
        orders.cancel(db.session, order.id)
    assert stall.orders()[0].status == "shipped" and stall.stock(stall.red) == 23


@pytest.mark.parametrize(("days", "refused"), [(13, False), (15, True)])
def test_a_return_can_be_asked_for_within_the_days_of_the_terms(stall: Stall, days: int, refused: bool) -> None:
    order = lead(buy(stall), "shipped", "delivered")
    with writing(db.session()) as session:
        delivered = session.get_one(OrderStep, order.steps[-1].id)
        delivered.at = now() - timedelta(days=days)
    if refused:
        with pytest.raises(StepRefused, match="14 days"):
            orders.ask_return(db.session, order.id, "Too small")
    else:
        assert orders.ask_return(db.session, order.id, "Too small").status == "return_requested"
        assert stall.orders()[0].steps[-1].note == "Too small"
        assert stall.stock(stall.red) == 23


@pytest.mark.parametrize("way", [(), ("shipped",), ("cancelled",)])
def test_what_was_not_delivered_cannot_be_returned(stall: Stall, way: tuple[str, ...]) -> None:
    order = lead(buy(stall), *way)
    with pytest.raises(StepRefused):
        orders.ask_return(db.session, order.id, "")


WHY = {
    # status: why it cannot be cancelled, why it cannot be returned
    "awaiting_payment": ("", "not been shipped yet"), "placed": ("", "not been shipped yet"),
    "packed": ("", "not been shipped yet"), "shipped": ("returned instead", "still on its way"),
    "delivered": ("returned instead", ""), "cancelled": ("cancelled already", "was cancelled"),
    "return_requested": ("returned instead", "asked for already"), "returned": ("was returned", "returned already"),
    "expired": ("has expired", "has expired"), "refund_due": ("to be given back", "to be given back"),
}


@pytest.mark.parametrize("status", STATUSES)
def test_a_shopper_is_told_why_a_step_cannot_be_taken(status: str) -> None:
    order = Order(number="1234-5678", status=status, placed_at=now())
    whys = orders.why_no_cancel(order), orders.why_no_return(order, Terms(), now())
    for why, words in zip(whys, WHY[status], strict=True):
        assert words in why and bool(why) is bool(words) and (not why or "1234-5678" in why)


def test_the_days_for_a_return_count_from_the_last_delivery_or_the_order_if_none_is_known() -> None:
    first, last, week = now(), now() + timedelta(days=5), timedelta(days=7)
    order = Order(number="1", status="delivered", placed_at=first)
    for since in (first, last):
        assert orders.why_no_return(order, Terms(return_days=7), since + week) == ""
        assert "7 days" in orders.why_no_return(order, Terms(return_days=7), since + week + timedelta(seconds=1))
        order.steps = [OrderStep(status=status, at=at) for status, at in (
            ("shipped", first), ("delivered", first), ("return_requested", last), ("delivered", last))]
    assert orders.delivered_at(order) == last
    assert orders.delivered_at(Order(number="2", status="return_requested", placed_at=first)) == first
    assert orders.delivered_at(Order(number="3", status="shipped", placed_at=first)) is None


def test_every_step_is_written_down_with_who_took_it(stall: Stall) -> None:
    order = lead(buy(stall), "packed")
    orders.move(db.session, order.id, "shipped", note="n" * 501)
    lee = buy(stall, "lee")
    orders.cancel(db.session, lee.id)
    kims, lees = stall.orders()
    assert [(step.status, step.by) for step in (*kims.steps[1:], *lees.steps[1:])] == [
        ("packed", "owner"), ("shipped", "owner"), ("cancelled", "shopper")]
    assert kims.steps[-1].note == "n" * 500
    with pytest.raises(StepRefused, match="no such order"):
        orders.move(db.session, 999_999, "packed")


def test_an_address_opens_for_its_own_shopper_alone(stall: Stall) -> None:
    guests = buy(stall)
    with writing(db.session()) as session:
        session.add_all(User(id=number, email=f"{number}@example.com", password_hash="!") for number in (71, 72))
    owner = Owner(user_id=71)
    carts.add(db.session, owner, stall.blue)
    total = carts.contents(db.session, owner).total
    db.session.rollback()
    members = place(db.session, owner, ADDRESS, "invoice", "members", total)
    looks = [(None, ()), (71, ()), (72, ()), (None, (guests.public_id, members.public_id)), (72, (members.public_id,))]
    seen = [(orders.find(db.session, guests.public_id, user_id=user, held=held) is not None,
             orders.find(db.session, members.public_id, user_id=user, held=held) is not None) for user, held in looks]
    assert seen == [(False, False), (False, True), (False, False), (True, False), (False, False)]
    assert orders.find(db.session, guests.number, user_id=71, held=(guests.number,)) is None
    assert [each.number for each in orders.of_user(db.session, 71)] == [members.number]
    with writing(db.session()) as session:
        session.add(Order(number="1", user_id=71, email="", total=0, placed_at=now() + timedelta(days=1)))
        session.add(Order(number="2", user_id=71, email="", total=0, placed_at=now() - timedelta(days=1)))
    assert [each.number for each in orders.of_user(db.session, 71)] == ["1", members.number, "2"]


def test_number_and_address_find_an_order_however_the_number_is_written(stall: Stall) -> None:
    order = buy(stall)
    plain = order.number.replace("-", "")
    for number in (order.number, plain, f"#{plain}", f" {plain[:4]} {plain[4:]} "):
        assert orders.look_up(db.session, number, " KIM@example.com ") is not None, number
    for number, email in ((order.number, "lee@example.com"), ("0000-0000", "kim@example.com"), ("", "kim@example.com"),
                          (order.number, ""), ("%", "kim@example.com")):
        assert orders.look_up(db.session, number, email) is None


def test_a_number_of_another_shops_making_is_found_in_small_letters_too(stall: Stall) -> None:
    order = buy(stall)
    with writing(db.session()) as session:
        session.get_one(Order, order.id).number = "Ab-#12"
    for number in ("AB12", "ab-12", "#ab 12"):
        assert orders.look_up(db.session, number, "kim@example.com") is not None, number


def test_texts_say_the_terms_as_they_stand() -> None:
    money = "€{}".format
    text = "Delivery is {delivery}, free from {free_from}, in {delivery_days} days; {return_days} days back. {own}"
    assert fill_in(text, Terms(490, 7500, 2, 4, 14), money) == (
        "Delivery is €490, free from €7500, in 2 to 4 days; 14 days back. {own}")
    assert fill_in(text, Terms(0, None, 3, 3, 30), money) == (
        "Delivery is nothing, free from no amount, in 3 days; 30 days back. {own}")
    assert fill_in("{free_from}", Terms(490, 0), money) == "€0"
