"""The one rule: the web may import everything below it; the assistant imports only itself and pure libraries."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "shop").rglob("*.py"))
# From the ground up: a room imports from those before it in its list and never from one after it.
HOUSE = ("money", "config", "assistant", "extensions", "models", "language_model", "selling", "catalogue",
         "conversations", "upkeep", "people", "data", "self_check", "services", "web", "commands")
ASSISTANT = ("language", "intents", "criteria", "events", "model", "open_questions", "avoidance", "dialogue",
             "vocabulary", "knowledge", "catalogue", "similarity", "understanding", "fact_gate", "recommending",
             "counter", "working", "memory", "answering", "phrasing", "turn")
# Well kept, and without I/O of their own.
PURE_LIBRARIES = ("babel", "numpy", "rapidfuzz")
IMPURE = ("asyncio", "http", "io", "logging", "multiprocessing", "os", "pathlib", "random", "shutil", "signal",
            "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "urllib")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


NAMES = {name_of(path) for path in MODULES}


def imports(path: Path) -> set[str]:
    """The modules and names that a file imports, at the top or inside a function."""
    imported: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            imported |= {node.module or ""} | {f"{node.module}.{each.name}" for each in node.names}
    return imported


def own_modules(path: Path) -> set[str]:
    """Those of the shop's modules that a file imports; `from shop.web import page` imports the page, not the web."""
    imported = imports(path) & NAMES
    packages = {each for each in imported if any(other.startswith(f"{each}.") for other in imported)}
    return imported - packages - {name_of(path)}


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def ups(package: str, rooms: tuple[str, ...]) -> Iterator[str]:
    """Each import that runs up from one of a package's rooms to another."""
    floor = {f"{package}.{room}": number for number, room in enumerate(rooms)}

    def room_of(name: str) -> str | None:
        return next((room for room in floor if within(name, room)), None)

    for path in MODULES:
        home = room_of(name_of(path))
        for name in own_modules(path):
            there = room_of(name)
            if home and there and floor[there] > floor[home]:
                yield f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_one_rule(path: Path) -> None:
    name, used = name_of(path), imports(path)
    if within(name, "shop.assistant"):
        assert {each for each in used
                if not within(each, "shop.assistant", *PURE_LIBRARIES, *sys.stdlib_module_names)} == set()
        assert {each for each in used if within(each, *IMPURE)} == set()
    if not within(name, "shop.language_model"):
        assert {each for each in used if within(each, "openai")} == set()
    if within(name, "shop.web.chat"):
        assert {each for each in used if within(each, "shop.web.storefront")} == set()
    if name != "shop.config":
        assert {each for each in used if within(each, "os.environ", "os.getenv", "dotenv")} == set()


@pytest.mark.parametrize(("package", "rooms"), [("shop", HOUSE), ("shop.assistant", ASSISTANT)])
def test_no_import_runs_up(package: str, rooms: tuple[str, ...]) -> None:
    assert list(ups(package, rooms)) == []


@pytest.mark.parametrize(("package", "rooms"), [("shop", HOUSE), ("shop.assistant", ASSISTANT)])
def test_every_room_has_its_floor(package: str, rooms: tuple[str, ...]) -> None:
    depth = package.count(".") + 1
    there = {name.split(".")[depth] for name in NAMES if within(name, package) and name != package}
    assert there == set(rooms)


def test_no_imports_go_in_a_circle() -> None:
    order = TopologicalSorter({name_of(path): own_modules(path) for path in MODULES})
    assert set(order.static_order()) == NAMES


def test_every_package_says_what_goes_in_and_comes_out() -> None:
    packages = [path for path in MODULES if path.name == "__init__.py" and path.parent != ROOT / "shop"]
    assert [name_of(path) for path in packages if not ast.get_docstring(ast.parse(path.read_text()))] == []


def test_the_model_is_reached_at_one_place() -> None:
    assert {
        name_of(path).rsplit(".", 1)[0] for path in MODULES if any(within(each, "openai") for each in imports(path))
    } == {"shop.language_model"}
