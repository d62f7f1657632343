"""The gate over `goods`, for tests: which words come through, and what was cut."""

from __future__ import annotations

from collections.abc import Sequence

from shop.assistant.catalogue import Item
from shop.assistant.fact_gate.gate import Facts, Gate, facts
from shop.assistant.knowledge import Section
from tests.support.goods import LIST, SHOP, euros


def given(items: Sequence[Item] = LIST, sections: Sequence[Section] = (), *, asked: str = "",
          bounds: Sequence[int] = (), rules: str = "") -> Facts:
    texts = [f"{section.title} {section.body}" for section in sections]
    return facts(items, [*texts, rules, SHOP.name], [len(items) + 4, len(items)], asked=asked, prices=bounds)


def through(text: str, known: Facts | None = None, pieces: Sequence[str] = ()) -> tuple[str, list[str]]:
    """What the gate lets through of a text, or of its pieces, and its cuts."""
    gate = Gate(known or given(), euros)
    said = "".join(gate.feed(piece) for piece in pieces or [text])
    return said + gate.finish(), gate.cuts
