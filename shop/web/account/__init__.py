"""The account pages: coming in and going out, one's details, one's data."""

from __future__ import annotations

from shop.web.account import details, entering, own_data
from shop.web.account.desk import blueprint

__all__ = ["blueprint", "details", "entering", "own_data"]
