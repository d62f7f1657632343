"""The chat as a page's reader uses it."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.extensions import db
from shop.models import Conversation, Message
from tests.support.dom import chat_problems, part_problems

COFFEE = "I need something for drinking coffee outside"


def parsed(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def chat(client: FlaskClient, address: str = "/chat") -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    page = parsed(response)
    assert chat_problems(page) == []
    return page


def token(client: FlaskClient) -> str:
    control = chat(client, "/chat/panel").select_one("#chat-form [name=csrf_token]")
    assert control is not None
    return str(control["value"])


def say(client: FlaskClient, text: str, *, fragment: bool = False, **fields: Any) -> TestResponse:
    return client.post(
        "/chat", data={"csrf_token": token(client), "message": text, **fields},
        headers={"HX-Request": "true"} if fragment else {})


def long_conversation(app: Flask) -> str:
    """Six megabytes of it, more than any socket's buffers hold; gives the cookie of its browser."""
    client = app.test_client()
    client.get("/chat/panel")
    with client.session_transaction() as session:
        conversation = Conversation(id=session["conversation"])
    with app.app_context():
        db.session.add(conversation)
        db.session.add_all(
            Message(conversation=conversation, number=number, role="shopper", text="long " * 20_000)
            for number in range(1, 61))
        db.session.commit()
        db.session.remove()
    cookie = client.get_cookie("shop")
    assert cookie is not None
    return f"shop={cookie.value}"


def messages(page: BeautifulSoup) -> list[Tag]:
    found = page.select("article.message")
    assert list(part_problems(page)) == []
    return list(found)


def words(article: Tag) -> str:
    text = article.select_one(".message-text")
    assert text is not None
    return text.get_text()
