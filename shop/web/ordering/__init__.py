"""Buying by page: the cart, the checkout, and what becomes of an order."""

from __future__ import annotations

from shop.web.ordering import cart, checkout, finding, orders, payment  # noqa: F401  # their routes hang on the blueprint
from shop.web.ordering.base import blueprint

__all__ = ["blueprint"]
