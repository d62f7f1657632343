"""How Alembic meets the shop's tables: on the app's own engine, the full-text tables left to `product_text`."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy.orm import Session

from shop.catalogue.index import keep_written

database = current_app.extensions["migrate"].db


def ours(item: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    return not (name or "").startswith(("product_fts", "ix_product_text_document"))


def skip_empty(revision_context: object, revision: object, directives: list) -> None:
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


with database.engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=database.metadata, include_object=ours, render_as_batch=True,
        process_revision_directives=skip_empty)
    with context.begin_transaction():
        context.run_migrations()
    migrated = context.get_context()
    newest = set(migrated.get_current_heads()) == set(context.script.get_heads())

# The index is written by the code of the day, so when the tables are those of the day, too.
if newest:
    with Session(database.engine) as session:
        keep_written(session)
