"""The owner's switch: with one click the model is silent, in chats that are open too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import Prepare, lent
from tests.support.chatting import COFFEE, parsed, say
from tests.support.forms import fill
from tests.support.people import owner
from tests.support.slow_model import SlowModel, model_at, speaking


@pytest.fixture
def model() -> SlowModel:
    found = SlowModel(hold_after=20)
    found.go_on.set()
    return found


@pytest.fixture
def app(prepare: Prepare, model: SlowModel) -> Iterator[Flask]:
    with speaking(model) as base_url:
        yield from lent(prepare("sqlite", "demo", MODEL=model_at(base_url)))


def test_the_owners_switch_silences_the_model_from_the_next_message_on(app: Flask, model: SlowModel) -> None:
    shopper, keeper = app.test_client(), owner(app)

    def mode() -> str:
        article = parsed(say(shopper, COFFEE, fragment=True)).select_one("article")
        assert article is not None
        return str(article["data-mode"])

    assert mode() == "model"
    asked = model.asked
    assert fill(keeper, "/admin/settings", model_speaks=None).status_code == 303
    assert mode() == "rules" and model.asked == asked
    assert fill(keeper, "/admin/settings", model_speaks="y").status_code == 303
    assert mode() == "model"
