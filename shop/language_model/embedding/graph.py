"""A computation as an ONNX model: nodes in, the bytes that onnxruntime reads out.

Only what a sentence model needs of the format (onnx.proto3, the numbers below are its fields); the onnx package itself
would be another 20 MB for these few messages.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Value = int | float | Sequence[int]
VARINT, BYTES, FIXED = 0, 2, 5
DATA_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int64": 7}
IR_VERSION, OPSET = 10, 20


def number(value: int) -> bytes:
    """A varint; what is below zero takes ten bytes, in two's complement."""
    value &= (1 << 64) - 1
    pieces = bytearray()
    while value > 0x7F:
        pieces.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*pieces, value))


def field(tag: int, value: int | float | str | bytes) -> bytes:
    if isinstance(value, int):
        return number(tag << 3 | VARINT) + number(value)
    if isinstance(value, float):
        return number(tag << 3 | FIXED) + struct.pack("<f", value)
    content = value.encode() if isinstance(value, str) else value
    return number(tag << 3 | BYTES) + number(len(content)) + content


def fields(tag: int, values: Iterable[int | str | bytes]) -> bytes:
    return b"".join(field(tag, value) for value in values)


def tensor(name: str, array: Array) -> bytes:
    return (fields(1, array.shape) + field(2, DATA_TYPES[array.dtype.name]) + field(8, name)
            + field(9, np.ascontiguousarray(array).tobytes()))


def attribute(name: str, value: Value) -> bytes:
    if isinstance(value, float):
        return field(1, name) + field(2, value) + field(20, 1)
    if isinstance(value, int):
        return field(1, name) + field(3, value) + field(20, 2)
    return field(1, name) + fields(8, value) + field(20, 7)


def value_info(name: str, shape: Sequence[int | str]) -> bytes:
    """A value of floats; a size that is not known beforehand goes by a name."""
    sizes = b"".join(field(1, field(1, size) if isinstance(size, int) else field(2, size)) for size in shape)
    return field(1, name) + field(2, field(1, field(1, DATA_TYPES["float32"]) + field(2, sizes)))


class Graph:
    """Nodes in the order in which they are computed; each name stands for one array."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []

    def constant(self, array: Array) -> str:
        name = f"constant_{len(self._constants)}"
        self._constants.append(tensor(name, array))
        return name

    def node(self, operator: str, *inputs: str, outputs: int = 1, **attributes: Value) -> Any:
        """The name of its one output, or a list of several."""
        names = [f"{operator}_{len(self._nodes)}_{at}" for at in range(outputs)]
        self._nodes.append(fields(1, inputs) + fields(2, names) + field(4, operator)
                           + fields(5, (attribute(*each) for each in attributes.items())))
        return names[0] if outputs == 1 else names

    def model(self, inputs: Mapping[str, Sequence[int | str]], output: str, shape: Sequence[int | str]) -> bytes:
        graph = (fields(1, self._nodes) + field(2, "sentence") + fields(5, self._constants)
                 + fields(11, (value_info(*each) for each in inputs.items())) + field(12, value_info(output, shape)))
        return field(1, IR_VERSION) + field(7, graph) + field(8, field(1, "") + field(2, OPSET))
