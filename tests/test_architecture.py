"""The one rule: the web may import everything below it; the assistant imports only itself."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "shop").rglob("*.py"))
# What puts the parts together may know all of them.
ABOVE = ("shop.web", "shop.commands", "shop.commands_model", "shop.commands_people", "shop")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    """The modules that a file imports, at the top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            found |= {node.module or ""} | {f"{node.module}.{each.name}" for each in node.names}
    return found


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_one_rule(path: Path) -> None:
    name, used = name_of(path), imports(path)
    if within(name, "shop.assistant"):
        assert {each for each in used if not within(each, "shop.assistant", *sys.stdlib_module_names)} == set()
    if not within(name, "shop.web", "shop.commands") and name not in ABOVE:
        assert {each for each in used if within(each, "shop.web")} == set()
    if not within(name, "shop.language_model"):
        assert {each for each in used if within(each, "openai")} == set()
    if within(name, "shop.web.chat"):
        assert {each for each in used if within(each, "shop.web.storefront")} == set()
    if name != "shop.config":
        assert {each for each in used if within(each, "os.environ", "os.getenv", "dotenv")} == set()


def test_the_model_is_reached_at_one_place() -> None:
    assert {
        name_of(path).rsplit(".", 1)[0] for path in MODULES if any(within(each, "openai") for each in imports(path))
    } == {"shop.language_model"}
