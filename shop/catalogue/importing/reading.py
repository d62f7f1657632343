"""A file as records, whatever its encoding and delimiter: {column: text}, or objects of JSON, with line numbers.

Nothing is read whole: a file may be larger than the memory.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from shop.catalogue.wording import unguarded

Record = tuple[int, Mapping[str, Any]]
BLOCK = 1 << 16
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DELIMITERS = ",;\t"


class UnusableFile(Exception):
    """Nothing of the file can go in; the message says why and what would be right."""


@dataclass(frozen=True)
class BrokenLine:
    """A line that could not be made a record."""

    line: int
    reason: str


def opened(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked where it is gzipped. Raises UnusableFile."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}") from None
    is_packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    return gzip.GzipFile(fileobj=raw, mode="rb") if is_packed else raw  # type: ignore[return-value]


def blocks(path: Path) -> Iterator[bytes]:
    with opened(path) as file:
        try:
            while block := file.read(BLOCK):
                yield block
        except (OSError, EOFError) as error:
            raise UnusableFile(f"cannot be read to its end: {error}") from None


def encoding_of(path: Path) -> str:
    """What its mark says, else UTF-8 where all of it is, else the old Western one."""
    start = next(blocks(path), b"")
    for mark, name in MARKS:
        if start.startswith(mark):
            return name
    if start[:1] and start[1:2] == b"\0":
        return "utf-16-le"
    if start[:1] == b"\0":
        return "utf-16-be"
    for name in ("utf-8", "cp1252"):
        decoder = codecs.getincrementaldecoder(name)()
        try:
            for block in blocks(path):
                decoder.decode(block)
            decoder.decode(b"", final=True)
            return name
        except UnicodeDecodeError:
            continue
    return "latin-1"


class Lines:
    """The lines of a text file; `read` is how many bytes of it have been taken, for a progress bar."""

    def __init__(self, path: Path) -> None:
        self.path, self.encoding = path, encoding_of(path)
        self.read = 0

    def __iter__(self) -> Iterator[str]:
        with opened(self.path) as file:
            below = getattr(file, "fileobj", None) or file
            text = io.TextIOWrapper(file, encoding=self.encoding, errors="replace", newline="")
            try:
                for line in text:
                    self.read = below.tell()
                    yield line.replace("\0", "")
            except (OSError, EOFError) as error:
                raise UnusableFile(f"cannot be read to its end: {error}") from None


def start_of(path: Path) -> str:
    """The first characters of the file, without the white space before them."""
    text = codecs.getincrementaldecoder(encoding_of(path))(errors="replace").decode(next(blocks(path), b""))
    return text.replace("\0", "").removeprefix("\ufeff").lstrip()


def delimiter_of(start: str) -> str:
    """The one that makes the most columns of the first line; "sep=;", as spreadsheets write it, says it itself."""
    if start[:4].lower() == "sep=" and start[4:5]:
        return start[4]
    columns = {sign: len(next(csv.reader(io.StringIO(start, newline=""), delimiter=sign), []))
               for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: columns[sign])


def header_of(start: str) -> list[str]:
    """The names of the columns of a delimited file."""
    lines = io.StringIO(start, newline="")
    if start[:4].lower() == "sep=":
        lines.readline()
    try:
        return [each.strip() for each in next(csv.reader(lines, delimiter=delimiter_of(start)), [])]
    except csv.Error:
        return []


def delimited(lines: Iterable[str], delimiter: str) -> Iterator[Record | BrokenLine]:
    """Rows below a header. Of columns that share a name the first counts. Raises UnusableFile."""
    reader = csv.reader(lines, delimiter=delimiter)
    names: list[str] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                if not (line == 1 and cells[0].lower().startswith("sep=")):
                    names = [unguarded(cell.strip()) for cell in cells]
                continue
            if any(cell.strip() for cell in cells[len(names):]):
                yield BrokenLine(line, f"has {len(cells)} cells where the header has {len(names)}")
                continue
            record: dict[str, str] = {}
            for name, cell in zip(names, [*cells, *[""] * (len(names) - len(cells))], strict=False):
                if name:
                    record.setdefault(name, unguarded(cell) if cell else "")
            yield line, record
    except csv.Error as error:
        raise UnusableFile(f"line {before + 1}: {error}; is a quotation mark left open?") from None
    if not names:
        raise UnusableFile("is empty")


def json_lines(lines: Iterable[str]) -> Iterator[Record | BrokenLine]:
    for line, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield BrokenLine(line, f"is not JSON: {error}")
            continue
        if isinstance(record, dict):
            yield line, record
        else:
            yield BrokenLine(line, "must be a JSON object")


def xml_records(path: Path, elements: frozenset[str], seen: Callable[[int], None]) -> Iterator[Record]:
    """Each of these elements with its children's texts by their names without a namespace; the first counts.

    Declared entities are refused: they serve nothing in a feed, and can blow one up. Raises UnusableFile.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    ready: list[Record] = []
    record: dict[str, str] | None = None
    depth = line = 0
    parts: list[str] = []

    def local(name: str) -> str:
        return name.rpartition(" ")[2]

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal record, depth, line
        if record is None:
            if local(name) in elements:
                record, depth, line = {}, 0, parser.CurrentLineNumber
            return
        depth += 1
        if depth == 1:
            parts.clear()

    def end(name: str) -> None:
        nonlocal record, depth
        if record is None:
            return
        if depth == 0:
            ready.append((line, record))
            record = None
            return
        if depth == 1:
            record.setdefault(local(name), "".join(parts))
        depth -= 1

    def refuse(*arguments: object) -> None:
        raise UnusableFile("declares entities of its own, which are not read")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.EntityDeclHandler = parts.append, refuse
    read = 0
    try:
        for block in blocks(path):
            parser.Parse(block)
            read += len(block)
            seen(read)
            yield from ready
            ready.clear()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnusableFile(f"is not XML: {error}") from None
    yield from ready
