"""flask shop embed: the vectors by which products are near in meaning to what a shopper says."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from shop.assistant.similarity import Embedder, EmbedderTrouble
from shop.catalogue import vectors
from shop.commands.group import shop
from shop.extensions import db
from shop.language_model.embedding import OFF
from shop.services import services


def make_vectors(embedder: Embedder) -> int:
    """Makes what is missing under a progress bar, and gives how many. Raises EmbedderTrouble."""
    count = vectors.missing(db.session, embedder.name)
    db.session.rollback()
    with click.progressbar(length=count, label="Reading for meaning", file=sys.stderr,
                           hidden=not count or not sys.stderr.isatty()) as bar:
        return vectors.fill(db.session(), embedder, bar.update)


def follow_import() -> None:
    """After products have come in. Without vectors they are sold all the same, so that trouble is told and no more."""
    nearness = services().nearness
    try:
        if nearness is not None and (made := make_vectors(nearness.embedder)):
            click.echo(f"{made} products read for meaning by {nearness.embedder.name}.", err=True)
    except EmbedderTrouble as trouble:
        click.echo(f"Not all products could be read for meaning: {trouble}. `flask shop embed` tries again.", err=True)


@shop.command("embed")
@with_appcontext
def embed() -> None:
    """Make the vectors that are missing, as after a change of EMBEDDINGS or of the model.

    Importing and changing products does so by itself; running it again at once finds nothing to do.

    \b
    flask shop embed
    """
    nearness = services().nearness
    if nearness is None:
        click.echo("EMBEDDINGS is off: the shop goes by words alone." if current_app.config["EMBEDDINGS"] == OFF else
                   "There is no embedder to use: the shop goes by words alone.")
        return
    try:
        made = make_vectors(nearness.embedder)
    except EmbedderTrouble as trouble:
        raise click.ClickException(f"{nearness.embedder.name}: {trouble}") from None
    except SQLAlchemyError as error:
        raise click.ClickException(f"The database could not be used: {error.__class__.__name__}. "
                                   "Has `flask db upgrade` been run?") from None
    click.echo(f"{made} products read for meaning by {nearness.embedder.name}.")
