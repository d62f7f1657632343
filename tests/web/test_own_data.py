"""What the shop keeps of a person: to take along, and to have deleted so that no byte of it is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop.extensions import db, writing
from shop.models import Cart, Change, Conversation, Message, Order, TurnEvent, User, Variant
from shop.models.orders import CANCELLED, DELIVERED, PACKED, PLACED, RETURN_REQUESTED, SHIPPED
from shop.people import accounts
from shop.selling import carts, orders
from shop.selling.carts import Owner
from shop.selling.checkout import Address, place
from tests.conftest import Prepare, lent
from tests.support.chatting import say
from tests.support.forms import errors, fill, form_of, notices, parsed
from tests.support.people import PASSWORD, add_user, signed_in

EMAIL = "zebedee.quillfeather@example.com"
NOTE = "the zibbling came loose"
SAID = "do you sell quonkers?"
CANARIES = {
    "e-mail": EMAIL, "name": "Zebedee Quillfeather", "street": "7 Wobblecombe Row", "postcode": "ZQ7 9XW",
    "city": "Upper Plumbury", "country": "Vexonia", "note": NOTE, "said": SAID, "to": "Aunt Hyacinthe Plumbury",
    "before": "zebedee.before@example.com",
}
ADDRESS = Address(email=EMAIL, name=CANARIES["to"], street=CANARIES["street"], postcode=CANARIES["postcode"],
                  city=CANARIES["city"], country=CANARIES["country"])


def buy(user_id: int, address: Address, key: str, quantity: int = 2) -> int:
    owner = Owner(user_id=user_id)
    variant = db.session.scalars(select(Variant.id).where(Variant.stock > 20).limit(1)).one()
    contents = carts.add(db.session, owner, variant, quantity)
    order = place(db.session, owner, address, "invoice", key, contents.total)
    return int(order.id)


def shopper(app: Flask, email: str = EMAIL, address: Address = ADDRESS) -> FlaskClient:
    """Somebody with all that a person can leave in the shop: orders, one not yet sent, a cart, conversations."""
    client = signed_in(app, email)
    say(client, SAID)
    say(client, "how long is delivery?")
    with app.app_context():
        user = db.session.scalars(select(User).where(User.email == email)).one()
        user_id = user.id
        user.name = CANARIES["name"]
        db.session.commit()
        delivered = buy(user_id, address, f"{email} 1")
        for status in (PACKED, SHIPPED, DELIVERED):
            orders.move(db.session, delivered, status)
        orders.ask_return(db.session, delivered, NOTE)
        buy(user_id, address, f"{email} 2")
        carts.add(db.session, Owner(user_id=user_id), db.session.scalars(select(Variant.id)).first() or 0)
        with writing(db.session()):
            db.session.add(Change(user_id=None, kind="customer", row_id=user_id, title=email, action="changed",
                                  values={"name": ["", CANARIES["name"]], "email": [CANARIES["before"], email]}))
            db.session.add(Change(user_id=None, kind="order", row_id=delivered, title="1", action="changed",
                                  values={"status": ["shipped", "delivered"], "city": ["", CANARIES["city"]]}))
        db.session.remove()
    return client


def delete_account(client: FlaskClient, password: str = PASSWORD) -> int:
    return fill(client, "/account/delete", present=password).status_code


def left_in_files(app: Flask) -> dict[str, list[str]]:
    """{file: canaries in it}, of the database and what stands beside it."""
    with app.app_context():
        path = Path(str(db.engine.url.database))
    files = [file for file in (path, *path.parent.glob(f"{path.name}-*")) if file.name != f"{path.name}-shm"]
    return {file.name.removeprefix(path.name): sorted(
        name for name, text in CANARIES.items() if text.encode() in file.read_bytes()) for file in files}


@pytest.fixture
def on_sqlite(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "demo"))


def test_no_byte_of_a_deleted_person_is_left(on_sqlite: Flask) -> None:
    client = shopper(on_sqlite)
    there = left_in_files(on_sqlite)
    assert sorted({name for names in there.values() for name in names}) == sorted(CANARIES)
    assert delete_account(client) == 303
    assert {name for names in left_in_files(on_sqlite).values() for name in names} == set()


def test_no_byte_is_left_among_the_rows_of_others(on_sqlite: Flask) -> None:
    """Pages that are shared with others are written anew as rows come and go."""
    for number in range(12):
        email = f"neighbour{number}@example.com"
        shopper(on_sqlite, email, Address(email, f"N{number}", "Street", "PC", "City", "Land"))
        if number == 6:
            client = shopper(on_sqlite)
    with on_sqlite.app_context(), writing(db.session()):
        for change in db.session.scalars(select(Change).where(Change.title != EMAIL)):
            change.values = {}
        for user in db.session.scalars(select(User).where(User.email != EMAIL)):
            user.name = ""
        for message in db.session.scalars(select(Message).where(Message.text == SAID)):
            if message.conversation.user_id != db.session.scalars(select(User.id).where(User.email == EMAIL)).one():
                message.text = "something else"
                # What the next turn starts from has the words of the one before it.
                message.conversation.dialogue = {}
    only_theirs = set(CANARIES) - {"note"}
    assert delete_account(client) == 303
    assert only_theirs & {name for names in left_in_files(on_sqlite).values() for name in names} == set()


def test_a_deleted_persons_orders_stay_in_the_accounts_without_the_person(shop_app: Flask) -> None:
    client = shopper(shop_app)
    with shop_app.app_context():
        before = {order.number: (order.total, order.shipping, [(line.sku, line.quantity, line.unit_price)
                                                              for line in order.lines])
                  for order in db.session.scalars(select(Order).where(Order.email == EMAIL))}
    assert delete_account(client) == 303
    with shop_app.app_context():
        kept = db.session.scalars(select(Order).where(Order.number.in_(before)).order_by(Order.id)).all()
        assert {order.number: (order.total, order.shipping, [(line.sku, line.quantity, line.unit_price)
                                                            for line in order.lines]) for order in kept} == before
        for order in kept:
            assert (order.user_id, order.email, order.name, order.street, order.postcode, order.city, order.country,
                    order.idempotency_key, order.fingerprint) == (None, "", "", "", "", "", "", None, "")
        steps = [[(step.status, step.note) for step in order.steps] for order in kept]
        assert steps[0] == [(each, "") for each in (PLACED, PACKED, SHIPPED, DELIVERED, RETURN_REQUESTED)]


def test_everything_else_of_a_person_is_deleted_and_of_others_nothing(shop_app: Flask) -> None:
    other = shopper(shop_app, "other@example.com", Address("other@example.com", "O", "S", "P", "C", "L"))
    say(shop_app.test_client(), "how long is delivery?")

    def rows() -> dict[str, int]:
        with shop_app.app_context():
            return {table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0
                    for table in (User, Conversation, Message, TurnEvent, Cart)}

    before = rows()
    client = shopper(shop_app)
    assert rows() != before
    assert delete_account(client) == 303
    assert rows() == before
    data = json.loads(other.get("/account/data.json").data)
    assert data["account"]["name"] == CANARIES["name"]
    assert [len(data[name]) for name in ("orders", "cart", "conversations")] == [2, 1, 1]
    assert {order["street"] for order in data["orders"]} == {"S"}


def test_what_was_not_sent_is_cancelled_and_its_goods_are_back(shop_app: Flask) -> None:
    with shop_app.app_context():
        stock = db.session.scalar(select(func.sum(Variant.stock)))
    client = shopper(shop_app)
    page = parsed(client.get("/account/delete"))
    with shop_app.app_context():
        [unsent] = db.session.scalars(select(Order.number).where(Order.email == EMAIL, Order.status == PLACED))
    assert f"Order {unsent} has not been sent yet and will be cancelled" in page.main.get_text(" ", strip=True)
    delete_account(client)
    with shop_app.app_context():
        assert db.session.scalars(select(Order.status).where(Order.number == unsent)).one() == CANCELLED
        assert db.session.scalar(select(func.sum(Variant.stock))) == stock - 2


def test_the_log_still_says_that_something_was_changed(shop_app: Flask) -> None:
    client = shopper(shop_app)
    delete_account(client)
    with shop_app.app_context():
        logged = {change.kind: (change.title, change.values) for change in db.session.scalars(select(Change))}
    assert logged == {"customer": (accounts.ERASED, {}), "order": ("1", {"status": ["shipped", "delivered"]})}


def test_an_account_is_deleted_only_with_its_password(app: Flask) -> None:
    client = signed_in(app, EMAIL)
    answer = fill(client, "/account/delete", present="a wrong password")
    assert answer.status_code == 422
    assert errors(parsed(answer)) == {"present": "This is not your present password."}
    assert client.get("/account/").status_code == 200


def test_the_last_owner_cannot_be_deleted(app: Flask) -> None:
    client = signed_in(app, EMAIL, is_admin=True)
    page = parsed(client.get("/account/delete"))
    assert page.select_one("main form[method=post]") is None
    assert "only one who looks after this shop" in " ".join(notices(page))
    answer = fill(client, parsed(client.get("/account/")), also={"present": PASSWORD})
    assert answer.status_code == 303, "signing out is still possible"
    add_user(app, "another@example.com", is_admin=True)
    again = app.test_client()
    fill(again, "/account/sign-in", email=EMAIL, password=PASSWORD)
    assert delete_account(again) == 303


def test_a_forged_form_does_not_delete_the_last_owner_either(app: Flask) -> None:
    client = signed_in(app, EMAIL, is_admin=True)
    token = form_of(parsed(client.get("/account/"))).select_one("[name=csrf_token]")
    assert token is not None
    answer = client.post("/account/delete", data={"csrf_token": token["value"], "present": PASSWORD})
    assert answer.status_code == 409
    assert client.get("/admin/").status_code == 200


def test_the_person_downloads_all_that_is_kept(shop_app: Flask) -> None:
    answer = shopper(shop_app).get("/account/data.json")
    assert answer.mimetype == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    data = json.loads(answer.data)
    assert data["account"]["email"] == EMAIL
    assert data["account"]["name"] == CANARIES["name"]
    assert "password" not in answer.get_data(as_text=True).lower()
    newest, oldest = data["orders"]
    assert (newest["status"], oldest["status"]) == (PLACED, RETURN_REQUESTED)
    assert [step["note"] for step in oldest["steps"]] == ["", "", "", "", NOTE]
    assert {name: oldest[name] for name in ("email", "name", "street", "postcode", "city", "country")} == {
        "email": EMAIL, "name": CANARIES["to"], **{name: CANARIES[name] for name in (
            "street", "postcode", "city", "country")}}
    [line] = oldest["lines"]
    assert float(oldest["total"]) == float(oldest["shipping"]) + line["quantity"] * float(line["unit_price"])
    [conversation] = data["conversations"]
    assert [message["text"] for message in conversation["messages"] if message["from"] == "shopper"] == [
        SAID, "how long is delivery?"]
    assert len(data["cart"]) == 1


def test_nobody_downloads_what_is_anothers(shop_app: Flask) -> None:
    shopper(shop_app)
    theirs = signed_in(shop_app, "other@example.com").get("/account/data.json").get_data(as_text=True)
    assert [name for name, text in CANARIES.items() if text in theirs] == []


def test_conversations_can_be_deleted_alone(shop_app: Flask) -> None:
    client = shopper(shop_app)
    answer = fill(client, "/account/conversations")
    assert (answer.status_code, answer.location) == (303, "/account/")
    data = json.loads(client.get("/account/data.json").data)
    assert (data["conversations"], len(data["orders"]), len(data["cart"])) == ([], 2, 1)
    say(client, "how long is delivery?")
    assert len(json.loads(client.get("/account/data.json").data)["conversations"]) == 1
