"""The chat's DOM as other programs rely on it: give parsed HTML, get what is wrong with it, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

OUTCOMES = {"done", "fallback", "cut", "stopped", "refused", "failed"}
STATES = {"shopper": {"done"}, "assistant": OUTCOMES | {"streaming"}}
MODES = {"rules", "model"}
CONNECTIONS = {"connecting", "online", "reconnecting"}
NOTICES = {"invalid", "too_long", "busy", "limit", "cut", "offline"}
CRITERIA = {
    "category", "colour", "size", "occasion", "style", "season", "material", "brand", "pattern", "sleeve", "words",
    "audience", "price_min", "price_max", "price_word", "rating_min", "quantity", "sort", "exclude",
}
PANEL = {
    "#chat-panel": {"role": {"region"}},
    "#chat-log": {"role": {"log"}, "aria-live": {"off"}},
    "#chat-announce": {"role": {"status"}},
    "#chat-status": {"data-connection": CONNECTIONS},
    "#chat-form": {"method": {"post"}},
    "#chat-form [name=message]": {},
}
PRICE = re.compile(r"\d+(\.\d+)?")
FORBIDDEN = ("style", "onclick", "onerror", "onload", "hx-on", "data-hx-on")


def chat_problems(page: BeautifulSoup) -> list[str]:
    """Of a whole panel or chat page."""
    return [*panel_problems(page), *part_problems(page)]


def panel_problems(page: BeautifulSoup) -> Iterator[str]:
    for selector, attributes in PANEL.items():
        found = page.select(selector)
        if len(found) != 1:
            yield f"{len(found)} of {selector}"
            continue
        for name, allowed in attributes.items():
            if found[0].get(name) not in allowed:
                yield f"{selector}: {name} is {found[0].get(name)!r}"
    for article in page.select("article.message"):
        if not article.find_parent(id="chat-log"):
            yield f"{article.get('id')} is outside the log"


def part_problems(page: BeautifulSoup) -> Iterator[str]:
    """Of a page, a partial or a frame; every part that stands in it must be right."""
    for each, times in Counter(str(tag["id"]) for tag in page.select("[id]")).items():
        if times > 1:
            yield f"id {each} {times} times"
    for tag in page.find_all(True):
        for name in FORBIDDEN:
            if tag.has_attr(name):
                yield f"<{tag.name}> has {name}"
    for article in page.select("article.message"):
        yield from article_problems(article)
    for card in page.select(".product-card"):
        yield from card_problems(card)
    for notice in page.select(".message .notice, #chat-notice .notice"):
        if notice.get("data-code") not in NOTICES:
            yield f"notice with code {notice.get('data-code')!r}"
    for chip in page.select(".criteria-chip"):
        if chip.get("data-criterion") not in CRITERIA or not chip.get("data-value"):
            yield f"chip {chip.attrs}"
    for source in page.select(".source"):
        if not source.get("data-topic"):
            yield f"source without a topic: {source}"


def article_problems(article: Tag) -> Iterator[str]:
    name = str(article.get("id"))
    role, state = str(article.get("data-role")), article.get("data-state")
    if not re.fullmatch(r"message-[0-9a-z]+", name):
        yield f"article id {name!r}"
    if role not in STATES:
        yield f"{name}: role {role!r}"
    elif state not in STATES[role]:
        yield f"{name}: state {state!r} of {role}"
    if role == "assistant" and article.get("data-mode") not in MODES:
        yield f"{name}: mode {article.get('data-mode')!r}"
    greeting = article.get("data-kind") == "greeting"
    if role == "assistant" and not greeting and not article.get("data-reply-to"):
        yield f"{name}: an answer to nothing"
    if len(article.select(".message-text")) != 1:
        yield f"{name}: {len(article.select('.message-text'))} texts"
    elif article.select_one(".message-text *"):
        yield f"{name}: tags in the words"
    if state == "streaming" and article.select_one(".product-card"):
        yield f"{name}: cards before the end"
    if state == "cut" and not article.select_one(".notice[data-code=cut]"):
        yield f"{name}: cut, and does not say so"


def card_problems(card: Tag) -> Iterator[str]:
    for name in ("data-product-id", "data-slug", "data-name"):
        if not card.get(name):
            yield f"card without {name}"
    if not PRICE.fullmatch(str(card.get("data-price"))):
        yield f"card with price {card.get('data-price')!r}"
    elif not card.select_one(".product-card__price"):
        yield f"card {card.get('data-slug')} shows no price"
