"""flask shop check-model: whether the language model answers, how fast, and what a call costs."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import Any

import click
from flask import current_app
from sqlalchemy.orm import sessionmaker

from shop.assistant.model import ModelTrouble
from shop.commands.group import shop
from shop.config import ModelSettings
from shop.extensions import db
from shop.language_model import ChatModel, connect
from shop.language_model.spend import Account

GREETING = (
    {"role": "system", "content": "You answer in one short sentence."},
    {"role": "user", "content": "Say hello to a shopper."},
)
FILLING = (
    {"role": "system", "content": "Answer with a JSON object that has the colour the shopper wants."},
    {"role": "user", "content": "I am looking for something red."},
)
SHAPE: dict[str, Any] = {
    "type": "object", "properties": {"colour": {"type": "string"}}, "required": ["colour"],
    "additionalProperties": False,
}
NO_MODEL = (
    "No model is set, and none is needed: the assistant answers by its rules. For a model's words set "
    "OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.")
NO_MONEY = "SPEND_CAP_DAY is 0, so no model is used: the assistant answers by its rules."
REMEDIES = {
    "auth": "The server refuses the key. Check OPENAI_API_KEY, and that it belongs to this server.",
    "quota": "The account has no money left. Add credit at the provider, or use another key.",
    "busy": "The server limits how often it may be asked. Try again in a minute.",
    "timeout": "The server does not answer in time. Check OPENAI_BASE_URL and the network; a model of your "
               "own may still be loading.",
    "down": "The server cannot be used. Check that it runs, and OPENAI_BASE_URL and OPENAI_MODEL.",
    "broken": "What answers there is no chat completions server. Check that OPENAI_BASE_URL ends as its "
              "manual says, often in /v1.",
    "budget": "Today's money is spent. Raise SPEND_CAP_DAY, or wait until tomorrow (UTC).",
    "refused": "The provider's content filter refused a plain greeting. Check the account's settings.",
    "too_long": "The model cannot hold even a short message. Choose another OPENAI_MODEL.",
}


@dataclass(frozen=True)
class Checked:
    """Times in milliseconds, `cost` in millionths of a US dollar; `json`: a reply in JSON came whole."""

    model: str
    base_url: str | None
    ms_first: float
    ms_total: float
    tokens_in: int
    tokens_out: int
    cost: int
    json: bool


def check(model: ChatModel, settings: ModelSettings) -> Checked:
    """One streamed call and one for JSON; ModelTrouble where either fails."""
    reply = model.stream(GREETING, max_tokens=40, deadline=time.monotonic() + settings.deadline)
    for _ in reply:
        pass
    found, usage = model.extract(
        FILLING, schema=SHAPE, max_tokens=60, deadline=time.monotonic() + settings.deadline)
    both = reply.usage + usage
    return Checked(
        model.name, settings.base_url, round(reply.ms_first or reply.ms_total, 1), round(reply.ms_total, 1),
        both.tokens_in, both.tokens_out, both.cost, found is not None)


@shop.command("check-model")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one line of JSON.")
def check_model(as_json: bool) -> None:
    """Ask the language model two small questions, and say how it did.

    \b
    flask shop check-model
    flask shop check-model --json
    """
    settings: ModelSettings = current_app.config["MODEL"]
    account = Account(
        sessionmaker(db.engine), cap_day=settings.cap_day, cap_conversation=settings.cap_conversation)
    model = connect(settings, account)
    if model is None:
        raise click.ClickException(NO_MONEY if settings.wanted else NO_MODEL)
    model.warm()
    try:
        checked = check(model, settings)
    except ModelTrouble as trouble:
        status = f" (HTTP {trouble.status})" if trouble.status else ""
        where = f"{settings.model} at {settings.base_url or 'OpenAI'}"
        raise click.ClickException(
            f"{where}{status}: {trouble.detail}\n{REMEDIES.get(trouble.kind, '')}") from None
    if as_json:
        click.echo(json.dumps(asdict(checked)))
        return
    click.echo(f"Model: {checked.model} at {checked.base_url or 'OpenAI'}")
    click.echo(f"First word: {checked.ms_first:.0f} ms; all of it: {checked.ms_total:.0f} ms")
    click.echo(f"Tokens: {checked.tokens_in} in, {checked.tokens_out} out")
    click.echo(f"Cost: {checked.cost / 1_000_000:.6f} US dollars for both calls")
    click.echo("JSON: understood" if checked.json else
               "JSON: not understood; the rules alone will read what the shopper wants")
