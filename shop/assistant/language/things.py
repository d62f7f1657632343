"""What things are called at large, whatever a shop calls them: sofa, couch, settee.

`<language>/things/names.toml` has, by field of trade, `sets` of names for the same thing, the most usual first, and
`kinds`: "sofa: loveseat, futon", of which the second are some of the first.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class ThingNames:
    """`sets` are names of the same thing; `kinds` are (wider, narrower) names."""

    sets: tuple[tuple[str, ...], ...]
    kinds: tuple[tuple[str, str], ...]


@cache
def thing_names(language: str = "en") -> ThingNames:
    fields = tomllib.loads(files(__package__).joinpath(language, "things", "names.toml").read_text("utf-8"))
    sets = tuple(names(each) for field in fields.values() for each in field.get("sets", ()))
    kinds = (each.split(":", 1) for field in fields.values() for each in field.get("kinds", ()))
    return ThingNames(sets, tuple((wider.strip(), each) for wider, narrower in kinds for each in names(narrower)))


def names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(","))
