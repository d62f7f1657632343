"""Words that come in pieces are text in each piece, whatever two pieces make together."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from shop.assistant.events import Said
from shop.conversations.seen import Step
from shop.web.chat import fragments
from tests.conftest import Prepare, lent
from tests.support.payloads import PAYLOADS

ID = "a" * 32
SIGNS = "abc <>&\"'`=/\\{}%;#\n\t–éß語🙂\u202e\u200b\ufeff\u0301"


@pytest.fixture(scope="module")
def app(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "empty"))


def cut(text: str, chance: random.Random) -> list[str]:
    places = sorted(chance.randrange(len(text) + 1) for _ in range(3))
    return [text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True)]


def shown(piece: str) -> str:
    """The text that a frame puts into the bubble, which must be all that it brings."""
    frame = BeautifulSoup(fragments.frame(Step(ID, Said(piece))), "html.parser", preserve_whitespace_tags={"div"})
    root, = [each for each in frame.find_all(True) if each.parent is frame]
    assert root.attrs == {"hx-swap-oob": f"beforeend:#message-{ID} .message-text"}
    assert root.find_all(True) == []
    return root.get_text()


def texts() -> list[str]:
    chance = random.Random(3)
    return [*PAYLOADS, *("".join(chance.choice(SIGNS) for _ in range(chance.randrange(1, 60))) for _ in range(1000))]


def test_pieces_put_together_are_what_was_written(app: Flask) -> None:
    chance = random.Random(5)
    with app.test_request_context():
        wrong = [text for text in texts() if "".join(map(shown, cut(text, chance))) != text]
    assert wrong == []
