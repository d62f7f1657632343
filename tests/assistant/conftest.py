"""Both shops as the assistant sees them, read once; nothing here writes to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from shop.assistant.turn import Surroundings
from shop.catalogue.sections import Library
from shop.catalogue.shelves import Shelves
from shop.extensions import db
from shop.services import services
from tests.conftest import Prepare


def surroundings(prepare: Prepare, shop: str) -> Iterator[Surroundings]:
    app = prepare("sqlite", shop)
    with app.app_context():
        engine, money, digits = db.engine, services().money, services().digits
    with Session(engine) as session:
        yield Surroundings(Shelves(session), Library(session, money).knowledge(), money, digits)
    engine.dispose()


@pytest.fixture(scope="session")
def demo(prepare: Prepare) -> Iterator[Surroundings]:
    yield from surroundings(prepare, "demo")


@pytest.fixture(scope="session")
def garden(prepare: Prepare) -> Iterator[Surroundings]:
    yield from surroundings(prepare, "garden")


@pytest.fixture(scope="session", params=["demo", "garden"])
def either(request: pytest.FixtureRequest) -> Surroundings:
    around: Surroundings = request.getfixturevalue(request.param)
    return around
