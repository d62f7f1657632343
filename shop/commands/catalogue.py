"""flask shop import, flask shop export: catalogues in and out."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

import click
from babel.numbers import get_currency_precision
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from shop.catalogue import exporting
from shop.catalogue.importing.formats import FORMATS, Source, WrongMap, guess
from shop.catalogue.importing.gathering import Gathered
from shop.catalogue.importing.reading import BrokenLine, UnusableFile
from shop.catalogue.importing.rows import COLUMNS, LISTS, LONGEST, BadRow, Remarks, row_of
from shop.catalogue.importing.writing import Tally, put
from shop.commands.group import shop
from shop.commands.vectors import follow_import
from shop.data.general import add_general_synonyms, has_synonyms
from shop.extensions import db, writing
from shop.models.types import now
from shop.money import decimal


class DryRun(Exception):
    """Takes back what a dry run has written."""


def say(text: str) -> None:
    click.echo(text, err=True)


def maps(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """{theirs: ours}. Raises click.BadParameter."""
    found: dict[str, str] = {}
    for value in values:
        theirs, sign, ours = (part.strip() for part in value.rpartition("="))
        if not (theirs and sign and ours):
            raise click.BadParameter(f"{value!r} is not THEIRS=OURS, such as title=name")
        if ours in found.values() or theirs in found:
            raise click.BadParameter(f"{value!r}: a column can be named once")
        found[theirs] = ours
    return found


IMPORT_HELP = f"""Put the products of a file on the shelves.

A catalogue file has a row for each variant, with the columns sku, name and price, and where they serve product (what
variants of one product share), {", ".join(COLUMNS[4:])};
several of {", ".join(LISTS)} are joined by |. Any other column becomes an attribute that search knows.

Products that are there already, by handle or SKU, are changed where the file says otherwise; a second import of the
same file changes nothing. Rows that cannot be used are named, and the others go in. Without a stock column new variants
begin with 10 each; an empty cell of that column is 0.

\b
flask shop import catalogue.csv
flask shop import products_export.csv --format shopify --dry-run
flask shop import stock.csv --map id=sku --map title=name
"""


@shop.command("import", help=IMPORT_HELP)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(FORMATS), help="Seen from the file where it is not said.")
@click.option("--map", "renamed", multiple=True, callback=maps, metavar="THEIRS=OURS",
              help="Take their column as ours; may be given several times.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@with_appcontext
def import_command(file: Path, kind: str | None, renamed: dict[str, str], dry_run: bool) -> None:
    try:
        source = Source(file, kind or guess(file), renamed)
        if not kind:
            say(f"Reading {file.name} as {source.format}; --format says otherwise.")
        with Gathered() as gathered:
            clean = bring_in(source, gathered, dry_run)
        if not dry_run:
            follow_import()
    except WrongMap as error:
        raise click.UsageError(str(error)) from None
    except UnusableFile as error:
        say(f"import: {file.name} {error}. Nothing was written.")
        sys.exit(1)
    except SQLAlchemyError as error:
        say(f"import: the database could not be used: {error.__class__.__name__}. Nothing was written. "
             "Has `flask db upgrade` been run?")
        sys.exit(1)
    if not clean:
        sys.exit(1)


def bring_in(source: Source, gathered: Gathered, dry_run: bool) -> bool:
    """Whether every row went in."""
    remarks = Remarks()
    rows, left_out = gather(source, gathered, remarks)
    tally = Tally()
    general = 0
    try:
        with writing(db.session()) as session, bar(gathered.products, "Writing") as progress:
            general = 0 if has_synonyms(session) else add_general_synonyms(session)
            tally = put(session, gathered, now(), progress)
            if dry_run:
                raise DryRun
    except DryRun:
        say("A dry run: nothing was written.")
    for line, reason in gathered.refusals():
        say(f"line {line}: {reason}")
    for line, reason in left_out[:20]:
        say(f"line {line} left out: {reason}")
    if len(left_out) > 20:
        say(f"… and {len(left_out) - 20} more left out")
    if general and not dry_run:
        say(f"{general} general synonyms added; the owner edits them under /admin.")
    for remark in remarked(remarks, tally):
        say(remark)
    click.echo(f"{tally.added} added, {tally.changed} changed, {tally.unchanged} unchanged products; "
               f"{rows} rows read, {gathered.refused} refused")
    return not gathered.refused


def gather(source: Source, gathered: Gathered, remarks: Remarks) -> tuple[int, list[tuple[int, str]]]:
    """How many rows there are, and the (line, reason) of those that hold nothing to sell."""
    digits = get_currency_precision(current_app.config["CURRENCY"])
    left_out: list[tuple[int, str]] = []
    broken: list[BrokenLine] = []
    source.broken = broken.append
    rows = position = 0
    with bar(source.path.stat().st_size, "Reading") as progress:
        for stated in source.rows():
            rows += 1
            if stated.left_out:
                left_out.append((stated.line, stated.left_out))
                continue
            try:
                gathered.add(row_of(stated, digits, remarks))
            except BadRow as error:
                gathered.refuse(stated.line, str(error))
            if rows % 200 == 0:
                progress(source.position - position)
                position = source.position
    for each in broken:
        gathered.refuse(each.line, each.reason)
    return rows + len(broken), left_out


def remarked(remarks: Remarks, tally: Tally) -> Iterator[str]:
    own = current_app.config["CURRENCY"]
    for code, count in remarks.currencies.items():
        if code != own:
            yield f"Prices marked {code} and taken as {own}, without conversion: {count}."
    if tally.prices_differ:
        yield f"Products whose variants have different prices, and that take the lowest: {tally.prices_differ}."
    for name, count in remarks.cut.items():
        if count:
            yield f"Cut to {LONGEST[name]} characters, {name}: {count}."
    if remarks.pictures:
        yield f"Pictures that are neither a path nor a web address, and give way to a placeholder: {remarks.pictures}."


@contextmanager
def bar(length: int, label: str) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error, where a person looks on."""
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as shown:
        yield shown.update


@shop.command("export")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@with_appcontext
def export_command(file: str) -> None:
    """Write what is for sale as a catalogue file: CSV, or lines of JSON where FILE ends in .jsonl.

    \b
    flask shop export catalogue.csv
    flask shop export - | head
    """
    write = exporting.WRITERS.get(".csv" if file == "-" else Path(file).suffix.lower())
    if write is None:
        raise click.UsageError("FILE must end in .csv or .jsonl, or be - for CSV on standard output.")
    try:
        with opened(file) as out, bar(exporting.for_sale(db.session()), "Writing") as progress:
            money = partial(decimal, currency=current_app.config["CURRENCY"])
            write(db.session(), out, money, progress)
    except OSError as error:
        say(f"export: {file} cannot be written: {error.strerror}.")
        sys.exit(1)
    except SQLAlchemyError as error:
        say(f"export: the database could not be used: {error.__class__.__name__}. "
             "Has `flask db upgrade` been run?")
        sys.exit(1)


@contextmanager
def opened(file: str) -> Iterator[IO[str]]:
    """A file appears under its name when it is whole."""
    if file == "-":
        yield sys.stdout
        return
    handle, name = tempfile.mkstemp(dir=Path(file).absolute().parent, prefix=f".{Path(file).name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            yield out
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
