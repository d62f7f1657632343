"""Many shoppers at once: what one says is in nobody else's page, and in no prompt but that shopper's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask

from tests.conftest import Prepare, lent
from tests.support.chatting import parsed, token
from tests.support.scripted_model import ScriptedModel

SHOPPERS, TURNS = 24, 6
CANARY = re.compile(r"kqz\d{3}w")


class Talkative(ScriptedModel):
    def warm(self) -> None:
        pass


@pytest.fixture
def app(prepare: Prepare) -> Iterator[Flask]:
    yield from lent(prepare("sqlite", "demo"))


def test_no_word_of_one_shopper_reaches_another(app: Flask) -> None:
    model = Talkative(["It is soft and warm. "])
    app.extensions["shoptalk"] = replace(app.extensions["shoptalk"], model=model)

    def shop(number: int) -> tuple[str, set[str]]:
        """One shopper's conversation: the canary, and all canaries that came back."""
        canary, client, seen = f"kqz{number:03}w", app.test_client(), ""
        csrf = token(client)
        for turn in range(TURNS):
            asked = f"a warm hoodie, my friend calls it {canary}", f"something like {canary} for rain", "cheaper"
            seen += client.post("/chat", data={"csrf_token": csrf, "message": asked[turn % 3]}, headers={
                "HX-Request": "true"}).text
        page = parsed(client.get("/chat"))
        assert len(page.select("article[data-role=assistant][data-reply-to]")) == TURNS
        return canary, set(CANARY.findall(seen + page.get_text()))

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(shop, range(SHOPPERS)))
    assert [(own, seen) for own, seen in found if seen != {own}] == []
    prompts = [set(CANARY.findall(str(each))) for each in [*model.asked, *model.extractions]]
    assert [each for each in prompts if len(each) > 1] == []
    assert len(set().union(*prompts)) == SHOPPERS
