"""flask shop seed: the demo shop."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from shop.commands.group import shop
from shop.commands.vectors import follow_import
from shop.data.entry import ReadingError
from shop.data.seeding import seed
from shop.extensions import db
from shop.models import Product

DEMO = Path(__file__).parent.parent / "data" / "demo"


@shop.command("seed")
@click.option("--demo", is_flag=True, help="Add customers and orders to play with.")
@with_appcontext
def seed_command(demo: bool) -> None:
    """Fill an empty shop with the demo products.

    A shop that has products of its own is left as it is.

    \b
    flask shop seed
    flask shop seed --demo
    """
    if db.session.scalar(select(Product.id).limit(1)) is not None and not demo:
        click.echo("The shop has products: nothing to add.")
        return
    try:
        report = seed(db.session, DEMO, demo=demo, progress=lambda line: click.echo(line, err=True))
    except ReadingError as error:
        click.echo(f"seed: {error}", err=True)
        sys.exit(1)
    click.echo(str(report))
    follow_import()
