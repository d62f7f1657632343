"""The chat without a socket: the page, the panel and the form."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

from shop import config
from shop.conversations import reading, store
from shop.extensions import db
from shop.models import Conversation, Message
from shop.models.types import now
from shop.web import chat as chat_blueprint
from tests.conftest import lent
from tests.support.chatting import COFFEE, chat, messages, parsed, say, words
from tests.support.dom import chat_problems, part_problems

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "{{ 7 * 7 }}",
    "</textarea><script>alert(1)</script>", "<div hx-get=/chat hx-trigger=load>", "<b>bold</b> & &amp; done",
    '<div hx-swap-oob="outerHTML:#chat-form">gone</div>', "<meta http-equiv=refresh content=0;url=//evil.example>",
    "javascript:alert(1)//", "'-alert(1)-'", "<!--", "]]>", "\u202eevil", "a\u2028b",
]


@pytest.fixture(params=["demo", "garden"])
def shop(request: pytest.FixtureRequest, prepare: Callable[..., Flask]) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", request.param))


@pytest.fixture
def client(shop: Flask) -> FlaskClient:
    return shop.test_client()


@pytest.fixture
def clothes(prepare: Callable[..., Flask]) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "demo"))


def stored(shop: Flask) -> list[Message]:
    with shop.app_context():
        return list(db.session.scalars(db.select(Message).order_by(Message.conversation_id, Message.number)))


def everything(shop: Flask) -> str:
    with shop.app_context():
        tables = db.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")).all()
        return json.dumps({name: [list(map(str, row)) for row in db.session.execute(text(f'SELECT * FROM "{name}"'))]
                           for (name,) in tables})


@pytest.mark.parametrize("address", ["/chat", "/chat/panel"])
def test_it_greets_once_with_quick_buttons_from_the_shelves(client: FlaskClient, address: str) -> None:
    page = chat(client, address)
    [greeting] = messages(page)
    assert greeting["data-kind"] == "greeting"
    assert words(greeting)
    assert len(greeting.select(".suggestion-chip")) == 4


def test_the_panel_is_a_part_and_the_page_a_page(client: FlaskClient) -> None:
    assert client.get("/chat/panel").text.lstrip().startswith("<section")
    assert chat(client).select_one("h1")


def test_looking_writes_nothing(shop: Flask, client: FlaskClient) -> None:
    before = everything(shop)
    for address in ("/chat", "/chat/panel", "/chat?message=hello"):
        chat(client, address)
    assert everything(shop) == before


def test_a_message_is_answered_with_the_way_to_its_answer(client: FlaskClient) -> None:
    response = say(client, "Do you deliver to other countries?")
    assert response.status_code == 303
    path, _, anchor = response.headers["Location"].partition("#")
    page = chat(client, path)
    greeting, question, answer = messages(page)
    assert greeting["data-kind"] == "greeting"
    assert words(question) == "Do you deliver to other countries?"
    assert (answer["id"], answer["data-reply-to"]) == (anchor, str(question["id"]).removeprefix("message-"))
    assert (answer["data-state"], answer["data-mode"]) == ("done", "rules")
    assert answer.select(".source")
    assert not answer.select(".product-card")


def test_the_fragment_is_the_final_article_alone(client: FlaskClient) -> None:
    response = say(client, "Show me everything", fragment=True)
    assert response.status_code == 200
    page = parsed(response)
    assert list(part_problems(page)) == []
    assert page.body is not None
    [answer] = page.body.find_all(recursive=False)
    assert (answer.name, answer["data-role"], answer["data-state"]) == ("article", "assistant", "done")
    assert not answer.has_attr("hx-swap-oob")
    assert parsed(client.get("/chat")).find(id=answer["id"])


def test_cards_are_the_products_of_the_answer(clothes: Flask) -> None:
    answer = messages(parsed(say(clothes.test_client(), COFFEE, fragment=True)))[0]
    offered = next(each.offered for each in stored(clothes) if each.reply_to)
    assert [int(str(card["data-product-id"])) for card in answer.select(".product-card")] == [
        offer["product_id"] for offer in offered["offers"]]
    assert len(answer.select(".product-card")) >= 3


def test_a_criterion_can_be_taken_away_by_its_form(clothes: Flask) -> None:
    client = clothes.test_client()
    say(client, "black hoodies under 70")
    chip = messages(chat(client))[-1].select_one(".criteria-chip[data-criterion=colour]")
    assert chip is not None
    form = chip.find_parent("form")
    assert form is not None
    values = {str(each["name"]): str(each["value"]) for each in form.select("input")}
    assert client.post(str(form["action"]), data=values).status_code == 303
    *_, question, answer = messages(chat(client))
    assert words(question).startswith("Without “") and str(chip["data-value"]) in words(question).lower()
    left = {str(each["data-criterion"]) for each in answer.select(".criteria-chip")}
    assert left == {"category", "price_max"}


def test_a_button_of_the_greeting_is_answered_without_javascript(client: FlaskClient) -> None:
    form = chat(client).select_one(".suggestions form")
    assert form is not None
    values = {str(each["name"]): str(each["value"]) for each in form.select("input")}
    client.post(str(form["action"]), data=values)
    answer = messages(chat(client))[-1]
    assert answer.select(".product-card")


def test_suggestions_stand_under_the_latest_answer_alone(clothes: Flask) -> None:
    client = clothes.test_client()
    for each in ("hoodies", "jackets"):
        say(client, each)
    assert [bool(each.select(".suggestion-chip")) for each in messages(chat(client))] == [False] * 4 + [True]


def test_a_message_may_come_with_the_address(client: FlaskClient) -> None:
    box = chat(client, "/chat?message=warm+%3Csocks%3E").select_one("#chat-form [name=message]")
    assert box is not None
    assert box.get_text() == "warm <socks>"


REFUSED = {
    "nothing": ({"message": ""}, 400, "invalid"),
    "only spaces": ({"message": " \n\t "}, 400, "invalid"),
    "only what cannot be seen": ({"message": "\x00\x07\x7f"}, 400, "invalid"),
    "too long": ({"message": "x" * 2001}, 413, "too_long"),
    "an unknown action": ({"message": "hello", "action": "refund"}, 400, "invalid"),
    "the removal of nothing": ({"message": "", "action": "remove"}, 400, "invalid"),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("fragment", [False, True])
def test_what_is_not_taken_is_said_and_kept(shop: Flask, client: FlaskClient, case: str, fragment: bool) -> None:
    fields, status, code = REFUSED[case]
    response = say(client, "", fragment=fragment, **fields)
    assert response.status_code == status
    page = parsed(response)
    notice = page.select_one(f".notice[data-code={code}]")
    assert notice is not None and notice.get_text(strip=True)
    assert stored(shop) == []
    if not fragment:
        assert chat_problems(page) == []
        box = page.select_one("#chat-form [name=message]")
        assert box is not None
        assert box.get_text().strip() == fields["message"].strip("\x00\x07\x7f \n\t")


def test_a_message_of_the_greatest_length_is_taken(client: FlaskClient) -> None:
    assert say(client, "x" * 2000).status_code == 303


def test_a_message_during_an_answer_is_kept_in_the_box(shop: Flask, client: FlaskClient) -> None:
    chat(client)
    with client.session_transaction() as session:
        conversation = session["conversation"]
    with shop.app_context():
        store.begin(db.session, conversation, "first", greeting="Hello.", runner="elsewhere")
    response = say(client, "and second?")
    assert response.status_code == 409
    page = parsed(response)
    assert page.select_one(".notice[data-code=busy]")
    box = page.select_one("#chat-form [name=message]")
    assert box is not None and box.get_text() == "and second?"
    assert [words(each) for each in messages(page)][1:] == ["first", ""]


def test_too_many_messages_a_minute_wait(prepare: Callable[..., Flask]) -> None:
    for shop in lent(prepare("sqlite", "garden", MESSAGES_PER_MINUTE=2)):
        client = shop.test_client()
        assert [say(client, "hello").status_code for _ in range(3)] == [303, 303, 429]
        assert len(stored(shop)) == 5
        assert say(shop.test_client(), "hello").status_code == 303


def test_a_message_sent_twice_is_answered_once(shop: Flask, client: FlaskClient) -> None:
    first, second = (say(client, "hello", client_id="the-same").headers["Location"] for _ in range(2))
    assert first == second
    assert len(stored(shop)) == 3


def test_without_the_token_nothing_is_taken(shop: Flask, client: FlaskClient) -> None:
    chat(client)
    assert client.post("/chat", data={"message": "hello"}).status_code == 400
    assert stored(shop) == []


def test_nobody_else_reads_or_writes_a_conversation(shop: Flask) -> None:
    mine, theirs = shop.test_client(), shop.test_client()
    say(mine, "my secret canary")
    owner = stored(shop)[0].conversation_id
    for address in ("/chat", "/chat/panel", f"/chat?conversation={owner}", f"/chat/panel?id={owner}"):
        assert "canary" not in theirs.get(address).text
    theirs.set_cookie("shop", f"eyJjb252ZXJzYXRpb24iOiJ{owner}")
    say(theirs, "hello", conversation=owner, conversation_id=owner)
    say(theirs, "", action="stop", conversation=owner)
    assert [each.text for each in stored(shop) if each.conversation_id == owner and each.role == "shopper"] == [
        "my secret canary"]
    assert len({each.conversation_id for each in stored(shop)}) == 2


def test_conversation_ids_cannot_be_guessed(shop: Flask) -> None:
    found = set()
    for _ in range(20):
        client = shop.test_client()
        client.get("/chat")
        with client.session_transaction() as session:
            found.add(session["conversation"])
    assert len(found) == 20
    assert all(len(each) == 32 and int(each, 16) for each in found)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_shopper_writes_stays_text(clothes: Flask, hostile: str) -> None:
    client = clothes.test_client()
    say(client, hostile)
    for page in (chat(client), chat(client, f"/chat/panel?page={hostile}"),
                 parsed(say(client, hostile + "x" * 2000))):
        assert chat_problems(page) == []
        question = next(each for each in messages(page) if each["data-role"] == "shopper")
        assert words(question) == hostile
        assert not page.select("script:not([src])")
        assert not [each for each in page.select("[hx-get], meta[http-equiv], svg[onload], [hx-trigger]")
                    if each.get("id") != "chat-open"]


def test_what_cannot_be_stored_is_left_out(shop: Flask, client: FlaskClient) -> None:
    response = say(client, "war\x00m \x1bsocks\r\nplease", client_id="a\x00b", page="/products/\x00")
    assert response.status_code == 303
    assert next(each.text for each in stored(shop) if each.role == "shopper") == "warm socks\nplease"


def test_a_dead_runners_turn_is_shown_as_cut(shop: Flask, client: FlaskClient) -> None:
    chat(client)
    with client.session_transaction() as session:
        conversation = session["conversation"]
    with shop.app_context():
        turn = store.begin(db.session, conversation, "warm?", greeting="Hello.", runner="gone").answer_id
        db.session.get_one(Message, turn).lease_until = now()
        db.session.commit()
    answer = messages(chat(client))[-1]
    assert answer["data-state"] == "cut"
    assert answer.select_one(".notice[data-code=cut]")


def test_many_answers_cost_few_looks_at_the_shelves(clothes: Flask) -> None:
    client = clothes.test_client()
    statements: list[str] = []
    with clothes.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    counts = []
    for _ in range(2):
        say(client, "hoodies")
        statements.clear()
        chat(client)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_chat_stands_in_an_app_of_its_own(prepare: Callable[..., Flask], tmp_path: Path) -> None:
    for shop in lent(prepare("sqlite", "garden")):
        app = Flask("elsewhere", instance_path=str(tmp_path), root_path=str(tmp_path))
        app.config.from_mapping(config.flask_config(tmp_path))
        app.config.update(
            SQLALCHEMY_DATABASE_URI=shop.config["SQLALCHEMY_DATABASE_URI"], SECRET_KEY="tests", TESTING=True,
            CHAT_LAYOUT="chat/layout.html")
        db.init_app(app)
        chat_blueprint.init_app(app)
        client = app.test_client()
        page = chat(client)
        for each in page.select("link[rel=stylesheet], script[src]"):
            address = str(each.get("href") or each.get("src"))
            assert address.startswith("/chat/static/")
            with client.get(address) as response:
                assert response.status_code == 200
        stylesheet, = page.select("link[rel=stylesheet]")
        sheets = client.get(str(stylesheet["href"]))
        assert ".chat__form" in sheets.text and ".product-card" in sheets.text and ".site-header" not in sheets.text
        assert "immutable" in sheets.headers["Cache-Control"]
        assert client.get("/chat/static/css/shop-0123456789abcdef.css").status_code == 404
        assert say(client, "spades").status_code == 303
        answer = messages(chat(client))[-1]
        assert answer["data-state"] == "done"
        assert len(answer.select(".product-card")) >= 2
        for picture in answer.select(".product-card img"):
            with client.get(str(picture["src"])) as response:
                assert response.status_code == 200
        with app.app_context():
            assert db.session.scalar(db.select(Conversation)) is not None
            db.session.remove()
            db.engine.dispose()


def test_a_page_that_waits_for_its_answer_is_woken_by_it(
        client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks for itself as well; here so seldom that this would show."""
    for name in ("LOOK_TURN", "LOOK_CONVERSATION"):
        monkeypatch.setattr(reading, name, 50.0)
    began = time.monotonic()
    say(client, "hello")
    assert time.monotonic() - began < 40


def test_a_comparison_is_a_table_that_says_what_it_is(client: FlaskClient) -> None:
    say(client, "gloves")
    say(client, "compare the first and the second")
    article = chat(client).select("article.message[data-role=assistant]")[-1]
    frame = article.select_one(".comparison")
    assert frame is not None and frame["tabindex"] == "0" and frame["role"] == "region"
    table, caption = frame.select_one("table"), frame.select_one(f"#{frame['aria-labelledby']}")
    assert table is not None and caption is not None and "2 products" in caption.text
    heads = [cell.text for cell in table.select("thead th[scope=col]")]
    assert heads == [card["data-name"] for card in article.select(".product-card")]
    rows = table.select("tbody tr")
    assert [len(row.select("td")) for row in rows] == [2] * len(rows)
    assert all(len(row.select("th[scope=row]")) == 1 for row in rows)
    price = next(row for row in rows if row.th is not None and row.th.text == "Price")
    assert len(price.select("strong")) == 1 and "lowest price" in price.text


def test_other_answers_have_no_table(client: FlaskClient) -> None:
    say(client, "gloves")
    assert not chat(client).select("table")
