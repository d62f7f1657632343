"""From a file to rows: its format, the owner's `--map`, and the reader that knows the format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shop.catalogue.importing import catalogue_file, google, shopify, woocommerce
from shop.catalogue.importing.reading import (
    BrokenLine,
    Lines,
    Record,
    UnusableFile,
    delimited,
    delimiter_of,
    header_of,
    json_lines,
    start_of,
    xml_records,
)
from shop.catalogue.importing.rows import COLUMNS, Stated


@dataclass(frozen=True)
class FormatReader:
    """`needed` are the columns without which a file cannot be of the format."""

    stated: Callable[[Iterable[Record]], Iterator[Stated]]
    needed: tuple[str, ...]


READERS = {
    "csv": FormatReader(catalogue_file.stated, catalogue_file.NEEDED),
    "jsonl": FormatReader(catalogue_file.stated, ()),
    "shopify": FormatReader(shopify.stated, shopify.NEEDED),
    "woocommerce": FormatReader(woocommerce.stated, woocommerce.NEEDED),
    "google": FormatReader(google.stated, google.NEEDED),
}


FORMATS = tuple(READERS)


class WrongMap(ValueError):
    """`--map` names a column that the file does not have."""


def guess(path: Path) -> str:
    """The format by the file's beginning. Raises UnusableFile for one that is no text."""
    start = start_of(path)
    if not start:
        raise UnusableFile("is empty")
    if start[0] == "<":
        return "google"
    if start[0] in "{[":
        return "jsonl"
    header = frozenset(header_of(start))
    if {shopify.NEWER.get(name, name) for name in header} >= shopify.HALLMARK:
        return "shopify"
    if header >= woocommerce.HALLMARK:
        return "woocommerce"
    plain = frozenset(name.lower().removeprefix("g:").replace(" ", "_") for name in header)
    return "google" if plain >= google.HALLMARK and "sku" not in plain else "csv"


@dataclass
class Source:
    """One file under way. `position` is the number of bytes taken, as they lie on the disk or, for XML, unpacked.

    `broken` is called for every line that is no record.
    """

    path: Path
    format: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    broken: Callable[[BrokenLine], None] = lambda line: None
    position: int = 0
    _columns: set[str] = field(default_factory=set)

    def rows(self) -> Iterator[Stated]:
        """Raises UnusableFile, and WrongMap where a column to rename never came."""
        reader = READERS[self.format]
        mapped: list[dict[str, Any]] = [{}]
        for row in reader.stated(self._renaming(self._records(), mapped)):
            yield Stated(row.line, {**row.fields, **mapped[0]}, row.is_variant, row.left_out)
        if absent := [name for name in self.renamed if name not in self._columns]:
            raise WrongMap(f'there is no column "{absent[0]}"; the file has {quoted(sorted(self._columns))}')

    def _renaming(self, records: Iterator[Record | BrokenLine], mapped: list[dict[str, Any]]) -> Iterator[Record]:
        """Takes the renamed columns out, into `mapped`, so that no reader sees them under their old names."""
        for record in records:
            if isinstance(record, BrokenLine):
                self.broken(record)
                continue
            line, cells = record
            if not self.renamed:
                yield record
                continue
            self._columns.update(cells)
            mapped[0] = {ours: cells[theirs] for theirs, ours in self.renamed.items() if theirs in cells}
            yield line, {name: value for name, value in cells.items() if name not in self.renamed}

    def _records(self) -> Iterator[Record | BrokenLine]:
        start = start_of(self.path)
        if self.format == "google" and start[:1] == "<":
            return xml_records(self.path, google.ELEMENTS, self._moved)
        lines = Lines(self.path)
        if self.format == "jsonl":
            return json_lines(self._followed(lines))
        self._check(header_of(start))
        return delimited(self._followed(lines), delimiter_of(start))

    def _check(self, header: list[str]) -> None:
        names = {name.lower() for name in header} | set(self.renamed.values())
        if self.format == "shopify":
            names |= {shopify.NEWER[name].lower() for name in header if name in shopify.NEWER}
        if self.format == "google":
            names = {name.removeprefix("g:").replace(" ", "_") for name in names}
        aliases = {"handle": "product", "title": "name", "id": "sku"}
        absent = [name for name in READERS[self.format].needed
                  if not {name.lower(), aliases.get(name.lower(), name.lower())} & names]
        if absent:
            hint = f"; --map THEIRS={absent[0]} names the one to use" if absent[0] in COLUMNS else ""
            raise UnusableFile(f'has no column "{absent[0]}", only {quoted(header)}{hint}')

    def _followed(self, lines: Lines) -> Iterator[str]:
        for line in lines:
            self.position = lines.read
            yield line

    def _moved(self, position: int) -> None:
        self.position = position


def quoted(names: Iterable[str]) -> str:
    shown = [f'"{name}"' for name in names if name]
    return ", ".join(shown[:12]) + (f" and {len(shown) - 12} more" if len(shown) > 12 else "")
