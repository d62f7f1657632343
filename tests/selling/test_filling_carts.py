"""Carts: what can be put in, what is said when it cannot, and what becomes of a guest's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shop.extensions import db, writing
from shop.models import Product, SaleTerms, User, Variant
from shop.models.types import now
from shop.selling import carts
from shop.selling.carts import CartRefused, Contents, Owner
from tests.selling.conftest import Stall

KIM = Owner(guest_id="kim")


def put_in(variant_id: int, quantity: int = 1, owner: Owner = KIM) -> Contents:
    return carts.add(db.session, owner, variant_id, quantity)


def inside(owner: Owner = KIM) -> dict[int, int]:
    db.session.rollback()
    return {line.variant_id: line.quantity for line in carts.contents(db.session, owner).lines}


def test_it_adds_up_at_todays_prices(stall: Stall) -> None:
    put_in(stall.red, 2)
    found = put_in(stall.red)
    assert (found.count, found.goods, found.shipping, found.total) == (3, 6000, 490, 6490)
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).product.price = 2100
    assert carts.contents(db.session, KIM).goods == 6300


@pytest.mark.parametrize(("quantity", "shipping"), [(3, 490), (4, 0)])
def test_delivery_is_free_from_the_value_that_the_terms_name(stall: Stall, quantity: int, shipping: int) -> None:
    assert put_in(stall.red, quantity).shipping == shipping


def test_without_terms_delivery_costs_nothing(stall: Stall) -> None:
    with writing(db.session()) as session:
        session.delete(session.get_one(SaleTerms, 1))
    assert put_in(stall.red).shipping == 0


def sold_out(stall: Stall) -> None:
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).stock = 0


def archive(stall: Stall) -> None:
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).product.archived_at = now()


def two_left_one_in_the_cart(stall: Stall) -> None:
    put_in(stall.red)
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).stock = 2


@pytest.mark.parametrize(("before", "quantity", "said"), [
    (sold_out, 1, "Lamp (Red) is sold out."),
    (archive, 1, "Lamp is no longer sold."),
    (two_left_one_in_the_cart, 2, "Only 2 of Lamp (Red) are left, and 1 is in your cart already."),
    (lambda stall: None, 26, "Only 25 of Lamp (Red) are left."),
    (lambda stall: None, 0, "The quantity must be from 1 to 99."),
    (lambda stall: None, -1, "The quantity must be from 1 to 99."),
    (lambda stall: None, 100, "The quantity must be from 1 to 99."),
])
def test_what_cannot_be_had_is_refused_with_the_reason_and_the_cart_stays(
    stall: Stall, before: Callable[[Stall], None], quantity: int, said: str,
) -> None:
    before(stall)
    was = inside()
    with pytest.raises(CartRefused) as refused:
        put_in(stall.red, quantity)
    assert str(refused.value) == said
    assert inside() == was


def test_a_variant_that_never_was_is_refused(stall: Stall) -> None:
    with pytest.raises(CartRefused, match="no longer sold"):
        put_in(999_999)


def test_a_quantity_is_changed_and_nought_takes_it_out(stall: Stall) -> None:
    put_in(stall.red, 5)
    carts.change(db.session, KIM, stall.red, 2)
    assert inside() == {stall.red: 2}
    carts.change(db.session, KIM, stall.red, 0)
    assert inside() == {}
    with pytest.raises(CartRefused, match="not in your cart"):
        carts.change(db.session, KIM, stall.red, 1)
    assert carts.remove(db.session, KIM, stall.red).lines == ()


def test_less_can_always_be_wanted_even_when_less_is_left(stall: Stall) -> None:
    put_in(stall.red, 5)
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).stock = 3
    assert carts.contents(db.session, KIM).problems == ("Only 3 of Lamp (Red) are left.",)
    assert carts.change(db.session, KIM, stall.red, 4).problems == ("Only 3 of Lamp (Red) are left.",)
    assert carts.change(db.session, KIM, stall.red, 3).problems == ()


def test_a_product_that_goes_takes_its_line_along(stall: Stall) -> None:
    put_in(stall.stool)
    with writing(db.session()) as session:
        session.delete(session.get_one(Product, session.get_one(Variant, stall.stool).product_id))
    assert inside() == {}


def test_a_guests_cart_is_merged_at_sign_in_up_to_what_is_in_stock(stall: Stall) -> None:
    with writing(db.session()) as session:
        user = User(email="kim@example.com", password_hash="!")
        session.add(user)
        session.flush()
        user_id = user.id
    member = Owner(user_id=user_id)
    put_in(stall.red, 20, member)
    put_in(stall.red, 20)
    put_in(stall.stool, 2)
    carts.merge(db.session, user_id, "kim")
    assert inside(member) == {stall.red: 25, stall.stool: 2}
    assert inside() == {}
    carts.merge(db.session, user_id, "kim")
    carts.merge(db.session, user_id, None)
    assert inside(member) == {stall.red: 25, stall.stool: 2}


def test_the_badge_counts_pieces_and_nobodys_cart_is_empty(stall: Stall) -> None:
    put_in(stall.red, 2)
    put_in(stall.stool, 1)
    assert carts.count(db.session, KIM) == 3
    assert carts.count(db.session, Owner()) == 0
    assert carts.contents(db.session, Owner()).lines == ()
