"""Draws the shop's own product pictures; `python -m tools.drawing.garments` writes them all anew.

A picture depends on its four arguments alone, so that writing it again gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from shop.data.reading import ShopFolder, read_shop
from tools.drawing import accessories, bottoms, footwear, outerwear, tops
from tools.drawing.cloth import Cloth, cloth, framed, surface


@dataclass(frozen=True)
class Silhouette:
    drawing: Callable[[Cloth], str]
    zoom: float
    middle: float


SILHOUETTES: dict[str, Silhouette] = {
    "backpack": Silhouette(accessories.backpack, 1.04, 196),
    "beanie": Silhouette(accessories.beanie, 1.1, 200),
    "belt": Silhouette(accessories.belt, 1.05, 188),
    "biker": Silhouette(outerwear.biker, 1.14, 188),
    "blazer": Silhouette(outerwear.blazer, 1.12, 202),
    "blouse": Silhouette(tops.blouse, 1.12, 198),
    "bomber": Silhouette(outerwear.bomber, 1.14, 198),
    "boots": Silhouette(footwear.boots, 1.06, 184),
    "cap": Silhouette(accessories.cap, 1.1, 196),
    "cardigan": Silhouette(tops.cardigan, 1.06, 204),
    "cargo": Silhouette(bottoms.cargo, 0.96, 204),
    "coat": Silhouette(outerwear.coat, 1.02, 210),
    "crossbody": Silhouette(accessories.crossbody, 1.18, 220),
    "denim-jacket": Silhouette(outerwear.denim_jacket, 1.14, 194),
    "dress": Silhouette(bottoms.dress, 1.03, 203),
    "duffle": Silhouette(outerwear.duffle, 1.02, 196),
    "dungarees": Silhouette(bottoms.dungarees, 1.0, 200),
    "fleece": Silhouette(outerwear.fleece, 1.12, 186),
    "gloves": Silhouette(accessories.gloves, 1.05, 200),
    "hat": Silhouette(accessories.brimmed, 1.0, 206),
    "high-tops": Silhouette(footwear.high_tops, 1.06, 180),
    "holdall": Silhouette(accessories.holdall, 1.1, 204),
    "hoodie": Silhouette(tops.hoodie, 1.12, 181),
    "jeans": Silhouette(bottoms.jeans, 0.96, 204),
    "joggers": Silhouette(bottoms.joggers, 0.96, 204),
    "jumper": Silhouette(tops.jumper, 1.12, 196),
    "leggings": Silhouette(bottoms.leggings, 0.96, 204),
    "loafers": Silhouette(footwear.loafers, 1.0, 204),
    "overshirt": Silhouette(outerwear.overshirt, 1.12, 200),
    "parka": Silhouette(outerwear.parka, 1.0, 190),
    "puffer": Silhouette(outerwear.puffer, 1.12, 182),
    "pyjamas": Silhouette(bottoms.pyjamas, 1.0, 212),
    "rain-jacket": Silhouette(outerwear.rain_jacket, 1.08, 184),
    "sandals": Silhouette(footwear.sandals, 1.04, 218),
    "scarf": Silhouette(accessories.scarf, 1.1, 212),
    "shirt": Silhouette(tops.shirt, 1.12, 205),
    "shorts": Silhouette(bottoms.shorts, 1.35, 184),
    "skirt": Silhouette(bottoms.skirt, 1.08, 208),
    "socks": Silhouette(footwear.socks, 1.1, 200),
    "t-shirt": Silhouette(tops.tshirt, 1.2, 203),
    "tie": Silhouette(accessories.tie, 1.05, 204),
    "tote": Silhouette(accessories.tote, 1.06, 196),
    "trainers": Silhouette(footwear.trainers, 1.0, 208),
    "trench": Silhouette(outerwear.trench, 1.02, 210),
    "trousers": Silhouette(bottoms.trousers, 0.96, 204),
    "zip-hoodie": Silhouette(tops.zip_hoodie, 1.12, 181),
}


def draw(kind: str, colour: str, pattern: str = "plain", details: Iterable[str] = ()) -> str:
    """One picture as SVG text. An unknown `kind` or `colour` is a KeyError; unknown details do nothing."""
    chosen = frozenset(details)
    silhouette = SILHOUETTES[kind]
    drawing = silhouette.drawing(cloth(colour, chosen, pattern))
    return framed(surface(colour, chosen, pattern), drawing, silhouette.zoom, silhouette.middle)


def write_pictures(shop: ShopFolder, folder: Path) -> int:
    """One file for every colour of every product with a picture; `folder` is what is served as static/."""
    written = 0
    for product in shop.products:
        if product.picture is None:
            continue
        for colour in product.colours:
            path = folder / product.image(colour)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                draw(product.picture.kind, colour, product.picture.pattern, product.picture.details)
            )
            written += 1
    return written


def main() -> None:
    root = Path(__file__).parents[2]
    written = write_pictures(read_shop(root / "shop" / "data" / "demo"), root / "static")
    print(f"{written} pictures written", file=sys.stderr)


if __name__ == "__main__":
    main()
