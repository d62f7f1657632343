"""Commands that read lines answer each as it comes and keep nothing of those before it."""

from __future__ import annotations

import gc
import json
import sys
import tracemalloc
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from shop.commands.assistant import ask, search

COMMANDS = [
    (search, lambda at: {"query": f"blue shirts under {20 + at % 80}"}),
    (ask, lambda at: {"messages": [f"blue shirts under {20 + at % 80}", "cheaper"]}),
]
# What two hundred lines may leave behind, in bytes: less than the texts of their answers.
ROOM = 50_000


@pytest.mark.parametrize(("command", "line"), COMMANDS, ids=["search", "ask"])
def test_a_line_is_answered_before_the_next_is_read(
    command: Any, line: Any, shop_app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    def lines() -> Iterator[bytes]:
        for at in range(5):
            yield json.dumps({"id": at, **line(at)}).encode()
            assert {json.loads(told)["id"] for told in capsys.readouterr().out.splitlines()} == {at}

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=lines()))
    with shop_app.app_context():
        command.main(["--jsonl"], standalone_mode=False)


@pytest.mark.parametrize(("command", "line"), COMMANDS, ids=["search", "ask"])
def test_many_lines_need_no_more_memory_than_few(
    command: Any, line: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], prepare: Any,
) -> None:
    kept: list[int] = []

    def lines() -> Iterator[bytes]:
        for at in range(300):
            yield json.dumps({"id": at, **line(at)}).encode()
            capsys.readouterr()
            if at in (99, 299):
                gc.collect()
                kept.append(tracemalloc.get_traced_memory()[0])

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=lines()))
    app: Flask = prepare("sqlite", "demo")
    tracemalloc.start()
    try:
        with app.app_context():
            command.main(["--jsonl"], standalone_mode=False)
    finally:
        tracemalloc.stop()
    assert kept[1] - kept[0] < ROOM, kept
