"""A copy of the database, taken while the shop goes on."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path


class NoCopy(Exception):
    """No copy was made; the text says why."""


def copy_database(source: Path, target: Path) -> int:
    """A copy of a SQLite database as it is at this moment, while the shop goes on; gives its size in bytes.

    Raises NoCopy. `target` is there only when the copy is whole and was checked.
    """
    if target.exists():
        raise NoCopy(f"{target} is there already; it is not overwritten.")
    if not source.is_file():
        raise NoCopy(f"There is no database at {source}.")
    try:
        with beside(target) as unfinished:
            with (closing(sqlite3.connect(source, timeout=30)) as shop,
                  closing(sqlite3.connect(unfinished, isolation_level=None)) as copy):
                shop.backup(copy)
                # In one file, whatever the shop's is spread over.
                copy.execute("PRAGMA journal_mode=DELETE")
                [(verdict,), *_] = copy.execute("PRAGMA integrity_check").fetchall()
            if verdict != "ok":
                raise NoCopy(f"The copy did not pass its check: {verdict}")
            unfinished.rename(target)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise NoCopy(f"{target} could not be written: {reason}") from error
    return target.stat().st_size


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """An empty file in the same folder that only its owner may read; it is gone in the end unless it was renamed."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)
