"""A linear model is data: the same features give the same scores, and say what spoke for them."""

from __future__ import annotations

import json

import pytest

from shop.assistant.language.linear import LinearModel, around, model, throughout

SMALL = LinearModel.from_json(json.dumps({
    "classes": ["no", "yes"], "bias": [0.5, -0.5], "weights": {"a": [-1, 1], "b": [1, -1], "c": [0, 2]}}))


def test_what_speaks_for_a_class_makes_it_likelier() -> None:
    assert SMALL.probabilities([])["no"] > 0.7
    assert SMALL.probabilities(["a"])["yes"] > 0.7
    assert SMALL.probabilities(["a", "b"]) == SMALL.probabilities(["unknown"])
    assert sum(SMALL.probabilities(["a", "c"]).values()) == pytest.approx(1)


def test_the_strongest_features_are_told() -> None:
    assert SMALL.strongest(["a", "b", "c", "unknown"], "yes") == ("c", "a")


def test_the_edges_of_a_text_are_features_too() -> None:
    assert {"L0:^", "R0:$", "g:b"} <= set(around(["b"], 0, 3, 3))
    assert {"L0:a", "R0:c", "l:a", "r:c", "LR:a|c"} <= set(around(["a", "b", "c"], 1, 3, 3))
    assert list(throughout(["a", "b", "a"])) == ["a", "b", "^ a", "a b", "b a", "a $"]


@pytest.mark.parametrize("name", ["shelf_frames", "talk_frames"])
def test_a_model_names_its_sources_and_is_small(name: str) -> None:
    trained = model("en", name)
    assert len(trained.classes) == len(trained.bias)
    assert all(len(row) == len(trained.classes) for row in trained.weights.values())
    assert len(trained.weights) < 8_000
