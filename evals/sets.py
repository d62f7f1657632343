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
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from shop.catalogue.importing.options import is_colour, placed

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


def retail_rows(data: Path, every: int = 5) -> Iterator[dict[str, Any]]:
    """Food, furniture, tools and much else: every fifth product of the AWS retail demo, on the shelf of its style."""
    with open(data / "catalogues" / "aws_products.yaml", encoding="utf-8") as file:
        products = yaml.load(file, yaml.CSafeLoader)
    for row in products[::every]:
        yield {"sku": row["id"], "name": row["name"], "category": row["style"].capitalize(),
               "department": row["category"], "description": row["description"], "price": row["price"],
               "stock": row["current_stock"]}


def choices_rows(data: Path) -> Iterator[dict[str, Any]]:
    """Fifty things of τ²-bench's retail with choices other than a size: of each its colour, and the option that has
    most values, as the importer tells variants apart. Prices are the lowest of the variants'."""
    with gzip.open(data / "catalogues" / "tau2_retail_db.json.gz", "rt", encoding="utf-8") as file:
        products = json.load(file)["products"]
    for product in products.values():
        variants = product["variants"].values()
        values = {name: {each["options"][name] for each in variants} for name in next(iter(variants))["options"]}
        other = max((name for name in values if not is_colour(name)), key=lambda name: len(values[name]))
        own: dict[tuple[str, ...], dict[str, Any]] = {}
        for variant in variants:
            options = placed((name, value) for name, value in variant["options"].items()
                             if is_colour(name) or name == other)
            row = own.setdefault(tuple(options.values()), {
                "product": product["product_id"], "sku": variant["item_id"], "name": product["name"],
                "category": product["name"], "price": min(each["price"] for each in variants), "stock": 0, **options})
            row["stock"] += 10 if variant["available"] else 0
        yield from own.values()


def electronics_rows(data: Path, every: int = 10) -> Iterator[dict[str, Any]]:
    """Every tenth of the electronics that search is measured on."""
    return islice(chorus_rows(data), 0, None, every)
