"""The search index beside the products, kept up by `shop.catalogue.index`.

The full-text part follows by itself: triggers into FTS5 on SQLite, a generated tsvector on PostgreSQL. Its tokens are
ours on both, one by one and without positions, so that both find the same products. Triggers on the variants keep
what is in stock true in the same statement that sells it.
"""

from __future__ import annotations

from sqlalchemy import DDL, Connection, ForeignKey, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from shop.extensions import db
from shop.models.catalogue import Variant

SOLD_OUT = "_gone"


class ProductText(db.Model):
    """Of a product for sale, stems joined by spaces: what ranking reads.

    `name` ends where the name says what the thing is for or comes with; `more` is that rest. `head` says what the
    thing is ("bag" of "laptop bag"). `facets` are "colour:black" and so on, a line each. `terms` are the tokens of
    the full text (`shop.catalogue.index.terms_of`), `state` is SOLD_OUT or empty. `reading` is the fingerprint of what
    an embedder reads of it: a vector of another fingerprint wants making anew.
    """

    __tablename__ = "product_text"
    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text, default="")
    more: Mapped[str] = mapped_column(Text, default="")
    head: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(Text, default="")
    brand: Mapped[str] = mapped_column(Text, default="")
    labels: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    facets: Mapped[str] = mapped_column(Text, default="")
    terms: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(Text, default="")
    reading: Mapped[str] = mapped_column(String(16), default="")


class Place(db.Model):
    """What filters and orders ask of a product for sale, narrow enough to read for very many of them.

    `in_stock` counts the variants that can be bought. Triggers keep it by what a statement changes, which stays
    right when two sell at once, and touch it only when a variant runs out or comes back.
    """

    __tablename__ = "place"
    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    price: Mapped[int]
    rating: Mapped[float | None]
    rating_count: Mapped[int]
    in_stock: Mapped[int]


_read = (Place.rating_count, Place.rating, Place.product_id)
Index("ix_place_shelf", Place.category_id, Place.price, Place.in_stock, *_read)
Index("ix_place_price", Place.price, Place.in_stock, Place.category_id, *_read)
Index("ix_variant_choice", Variant.product_id, Variant.colour_key, Variant.size_key, Variant.stock)

FIELDS = ("name", "more", "head", "category", "brand", "labels", "description")
_remove = ("INSERT INTO product_fts(product_fts, rowid, terms, state) "
           "VALUES ('delete', old.product_id, old.terms, old.state);")
_insert = "INSERT INTO product_fts(rowid, terms, state) VALUES (new.product_id, new.terms, new.state);"
_here = {"new": "(CASE WHEN new.stock > 0 THEN 1 ELSE 0 END)", "old": "(CASE WHEN old.stock > 0 THEN 1 ELSE 0 END)"}
_change = "UPDATE place SET in_stock = in_stock + {by} WHERE product_id = {row}.product_id;"
_added = _change.format(row="new", by=_here["new"])
_removed = _change.format(row="old", by=f"-{_here['old']}")
_sold = _change.format(row="new", by=f"{_here['new']} - {_here['old']}")
_tell = (f"UPDATE product_text SET state = CASE WHEN new.in_stock > 0 THEN '' ELSE '{SOLD_OUT}' END "
         "WHERE product_id = new.product_id;")
_document = "array_to_tsvector(array_remove(string_to_array(terms || ' ' || state, ' '), ''))"

SQLITE = (
    "CREATE VIRTUAL TABLE product_fts USING fts5(terms, state, content='product_text', "
    "content_rowid='product_id', tokenize=\"unicode61 tokenchars '_'\", detail=none)",
    "CREATE VIRTUAL TABLE product_fts_words USING fts5vocab(product_fts, row)",
    f"CREATE TRIGGER product_text_added AFTER INSERT ON product_text BEGIN {_insert} END",
    f"CREATE TRIGGER product_text_removed AFTER DELETE ON product_text BEGIN {_remove} END",
    f"CREATE TRIGGER product_text_changed AFTER UPDATE ON product_text BEGIN {_remove} {_insert} END",
    f"CREATE TRIGGER variant_added AFTER INSERT ON variant WHEN new.stock > 0 BEGIN {_added} END",
    f"CREATE TRIGGER variant_removed AFTER DELETE ON variant WHEN old.stock > 0 BEGIN {_removed} END",
    "CREATE TRIGGER variant_sold AFTER UPDATE OF stock ON variant WHEN (new.stock > 0) <> (old.stock > 0) "
    f"BEGIN {_sold} END",
    "CREATE TRIGGER place_emptied AFTER UPDATE OF in_stock ON place "
    f"WHEN (new.in_stock > 0) <> (old.in_stock > 0) BEGIN {_tell} END",
)
POSTGRESQL = (
    # The long columns out of line, so that looking through many rows reads few pages.
    "ALTER TABLE product_text SET (toast_tuple_target = 512)",
    f"ALTER TABLE product_text ADD COLUMN document tsvector GENERATED ALWAYS AS ({_document}) STORED",
    "CREATE INDEX ix_product_text_document ON product_text USING gin (document) WITH (fastupdate = off)",
    *(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {body} RETURN NULL; END$$"
      for name, body in (("shelf_added", _added), ("shelf_removed", _removed), ("shelf_sold", _sold),
                         ("shelf_emptied", _tell))),
    "CREATE TRIGGER variant_added AFTER INSERT ON variant FOR EACH ROW "
    "WHEN (new.stock > 0) EXECUTE FUNCTION shelf_added()",
    "CREATE TRIGGER variant_removed AFTER DELETE ON variant FOR EACH ROW "
    "WHEN (old.stock > 0) EXECUTE FUNCTION shelf_removed()",
    "CREATE TRIGGER variant_sold AFTER UPDATE OF stock ON variant FOR EACH ROW "
    "WHEN ((new.stock > 0) <> (old.stock > 0)) EXECUTE FUNCTION shelf_sold()",
    "CREATE TRIGGER place_emptied AFTER UPDATE OF in_stock ON place FOR EACH ROW "
    "WHEN ((new.in_stock > 0) <> (old.in_stock > 0)) EXECUTE FUNCTION shelf_emptied()",
)
SQLITE_GONE = ("DROP TRIGGER IF EXISTS variant_added", "DROP TRIGGER IF EXISTS variant_removed",
               "DROP TRIGGER IF EXISTS variant_sold", "DROP TABLE IF EXISTS product_fts_words",
               "DROP TABLE IF EXISTS product_fts")
POSTGRESQL_GONE = tuple(f"DROP FUNCTION IF EXISTS {name}() CASCADE"
                        for name in ("shelf_added", "shelf_removed", "shelf_sold", "shelf_emptied"))


def full_text(connection: Connection) -> None:
    """The dialect's own part of the index, for a fresh `product_text` and `place`."""
    run(connection, SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL)


def no_full_text(connection: Connection) -> None:
    """Undoes `full_text`, before the tables themselves go."""
    run(connection, SQLITE_GONE if connection.dialect.name == "sqlite" else POSTGRESQL_GONE)


def run(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.execute(DDL(statement.replace("%", "%%")))


@event.listens_for(db.metadata, "after_create")
def create_full_text(target: object, connection: Connection, **arguments: object) -> None:
    full_text(connection)


@event.listens_for(db.metadata, "before_drop")
def drop_full_text(target: object, connection: Connection, **arguments: object) -> None:
    no_full_text(connection)
