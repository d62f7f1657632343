"""What tells the variants of a product apart, brought into the two ways the shop has: colour and size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shop.assistant.language.text import fold
from shop.catalogue.wording import address_of, on_one_line

COLOUR, SIZE = ("colour", "color", "couleur", "farbe", "kleur"), ("size", "taille", "grosse", "maat", "talla")
LONGEST_SKU = 80


def placed(options: Iterable[tuple[str, str]]) -> dict[str, str]:
    """`colour` and `size` of (name, value) pairs; every other option joins the size, with its name."""
    colours: list[str] = []
    sizes: list[str] = []
    for name, value in ((on_one_line(name), on_one_line(value)) for name, value in options):
        if not value:
            continue
        if is_colour(name):
            colours.append(value)
        else:
            sizes.append(value if is_size(name) or not name else f"{name}: {value}")
    return {"colour": " / ".join(colours), "size": ", ".join(sizes)}


def is_colour(name: str) -> bool:
    return fold(name).strip() in COLOUR


def is_size(name: str) -> bool:
    return any(word in SIZE for word in fold(name).split())


def made_sku(handle: str, values: Sequence[str]) -> str:
    """For a variant that has none: always the same for the same product and options; "" without a handle."""
    if not handle.strip():
        return ""
    return address_of(" ".join((handle, *values)), LONGEST_SKU).upper()
