"""Money as shoppers and programs read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency, get_currency_precision

LOCALE = Locale("en")


@lru_cache(maxsize=16)
def money_in(currency: str) -> Callable[[int], str]:
    """Minor units of a currency as a shopper reads them: "€59", "€59.50"."""
    digits = get_currency_precision(currency)

    @lru_cache(maxsize=4096)
    def money(minor: int) -> str:
        text = format_currency(minor / 10**digits, currency, locale=LOCALE)
        return text.removesuffix(f".{'0' * digits}") if digits else text

    return money


def decimal(minor: int, currency: str) -> str:
    """Minor units as a plain decimal: "59.00"."""
    digits = get_currency_precision(currency)
    return f"{minor / 10**digits:.{digits}f}"
