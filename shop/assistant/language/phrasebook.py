"""A language as data: the patterns, words and tables of a folder of TOML files beside this module.

Each table of a file is one entry, called "file.table", and each entry has `examples`: texts in which it must be found.
`counter_examples` are texts in which it must not. An entry is one of these things:

forms   a pattern, as a list of alternatives, each no longer than a line. A form is a regular expression in which
        a blank stands for any white space, "(a|b)" captures nothing, and {name} stands for the alternatives of a
        list of that name, or for the words of a table; {file.name} is a table of another file. It begins and ends
        at the edge of a word, except where it begins or ends with "=", "^", "$" or a class such as \\W. A group
        whose text is wanted is named: "(?P<count>two|three)".
sentences
        a pattern too, as a table from examples to the sentences by which each is found: "Good day!" = "good day".
        How they are written is told in `sentence_patterns`. Forms beside them come after them.
words   words, in one text.
values  a table from words to what they mean.
others  the families of words and the rules of topics, which `families` and `topics` read.

Lists stand in the table `lists` of the same file, or in lists.toml for all: `cart = ["cart", "basket"]`.
Patterns are searched in folded text (`text.fold`); one for text as it was written says `any_case = true`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from shop.assistant.language import sentence_patterns
from shop.assistant.language.sentence_patterns import LIST

LISTS = "lists"
SENTENCES = "sentences"
# A bracket that is neither escaped nor the beginning of "(?…".
PLAIN_GROUP = re.compile(r"(?<!\\)\((?!\?)")
# Where these stand at the end of a form, an edge of a word beside them would never be found.
NO_EDGE_BEFORE = ("^", "\\W", "\\b", "\\s", "(?<")
NO_EDGE_AFTER = ("$", "\\W", "\\b", "\\s", "\\W*", "\\s*", "\\W+", "\\s+")


class PhrasebookError(ValueError):
    """A language's file cannot be read; the text names the file, the entry and the trouble."""


@dataclass(frozen=True)
class Entry:
    """One table of a file. `forms` and `sentences` (their lists written out) are empty where it is no pattern,
    `content` is the table as it was written, and `lists` are those that its forms may name."""

    name: str
    content: Mapping[str, Any]
    lists: Mapping[str, Collection[str]]
    forms: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None

    @property
    def examples(self) -> tuple[str, ...]:
        return (*self.content.get("examples", ()), *self.content.get(SENTENCES, ()))

    @property
    def counter_examples(self) -> tuple[str, ...]:
        return tuple(self.content.get("counter_examples", ()))


@dataclass(frozen=True)
class Phrasebook:
    """All entries of one language, by "file.table", in the order of the files and of the tables in them."""

    language: str
    entries: Mapping[str, Entry]

    def entry(self, name: str) -> Entry:
        if name not in self.entries:
            raise PhrasebookError(f"{self.language}: there is no entry {name!r}")
        return self.entries[name]

    def pattern(self, name: str) -> re.Pattern[str]:
        if (pattern := self.entry(name).pattern) is None:
            raise PhrasebookError(f"{self.language}: {name} has no forms")
        return pattern

    def tables(self, file: str) -> Mapping[str, Entry]:
        """All entries of one file by the names of their tables, in their order."""
        return {name.partition(".")[2]: entry for name, entry in self.entries.items() if name.startswith(f"{file}.")}

    def patterns(self, file: str) -> Mapping[str, re.Pattern[str]]:
        """All patterns of one file by the names of their tables, in their order."""
        return {name: entry.pattern for name, entry in self.tables(file).items() if entry.pattern is not None}

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(str(self.entry(name).content["words"]).split())

    def values(self, name: str) -> Mapping[str, Any]:
        values: Mapping[str, Any] = self.entry(name).content["values"]
        return values


@cache
def phrasebook(language: str) -> Phrasebook:
    """The phrasebook of a language, "en" for the folder `en`; read once a process.

    Raises PhrasebookError where a file is no TOML, a form no expression, or a list unknown.
    """
    folder = files(__package__).joinpath(language)
    texts = {file.name.removesuffix(".toml"): file.read_text("utf-8")
             for file in sorted(folder.iterdir(), key=lambda file: file.name) if file.name.endswith(".toml")}
    return Phrasebook(language, {entry.name: entry for entry in read(texts)})


def read(texts: Mapping[str, str]) -> Iterator[Entry]:
    """The entries of files, given as name and text."""
    contents = {}
    for name, text in texts.items():
        try:
            contents[name] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise PhrasebookError(f"{name}.toml: {error}") from error
    shared = contents.pop(LISTS, {})
    own = {file: tables.pop(LISTS, {}) for file, tables in contents.items()}
    values = {f"{file}.{table}": content["values"] for file, tables in contents.items()
              for table, content in tables.items() if "values" in content}
    for file, tables in contents.items():
        beside = {name.removeprefix(f"{file}."): words for name, words in values.items()}
        for table, content in tables.items():
            yield entry_of(f"{file}.{table}", content, {**shared, **values, **beside, **own[file]})


def entry_of(name: str, content: Mapping[str, Any], lists: Mapping[str, Collection[str]]) -> Entry:
    forms = tuple(content.get("forms", ()))
    try:
        sentences = tuple(sentence_patterns.expansion(each, lists) for each in content.get(SENTENCES, {}).values())
        if not forms and not sentences:
            return Entry(name, content, lists)
        pattern = compiled(forms, lists, sentences, any_case=content.get("any_case", False))
    except (re.error, KeyError) as error:
        raise PhrasebookError(f"{name}: {error}") from error
    return Entry(name, content, lists, forms, sentences, pattern)


def compiled(forms: Sequence[str], lists: Mapping[str, Collection[str]], sentences: Sequence[str] = (), *,
             any_case: bool = False) -> re.Pattern[str]:
    """One expression of all sentences and forms, tried in this order. Raises re.error, and KeyError for a list that is
    not there."""
    expressions = [*map(sentence_patterns.expression, sentences), *(expression(form, lists) for form in forms)]
    return re.compile("|".join(expressions), re.IGNORECASE if any_case else 0)


def expression(form: str, lists: Mapping[str, Collection[str]]) -> str:
    """A form as a regular expression."""
    before = "" if form.startswith(("=", *NO_EDGE_BEFORE)) else r"\b"
    after = "" if form.endswith(("=", *NO_EDGE_AFTER)) else r"\b"
    return f"{before}(?:{spelled_out(form.strip('='), lists)}){after}"


def spelled_out(form: str, lists: Mapping[str, Collection[str]]) -> str:
    form = LIST.sub(lambda match: f"({'|'.join(lists[match[1]])})", form)
    if LIST.search(form):
        return spelled_out(form, lists)
    return PLAIN_GROUP.sub("(?:", form.strip()).replace(" ", r"\s+")


ENGLISH = phrasebook("en")
