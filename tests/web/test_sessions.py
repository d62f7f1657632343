"""Sessions that really end: what an old copy of a cookie still opens, and what becomes of open sockets."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

import pytest
import websocket
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.extensions import db
from shop.models import Conversation, User
from shop.models.people import new_epoch
from shop.web import sockets
from shop.web.chat.socket import ASK_EVERY
from tests.support.chatting import messages, parsed, say
from tests.support.forms import fill, notices
from tests.support.people import PASSWORD, add_user, copied, is_signed_in, register, signed_in
from tests.support.sockets import Page, serving
from tests.support.waiting import until

NEW = "seven brown kettles"


def sign_out(client: FlaskClient) -> None:
    assert fill(client, "/account/").status_code == 303


def change_password(client: FlaskClient) -> None:
    assert fill(client, "/account/password", present=PASSWORD, password=NEW, again=NEW).status_code == 303


def delete_account(client: FlaskClient) -> None:
    assert fill(client, "/account/delete", present=PASSWORD).status_code == 303


ENDINGS = [sign_out, change_password, delete_account]


@pytest.mark.parametrize("end", ENDINGS)
def test_a_copy_of_the_cookie_is_nobodys_afterwards(app: Flask, end: Callable[[FlaskClient], None]) -> None:
    client = signed_in(app, "me@example.com")
    thief = copied(app, client)
    assert is_signed_in(thief)
    end(client)
    answer = thief.get("/account/")
    assert (answer.status_code, answer.location) == (302, "/account/sign-in?next=/account/")
    assert "session is over" in " ".join(notices(parsed(thief.get(answer.location))))


@pytest.mark.parametrize("end", ENDINGS)
def test_a_copy_of_the_cookie_shows_no_conversation_afterwards(
        shop_app: Flask, end: Callable[[FlaskClient], None]) -> None:
    client = signed_in(shop_app, "me@example.com")
    say(client, "how long is delivery?")
    thief, another = copied(shop_app, client), copied(shop_app, client)
    assert len(messages(parsed(thief.get("/chat")))) == 3
    end(client)
    assert [each for each in messages(parsed(thief.get("/chat"))) if each["data-role"] == "shopper"] == []
    say(another, "what is my address?")
    with shop_app.app_context():
        mine = db.session.scalars(select(Conversation.user_id)).all()
    assert mine.count(None) == 1


def test_a_changed_password_leaves_this_session_as_it_is(shop_app: Flask) -> None:
    client = signed_in(shop_app, "me@example.com")
    say(client, "how long is delivery?")
    change_password(client)
    assert is_signed_in(client)
    assert len(messages(parsed(client.get("/chat")))) == 3


def test_the_id_of_a_deleted_account_opens_no_later_one(app: Flask) -> None:
    client = signed_in(app, "me@example.com")
    thief = copied(app, client)
    delete_account(client)
    add_user(app, "next@example.com")
    assert not is_signed_in(thief)


def test_an_ended_session_takes_everything_in_it_along(app: Flask) -> None:
    client = signed_in(app, "me@example.com")
    with client.session_transaction() as session:
        session.update(orders=["a-public-id"], conversation="abc", guest="a guest")
    with app.app_context():
        db.session.scalars(select(User)).one().epoch = new_epoch()
        db.session.commit()
    client.get("/products")
    with client.session_transaction() as session:
        assert set(session) <= {"signed_in_at", "csrf_token"}


@pytest.fixture
def host(shop_app: Flask) -> Iterator[str]:
    with serving(shop_app) as found:
        yield found
        until(lambda: sockets.slots.open == 0)


def opened(client: FlaskClient, host: str) -> Page:
    cookie = client.get_cookie("shop")
    assert cookie is not None
    page = Page(host, f"shop={cookie.value}")
    page.read()
    return page


def read_until_closed(page: Page) -> None:
    """The server takes the words off the page, and closes with a code after which the page comes back."""
    page.socket.settimeout(30)
    last = None
    while True:
        code, data = page.socket.recv_data(control_frame=True)
        if code == websocket.ABNF.OPCODE_TEXT:
            last = BeautifulSoup(data.decode(), "html5lib")
        if code == websocket.ABNF.OPCODE_CLOSE:
            assert last is not None
            assert last.body.select_one("[hx-swap-oob='innerHTML:#chat-log']").get_text() == ""
            assert struct.unpack("!H", data[:2])[0] in (1011, 1012)
            page.close()
            return


@pytest.mark.parametrize("end", ENDINGS)
def test_open_sockets_of_an_ended_session_close_by_themselves(
        shop_app: Flask, host: str, end: Callable[[FlaskClient], None]) -> None:
    client = signed_in(shop_app, "me@example.com")
    say(client, "how long is delivery?")
    page, guest = opened(client, host), opened(visited(shop_app), host)
    end(client)
    read_until_closed(page)
    guest.send(message="how long is delivery?")
    assert guest.finish()["data-state"] == "done"
    guest.close()


def test_a_socket_asks_every_two_seconds_whether_its_session_stands() -> None:
    assert ASK_EVERY <= 2


def visited(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.get("/chat/panel")
    return client


def test_nothing_is_taken_from_a_socket_of_an_ended_session(shop_app: Flask, host: str) -> None:
    client = signed_in(shop_app, "me@example.com")
    say(client, "how long is delivery?")
    page = opened(client, host)
    sign_out(client)
    page.send(message="what did I buy?")
    read_until_closed(page)
    with shop_app.app_context():
        [conversation] = db.session.scalars(select(Conversation))
        assert [each.text for each in conversation.messages if each.role == "shopper"] == ["how long is delivery?"]


def test_a_guests_socket_closes_when_somebody_signs_in_with_the_conversation(shop_app: Flask, host: str) -> None:
    client = visited(shop_app)
    say(client, "how long is delivery?")
    strangers = opened(client, host)
    register(client, "me@example.com")
    read_until_closed(strangers)


def test_who_is_signed_in_goes_on_talking_on_one_socket(shop_app: Flask, host: str) -> None:
    client = signed_in(shop_app, "me@example.com")
    client.get("/chat/panel")
    page = opened(client, host)
    for text in ("how long is delivery?", "hoodies", "thank you"):
        page.send(message=text)
        while len(page.answers()) == 0 or text not in page.texts.values():
            page.read()
        assert page.finish()["data-state"] == "done"
    page.close()
    with shop_app.app_context():
        [conversation] = db.session.scalars(select(Conversation))
        assert conversation.user_id == db.session.scalars(select(User.id)).one()
        assert len([each for each in conversation.messages if each.role == "shopper"]) == 3


def test_a_socket_of_a_session_that_stands_stays_open(shop_app: Flask, host: str) -> None:
    page = opened(signed_in(shop_app, "me@example.com"), host)
    page.socket.settimeout(2 * ASK_EVERY)
    with pytest.raises(websocket.WebSocketTimeoutException):
        page.socket.recv()
    page.close()
