"""The shop's own pictures: small, safe to serve, and never out of step with the products."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from shop.data.reading import ProductEntry, read_shop
from tools.drawing.cloth import COLOURS, PATTERNS
from tools.drawing.garments import SILHOUETTES, draw, write_pictures

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
DEMO = read_shop(ROOT / "shop" / "data" / "demo")
LARGEST = 6 * 1024
SVG = "{http://www.w3.org/2000/svg}"


def every_picture() -> dict[str, str]:
    return {
        product.image(colour): draw(
            product.picture.kind, colour, product.picture.pattern, product.picture.details
        )
        for product in DEMO.products
        if product.picture
        for colour in product.colours
    }


def test_pictures_on_disk_are_what_the_program_draws_now() -> None:
    on_disk = {
        f"img/products/{path.name}": path.read_text() for path in (STATIC / "img" / "products").iterdir()
    }
    drawn = every_picture()
    assert on_disk.keys() == drawn.keys()
    assert [name for name in drawn if on_disk[name] != drawn[name]] == []


def test_every_demo_product_has_a_picture_of_a_known_silhouette() -> None:
    assert {product.slug for product in DEMO.products if product.picture is None} == set()
    assert {product.picture.kind for product in DEMO.products if product.picture} <= SILHOUETTES.keys()


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    pictures = []
    for name in ("first", "second"):
        count = write_pictures(DEMO, tmp_path / name)
        pictures.append({path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.svg")})
    assert count == len(pictures[0]) == len(every_picture())
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("name", ["img/placeholder.svg", *every_picture()])
def test_pictures_are_small_square_and_inert(name: str) -> None:
    text = (STATIC / name).read_text()
    root = ElementTree.fromstring(text)
    assert len(text.encode()) <= LARGEST
    assert root.get("viewBox") == "0 0 400 400"
    names = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert not names & {"script", "style", "foreignObject", "image", "a", "animate", "set"}
    attributes = [(key, value) for each in root.iter() for key, value in each.attrib.items()]
    assert [key for key, _ in attributes if key == "style" or key.startswith("on")] == []
    assert [value for key, value in attributes if key.endswith("href") and not value.startswith("#")] == []
    assert "://" not in text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("kind", SILHOUETTES)
def test_references_in_a_picture_lead_to_exactly_one_part(kind: str) -> None:
    root = ElementTree.fromstring(draw(kind, "navy", "checked", ("knit", "long-sleeve")))
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(set(ids)) == len(ids)
    hrefs = {each.attrib["href"].removeprefix("#") for each in root.iter() if "href" in each.attrib}
    urls = {
        name
        for each in root.iter()
        for value in each.attrib.values()
        for name in re.findall(r"url\(#(\w+)\)", value)
    }
    assert hrefs | urls <= set(ids)
    assert urls


@pytest.mark.parametrize("kind", SILHOUETTES)
def test_colour_changes_the_picture(kind: str) -> None:
    assert len({draw(kind, colour) for colour in COLOURS}) == len(COLOURS)


def test_silhouettes_and_patterns_can_be_told_apart() -> None:
    assert len({draw(kind, "teal") for kind in SILHOUETTES}) == len(SILHOUETTES)
    assert len({draw("shirt", "teal", pattern) for pattern in PATTERNS}) == len(PATTERNS)


@pytest.mark.parametrize(("kind", "colour"), [("teapot", "navy"), ("hoodie", "ultraviolet")])
def test_unknown_kind_or_colour_is_refused(kind: str, colour: str) -> None:
    with pytest.raises(KeyError):
        draw(kind, colour)


@pytest.mark.parametrize(
    "product", [each for each in DEMO.products if each.picture], ids=lambda each: each.slug
)
def test_every_detail_that_a_product_names_is_drawn(product: ProductEntry) -> None:
    picture = product.picture
    assert picture
    whole = draw(picture.kind, product.colours[0], picture.pattern, picture.details)
    for detail in picture.details:
        less = [each for each in picture.details if each != detail]
        assert draw(picture.kind, product.colours[0], picture.pattern, less) != whole, detail
