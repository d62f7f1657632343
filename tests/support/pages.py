"""What must not stand in a page, whatever stood in the data it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

NEVER = ("iframe", "object", "embed", "base", "style", "template", "dialog", "marquee", "plaintext", "xmp", "math",
         "video", "audio", "use", "animate", "foreignobject", "hx-partial")
LEADING = ("href", "src", "action", "formaction", "xlink:href", "data", "srcset", "hx-get", "hx-post")
# Names of attributes that our templates never have.
ACTING = ("on", "hx-on", "data-hx", "data-ws", "style", "srcdoc", "hx-delete", "hx-put")


def intruders(page: BeautifulSoup) -> list[str]:
    """Tags and attributes that can only have come out of data."""
    return [f"{tag.name}: {why}" for tag in page.find_all(True) for why in troubles(tag)]


def troubles(tag: Tag) -> Iterator[str]:
    if tag.name in NEVER or "zq" in tag.name:
        yield "such a tag"
    if tag.name == "script" and (tag.get_text() or not str(tag.get("src")).startswith("/")):
        yield "a script"
    if tag.name == "meta" and tag.has_attr("http-equiv"):
        yield "an instruction to the browser"
    for name, value in tag.attrs.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        if name.startswith(ACTING) or "zq" in name:
            yield f"attribute {name}"
        if name in LEADING and is_foreign(text):
            yield f"{name} leads to {text}"
        if name.startswith("hx-") and "zq" in text.lower() and name not in LEADING:
            yield f"{name} is {text}"


def is_foreign(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc and parts.hostname != "localhost") or parts.scheme not in ("", "http", "mailto", "tel")


def texts(page: BeautifulSoup) -> str:
    """All that a reader can see or find in a field."""
    controls = [str(tag.get("value", "")) for tag in page.select("input, button, option")]
    return "\n".join([page.get_text(), *controls])
