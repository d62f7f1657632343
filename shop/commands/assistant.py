"""flask shop search, flask shop ask: the shelves and the assistant from the shell."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from shop.assistant.counter.protocol import Cart
from shop.assistant.criteria import LABELLED, Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Ended, Event, Offered
from shop.assistant.recommending.ranking import clear_of, ranked
from shop.assistant.similarity import NO_SIMILARITIES
from shop.assistant.turn import Question, answer
from shop.assistant.understanding.search_text import read_search
from shop.commands.group import shop
from shop.conversations import store
from shop.extensions import db
from shop.models import User
from shop.models.conversations import new_id
from shop.money import decimal
from shop.selling.carts import Owner
from shop.selling.counter import Till, Trial
from shop.services import services
from shop.web.chat.talking import MOST_CHARACTERS, PRODUCT_PAGE, visible


class BadLine(ValueError):
    """A line of JSON that cannot be used; the message says what would be right."""


@shop.command("search")
@click.argument("query", nargs=-1)
@click.option("--jsonl", is_flag=True, help='Read {"id", "query"} lines from standard input.')
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 400), help="Products to give at most.")
@with_appcontext
def search(query: tuple[str, ...], jsonl: bool, limit: int) -> None:
    """Find products and print their SKUs, best first, one a product.

    \b
    flask shop search warm hoodie under 60
    echo '{"id": 1, "query": "black jeans"}' | flask shop search --jsonl --limit 3
    """
    text = visible(" ".join(query)).strip()
    if jsonl == bool(text):
        raise click.UsageError("Give a query, or --jsonl with lines on standard input.")
    with readable_database():
        if jsonl:
            through_lines(lambda line: [{"id": line["id"], "skus": skus_for(text_of(line, "query"), limit)}])
            return
        for sku in skus_for(text, limit):
            click.echo(sku)


def skus_for(query: str, limit: int) -> list[str]:
    """The SKU of each product's first variant that can be bought, or of its first; none for an empty query."""
    catalogue = services().catalogue
    ids: dict[int, None] = {}
    near = services().nearness or NO_SIMILARITIES
    for text, criteria in searches(query):
        if len(ids) >= limit:
            break
        found = catalogue.candidates(criteria, limit=max(limit, 400), in_stock=False, fill=True)
        order = ranked(found, criteria, near=near.of_products(text, [row.id for row in found.rows]))
        ids |= dict.fromkeys(each.id for each in (order if criteria.without("words") else clear_of(order)))
    items = catalogue.items(list(ids)[:limit])
    db.session.rollback()
    return [next((variant.sku for variant in item.variants if variant.stock), item.variants[0].sku)
            for item in items if item.variants]


def searches(query: str) -> Iterator[tuple[str, Criteria]]:
    """The query rightly spelt, and what to look for until enough is found: the values that the shop has, those with all
    words of the query first and then those with the words that no value explains; and where there are no such values,
    the words alone."""
    said = read_search(query, services().catalogue.vocabulary(), services().library.knowledge(), services().digits)
    if said.values:
        yield said.text, said.values.changed(words=said.every)
        yield said.text, said.values.changed(words=said.left)
    elif said.every or said.is_whole_shop:
        yield said.text, Criteria(words=said.every)


@shop.command("ask")
@click.argument("text", required=False)
@click.option("--jsonl", is_flag=True, help='Read {"id", "messages": [...]} lines from standard input.')
@click.option("--store", "keep", is_flag=True, help="Keep the conversation, as the chat does.")
@with_appcontext
def ask(text: str | None, jsonl: bool, keep: bool) -> None:
    """Ask the assistant and print its answer.

    \b
    flask shop ask "something warm for the commute, under 80"
    echo '{"id": 1, "messages": ["hoodies", "cheaper"]}' | flask shop ask --jsonl
    """
    asked = visible(text or "").strip()
    if jsonl == bool(asked):
        raise click.UsageError("Give a text, or --jsonl with lines on standard input.")
    with readable_database():
        if jsonl:
            through_lines(lambda line: answers(line, keep))
            return
        for turn in answers({"id": None, "messages": [asked]}, keep):
            click.echo(turn["answer"])
            for product in turn["products"]:
                click.echo(f"  {product['price']:>8}  {product['name']}  ({product['sku']})")


@contextmanager
def readable_database() -> Iterator[None]:
    """Says in one line why the database cannot be used, and exits 1."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise click.ClickException(
            f"the database cannot be used: {reason} (flask db upgrade makes its tables)") from None


def through_lines(work: Callable[[Mapping[str, Any]], Any]) -> None:
    """Runs over the lines of standard input; a bad one is named, the others go on, exit 1 at the end."""
    failed = False
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        if not raw.strip():
            continue
        try:
            for result in work(read_line(raw)):
                click.echo(json.dumps(result, ensure_ascii=False))
        except BadLine as error:
            failed = True
            click.echo(json.dumps({"id": None, "line": number, "error": str(error)}, ensure_ascii=False))
        sys.stdout.flush()
    if failed:
        sys.exit(1)


def read_line(raw: bytes) -> Mapping[str, Any]:
    try:
        line = json.loads(raw.decode())
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from None
    if not isinstance(line, dict):
        raise BadLine("each line must be a JSON object")
    if "id" not in line:
        raise BadLine('"id" is missing')
    return line


def text_of(line: Mapping[str, Any], name: str) -> str:
    value = line.get(name)
    if not isinstance(value, str) or not (text := visible(value).strip()):
        raise BadLine(f'"{name}" must be a text that is not empty')
    return text[:MOST_CHARACTERS]


def texts_of(line: Mapping[str, Any]) -> list[str]:
    given = line.get("messages")
    if not isinstance(given, list) or not given:
        raise BadLine('"messages" must be a list of texts that are not empty')
    texts = [visible(text).strip()[:MOST_CHARACTERS] if isinstance(text, str) else "" for text in given]
    if not all(texts):
        raise BadLine('"messages" must be a list of texts that are not empty')
    return texts


def answers(line: Mapping[str, Any], keep: bool) -> Iterator[dict[str, Any]]:
    """One result a turn, as DESIGN's contract has it."""
    texts = texts_of(line)
    page, customer = line.get("page") or "", line.get("customer") or ""
    if not isinstance(page, str):
        raise BadLine('"page" must be a path such as "/products/…"')
    if not isinstance(customer, str):
        raise BadLine('"customer" must be the e-mail address of a shopper')
    slug = match[1] if (match := PRODUCT_PAGE.match(page)) else ""
    dialogue = Dialogue()
    conversation_id = new_id()
    till = Till(db.session, whose(customer, conversation_id))
    counter = till if keep else Trial(till)
    for number, text in enumerate(texts, start=1):
        around = services().surroundings(counter=counter)
        begun = None
        if keep:
            begun = store.begin(db.session, conversation_id, text, greeting=around.knowledge.shop.greeting,
                                runner=services().runner.name)
        events = list(numbered(answer(Question(text, slug), dialogue, around)))
        ended, offered = events[-1][1], next(event for _, event in events if isinstance(event, Offered))
        assert isinstance(ended, Ended)
        if begun is not None:
            store.finish(db.session, begun.answer_id, services().runner.name, events[:-1], ended)
        history = (*dialogue.history, {"role": "user", "content": text}, {"role": "assistant", "content": ended.text})
        dialogue = replace(Dialogue.from_json(ended.dialogue), history=history[-10:])
        yield result_line(line["id"], number, ended, offered, counter.cart())


def whose(customer: str, guest_id: str) -> Owner:
    """The shopper of this e-mail address, as if signed in; a guest where there is none of it."""
    address = customer.strip().lower()
    user_id = db.session.scalar(select(User.id).where(User.email == address)) if address else None
    if address and user_id is None:
        click.echo(f"no shopper has the e-mail address {address!r}: asked as a guest", err=True)
    return Owner(user_id=user_id, guest_id=None if user_id else guest_id)


def numbered(events: Iterator[Event]) -> Iterator[tuple[int, Event]]:
    for number, event in enumerate(events, start=1):
        db.session.rollback()
        yield number, event


def result_line(name: Any, turn: int, ended: Ended, offered: Offered, cart: Cart) -> dict[str, Any]:
    receipt = ended.receipt
    currency = current_app.config["CURRENCY"]
    items = {item.id: item for item in services().catalogue.items([offer.product_id for offer in offered.offers])}
    products = []
    for offer in offered.offers:
        item = items[offer.product_id]
        variant = next((each for each in item.variants if each.stock and offer.colour in ("", each.colour)),
                       item.variants[0] if item.variants else None)
        products.append({"sku": variant.sku if variant else "", "slug": item.slug, "name": item.name,
                         "price": decimal(item.price, currency), "in_stock": item.in_stock})
    db.session.rollback()
    return {
        "id": name, "turn": turn, "answer": ended.text, "intents": list(receipt.intents), "mode": ended.mode,
        "outcome": ended.outcome, "criteria": criteria_line(receipt.criteria, currency), "matched": receipt.matched,
        "products": products,
        "sources": [{"slug": source.slug, "topic": source.topic, "title": source.title} for source in offered.sources],
        "chips": list(offered.suggestions),
        "cart": [{"sku": line.sku, "quantity": line.quantity} for line in cart.lines], "calls": receipt.calls,
        "tokens": {"in": receipt.tokens_in, "out": receipt.tokens_out},
        "ms": {"own": receipt.own, "model": receipt.model},
    }


def criteria_line(criteria: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """Prices as decimals, and everything in the shop's own words, a category by its name."""
    vocabulary = services().catalogue.vocabulary()

    def words(key: str, values: Any) -> Any:
        if key in ("price_min", "price_max"):
            return decimal(values, currency)
        if key == "exclude":
            return {each: words(each, some) for each, some in values.items()}
        if isinstance(values, list):
            return [vocabulary.label(key, value) for value in values]
        return vocabulary.label(key, values) if key in LABELLED else values

    return {key: words(key, values) for key, values in criteria.items()}
