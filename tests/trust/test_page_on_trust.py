"""docs/trust.md names tests: each of them is there under that name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CELL = re.compile(r"\|\s*([^|]+?)\s*\|$")
REFERENCE = re.compile(r"(?P<file>[a-z0-9_/]*\btest_[a-z0-9_]+)?(?:::(?P<name>[a-z0-9_]+))?")


def references() -> list[tuple[str, str]]:
    """(file, test or "") of the last cell of every row; "::name" alone goes on with the file before it."""
    found = []
    for line in (ROOT / "docs" / "trust.md").read_text().splitlines():
        cell = CELL.search(line.replace("\\|", "/"))
        if cell is None or set(cell[1]) <= {"-"} or cell[1] == "test":
            continue
        file = ""
        for part in cell[1].split(", "):
            match = REFERENCE.fullmatch(part)
            assert match, part
            file = match["file"] or file
            found.append((file, match["name"] or ""))
    return found


def held_in(file: str) -> set[str]:
    path = ROOT / "tests" / f"{file}.py"
    assert path.is_file(), file
    return {node.name.removeprefix("test_") for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_test_that_is_named_is_there() -> None:
    named = references()
    assert len(named) > 80
    assert [(file, name) for file, name in named if name and name not in held_in(file)] == []
    assert all(held_in(file) for file, _ in named)
