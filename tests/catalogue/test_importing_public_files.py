"""Real exports of other shops, where the folder of public data lies beside the checkout.

They are not ours to keep, so these tests skip without it, in CI too. SHOP_EVALS names another place.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.extensions import db
from shop.models import Product, ProductText, Variant
from tests.conftest import Prepare
from tests.support.import_files import bring_in, revision

EVALS = Path(os.environ.get("SHOP_EVALS") or Path(__file__).parents[3] / "shared" / "evals")

pytestmark = pytest.mark.skipif(not EVALS.is_dir(), reason=f"no public data: {EVALS.name}/ is not beside the checkout")


def shopify(folder: Path) -> tuple[Path, tuple[str, ...]]:
    return EVALS / "catalogues" / "shopify_apparel.csv", ()


def woocommerce(folder: Path) -> tuple[Path, tuple[str, ...]]:
    return EVALS / "catalogues" / "woocommerce_sample_products.csv", ()


def aws(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """The YAML as lines of JSON with its own keys."""
    yaml = pytest.importorskip("yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = yaml.load((EVALS / "catalogues" / "aws_products.yaml").read_text("utf-8"), Loader=loader)
    return lines_of(folder, rows), ("--map", "id=sku", "--map", "current_stock=stock",
                                    "--map", "gender_affinity=audience")


def fashion(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """With a price, which the set does not have."""
    with (EVALS / "fashion_styles" / "catalogue_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = [{**row, "price": "10.00"} for row in csv.DictReader(file)]
    target = folder / "fashion.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    names = {"id": "sku", "productDisplayName": "name", "articleType": "category", "baseColour": "colour",
             "gender": "audience", "usage": "occasion"}
    return target, tuple(word for theirs, ours in names.items() for word in ("--map", f"{theirs}={ours}"))


def chorus(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """With decimal prices instead of cents."""
    with gzip.open(EVALS / "chorus" / "catalogue.jsonl.gz", "rt", encoding="utf-8") as file:
        return lines_of(folder, (priced(json.loads(line)) for line in file)), ("--map", "id=sku", "--map", "title=name")


def priced(row: dict[str, Any]) -> dict[str, Any]:
    cents = row.pop("price_cents")
    return {**row, "price": f"{cents // 100}.{cents % 100:02}"}


def lines_of(folder: Path, rows: Any) -> Path:
    target = folder / "rows.jsonl"
    with target.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return target


SETS = [(shopify, 20, 22), (woocommerce, 14, 21), (aws, 2_465, 2_465), (fashion, 9_863, 9_863),
        (chorus, 19_406, 19_406)]


@pytest.fixture
def fresh(prepare: Prepare) -> Iterator[Flask]:
    app = prepare("sqlite")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(("made", "products", "variants"), SETS, ids=[each[0].__name__ for each in SETS])
def test_it_comes_in_whole_and_the_second_time_changes_nothing(
        fresh: Flask, tmp_path: Path, made: Callable[[Path], tuple[Path, tuple[str, ...]]], products: int,
        variants: int) -> None:
    file, words = made(tmp_path)
    result = bring_in(fresh, file, *words)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(f"{products} added, 0 changed, 0 unchanged products;")
    with fresh.app_context():
        assert [db.session.scalar(select(func.count()).select_from(table)) for table in (
            Product, Variant, ProductText)] == [products, variants, products]
    number = revision(fresh)
    result = bring_in(fresh, file, *words)
    assert result.stdout.startswith(f"0 added, 0 changed, {products} unchanged products;")
    assert revision(fresh) == number
