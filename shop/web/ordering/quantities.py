"""How many of what, as a form sends it."""

from __future__ import annotations

import re

from shop.models.carts import MOST_OF_ONE
from shop.selling.carts import CartRefused

WHOLE = re.compile(r"[0-9]{1,9}")


def quantity_of(text: str | None, *, least: int) -> int:
    """A whole number from `least` to the most of one thing. Raises CartRefused, which says what would be right."""
    written = (text or "").strip()
    if not WHOLE.fullmatch(written) or not least <= int(written) <= MOST_OF_ONE:
        said = f"“{written[:20]}” is not a quantity." if written else "How many is missing."
        raise CartRefused(f"{said} Write a whole number from {least} to {MOST_OF_ONE}.")
    return int(written)


def variant_of(text: str | None) -> int:
    """The id of what was chosen. Raises CartRefused where nothing was."""
    if not WHOLE.fullmatch(text or ""):
        raise CartRefused("Choose what you would like first.")
    return int(text or 0)
