"""The formats of other shops' exports, in files of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from shop.catalogue.importing import shopify
from shop.catalogue.importing.formats import guess
from tests.support.import_files import FILES, bring_in, shelves, written

KINDS = [("catalogue.csv", "csv"), ("shopify.csv", "shopify"), ("woocommerce.csv", "woocommerce"),
         ("google.tsv", "google"), ("google.xml", "google")]


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_the_format_is_seen_from_the_file(name: str, kind: str) -> None:
    assert guess(FILES / name) == kind


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_a_second_import_changes_nothing(app: Flask, name: str, kind: str) -> None:
    first = bring_in(app, FILES / name, "--format", kind)
    assert first.exit_code == 0, first.stderr
    before = shelves(app)
    assert bring_in(app, FILES / name, "--format", kind).stdout.startswith("0 added, 0 changed")
    assert shelves(app) == before


def test_shopify_groups_the_options_of_a_handle(app: Flask) -> None:
    result = bring_in(app, FILES / "shopify.csv")
    found = shelves(app)
    assert list(found) == ["moor-smock", "fen-spade"]
    smock = found["moor-smock"]
    assert (smock["name"], smock["price"], smock["category"], smock["brand"], smock["audience"]) == (
        "Moor Smock", 8900, "Smocks", "Tarn & Fell", "men")
    assert smock["description"] == "Waxed cotton for wet days.\nTwo pockets\nStorm cuffs"
    assert smock["attributes"] == {"tags": "men, outdoor"}
    assert smock["image"] == "https://pictures.example/smock-moss.jpg"
    assert smock["variants"] == {
        "SMOCK-MOSS-M": ("Moss", "M", 3, ""),
        "SMOCK-MOSS-L": ("Moss", "L", 0, ""),
        "SMOCK-SLATE-M": ("Slate", "M", 10, "https://pictures.example/smock-slate.jpg"),
    }
    assert found["fen-spade"]["variants"] == {"FEN-SPADE": ("", "", 7, "")}
    assert found["fen-spade"]["attributes"] == {"Edge": "ground, riveted"}
    assert [line for line in result.stderr.splitlines() if "left out" in line] == [
        "line 7 left out: marked as draft", "line 8 left out: marked as draft"]


def test_shopifys_newer_template_says_the_same(app: Flask, tmp_path: Path) -> None:
    header, _, rows = (FILES / "shopify.csv").read_text("utf-8").partition("\n")
    newer = {old: new for new, old in shopify.NEWER.items()}
    file = written(tmp_path, ",".join(newer.get(name, name) for name in header.split(",")) + "\n" + rows)
    assert (guess(file), bring_in(app, file).exit_code) == ("shopify", 0)
    before = shelves(app)
    assert before["moor-smock"]["variants"]["SMOCK-MOSS-M"] == ("Moss", "M", 3, "")
    assert bring_in(app, FILES / "shopify.csv").stdout.startswith("0 added, 0 changed, 2 unchanged")
    assert shelves(app) == before


def test_woocommerce_puts_variations_under_their_parent(app: Flask) -> None:
    result = bring_in(app, FILES / "woocommerce.csv")
    found = shelves(app)
    assert list(found) == ["pot", "dibber", "id-17"]
    pot = found["pot"]
    assert (pot["name"], pot["category"], pot["price"]) == ("Clay Pot", "Pots", 900)
    assert pot["description"] == "Thrown by hand.\nFrost-proof down to −10 °C. Stacks."
    assert pot["variants"] == {
        "pot-red-with": ("Red", "Saucer: With", 5, ""),
        "pot-red-without": ("Red", "Saucer: Without", 10, ""),
        "POT-GREY-WITH": ("Grey", "Saucer: With", 0, "https://pictures.example/pot-grey.jpg"),
    }
    assert pot["attributes"]["weight"] == "2.5 kg"
    assert found["dibber"]["materials"] == ["beech", "brass"]
    assert found["dibber"]["variants"] == {"dibber": ("Beech", "", 10, "")}
    assert found["id-17"]["variants"] == {"sku18": ("", "S", 2, "")}
    assert [line.partition(":")[0] for line in result.stderr.splitlines() if "left out" in line] == [
        "line 7 left out", "line 8 left out"]


@pytest.mark.parametrize("name", ["google.tsv", "google.xml"])
def test_google_feeds_say_the_same_in_tabs_and_in_xml(app: Flask, name: str) -> None:
    result = bring_in(app, FILES / name)
    assert result.exit_code == 0, result.stderr
    found = shelves(app)
    assert list(found) == ["lane-cap", "bib"]
    cap = found["lane-cap"]
    assert (cap["name"], cap["price"], cap["category"], cap["brand"], cap["audience"], cap["description"]) == (
        "Lane Cap", 1900, "Flat caps", "Tarn", "men", "Flat cap & peak.")
    assert (cap["materials"], cap["attributes"]) == (["wool", "cotton"], {"gtin": "4006381333931"})
    assert cap["variants"] == {
        "CAP-R": ("Rust / Cream", "M", 10, ""),
        "CAP-G": ("Green", "M", 0, "https://pictures.example/cap-g.jpg"),
    }
    assert (found["bib"]["category"], found["bib"]["audience"]) == ("Baby Clothing", "girls")


def test_a_map_wins_over_what_the_format_says(app: Flask) -> None:
    bring_in(app, FILES / "shopify.csv", "--map", "Vendor=category", "--map", "Type=kind")
    smock = shelves(app)["moor-smock"]
    assert (smock["category"], smock["brand"], smock["attributes"]["kind"]) == ("Tarn & Fell", "", "Smocks")


def test_a_feed_with_entities_of_its_own_is_refused(app: Flask, tmp_path: Path) -> None:
    feed = (FILES / "google.xml").read_text("utf-8").replace(
        "<rss", '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<rss', 1)
    result = bring_in(app, written(tmp_path, feed, "feed.xml"))
    assert (result.exit_code, shelves(app)) == (1, {})
    assert "declares entities" in result.stderr
