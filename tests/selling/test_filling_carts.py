"""Carts: what can be put in, what is said when it cannot, and what becomes of a guest's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

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


def one_left(stall: Stall) -> None:
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).stock = 1


def two_left_one_in_the_cart(stall: Stall) -> None:
    put_in(stall.red)
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).stock = 2


@pytest.mark.parametrize(("before", "quantity", "said"), [
    (sold_out, 1, "Lamp (Red) is sold out."),
    (archive, 1, "Lamp is no longer sold."),
    (two_left_one_in_the_cart, 2, "Only 2 of Lamp (Red) are left, and 1 is in your cart already."),
    (one_left, 2, "Only 1 of Lamp (Red) is left."),
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
    owner = member()
    put_in(stall.red, 20, owner)
    put_in(stall.red, 20)
    put_in(stall.stool, 2)
    carts.merge(db.session, 71, "kim")
    assert inside(owner) == {stall.red: 25, stall.stool: 2}
    assert inside() == {}
    carts.merge(db.session, 71, "kim")
    carts.merge(db.session, 71, None)
    assert inside(owner) == {stall.red: 25, stall.stool: 2}


def test_who_signs_in_without_a_cart_gets_none(stall: Stall) -> None:
    owner = member()
    for guest in ("kim", "", None):
        carts.merge(db.session, 71, guest)
    assert carts.cart_of(db.session, owner) is None


def test_what_an_order_held_back_comes_into_a_cart_even_where_there_is_none(stall: Stall) -> None:
    carts.refill(db.session, KIM, {stall.red: 2, stall.stool: 30})
    assert inside() == {stall.red: 2, stall.stool: 25}


def test_a_cart_says_when_it_was_last_used(stall: Stall) -> None:
    put_in(stall.red, 5)
    for use in (lambda: put_in(stall.red), lambda: carts.change(db.session, KIM, stall.red, 2),
                lambda: carts.remove(db.session, KIM, stall.red)):
        with writing(db.session()) as session:
            cart = carts.cart_of(session, KIM)
            assert cart is not None
            cart.updated_at = long_ago = now() - timedelta(days=9)
        use()
        db.session.rollback()
        used = carts.cart_of(db.session, KIM)
        assert used is not None and used.updated_at > long_ago + timedelta(days=8)


def member() -> Owner:
    with writing(db.session()) as session:
        session.add(User(id=71, email="71@example.com", password_hash="!"))
    return Owner(user_id=71)


def many(stall: Stall, count: int) -> list[int]:
    """So many kinds of stool, 200 of each."""
    with writing(db.session()) as session:
        stool = session.get_one(Variant, stall.stool).product
        stool.variants += [Variant(sku=f"S-{number}", colour=str(number), stock=200) for number in range(count)]
        session.flush()
        return [each.id for each in stool.variants if each.id != stall.stool]


def test_of_one_thing_a_cart_holds_at_most_99(stall: Stall) -> None:
    (stool,) = many(stall, 1)
    put_in(stool, 60)
    assert put_in(stool, 39).count == 99
    for more in (lambda: put_in(stool), lambda: carts.change(db.session, KIM, stool, 100)):
        with pytest.raises(CartRefused, match="99"):
            more()
    assert inside() == {stool: 99}
    carts.refill(db.session, KIM, {stool: 1})
    assert inside() == {stool: 99}


def test_a_cart_holds_at_most_50_different_things_however_they_come(stall: Stall) -> None:
    stools, owner = many(stall, 60), member()
    for each in stools[:50]:
        put_in(each)
    with pytest.raises(CartRefused, match="at most 50 different things"):
        put_in(stools[50])
    assert put_in(stools[0]).count == 51
    for each in (*stools[5:10], *stools[50:55]):
        put_in(each, 1, owner)
    carts.merge(db.session, 71, "kim")
    assert len(inside(owner)) == 50 and inside(owner)[stools[5]] == 2
    carts.refill(db.session, owner, dict.fromkeys(stools, 1))
    assert len(inside(owner)) == 50


def test_what_cannot_be_bought_is_not_poured_into_another_cart(stall: Stall) -> None:
    owner = member()
    put_in(stall.red, 20, owner)
    put_in(stall.red, 3)
    put_in(stall.blue, 3)
    put_in(stall.stool, 3)
    with writing(db.session()) as session:
        session.get_one(Variant, stall.red).stock = 5
        session.get_one(Variant, stall.blue).stock = 0
    archive_stool(stall)
    carts.merge(db.session, 71, "kim")
    assert inside(owner) == {stall.red: 20}


def archive_stool(stall: Stall) -> None:
    with writing(db.session()) as session:
        session.get_one(Variant, stall.stool).product.archived_at = now()


def test_lines_stand_as_they_were_put_in_and_what_is_no_longer_sold_costs_nothing(stall: Stall) -> None:
    put_in(stall.stool)
    assert [line.name for line in put_in(stall.red).lines] == ["Stool", "Lamp"]
    assert [line.name for line in put_in(stall.stool).lines] == ["Stool", "Lamp"]
    archive_stool(stall)
    found = carts.contents(db.session, KIM)
    assert (found.count, found.goods, found.shipping) == (3, 2000, 490)
    assert found.problems == ("Stool is no longer sold.",)
    assert carts.remove(db.session, KIM, stall.red).total == 0


def test_where_there_is_no_cart_nothing_is_taken_out(stall: Stall) -> None:
    assert carts.remove(db.session, KIM, stall.red) == Contents()
    assert carts.contents(db.session, KIM) == Contents()


def test_the_badge_counts_pieces_and_nobodys_cart_is_empty(stall: Stall) -> None:
    put_in(stall.red, 2)
    put_in(stall.stool, 1)
    assert carts.count(db.session, KIM) == 3
    owner = member()
    assert carts.count(db.session, owner) == 0
    put_in(stall.blue, 4, owner)
    assert (carts.count(db.session, owner), carts.count(db.session, KIM)) == (4, 3)
    assert carts.count(db.session, Owner()) == 0
    assert carts.contents(db.session, Owner()).lines == ()
