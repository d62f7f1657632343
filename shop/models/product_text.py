"""The search index beside the products: stems by field, kept up by `shop.catalogue.index`.

The full-text part follows by itself: triggers into FTS5 on SQLite, a generated tsvector on PostgreSQL. The
stems are ours on both, so that both find the same products.
"""

from __future__ import annotations

from sqlalchemy import DDL, JSON, Connection, ForeignKey, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from shop.extensions import db


class ProductText(db.Model):
    """Stems joined by spaces, and `facets` as ["colour:black", …] for scoring without a join."""

    __tablename__ = "product_text"
    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(Text, default="")
    brand: Mapped[str] = mapped_column(Text, default="")
    labels: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    facets: Mapped[list[str]] = mapped_column(JSON, default=list)


FIELDS = ("name", "category", "brand", "labels", "description")
_columns = ", ".join(FIELDS)
_new = ", ".join(f"new.{field}" for field in FIELDS)
_old = ", ".join(f"old.{field}" for field in FIELDS)
_remove = f"INSERT INTO product_fts(product_fts, rowid, {_columns}) VALUES ('delete', old.product_id, {_old});"
_insert = f"INSERT INTO product_fts(rowid, {_columns}) VALUES (new.product_id, {_new});"
_document = " || ".join(
    f"setweight(to_tsvector('simple', {field}), '{weight}')" for field, weight in zip(FIELDS, "ABBCD", strict=True))

SQLITE = (
    f"CREATE VIRTUAL TABLE product_fts USING fts5({_columns}, content='product_text', "
    "content_rowid='product_id', tokenize='unicode61')",
    f"CREATE TRIGGER product_text_added AFTER INSERT ON product_text BEGIN {_insert} END",
    f"CREATE TRIGGER product_text_removed AFTER DELETE ON product_text BEGIN {_remove} END",
    f"CREATE TRIGGER product_text_changed AFTER UPDATE ON product_text BEGIN {_remove} {_insert} END",
)
POSTGRESQL = (
    f"ALTER TABLE product_text ADD COLUMN document tsvector GENERATED ALWAYS AS ({_document}) STORED",
    "CREATE INDEX ix_product_text_document ON product_text USING gin (document)",
)


def full_text(connection: Connection) -> None:
    """The dialect's own part of the index, for a fresh `product_text`."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.execute(DDL(statement))


@event.listens_for(ProductText.__table__, "after_create")
def create_full_text(target: object, connection: Connection, **arguments: object) -> None:
    full_text(connection)


@event.listens_for(ProductText.__table__, "after_drop")
def drop_full_text(target: object, connection: Connection, **arguments: object) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(DDL("DROP TABLE IF EXISTS product_fts"))
