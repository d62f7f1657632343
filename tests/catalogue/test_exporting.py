"""What goes out comes back in: the same shelves, and the same bytes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from shop.catalogue.importing.rows import COLUMNS
from shop.extensions import db
from shop.models import Category, Product, Variant
from shop.models.types import now
from tests.conftest import Prepare
from tests.support.import_files import bring_in, shelves


def sent_out(app: Flask, file: Path) -> bytes:
    result = app.test_cli_runner().invoke(args=["shop", "export", str(file)])
    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    return file.read_bytes()


def awkward(app: Flask) -> None:
    """Everything that a file could lose: signs, entities, lists, names of our own columns."""
    with app.app_context():
        shelf = Category(slug="cut-sew", name="Cut/sew > more & less", position=90)
        db.session.add(Product(
            slug="awkward", name="=HYPERLINK(1) <b>&amp;", description="-one\n<p>two</p>\n  a < b, AT&T  ", price=5,
            category=shelf, brand="+Plus", audience="'@home", sleeve="long", fit="slim", rating=4.25, rating_count=3,
            materials=["wool, felted", "@jute"], attributes={
                "price": "low", "attribute:x": "1", "=sum": "+2", "quote": 'say "hi"; now', "Näht": "ja\nnein"},
            image="img/a.svg", variants=[
                Variant(sku="-SKU 1", colour="black/white", size="=M", stock=0, position=0, image="img/b.svg"),
                Variant(sku="SKU2", colour="", size="41 2/3", stock=7, position=1)]))
        db.session.add(Product(
            slug="gone", name="Gone", price=1, category=shelf, archived_at=now(),
            variants=[Variant(sku="GONE", stock=1)]))
        db.session.commit()


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
@pytest.mark.parametrize("shop", ["demo", "garden"])
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_out_and_into_an_empty_shop_and_out_again_gives_the_same_bytes(
        prepare: Prepare, tmp_path: Path, database: str, shop: str, ending: str) -> None:
    ours, theirs = prepare(database, shop), prepare(database)
    awkward(ours)
    first = sent_out(ours, tmp_path / f"first.{ending}")
    result = bring_in(theirs, tmp_path / f"first.{ending}")
    assert result.exit_code == 0, result.stderr
    assert sent_out(theirs, tmp_path / f"second.{ending}") == first
    assert "gone" not in shelves(theirs)
    for app in (ours, theirs):
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def test_an_export_brought_back_into_its_own_shop_changes_nothing(either_shop: Flask, tmp_path: Path) -> None:
    before = shelves(either_shop)
    sent_out(either_shop, tmp_path / "all.csv")
    assert bring_in(either_shop, tmp_path / "all.csv").stdout.startswith(f"0 added, 0 changed, {len(before)} unchanged")
    assert shelves(either_shop) == before


def test_the_columns_are_those_of_the_catalogue_file_and_no_cell_is_a_formula(shop_app: Flask, tmp_path: Path) -> None:
    awkward(shop_app)
    rows = list(csv.reader(io.StringIO(sent_out(shop_app, tmp_path / "all.csv").decode())))
    assert tuple(rows[0][:len(COLUMNS)]) == COLUMNS
    assert {"attribute:price", "attribute:attribute:x", "'=sum"} <= set(rows[0])
    with shop_app.app_context():
        variants = len(db.session.scalars(select(Variant.id).join(Product).where(Product.archived_at.is_(None))).all())
    assert len(rows) == variants + 1
    assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@")] == []


def test_lines_of_json_have_a_variant_each(shop_app: Flask, tmp_path: Path) -> None:
    awkward(shop_app)
    lines = [json.loads(line) for line in sent_out(shop_app, tmp_path / "all.jsonl").decode().splitlines()]
    odd = [line for line in lines if line["product"] == "awkward"]
    assert [(line["sku"], line["price"], line["stock"], line["image"]) for line in odd] == [
        ("-SKU 1", "0.05", 0, "img/b.svg"), ("SKU2", "0.05", 7, "img/a.svg")]


def test_standard_output_is_csv_and_other_endings_are_wrong_usage(shop_app: Flask, tmp_path: Path) -> None:
    runner = shop_app.test_cli_runner()
    assert runner.invoke(args=["shop", "export", "-"]).stdout.encode() == sent_out(shop_app, tmp_path / "all.csv")
    assert runner.invoke(args=["shop", "export", str(tmp_path / "all.xlsx")]).exit_code == 2
    assert runner.invoke(args=["shop", "export", str(tmp_path / "nowhere" / "all.csv")]).exit_code == 1
