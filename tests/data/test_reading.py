"""Reading a shop's folder: what is understood, and errors that say where."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from shop.data.entry import Entry, ReadingError
from shop.data.reading import VariantEntry, read_product, read_shop, sku

GARDEN = Path(__file__).parents[1] / "fixtures" / "garden"
MUG: dict[str, Any] = {
    "slug": "tea-mug",
    "name": "Tea Mug",
    "category": "mugs",
    "description": "A mug. It holds tea.",
    "price": "7.50",
    "sizes": ["S", "L"],
    "stock": {"light blue": [3, 0], "red": [1, 2]},
}


def mug(**changes: Any) -> Entry:
    return Entry(
        "products.toml", "tea-mug", {key: each for key, each in (MUG | changes).items() if each is not None}
    )


def test_variants_are_every_colour_in_every_size_in_the_order_of_the_file() -> None:
    assert read_product(mug(), 2).variants == (
        VariantEntry("TEA-MUG-LIGH-BLUE-S", "light blue", "S", 3),
        VariantEntry("TEA-MUG-LIGH-BLUE-L", "light blue", "L", 0),
        VariantEntry("TEA-MUG-RED-S", "red", "S", 1),
        VariantEntry("TEA-MUG-RED-L", "red", "L", 2),
    )


def test_stock_without_colour_and_size_is_one_variant() -> None:
    assert read_product(mug(sizes=None, stock={"": [4]}), 2).variants == (VariantEntry("TEA-MUG", "", "", 4),)


@pytest.mark.parametrize(
    ("price", "digits", "minor"),
    [
        ("7.50", 2, 750),
        ("7.5", 2, 750),
        ("320", 2, 32000),
        ("0.07", 2, 7),
        ("1200", 0, 1200),
        ("1.005", 3, 1005),
    ],
)
def test_price_becomes_minor_units_exactly(price: str, digits: int, minor: int) -> None:
    assert read_product(mug(price=price), digits).price == minor


@pytest.mark.parametrize(
    ("slug", "colour", "size", "expected"),
    [
        ("harbour-hoodie", "navy", "XL", "HARB-HOOD-NAVY-XL"),
        ("harbour-hoodie", "", "", "HARB-HOOD"),
        ("dash-socks", "light blue", "36-38", "DASH-SOCK-LIGH-BLUE-3638"),
    ],
)
def test_sku_depends_on_the_variant_alone(slug: str, colour: str, size: str, expected: str) -> None:
    assert sku(slug, colour, size) == expected


def test_picture_follows_the_colour() -> None:
    product = read_product(mug(picture="mug", patterns=["striped"], picture_details=["handle"]), 2)
    assert product.image() == product.image("light blue") == "img/products/tea-mug.svg"
    assert product.image("red") == "img/products/tea-mug-red.svg"
    assert product.picture is not None
    assert (product.picture.kind, product.picture.pattern, product.picture.details) == (
        "mug",
        "striped",
        ("handle",),
    )
    assert read_product(mug(), 2).image() == ""


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("price", None, "is missing"),
        ("price", "seven", "not a decimal"),
        ("price", "7.505", "more than 2 decimals"),
        ("price", "-1.00", "not an amount"),
        ("price", "NaN", "not an amount"),
        ("price", 7.5, "not a text"),
        ("name", "  ", "not a text"),
        ("slug", "Tea Mug", "small letters"),
        ("styles", "plain", "list of texts"),
        ("styles", ["plain", "plain"], "twice"),
        ("rating", 5.1, "from 0 to 5"),
        ("rating_count", -1, "whole number"),
        ("rating_count", True, "whole number"),
        ("added", "2026-01-01", "not a day"),
        ("attributes", {"height": 9}, "texts"),
        ("stock", {}, "no variant"),
        ("stock", {"red": [1]}, "1 numbers for 2 sizes"),
        ("stock", {"red": [1, -2]}, "whole numbers"),
        ("stock", {"red": [1, True]}, "whole numbers"),
        ("stock", {"blackish": [1, 1], "black": [1, 1], "blac": [2, 2]}, "same SKU"),
        ("colour", "red", "no such field"),
    ],
)
def test_mistake_in_a_product_names_file_entry_and_field(field: str, value: Any, problem: str) -> None:
    with pytest.raises(ReadingError, match=problem) as caught:
        read_product(mug(**{field: value}), 2)
    assert (caught.value.file, caught.value.entry, caught.value.field) == ("products.toml", "tea-mug", field)
    assert str(caught.value).startswith(f"products.toml: tea-mug: {field}: ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GARDEN, tmp_path / "garden"))


@pytest.mark.parametrize(
    ("file", "old", "new", "entry", "field"),
    [
        ("products.toml", 'category = "hoses"', 'category = "horses"', "soaker-hose", "category"),
        (
            "products.toml",
            'slug = "anvil-secateurs"',
            'slug = "bypass-secateurs"',
            "bypass-secateurs",
            "slug",
        ),
        (
            "products.toml",
            'slug = "anvil-secateurs"',
            'slug = "bypast-secateurs"',
            "bypast-secateurs",
            "slug",
        ),
        ("categories.toml", 'name = "Hoses"', "name = 3", "hoses", "name"),
        ("categories.toml", "[[category]]", "[[categories]]", "", "category"),
        ("knowledge.toml", 'topic = "store"', 'tropic = "store"', "opening-hours", "topic"),
        ("knowledge.toml", '"open", ', '"open, or not", ', "opening-hours", "keywords"),
        ("synonyms.toml", 'means = "secateurs"', 'meant = "secateurs"', "pruners", "means"),
        ("profile.toml", 'currency = "GBP"', 'currency = "pounds"', "profile", "currency"),
        ("terms.toml", 'delivery = "3.95"', 'delivery = "three"', "terms", "delivery"),
        ("terms.toml", "days_most = 4", "days_most = 1", "terms", "days_most"),
        ("terms.toml", "return_days", "returns", "terms", "returns"),
    ],
)
def test_mistake_in_any_file_names_file_entry_and_field(
    folder: Path, file: str, old: str, new: str, entry: str, field: str
) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(
        text.replace(old, new) if file == "categories.toml" else text.replace(old, new, 1)
    )
    with pytest.raises(ReadingError) as caught:
        read_shop(folder)
    assert (caught.value.file, caught.value.entry, caught.value.field) == (file, entry, field)


def test_absent_file_is_named(folder: Path) -> None:
    (folder / "synonyms.toml").unlink()
    with pytest.raises(ReadingError, match=r"synonyms.toml: there is no such file in garden/"):
        read_shop(folder)


def test_a_folder_may_state_no_terms_and_no_price_for_which_delivery_is_free(folder: Path) -> None:
    terms = folder / "terms.toml"
    terms.write_text(terms.read_text().replace('free_from = "40.00"\n', ""))
    read = read_shop(folder).terms
    assert read is not None
    assert (read.free_from, read.shipping_for(10**9)) == (None, 395)
    terms.unlink()
    assert read_shop(folder).terms is None


def test_broken_toml_is_named_with_its_line(folder: Path) -> None:
    (folder / "profile.toml").write_text('name = "Hob\n')
    with pytest.raises(ReadingError, match=r"profile.toml: not readable as TOML: .*line 1"):
        read_shop(folder)


def test_currency_says_how_many_decimals_a_price_may_have(folder: Path) -> None:
    profile = (folder / "profile.toml").read_text()
    (folder / "profile.toml").write_text(profile.replace("GBP", "JPY"))
    with pytest.raises(ReadingError, match=r"anvil-secateurs: price: '17.50' has more than 0 decimals"):
        read_shop(folder)
