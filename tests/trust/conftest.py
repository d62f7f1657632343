"""These tests ask as browsers do: every request stands in a context of its own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Takes the place of pytest-flask's, whose one context would hand one request's user on to the next."""
