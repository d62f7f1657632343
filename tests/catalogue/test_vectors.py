"""The products' vectors: made once, made anew where the text changed, and never in the shop's way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shop.assistant.similarity import Embedder
from shop.catalogue import vectors
from shop.catalogue.nearness import Nearness
from shop.catalogue.sections import Library
from shop.catalogue.shelves import Shelves
from shop.extensions import db, writing
from shop.models import Category, Product, ProductVector, Variant
from shop.models.types import now
from shop.money import money_in
from tests.support.embedders import Broken, Directions, give
from tests.support.waiting import until

NAMES = ("Rain jacket", "Wool scarf", "Garden spade")


@pytest.fixture
def shelf(app: Flask) -> Flask:
    with app.app_context(), writing(db.session()) as session:
        category = Category(slug="things", name="Things", singular="thing")
        session.add_all(Product(slug=name.split()[1], name=name, price=900, category=category, variants=[
            Variant(sku=name, colour="Red", stock=3)]) for name in NAMES)
    return app


def fill(embedder: Embedder) -> int:
    return vectors.fill(db.session(), embedder, lambda count: None)


def change(work: Callable[[Session, Product], None], slug: str = "scarf") -> None:
    with Session(db.engine) as session, writing(session):
        work(session, session.scalars(select(Product).where(Product.slug == slug)).one())


def nearness(embedder: Embedder) -> Nearness:
    return Nearness(db.session, embedder, Shelves(db.session), Library(db.session, money_in("EUR")))


def test_every_product_is_read_once(shelf: Flask) -> None:
    with shelf.app_context():
        embedder = Directions()
        assert vectors.missing(db.session, embedder.name) == 3
        assert fill(embedder) == 3 and fill(embedder) == 0
        assert [text.split(".")[0] for text in embedder.read] == list(NAMES)


@pytest.mark.parametrize(("work", "again"), [
    (lambda session, product: setattr(product, "name", "Silk scarf"), ["Silk scarf. thing"]),
    (lambda session, product: setattr(product, "description", "For cold days"), ["Wool scarf. thing. For cold days"]),
    (lambda session, product: setattr(product, "price", 1200), []),
    (lambda session, product: setattr(product.variants[0], "stock", 0), []),
    (lambda session, product: setattr(product, "archived_at", now()), []),
    (lambda session, product: session.delete(product), []),
], ids=["name", "description", "price", "stock", "archived", "deleted"])
def test_one_change_reads_one_product_anew_and_only_for_what_is_read(
        shelf: Flask, work: Callable[[Session, Product], None], again: list[str]) -> None:
    with shelf.app_context():
        fill(Directions())
        change(work)
        later = Directions()
        assert fill(later) == len(again)
        assert later.read == again


def test_another_model_reads_everything_anew_and_is_never_compared_with_the_first(shelf: Flask) -> None:
    with shelf.app_context():
        first, other = Directions(), Directions(name="other")
        fill(first)
        ids = list(db.session.scalars(select(Product.id)))
        assert nearness(other).of_products("scarf", ids) == {}
        assert fill(other) == 3
        assert nearness(first).of_products("scarf", ids) == {}
        assert len(nearness(other).of_products("scarf", ids)) == 3


def test_vectors_of_another_length_are_left_aside(shelf: Flask) -> None:
    with shelf.app_context():
        embedder = Directions()
        fill(embedder)
        ids = list(db.session.scalars(select(Product.id)))
        short = np.ones(8, np.float32)
        with writing(db.session()) as session:
            row = session.get_one(ProductVector, ids[0])
            row.vector = short.astype("<f2").tobytes()
        assert set(nearness(embedder).of_products("scarf", ids)) == set(ids[1:])


def test_the_nearest_in_meaning_has_the_greatest_cosine(shelf: Flask) -> None:
    with shelf.app_context():
        embedder = Directions({"muffler": "scarf"})
        fill(embedder)
        ids = {product.name: product.id for product in db.session.scalars(select(Product))}
        near = nearness(embedder).of_products("a woolly muffler", [*ids.values(), 999_999])
        assert set(near) == set(ids.values())
        assert max(near, key=lambda number: near[number]) == ids["Wool scarf"]
        assert near[ids["Wool scarf"]] > 0.3 > 0.01 > abs(near[ids["Garden spade"]])


def test_the_shop_can_write_while_products_are_read(shelf: Flask) -> None:
    """And what it writes meanwhile is not taken for read."""
    with shelf.app_context():
        names = iter(["Silk scarf"])

        def meanwhile() -> None:
            if name := next(names, None):
                change(lambda session, product: setattr(product, "name", name))

        assert fill(Directions(meanwhile=meanwhile)) == 3
        later = Directions()
        assert fill(later) == 1 and later.read == ["Silk scarf. thing"]


def test_a_product_that_goes_while_it_is_read_leaves_no_vector(shelf: Flask) -> None:
    with shelf.app_context():
        slugs = iter(["scarf"])

        def meanwhile() -> None:
            if slug := next(slugs, None):
                change(lambda session, product: session.delete(product), slug)

        fill(Directions(meanwhile=meanwhile))
        assert fill(Directions()) == 2
        assert db.session.scalar(select(func.count()).select_from(ProductVector)) == 2


def test_where_the_embedder_is_out_of_order_nothing_is_near(shelf: Flask) -> None:
    with shelf.app_context():
        fill(Directions())
        near = nearness(Broken())
        assert near.of_products("scarf", list(db.session.scalars(select(Product.id)))) == {}
        assert list(near.of_values("scarf")) == [] and list(near.of_sections("scarf")) == []


def test_a_value_is_read_once_and_what_is_new_with_the_next_question(shelf: Flask) -> None:
    with shelf.app_context():
        embedder = Directions()
        near = nearness(embedder)
        assert near.of_values("things")[0].similarity == pytest.approx(1)
        near.of_values("thing again")
        assert embedder.read.count("Things") == 1
        db.session.rollback()
        change(lambda session, product: setattr(product, "occasions", ["weddings"]))
        assert near.of_values("weddings")[0].meaning.value == "weddings"
        assert embedder.read.count("Things") == 1


def test_the_keeper_makes_what_is_missing_and_tries_again_after_trouble(shelf: Flask) -> None:
    with shelf.app_context():
        engine = db.engine
        revision = Shelves(db.session).revision()
        db.session.rollback()

        def made() -> int:
            with Session(engine) as session:
                return session.scalar(select(func.count()).select_from(ProductVector)) or 0

        class Mended(Directions):
            broken = True

            def embed(self, texts):  # type: ignore[no-untyped-def]
                if self.broken:
                    self.broken = False
                    return Broken().embed(texts)
                return super().embed(texts)

        keeper = vectors.Keeper(lambda: Session(engine), Mended())
        keeper.catch_up(revision)
        until(lambda: not keeper.busy)
        assert made() == 0
        keeper.catch_up(revision)
        until(lambda: not keeper.busy)
        assert made() == 3


def test_an_import_reads_what_it_brought(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "goods.csv"
    file.write_text("sku,name,price\n1,Rain jacket,9\n2,Wool scarf,5\n")
    embedder = Directions()
    give(app, embedder)
    run = app.test_cli_runner()
    assert run.invoke(args=["shop", "import", str(file), "--dry-run"]).exit_code == 0
    assert embedder.read == []
    done = run.invoke(args=["shop", "import", str(file)])
    assert done.exit_code == 0 and "2 products read for meaning" in done.stderr
    assert len(embedder.read) == 2
    assert run.invoke(args=["shop", "embed"]).stdout == "0 products read for meaning by directions.\n"


def test_an_import_succeeds_where_the_embedder_does_not(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "goods.csv"
    file.write_text("sku,name,price\n1,Rain jacket,9\n")
    give(app, Broken())
    run = app.test_cli_runner()
    done = run.invoke(args=["shop", "import", str(file)])
    assert done.exit_code == 0 and done.stdout.startswith("1 added") and "out of order" in done.stderr
    again = run.invoke(args=["shop", "embed"])
    assert again.exit_code == 1 and "out of order" in again.stderr


def test_where_there_are_no_embeddings_it_is_said(app: Flask) -> None:
    assert "EMBEDDINGS is off" in app.test_cli_runner().invoke(args=["shop", "embed"]).stdout
