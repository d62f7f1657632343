from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.extensions import db
from shop.models import Conversation, Message, TurnEvent
from shop.models.types import now
from tests.support.dealings import TALK, one, trade
from tests.support.forms import fill, notices, parsed
from tests.support.people import owner

PAGE = f"/admin/conversations/{TALK}"


@pytest.fixture
def keeper(app: Flask) -> FlaskClient:
    trade(app)
    return owner(app)


def test_a_transcript_shows_what_was_said_as_text(keeper: FlaskClient) -> None:
    page = parsed(keeper.get(PAGE))
    said = [each.get_text() for each in page.select(".transcript__text")]
    assert said == ["a spade <b>please</b>", "Here is Tool 1."]
    assert page.select(".transcript b, .transcript i") == []
    assert page.select_one('main a[href="/admin/customers/1"]')
    assert page.select_one('.transcript__offers a[href="/admin/products/1"]')


def test_a_receipt_tells_how_the_answer_came_about(keeper: FlaskClient) -> None:
    receipt = parsed(keeper.get(PAGE)).select_one(".receipt")
    facts = {name.get_text(): name.find_next("dd").get_text() for name in receipt.select("dt")}
    assert facts == {
        "Intents": "products", "Understood category": "tools", "Matched": "2", "Sections": "returns",
        "Model calls": "1", "Tokens": "321 in, 45 out", "Cost": "$0.0015", "Our time": "2.5 ms",
        "Model's time": "210 ms", "First words after": "90 ms", "Cut": "only £3 <i>today</i>"}
    assert [cell.get_text() for cell in receipt.select("tbody tr > *")] == ["Tool 1", "0.75", "words 0.75"]


@pytest.mark.parametrize("receipt", [{}, {"criteria": {"exclude": {"colour": ["black"]}, "price_max": "60"}}, {
    "scores": [{"product": 99, "score": 1, "points": {}}], "first_words": None, "trouble": "<script>"}])
def test_every_receipt_can_be_shown(app: Flask, keeper: FlaskClient, receipt: dict[str, object]) -> None:
    with app.app_context():
        db.session.query(Message).filter_by(role="assistant").one().receipt = receipt
        db.session.commit()
    assert keeper.get(PAGE).status_code == 200
    assert parsed(keeper.get(PAGE)).select("main script") == []


def test_a_transcript_cannot_be_changed(app: Flask, keeper: FlaskClient) -> None:
    page = parsed(keeper.get(PAGE))
    assert page.select("main form, main input, main textarea") == []
    token = parsed(keeper.get(f"{PAGE}/delete")).select_one("[name=csrf_token]")["value"]
    keeper.post(PAGE, data={"csrf_token": token, "text": "other", "step": "x"})
    with app.app_context():
        assert [each.text for each in db.session.get_one(Conversation, TALK).messages] == [
            "a spade <b>please</b>", "Here is Tool 1."]


@pytest.mark.parametrize(("query", "found"), [
    ("", 2), ("q=spade", 1), ("q=shopper@example.com", 1), ("q=%3Cb%3E", 1), ("q=teapot", 0), ("view=model", 1),
    ("view=trouble", 1), ("sort=-model-cost", 2),
])
def test_conversations_are_found_by_what_was_said(app: Flask, keeper: FlaskClient, query: str, found: int) -> None:
    with app.app_context():
        db.session.add(Conversation(messages=[Message(number=1, role="assistant", state="cut")]))
        db.session.commit()
    assert len(parsed(keeper.get(f"/admin/conversations?{query}")).select("tbody tr")) == found


def test_the_list_names_a_conversation_by_its_first_question(keeper: FlaskClient) -> None:
    [row] = parsed(keeper.get("/admin/conversations")).select("tbody tr")
    assert [cell.get_text(strip=True) for cell in row.select("th, td")][:4] == [
        "a spade <b>please</b>", "shopper@example.com", "1", "$0.0015"]


def test_a_conversation_is_deleted_with_all_that_was_said(app: Flask, keeper: FlaskClient) -> None:
    with app.app_context():
        answer = db.session.query(Message).filter_by(role="assistant").one()
        db.session.add(TurnEvent(message_id=answer.id, seq=1, kind="said", data={"text": "Here"}))
        db.session.commit()
    assert fill(keeper, f"{PAGE}/delete").status_code == 303
    assert "was deleted" in notices(parsed(keeper.get("/admin/conversations")))[0]
    with app.app_context():
        assert [db.session.query(model).count() for model in (Conversation, Message, TurnEvent)] == [0, 0, 0]


def test_a_conversation_is_not_deleted_while_an_answer_is_written(app: Flask, keeper: FlaskClient) -> None:
    with app.app_context():
        answer = db.session.query(Message).filter_by(role="assistant").one()
        answer.state, answer.lease_until = "streaming", now() + timedelta(seconds=30)
        db.session.commit()
    fill(keeper, f"{PAGE}/delete")
    assert "at this moment" in notices(parsed(keeper.get("/admin/conversations")))[0]
    assert one(app, Conversation, TALK, "id") == TALK
