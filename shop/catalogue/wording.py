"""Texts of other people's files as the shop keeps them, and the way back into a file."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from html.parser import HTMLParser

from shop.assistant.language.text import fold

UNKEEPABLE = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
FORMULA = re.compile(r"'*[=+\-@]")
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "td", "th", "tr", "ul"))
UNSEEN = frozenset(("script", "style", "template", "head", "title", "noscript"))


class Reader(HTMLParser):
    """Keeps what a shopper would read of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in UNSEEN and not self._unseen:
            self._unseen = tag
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


def tidy(text: str) -> str:
    """Single spaces, no empty lines, nothing that a database cannot keep; tidying twice changes nothing."""
    text = UNKEEPABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n"))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def plain(text: str) -> str:
    """Without tags and entities, line by line. A "<" that opens no tag stays: "for necks < 40 cm"."""
    if TAG.search(text):
        reader = Reader()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    elif "&" in text:
        text = html.unescape(text)
    return tidy(text)


def on_one_line(text: str) -> str:
    return " ".join(plain(text).split())


def listed(words: Iterable[str]) -> list[str]:
    """Words of a list as the shop keeps them: in lower case, each once."""
    return list(dict.fromkeys(word for word in (on_one_line(each).lower() for each in words) if word))


def restorable(text: str) -> str:
    """A text of the shop as it has to stand in a file, so that `plain` gives it back."""
    text = tidy(text)
    return text if plain(text) == text else html.escape(text, quote=False)


def clipped(text: str, longest: int) -> str:
    """At most so many characters, at the end of a word where that is near."""
    if len(text) > longest:
        space = text.rfind(" ", longest * 2 // 3, longest + 1)
        text = text[:space if space > 0 else longest].rstrip()
    return text


def clipped_to_key(text: str, longest: int) -> str:
    """As `clipped`, and folding it for a search makes it no longer: "㎏" folds to two letters."""
    text = clipped(text, longest)
    while len(fold(text)) > longest:
        text = text[:-1]
    return text.rstrip()


def address_of(handle: str, longest: int) -> str:
    """The end of a page's address made of a text: the same text always gives the same."""
    address = "-".join(re.findall("[a-z0-9]+", fold(handle).replace("'", "")))
    if address and len(address) <= longest:
        return address
    mark = hashlib.sha256(handle.encode("utf-8", "replace")).hexdigest()[:10]
    return f"{address[:longest - 11].strip('-') or 'item'}-{mark}"


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell
