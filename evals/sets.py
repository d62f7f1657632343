"""The public data sets beside the checkout: where they lie, their rows as catalogue rows, their scorers.

Nothing of them is in this repository. Where the folder is absent, `folder` gives None and the figures that need
it are told as not measured.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

VARIABLE = "EVALS_DATA"
BESIDE = Path(__file__).resolve().parents[2] / "shared" / "evals"


def folder(environ: Mapping[str, str]) -> Path | None:
    """The folder that EVALS_DATA names, else `../shared/evals` beside the checkout; None where there is none."""
    found = Path(environ.get(VARIABLE) or BESIDE)
    return found if (found / "tools").is_dir() else None


def scorer(data: Path, name: str) -> ModuleType:
    """A scorer of `tools/`, loaded from where it lies."""
    spec = importlib.util.spec_from_file_location(f"evals_scorer_{name}", data / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def chorus_rows(data: Path) -> Iterator[dict[str, Any]]:
    """Electronics, no shelves of their own; every attribute is a column of its own in the catalogue file."""
    with gzip.open(data / "chorus" / "catalogue.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield {**(row.get("attributes") or {}), "sku": row["id"], "name": row["title"],
                   "brand": row.get("brand") or "", "description": row.get("description") or "",
                   "price": (row.get("price_cents") or 0) / 100}


def fashion_rows(data: Path) -> Iterator[dict[str, Any]]:
    """Clothes without prices: each gets one that depends on its id alone."""
    for row in fashion_catalogue(data):
        yield {"sku": row["id"], "name": row["productDisplayName"], "category": row["articleType"],
               "audience": row["gender"].lower(), "colour": row["baseColour"].lower(), "season": row["season"].lower(),
               "occasion": row["usage"].lower(), "price": 5 + zlib.crc32(row["id"].encode()) % 195,
               "department": row["masterCategory"], "shelf": row["subCategory"], "year": row["year"]}


def fashion_catalogue(data: Path) -> list[dict[str, str]]:
    with open(data / "fashion_styles" / "catalogue_dev.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
