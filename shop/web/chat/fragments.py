"""Events and messages as HTML, by the macros of `templates/chat/`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from flask import render_template

from shop.assistant.answering.chips import starters
from shop.assistant.catalogue import Item, ItemVariant
from shop.assistant.events import Offer, Offered, Outcome, Said, Stage
from shop.assistant.intents import Intent
from shop.assistant.language.text import fold
from shop.conversations.seen import Anew, Arrival, Ending, Notice, Over, Seen, Step
from shop.conversations.store import STREAMING, greeting_id
from shop.models import Message
from shop.services import services
from shop.web.chat.talking import MOST_CHARACTERS

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
    """`options` are the variants in the colour that was offered, `chosen` the SKU of the size that was asked for."""

    item: Item
    reason: str
    image: str
    options: tuple[ItemVariant, ...] = ()
    chosen: str = ""


@dataclass(frozen=True)
class Article:
    """A message as the page shows it; `client_id` tells the page that sent it that it has arrived, `touches_cart` that
    it spoke of the cart, which may look different now."""

    id: str
    role: str
    kind: str
    state: str
    mode: str
    reply_to: str
    client_id: str
    text: str
    cards: tuple[Card, ...]
    offered: Offered
    chips: bool
    notice: str
    error: str
    touches_cart: bool


def articles(messages: Sequence[Message]) -> list[Article]:
    """Stored messages with the products of their lists as they are now; one that has gone is left out.

    Suggestions stand under the last of them alone. One look at the shelves serves all.
    """
    lists = [offered_in(message) for message in messages]
    wanted = dict.fromkeys(offer.product_id for offered in lists for offer in offered.offers)
    items = {item.id: item for item in services().catalogue.items(list(wanted))}
    return [article_of(message, offered, items, latest=message is messages[-1])
            for message, offered in zip(messages, lists, strict=True)]


def article(message: Message) -> Article:
    return articles([message])[0]


def offered_in(message: Message) -> Offered:
    """What stands below the words; nothing before they are complete."""
    if message.state == STREAMING:
        return Offered()
    if message.kind == "greeting":
        return Offered(suggestions=starters(services().catalogue.vocabulary()))
    return Offered.from_json(message.offered or {})


def article_of(message: Message, offered: Offered, items: Mapping[int, Item], *, latest: bool) -> Article:
    sizes = {chip.value for chip in offered.chips if chip.key == "size"}
    cards = tuple(card(items[offer.product_id], offer, sizes)
                  for offer in offered.offers if offer.product_id in items)
    return Article(
        message.id, message.role, message.kind, message.state, message.mode, message.reply_to or "",
        message.client_id or "", message.text, cards, offered, latest,
        notice=NOTICES["cut"] if message.state == Outcome.CUT else "",
        error=message.id[:8] if message.state == Outcome.FAILED else "",
        touches_cart=Intent.CART in (message.receipt or {}).get("intents", ()))


def card(item: Item, offer: Offer, sizes: Collection[str]) -> Card:
    """An offer as its card; a size that was asked for is chosen already."""
    colour = fold(offer.colour) or fold(next((each.colour for each in item.variants if each.stock), ""))
    options = tuple(each for each in item.variants if fold(each.colour) == colour) if item.in_stock else ()
    chosen = next((each.sku for each in options if each.stock and fold(each.size) in sizes), "")
    return Card(item, offer.reason, picture_of(item, offer), options, chosen)


def picture_of(item: Item, offer: Offer) -> str:
    """The picture of the colour that was offered, or the product's own."""
    for variant in item.variants:
        if variant.image and fold(variant.colour) == fold(offer.colour):
            return variant.image
    return item.image


def frame(seen: Seen) -> str:
    """What the socket sends of it."""
    match seen:
        case Step(message_id, event):
            return step_frame(message_id, event)
        case Arrival(messages):
            return render_template("chat/frames/arrival.html", messages=articles(messages))
        case Ending(message):
            return render_template("chat/frames/ending.html", message=article(message))
        case Anew(conversation_id, messages):
            return render_template("chat/frames/anew.html", messages=articles(messages), **welcome(conversation_id))
        case Notice(code, client_id):
            return render_template(
                "chat/frames/notice.html", code=code, text=notice_text(code), client_id=client_id)
        case Over():
            return render_template("chat/frames/over.html")
        case _:
            assert_never(seen)


def step_frame(message_id: str, event: Stage | Said) -> str:
    match event:
        case Stage(text):
            return render_template("chat/frames/stage.html", id=message_id, text=text)
        case Said(text):
            return render_template("chat/frames/said.html", id=message_id, text=text)
        case _:
            assert_never(event)


def notice_text(code: str) -> str:
    return NOTICES[code].format(most=MOST_CHARACTERS)


def welcome(conversation_id: str) -> dict[str, Any]:
    """What greets before the first message: the owner's text, and quick buttons from what is in stock."""
    around = services()
    return {
        "greeting_id": greeting_id(conversation_id), "greeting": around.library.knowledge().shop.greeting,
        "starters": starters(around.catalogue.vocabulary()),
    }

