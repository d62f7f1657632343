"""flask shop check-model, as an owner sees it."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from shop.config import ModelSettings
from shop.extensions import db
from shop.models import SpendDay
from shop.models.types import now
from tests.conftest import Prepare
from tests.support.fault_server import Answer, FaultServer, error, page, words

KEY = "canary-51c0"
HELLO, RED = Answer(words("Hello", " there")), Answer(words('{"colour": "red"}'))


def settings(base_url: str | None, key: str = KEY, cap_day: int = 5_000_000) -> ModelSettings:
    return ModelSettings(key, base_url, "gpt-4o-mini", 2.0, cap_day, 200_000)


@pytest.fixture
def app(prepare: Prepare) -> Flask:
    return prepare("sqlite")


def run(app: Flask, model: ModelSettings, *words: str) -> tuple[int, str, str]:
    app.config["MODEL"] = model
    result = app.test_cli_runner().invoke(args=["shop", "check-model", *words])
    assert KEY not in result.output
    return result.exit_code, result.stdout, result.stderr


def test_a_model_that_answers_is_measured(app: Flask) -> None:
    with FaultServer(HELLO, RED) as server:
        code, out, err = run(app, settings(server.base_url))
    assert (code, err) == (0, "")
    lines = dict(line.split(": ", 1) for line in out.splitlines())
    assert lines["Model"] == f"gpt-4o-mini at {server.base_url}"
    assert lines["Tokens"] == "24 in, 10 out"
    assert lines["JSON"] == "understood"
    assert {"First word", "Cost"} <= set(lines)


def test_the_same_as_json(app: Flask) -> None:
    with FaultServer(HELLO, RED) as server:
        code, out, _ = run(app, settings(server.base_url), "--json")
    checked = json.loads(out)
    assert (code, checked["tokens_in"], checked["tokens_out"], checked["json"]) == (0, 24, 10, True)
    assert 0 < checked["ms_first"] < 2000


def test_a_model_that_cannot_write_json_is_still_good_for_words(app: Flask) -> None:
    with FaultServer(HELLO, HELLO) as server:
        code, out, _ = run(app, settings(server.base_url))
    assert code == 0
    assert "JSON: not understood" in out


def test_a_spent_day_is_said(app: Flask) -> None:
    with app.app_context():
        db.session.add(SpendDay(day=now().strftime("%Y-%m-%d"), spent=5_000_000))
        db.session.commit()
    # Nobody answers at this address; it is not asked either.
    code, _, err = run(app, settings("https://models.invalid/v1"))
    assert code == 1
    assert "SPEND_CAP_DAY" in err


@pytest.mark.parametrize(("answer", "says"), [
    (error(401, "invalid_api_key", f"wrong key {KEY}"), "OPENAI_API_KEY"),
    (error(429, "insufficient_quota"), "credit"),
    (error(404, "model_not_found"), "OPENAI_MODEL"),
    (page(200), "OPENAI_BASE_URL"),
    (error(429, "rate_limit_exceeded", Retry_After="60"), "Try again"),
], ids=["key", "money", "model", "address", "limit"])
def test_a_model_that_fails_names_the_remedy(app: Flask, answer: Answer, says: str) -> None:
    with FaultServer(answer) as server:
        code, out, err = run(app, settings(server.base_url))
    assert (code, out) == (1, "")
    assert says in err


@pytest.mark.parametrize(("model", "says"), [
    (settings(None, key=""), "the assistant answers by its rules"),
    (settings(None, cap_day=0), "SPEND_CAP_DAY is 0"),
])
def test_without_a_model_it_says_that_the_rules_answer(app: Flask, model: ModelSettings, says: str) -> None:
    code, out, err = run(app, model)
    assert (code, out) == (1, "")
    assert says in err


def test_wrong_usage_is_told_apart(app: Flask) -> None:
    assert run(app, settings(None), "--loud")[0] == 2
