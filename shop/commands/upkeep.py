"""flask shop purge and flask shop backup: what goes after its time, and a copy in case all goes."""

from __future__ import annotations

import shlex
import sys
from datetime import timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from shop.commands.group import shop
from shop.extensions import db
from shop.models.types import now
from shop.selling import payments
from shop.upkeep.backup import NoCopy, copy_database
from shop.upkeep.retention import Gone, count, leave_no_trace, old_rows, take_away


@shop.command("purge")
@with_appcontext
def purge() -> None:
    """Delete what guests have left behind: conversations and carts unused for RETENTION_DAYS.

    What belongs to an account stays with it. Steps of answers that ended more than a day ago go too; the answers
    stay. Payments that orders still wait for are asked after, and what was not paid in time is for sale again. Run it
    daily; running it again at once finds nothing.

    \b
    flask shop purge
    RETENTION_DAYS=7 flask shop purge
    """
    unused_for = timedelta(days=current_app.config["RETENTION_DAYS"])
    try:
        collect_payments()
        due = old_rows(now(), unused_for)
        rows = sum(count(db.session, old) for old in due)
        with click.progressbar(length=rows, label="Purging", file=sys.stderr) as bar:
            gone = [take_away(db.session(), old, bar.update) for old in due]
        is_clean = leave_no_trace(db.session)
    except SQLAlchemyError as error:
        raise click.ClickException(f"The database could not be used: {error.__class__.__name__}. "
                                   "Has `flask db upgrade` been run?") from error
    for each in gone:
        click.echo(line_of(each))
    if not is_clean:
        click.echo("Somebody was reading, so the log of writes could not be emptied; run it again later.", err=True)


def collect_payments() -> None:
    # Asked after before any order expires: what was paid in a night without visitors is then sent as it was ordered.
    paid = payments.collect(db.session, current_app.config["PAYMENT_METHODS"], now())
    unpaid = 0
    while expired := payments.expire(db.session, now()):
        unpaid += expired
    for number, what in ((paid, "payments came in"), (unpaid, "orders were not paid in time")):
        if number:
            click.echo(f"{number:>8} {what}")


def line_of(gone: Gone) -> str:
    return f"{gone.rows:>8} {gone.title}"


@shop.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Copy the whole shop into FILE while it goes on selling, and check the copy.

    FILE must not exist; it holds your customers' data, and only you may read it. To restore, stop the shop, move its
    database and the files beside it (-wal, -shm) away, put FILE in its place and start the shop.

    PostgreSQL has a tool of its own for this; the command to use is printed.

    \b
    flask shop backup backups/shop-2026-01-31.db
    """
    address = db.engine.url
    if address.get_backend_name() != "sqlite":
        raise click.ClickException(f"The shop keeps its data in PostgreSQL. Back it up with\n\n  {dump(address, file)}")
    try:
        size = copy_database(Path(address.database or ""), file)
    except NoCopy as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{file}: {size:,} bytes, checked")


def dump(address: URL, file: Path) -> str:
    """The words for a shell; the password is asked for, or taken from ~/.pgpass."""
    plain = URL.create("postgresql", username=address.username, host=address.host, port=address.port,
                       database=address.database, query=address.query)
    return shlex.join(["pg_dump", "--format=custom", f"--file={file}", f"--dbname={plain.render_as_string()}"])
