"""Events and messages as HTML, by the macros of `templates/chat/`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template

from shop.assistant.catalogue import Item
from shop.assistant.events import Offer, Offered
from shop.assistant.turn import starters
from shop.assistant.words import fold
from shop.conversations.reading import Arrived, Busied, Finished, Grew, News
from shop.conversations.store import greeting_id
from shop.models import Message
from shop.services import services

NOTICES = {
    "invalid": "That message could not be read. Please write it again.",
    "too_long": "That is a little long. Please keep it under {most} characters.",
    "busy": "I am still answering. Your message is kept in the box; send it in a moment.",
    "limit": "That was quick. Please wait a moment before the next message.",
    "cut": "The answer broke off here. What stands is right; ask again for the rest.",
    "offline": "The connection is lost. Trying again.",
}


@dataclass(frozen=True)
class Card:
    item: Item
    reason: str
    image: str


@dataclass(frozen=True)
class Shown:
    """A message as the page shows it."""

    id: str
    role: str
    kind: str
    state: str
    mode: str
    reply_to: str
    text: str
    cards: tuple[Card, ...]
    offered: Offered
    chips: bool
    notice: str
    error: str


def shown(message: Message, *, latest: bool) -> Shown:
    """A stored message with the products of its list as they are now; one that has gone is left out.

    Suggestions stand under the latest answer alone.
    """
    running = message.state == "streaming"
    offered = Offered() if running else Offered.from_json(message.offered or {})
    if message.kind == "greeting":
        offered = Offered(suggestions=starters(services().catalogue.vocabulary()))
    items = {item.id: item for item in services().catalogue.items([offer.product_id for offer in offered.offers])}
    cards = tuple(Card(items[offer.product_id], offer.reason, picture_of(items[offer.product_id], offer))
                  for offer in offered.offers if offer.product_id in items)
    return Shown(
        message.id, message.role, message.kind, message.state, message.mode, message.reply_to or "", message.text, cards,
        offered, latest, NOTICES["cut"] if message.state == "cut" else "", message.id[:8] if message.state == "failed" else "")


def picture_of(item: Item, offer: Offer) -> str:
    """The picture of the colour that was offered, or the product's own."""
    for variant in item.variants:
        if variant.image and fold(variant.colour) == fold(offer.colour):
            return variant.image
    return item.image


def articles(messages: Sequence[Message]) -> list[Shown]:
    last = messages[-1].id if messages else ""
    return [shown(message, latest=message.id == last) for message in messages]


def frame(news: News) -> str:
    if isinstance(news, Grew):
        return render_template("chat/frames/said.html", id=news.message_id, text=news.text)
    if isinstance(news, Busied):
        return render_template("chat/frames/stage.html", id=news.message_id, text=news.stage)
    if isinstance(news, Arrived):
        return render_template("chat/frames/arrived.html", messages=articles(news.messages))
    assert isinstance(news, Finished)
    return render_template("chat/frames/ended.html", message=shown(news.message, latest=True))


def notice(code: str, *, most: int = 0, client_id: str = "") -> str:
    return render_template(
        "chat/frames/notice.html", code=code, text=NOTICES[code].format(most=most), client_id=client_id)


def anew(conversation_id: str, messages: Sequence[Message]) -> str:
    """The whole conversation again, for a page that was away."""
    return render_template("chat/frames/anew.html", messages=articles(messages), **welcome(conversation_id))


def welcome(conversation_id: str) -> dict[str, Any]:
    """What greets before the first message: the owner's text, and quick buttons from what is on the shelves."""
    around = services()
    return {"greeting_id": greeting_id(conversation_id), "greeting": around.library.knowledge().shop.greeting,
            "starters": starters(around.catalogue.vocabulary())}

