"""The local sentence model in a server: a shop that has no vectors yet makes them while it serves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.catalogue.vectors import missing
from shop.extensions import db
from shop.language_model.embedding import minilm
from shop.models import ProductVector
from tests.conftest import lent, needs
from tests.support.gunicorns import serving
from tests.support.waiting import until

pytestmark = [pytest.mark.gunicorn, pytest.mark.real_model]


@pytest.fixture
def app(prepare: Callable[..., Flask]) -> Iterator[Flask]:
    needs(minilm.folder(), "the local sentence model")
    yield from lent(prepare("sqlite", "demo"))


def test_the_first_visit_to_the_chat_begins_to_read_the_products(app: Flask) -> None:
    def made() -> int:
        with app.app_context():
            count = db.session.scalar(select(func.count()).select_from(ProductVector)) or 0
            db.session.remove()
            return count

    with serving(str(app.config["SQLALCHEMY_DATABASE_URI"]), EMBEDDINGS="local") as server:
        assert json.loads(server.get("/readyz"))["embeddings"] == minilm.NAME
        assert made() == 0
        server.visit()
        with app.app_context():
            until(lambda: missing(db.session, minilm.NAME) == 0 or db.session.rollback(), within=120)
        assert made() > 0
        assert "ok" in server.get("/healthz")
        assert server.end() < 20
