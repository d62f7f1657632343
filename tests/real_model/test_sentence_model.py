"""The local sentence model itself: that what it computes is what its weights say, and that it tells matters apart."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from shop.language_model.embedding import minilm
from tests.conftest import needs

pytestmark = pytest.mark.real_model
TEXTS = ["a warm coat for winter", "Winter jacket, lined with down", "garden spade with an ash handle", "¿?", "",
         "word " * 300]


@pytest.fixture(scope="module")
def model() -> Iterator[minilm.SentenceModel]:
    home = minilm.folder()
    needs(home, "the local sentence model")
    assert home is not None
    yield minilm.SentenceModel(home)


def reference(model: minilm.SentenceModel, text: str) -> np.ndarray:
    """The same in plain numbers of 32 bits, step by step as the paper on BERT has it; tanh stands for erf."""
    weights = minilm.read_weights(minilm.folder() / "model.safetensors")

    def linear(values, name):
        return values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def normed(values, name):
        spread = np.sqrt(values.var(-1, keepdims=True) + minilm.EPSILON)
        return (values - values.mean(-1, keepdims=True)) / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def heads(values):
        return values.reshape(len(values), minilm.HEADS, -1).transpose(1, 0, 2)

    tokens = model._tokenizer.encode(text).ids
    hidden = normed(sum((weights["embeddings.word_embeddings.weight"][tokens],
                         weights["embeddings.position_embeddings.weight"][:len(tokens)],
                         weights["embeddings.token_type_embeddings.weight"][0])), "embeddings.LayerNorm")
    for layer in range(minilm.LAYERS):
        name = f"encoder.layer.{layer}"
        query, key, value = (heads(linear(hidden, f"{name}.attention.self.{each}"))
                             for each in ("query", "key", "value"))
        met = np.exp(query @ key.transpose(0, 2, 1) / np.sqrt(query.shape[-1]))
        said = (met / met.sum(-1, keepdims=True) @ value).transpose(1, 0, 2).reshape(len(tokens), -1)
        hidden = normed(hidden + linear(said, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")
        wide = linear(hidden, f"{name}.intermediate.dense")
        wide = wide * 0.5 * (1 + np.tanh(np.sqrt(2 / np.pi) * (wide + 0.044715 * wide ** 3)))
        hidden = normed(hidden + linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    mean = hidden.mean(0)
    return mean / np.linalg.norm(mean)


@pytest.mark.parametrize("text", TEXTS)
def test_its_vectors_in_eight_bits_are_nearly_those_of_its_weights(model: minilm.SentenceModel, text: str) -> None:
    vector = model.embed([text])[0]
    assert vector.shape == (minilm.WIDTH,) and vector @ vector == pytest.approx(1, abs=1e-5)
    assert vector @ reference(model, text) > 0.97


def test_what_means_nearly_the_same_is_nearer_than_what_shares_a_word(model: minilm.SentenceModel) -> None:
    coat, jacket, spade, coat_of_paint = model.embed([*TEXTS[:3], "a coat of paint for the fence"])
    assert coat @ jacket > 0.5 > coat @ coat_of_paint > coat @ spade


def test_a_text_has_the_same_vector_alone_and_among_others(model: minilm.SentenceModel) -> None:
    together = model.embed(TEXTS * 10)
    for at, text in enumerate(TEXTS):
        assert together[at] @ model.embed([text])[0] > 0.98
        assert np.allclose(together[at], together[at + len(TEXTS)], atol=0.05)


def test_no_texts_give_no_vectors(model: minilm.SentenceModel) -> None:
    assert model.embed([]).shape == (0, minilm.WIDTH)


def test_many_threads_may_ask_at_once(model: minilm.SentenceModel) -> None:
    with ThreadPoolExecutor(8) as threads:
        rows = list(threads.map(lambda text: model.embed([text])[0], TEXTS * 5))
    assert all(np.array_equal(rows[at], rows[at + len(TEXTS)]) for at in range(len(TEXTS)))
