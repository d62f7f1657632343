"""Bringing a catalogue file in: the good rows whole, the bad ones named, nothing twice."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from shop.assistant.criteria import Criteria
from shop.catalogue.importing.writing import BATCH_PRODUCTS
from shop.catalogue.shelves import Shelves
from shop.extensions import db
from shop.models import Category, Facet, Product, ProductText
from tests.conftest import Prepare
from tests.support.import_files import FILES, bring_in, revision, shelves, written

HEAD = "sku,product,name,price,colour,size,stock\n"


def test_it_works(app: Flask) -> None:
    result = bring_in(app, FILES / "catalogue.csv")
    assert (result.exit_code, result.stdout) == (
        0, "3 added, 0 changed, 0 unchanged products; 4 rows read, 0 refused\n"), result.stderr
    found = shelves(app)
    assert list(found) == ["hand-trowel", "cord-50", "glass-cloche"]
    assert found["hand-trowel"] == {
        "name": "Hand Trowel", "price": 1450, "category": "Hand tools", "brand": "Thornleigh", "audience": "",
        "description": "Digs & plants in pots and beds.\nThe tip is ground sharp.", "image": "img/trowel.svg",
        "materials": ["carbon steel", "oak", "ash"], "seasons": ["spring", "autumn"], "rating": 4.5,
        "attributes": {"blade length": "12 cm", "handle": "oiled"},
        "variants": {"TROWEL-OAK": ("oak", "", 4, ""),
                     "TROWEL-ASH": ("ash", "", 0, "https://pictures.example/ash.jpg")},
    }
    assert [(each["price"], each["category"]) for each in found.values()] == [
        (1450, "Hand tools"), (600, "Other"), (123400, "Cloches")]


def test_what_came_in_is_found_by_name_attribute_and_facet(app: Flask) -> None:
    bring_in(app, FILES / "catalogue.csv")
    with app.app_context():
        catalogue = Shelves(db.session)
        for criteria in (Criteria(words=("trowel",)), Criteria(words=("oiled",)), Criteria(material=("ash",)),
                         Criteria(colour=("oak",))):
            found = catalogue.candidates(criteria)
            assert [row.category for row in found.rows] == ["hand-tools"], criteria
        assert catalogue.vocabulary().label("material", "carbon steel") == "carbon steel"


def test_a_fit_comes_in_as_a_column_and_is_a_criterion(app: Flask, tmp_path: Path) -> None:
    bring_in(app, written(tmp_path, "sku,name,price,fit\nA,Work Trousers,60,Slim Fit\nB,Apron,20,\n"))
    with app.app_context():
        catalogue = Shelves(db.session)
        assert [row.price for row in catalogue.candidates(Criteria(fit="slim")).rows] == [6000]
        assert [item.attributes for item in catalogue.items([1, 2])] == [{}, {}]


def test_a_second_import_changes_nothing_and_wakes_nobody(app: Flask) -> None:
    bring_in(app, FILES / "catalogue.csv")
    before, number = shelves(app), revision(app)
    result = bring_in(app, FILES / "catalogue.csv")
    assert result.stdout == "0 added, 0 changed, 3 unchanged products; 4 rows read, 0 refused\n"
    assert (shelves(app), revision(app)) == (before, number)


def test_a_changed_row_changes_its_product_alone_and_the_index_follows(app: Flask, tmp_path: Path) -> None:
    bring_in(app, FILES / "catalogue.csv")
    number = revision(app)
    text = (FILES / "catalogue.csv").read_text("utf-8").replace("Tarred hemp", "Waxed flax")
    result = bring_in(app, written(tmp_path, text))
    assert result.stdout.startswith("0 added, 1 changed, 2 unchanged")
    assert revision(app) == number + 1
    with app.app_context():
        catalogue = Shelves(db.session)
        assert catalogue.matched(Criteria(words=("flax",))) == 1
        assert catalogue.matched(Criteria(words=("tarred",))) == 0


def test_a_dry_run_says_the_same_and_writes_nothing(app: Flask) -> None:
    result = bring_in(app, FILES / "catalogue.csv", "--dry-run")
    assert result.stdout.startswith("3 added")
    assert "nothing was written" in result.stderr
    with app.app_context():
        counts = [db.session.scalar(select(func.count()).select_from(table))
                  for table in (Product, Category, Facet, ProductText)]
    assert (counts, revision(app)) == ([0, 0, 0, 0], 0)


BAD_ROWS = [
    ("A,,Axe,abc,,,1", 'price "abc" is not an amount; write 12.50'),
    ("A,,Axe,-3,,,1", 'price "-3" is below zero'),
    ("A,,Axe,,,,1", "price is missing"),
    ("A,,,3,,,1", "name is missing"),
    (",,Axe,3,,,1", "sku is missing"),
    ("A,,Axe,3,,,many", 'stock "many" is not a whole number from 0 to 1000000'),
    ("A,,Axe,3,,,1,more", "has 8 cells where the header has 7"),
    ("GOOD,,Axe,3,,,1", 'sku "GOOD" stands in line 2 already'),
    (f"{'A' * 81},,Axe,3,,,1", f'sku "{"A" * 30}…" has 81 characters; at most 80 can be kept'),
    ("A,good,Axe,3,,,1", 'its product has this colour and size already, as sku "GOOD"'),
]


@pytest.mark.parametrize(("row", "reason"), BAD_ROWS, ids=[reason[:30] for _, reason in BAD_ROWS])
def test_a_bad_row_is_named_and_the_good_ones_go_in(app: Flask, tmp_path: Path, row: str, reason: str) -> None:
    file = written(tmp_path, f"{HEAD}GOOD,good,Good Rake,5,,,1\n{row}\nLAST,,Last Hoe,6,,,1\n")
    result = bring_in(app, file)
    assert result.exit_code == 1
    assert f"line 3: {reason}" in result.stderr.splitlines()
    assert result.stdout == "2 added, 0 changed, 0 unchanged products; 3 rows read, 1 refused\n"
    assert list(shelves(app)) == ["good", "last"]


def test_a_sku_of_another_product_is_refused(app: Flask, tmp_path: Path) -> None:
    bring_in(app, written(tmp_path, f"{HEAD}A-1,alder,Alder Stool,5,,,1\n"))
    result = bring_in(app, written(tmp_path, f"{HEAD}A-1,birch,Birch Stool,7,,,1\nB-1,birch,Birch Stool,7,,,1\n"))
    assert 'line 2: sku "A-1" belongs to another product, alder' in result.stderr
    found = shelves(app)
    assert (found["alder"]["name"], list(found["birch"]["variants"])) == ("Alder Stool", ["B-1"])


@pytest.mark.parametrize(("text", "reason"), [
    ("", "is empty"),
    ("name,price\nAxe,3\n", 'has no column "sku"'),
    ("sku,title,price\nA,Axe,3\n", "--map THEIRS=name"),
    ('sku,name,price\nA,"Axe,3\n' + "x" * 200_000, "quotation mark"),
], ids=["empty", "no sku", "no name", "open quotation"])
def test_an_unusable_file_writes_nothing_and_says_why(app: Flask, tmp_path: Path, text: str, reason: str) -> None:
    result = bring_in(app, written(tmp_path, text))
    assert (result.exit_code, result.stdout) == (1, "")
    assert reason in result.stderr
    assert shelves(app) == {}


@pytest.mark.parametrize("words", [
    ["--map", "title"], ["--map", "=name"], ["--map", "nowhere=colour"], ["--format", "xlsx"],
    ["--map", "a=name", "--map", "b=name"],
])
def test_wrong_usage_is_2(app: Flask, words: list[str]) -> None:
    result = bring_in(app, FILES / "catalogue.csv", *words)
    assert (result.exit_code, shelves(app)) == (2, {}), result.stderr


def test_their_columns_are_taken_as_ours_and_others_become_attributes(app: Flask, tmp_path: Path) -> None:
    file = written(tmp_path, "id;title;cost;shade;tip\n1;Dibber;3,20;beech;brass\n")
    result = bring_in(app, file, "--map", "id=sku", "--map", "title=name", "--map", "cost=price",
                      "--map", "shade=colour")
    assert result.exit_code == 0, result.stderr
    assert "Reading catalogue.csv as csv" in result.stderr
    found = shelves(app)["1"]
    assert (found["name"], found["price"], found["attributes"]) == ("Dibber", 320, {"tip": "brass"})
    assert found["variants"]["1"][0] == "beech"


def test_stock_not_counted_begins_with_ten_and_is_left_alone_later(app: Flask, tmp_path: Path) -> None:
    bring_in(app, written(tmp_path, "sku,name,price\nA,Axe,3\n"))
    assert shelves(app)["a"]["variants"]["A"][2] == 10
    bring_in(app, written(tmp_path, "sku,name,price,stock\nA,Axe,3,4\n"))
    result = bring_in(app, written(tmp_path, "sku,name,price\nA,Axe,3\n"))
    assert "0 changed" in result.stdout
    assert shelves(app)["a"]["variants"]["A"][2] == 4


def test_an_empty_stock_cell_is_nothing_in_stock(app: Flask, tmp_path: Path) -> None:
    bring_in(app, written(tmp_path, f"{HEAD}A,,Axe,3,,,\n"))
    assert shelves(app)["a"]["variants"]["A"][2] == 0


def test_what_a_file_does_not_speak_of_stays(app: Flask, tmp_path: Path) -> None:
    bring_in(app, FILES / "catalogue.csv")
    bring_in(app, written(tmp_path, "sku,product,name,price\nTROWEL-OAK,hand-trowel,Hand Trowel,15\n"))
    found = shelves(app)["hand-trowel"]
    assert found["price"] == 1500
    assert (found["materials"], found["category"], len(found["variants"])) == (
        ["carbon steel", "oak", "ash"], "Hand tools", 2)
    assert found["variants"]["TROWEL-OAK"] == ("oak", "", 4, "")


def test_variants_that_swap_their_sizes_both_change(app: Flask, tmp_path: Path) -> None:
    bring_in(app, written(tmp_path, f"{HEAD}A,hat,Hat,3,,M,1\nB,hat,Hat,3,,L,1\n"))
    result = bring_in(app, written(tmp_path, f"{HEAD}A,hat,Hat,3,,L,1\nB,hat,Hat,3,,M,1\n"))
    assert result.exit_code == 0, result.stderr
    assert {sku: each[1] for sku, each in shelves(app)["hat"]["variants"].items()} == {"A": "L", "B": "M"}


def test_rows_of_a_product_may_stand_apart_and_it_takes_the_lowest_price(app: Flask, tmp_path: Path) -> None:
    file = written(tmp_path, f"{HEAD}A,hat,Hat,12,,M,1\nX,,Axe,3,,,1\nB,hat,,9.5,,L,1\n")
    result = bring_in(app, file)
    assert "have different prices, and that take the lowest: 1." in result.stderr
    assert (shelves(app)["hat"]["price"], list(shelves(app)["hat"]["variants"])) == (950, ["A", "B"])


def test_handles_that_make_one_address_stay_two_products(app: Flask, tmp_path: Path) -> None:
    file = written(tmp_path, "sku,name,price\nA.1,Axe,3\nA-1,Adze,4\n木,Saw,5\n")
    for _ in range(2):
        result = bring_in(app, file)
        assert result.exit_code == 0, result.stderr
    assert "0 added, 0 changed, 3 unchanged" in result.stdout
    assert [each["name"] for each in shelves(app).values()] == ["Axe", "Adze", "Saw"]
    assert list(shelves(app))[:2] == ["a-1", "a-1-2"]


def test_a_sku_alone_joins_the_product_of_its_name_but_not_that_of_a_similar_sku(app: Flask, tmp_path: Path) -> None:
    bring_in(app, written(tmp_path, "sku,product,name,price,size\nMUG-S,mug,Mug,3,S\nA.1,,Axe,3,\n"))
    bring_in(app, written(tmp_path, "sku,name,price,size\nmug,Mug,3,L\nA-1,Adze,4,\n"))
    assert {slug: list(each["variants"]) for slug, each in shelves(app).items()} == {
        "mug": ["MUG-S", "mug"], "a-1": ["A.1"], "a-1-2": ["A-1"]}


def test_a_category_is_known_by_another_spelling(shop_app: Flask, tmp_path: Path) -> None:
    with shop_app.app_context():
        name, singular = db.session.execute(
            select(Category.name, Category.singular).where(Category.singular != "")).first() or ("", "")
    bring_in(shop_app, written(tmp_path, f"sku,name,price,category\nNEW,New,3,All > {singular.upper()}\n"))
    assert shelves(shop_app)["new"]["category"] == name


def test_a_price_in_another_currency_is_pointed_out(app: Flask, tmp_path: Path) -> None:
    result = bring_in(app, written(tmp_path, "sku,name,price\nA,Axe,USD 12\n"))
    assert (result.exit_code, shelves(app)["a"]["price"]) == (0, 1200)
    assert "Prices marked USD and taken as EUR, without conversion: 1." in result.stderr


@pytest.mark.parametrize("image", ["javascript:alert(1)", "../secret.png", "//elsewhere.example/x.png", "/x.png"])
def test_a_picture_that_no_page_may_load_gives_way_to_the_placeholder(
        app: Flask, tmp_path: Path, image: str) -> None:
    result = bring_in(app, written(tmp_path, f"sku,name,price,image\nA,Axe,3,{image}\n"))
    assert (result.exit_code, shelves(app)["a"]["image"]) == (0, "")
    assert "give way to a placeholder: 1." in result.stderr


def test_lines_of_json_keep_their_types_and_a_broken_one_is_named(app: Flask, tmp_path: Path) -> None:
    lines = ['{"sku": 7, "name": "Axe", "price": 12.5, "stock": 3, "material": ["Ash", "steel"], "forged": true,'
             ' "weight": 2.0, "more": {"edge": "single"}}', "{", '["A"]', "", '{"sku": "B", "name": "Adze"}',
             '{"sku": "C", "name": {"en": "Adze"}, "price": 1}', '{"sku": "D", "name": "Adze", "price": NaN}']
    result = bring_in(app, written(tmp_path, "\n".join(lines), "catalogue.jsonl"))
    reasons = [line.partition(":")[0] for line in result.stderr.splitlines() if line.startswith("line")]
    assert (result.exit_code, reasons) == (1, ["line 2", "line 3", "line 5", "line 6", "line 7"])
    found = shelves(app)["7"]
    assert (found["price"], found["materials"]) == (1250, ["ash", "steel"])
    assert found["attributes"] == {"forged": "yes", "weight": "2", "edge": "single"}


def test_a_packed_file_reads_as_the_plain_one(app: Flask, tmp_path: Path) -> None:
    packed = tmp_path / "catalogue.csv.gz"
    packed.write_bytes(gzip.compress((FILES / "catalogue.csv").read_bytes()))
    assert bring_in(app, packed).stdout.startswith("3 added")
    packed.write_bytes(packed.read_bytes()[:-20])
    assert bring_in(app, packed).exit_code == 1


def test_a_database_that_fails_late_keeps_nothing_of_the_file(prepare: Prepare, tmp_path: Path) -> None:
    app = prepare("sqlite")
    with app.app_context():
        db.session.execute(text("CREATE TRIGGER full BEFORE INSERT ON variant WHEN new.sku = 'LAST' "
                                "BEGIN SELECT RAISE(ABORT, 'disk full'); END"))
        db.session.commit()
    rows = "".join(f"A{number},,Axe,3,,,1\n" for number in range(BATCH_PRODUCTS + 50))
    result = bring_in(app, written(tmp_path, f"{HEAD}{rows}LAST,,Adze,4,,,1\n"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Nothing was written" in result.stderr
    assert (shelves(app), revision(app)) == ({}, 0)
    with app.app_context():
        db.engine.dispose()
