"""Which embedder the settings give, and the one that asks a server: its order, its budget, its troubles."""

from __future__ import annotations

import json
import logging
from typing import Any

import numpy as np
import pytest

from shop.assistant.similarity import EmbedderTrouble
from shop.config import ModelSettings, SettingError, flask_config
from shop.language_model import Reservation, embedding
from shop.language_model.embedding import LocalEmbedder, minilm
from shop.language_model.embedding.server import BATCH, ServerEmbedder
from tests.support.fault_server import CUT, Answer, FaultServer, error

KEY = "canary-51c0"


class Purse:
    """Sets aside up to `cap` millionths of a dollar, and remembers what was settled."""

    def __init__(self, cap: int = 10**9) -> None:
        self.cap, self.settled = cap, [0][:0]

    def reserve(self, estimate: int, conversation: str | None) -> Reservation | None:
        return Reservation(estimate) if estimate <= self.cap else None

    def settle(self, reservation: Reservation, actual: int) -> None:
        self.settled.append(actual)


def settings(base_url: str | None, cap_day: int = 5_000_000) -> ModelSettings:
    return ModelSettings(KEY, base_url, "gpt-4o-mini", 2.0, cap_day, 200_000)


def reply(*rows: list[float], tokens: int = 7) -> Answer:
    data = [{"object": "embedding", "index": at, "embedding": row} for at, row in enumerate(rows)]
    body: dict[str, Any] = {"object": "list", "data": data[::-1], "model": "m",
                            "usage": {"prompt_tokens": tokens, "total_tokens": tokens}}
    return Answer([json.dumps(body).encode()], headers={"Content-Type": "application/json"}, whole=True)


def server_embedder(server: FaultServer, purse: Purse | None = None) -> ServerEmbedder:
    found = embedding.connect("text-embedding-3-small", settings(server.base_url), purse or Purse())
    assert isinstance(found, ServerEmbedder)
    return found


def test_vectors_come_in_the_order_of_the_texts_and_of_length_one() -> None:
    with FaultServer(reply([3.0, 4.0], [0.0, 2.0])) as server:
        vectors = server_embedder(server).embed(["a hat", "a scarf"])
    assert np.allclose(vectors, [[0.6, 0.8], [0, 1]])
    asked = server.asked[0]
    assert asked.body["input"] == ["a hat", "a scarf"] and asked.body["model"] == "text-embedding-3-small"
    assert asked.headers["authorization"] == f"Bearer {KEY}"


def test_many_texts_go_in_batches() -> None:
    with FaultServer(reply(*[[1.0, 0.0]] * BATCH), reply([0.0, 1.0])) as server:
        vectors = server_embedder(server).embed(["x"] * BATCH + ["y"])
    assert vectors.shape == (BATCH + 1, 2) and vectors[-1].tolist() == [0, 1]
    assert [len(each.body["input"]) for each in server.asked] == [BATCH, 1]


@pytest.mark.parametrize("answer", [
    error(401, "invalid_api_key", f"Incorrect key {KEY}"), error(500, "server_error"), reply([1.0]),
    reply([1.0], [1.0, 2.0]), Answer([b"<html>"], headers={"Content-Type": "text/html"}, whole=True),
    Answer([CUT], head=False)], ids=["key", "500", "too few", "uneven", "page", "cut"])
def test_whatever_goes_wrong_is_one_kind_of_trouble_and_tells_no_key(answer: Answer) -> None:
    with FaultServer(answer) as server, pytest.raises(EmbedderTrouble) as trouble:
        server_embedder(server).embed(["a hat", "a scarf"])
    assert str(trouble.value) and KEY not in str(trouble.value)


def test_a_server_that_keeps_failing_is_left_alone() -> None:
    with FaultServer(error(401, "invalid_api_key")) as server:
        embedder = server_embedder(server)
        for _ in range(3):
            with pytest.raises(EmbedderTrouble):
                embedder.embed(["a hat"])
        assert len(server.asked) == 1


def test_vectors_cost_what_they_cost_and_none_are_made_past_the_cap() -> None:
    from shop.language_model.desk import Desk

    with FaultServer(reply([1.0, 0.0], tokens=1000)) as server:
        purse = Purse()
        embedder = server_embedder(server, purse)
        paid: Desk = embedder._desk
        paid.price = type(paid.price)(0.02, 0)
        embedder.embed(["a hat"])
        assert purse.settled == [20]
        purse.cap = 0
        with pytest.raises(EmbedderTrouble, match="budget"):
            embedder.embed(["a hat"])
        assert len(server.asked) == 1


def test_off_is_none_and_no_money_is_none() -> None:
    assert embedding.connect("off", settings("http://127.0.0.1:1/v1"), Purse()) is None
    assert embedding.connect("some-model", settings("http://127.0.0.1:1/v1", cap_day=0), Purse()) is None


def test_a_local_model_that_is_not_installed_is_said_plainly(
        monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package_here")
    with caplog.at_level(logging.WARNING):
        assert embedding.connect("local", settings(None), Purse()) is None
    assert "not installed" in caplog.text and "words alone" in caplog.text


def test_a_model_that_cannot_be_loaded_is_tried_once_and_is_mere_trouble(
        tmp_path: Any, caplog: pytest.LogCaptureFixture) -> None:
    embedder = LocalEmbedder(tmp_path / "absent")
    embedder.warm()
    for _ in range(2):
        with pytest.raises(EmbedderTrouble, match="could not be loaded"):
            embedder.embed(["a hat"])
    assert caplog.text.count("the shop goes by words alone") == 1


def test_a_models_name_needs_a_server(tmp_path: Any) -> None:
    with pytest.raises(SettingError, match="EMBEDDINGS is 'some-model'"):
        flask_config(tmp_path, {"EMBEDDINGS": "some-model"})
    server = {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}
    assert flask_config(tmp_path, {"EMBEDDINGS": "some-model", **server})["EMBEDDINGS"] == "some-model"
    assert flask_config(tmp_path, {})["EMBEDDINGS"] == "local"
