"""Whatever happens in a conversation is on the page of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from flask import Flask, template_rendered
from jinja2 import Template

from shop import config
from shop.assistant.events import Ended, Event, Mode, Offered, Outcome, Said, Stage
from shop.conversations import store
from shop.conversations.live import Board
from shop.conversations.reading import Follower
from shop.conversations.seen import Anew, Arrival, Ending, Notice, Over, Seen, Step
from shop.extensions import db
from shop.models import Message
from shop.web.chat import fragments
from tests.conftest import Prepare, lent

ID, CONVERSATION = "a" * 32, "c" * 32
FRAMES = Path("chat/frames")
# A turn with every kind of event, and what each must bring to the page.
TURN: dict[type[Event], tuple[Event, str]] = {
    Stage: (Stage("Looking through hats"), "Looking through hats"),
    Offered: (Offered(suggestions=("Wider brims",)), "Wider brims"),
    Said: (Said("A piece of it"), "A piece of it"),
    Ended: (Ended(Outcome.STOPPED, Mode.MODEL, "All of it"), 'data-state="stopped" data-mode="model"'),
}


def answer() -> Message:
    return Message(id=ID, conversation_id=CONVERSATION, role="assistant", kind="", state="done", mode="rules",
                   text="The words", offered={}, receipt={})


def seen() -> dict[type[Seen], tuple[Seen, str]]:
    """Each kind of what a reader sees, and what its frame must bring."""
    return {
        Arrival: (Arrival((answer(),)), "The words"), Step: (Step(ID, Said("A piece")), "A piece"),
        Ending: (Ending(answer()), "The words"), Anew: (Anew(CONVERSATION, (answer(),)), "The words"),
        Notice: (Notice("too_long"), 'data-code="too_long"'), Over: (Over(), "#chat-log"),
    }


@pytest.fixture(scope="module")
def shop(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "empty"))


@pytest.fixture
def app(shop: Flask) -> Iterator[Flask]:
    with shop.test_request_context():
        yield shop


@pytest.fixture
def rendered(app: Flask) -> Iterator[list[str]]:
    """The names of the templates that were rendered."""
    names: list[str] = []

    def note(sender: Any, template: Template, **more: Any) -> None:
        names.append(template.name or "")

    with template_rendered.connected_to(note, app):
        yield names


def test_every_event_of_a_turn_comes_to_the_page(app: Flask) -> None:
    assert set(TURN) == set(get_args(Event))
    board = Board()
    begun = store.begin(db.session, CONVERSATION, "hats?", greeting="Hello.", runner="here")
    turn = board.begin(begun.answer_id, CONVERSATION)
    follower = Follower(db.session, board, CONVERSATION)
    follower.start()
    page = ""
    for event, _ in TURN.values():
        if isinstance(event, Ended):
            store.finish(db.session, begun.answer_id, "here", turn.after(0), event)
        turn.add(event)
        page += "".join(fragments.frame(each) for each in follower.look(woken=True))
    assert [kind.__name__ for kind, (_, mark) in TURN.items() if mark not in page] == []


@pytest.mark.parametrize("kind", get_args(Seen))
def test_whatever_a_reader_sees_has_a_template_of_its_name(kind: type[Seen], rendered: list[str]) -> None:
    each, mark = seen()[kind]
    name = type(each.event if isinstance(each, Step) else each).__name__.lower()
    assert mark in fragments.frame(each)
    assert rendered == [f"{FRAMES}/{name}.html"]


@pytest.mark.parametrize("kind", get_args(get_type_hints(Step)["event"]))
def test_every_step_has_a_template_of_its_name(kind: type[Event], rendered: list[str]) -> None:
    event, mark = TURN[kind]
    assert isinstance(event, Stage | Said)
    assert mark in fragments.frame(Step(ID, event))
    assert rendered == [f"{FRAMES}/{kind.__name__.lower()}.html"]


def test_there_is_no_frame_that_nobody_sees() -> None:
    kinds = {*get_args(Seen), *get_args(get_type_hints(Step)["event"])} - {Step}
    templates = {each.stem for each in (config.ROOT / "templates" / FRAMES).iterdir()}
    assert templates == {kind.__name__.lower() for kind in kinds}


def test_an_event_is_a_row_and_comes_back_but_for_the_end() -> None:
    for kind, (event, _) in TURN.items():
        row = store.row_of(event)
        assert row[0] == kind.__name__.lower()
        assert store.event_of(*row) == (None if kind is Ended else event)
