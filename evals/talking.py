"""What the assistant takes a single message for: a question of terms, small talk, an order, or a wish."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from evals import sets, shops
from evals.figures import Aim, Figure, share
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Ended, Offered
from shop.assistant.intents import Intent
from shop.assistant.turn import Question, answer
from shop.extensions import db
from shop.services import services

SECTION_OF_TOPIC = {"returns": "returns_refunds"}
FIGURES = (
    ("section", "bitext", "right knowledge section", Aim(0.985)),
    ("section[Z]", "bitext", "right section in turns with typos", Aim(0.95)),
    ("bitext_cards", "bitext", "cards on a question of terms", None),
    ("false_cards", "clinc", "cards nobody asked for", Aim(0.002, at_most=True)),
    ("oos_cards", "clinc", "cards on an out-of-scope message", Aim(0.01, at_most=True)),
    ("shop_cards", "clinc", "requests that do get cards", Aim(0.97)),
    ("smalltalk", "clinc", "small talk recognised", Aim(0.95)),
    ("order_status", "clinc", "order status recognised", Aim(0.98)),
)


def reply_to(text: str) -> dict[str, Any]:
    """What one message without a past is taken for, in the words of the scorer."""
    events = list(answer(Question(text), Dialogue(), services().surroundings(model=False)))
    db.session.rollback()
    ended, offered = events[-1], next(event for event in events if isinstance(event, Offered))
    assert isinstance(ended, Ended)
    intents = ended.receipt.intents
    topic = offered.sources[0].topic if offered.sources else None
    return {"intent": "order_status" if Intent.ORDER in intents else intents[0] if intents else None,
            "section": SECTION_OF_TOPIC.get(topic or "", topic), "n_cards": len(offered.offers)}


def talk(data: Path, home: Path) -> list[Figure]:
    tool = sets.scorer(data, "intents")
    gold = tool.load(str(data), "dev")
    with shops.demo_shop(home, "talk") as app:
        shops.put_on_shelves(app, home, "fashion", sets.fashion_rows(data))
        told = {}
        with click.progressbar(sorted(gold), label="bitext, clinc", file=sys.stderr) as bar:
            for name in bar:
                told[name] = reply_to(gold[name][1])
    written = home / "talk.jsonl"
    written.write_text("".join(json.dumps({"id": name, **each}) + "\n" for name, each in told.items()), "utf-8")
    done = subprocess.run([sys.executable, data / "tools" / "intents.py", data, "dev", written],
                          capture_output=True, text=True, check=True)
    values = {name: float(value) for name, value in re.findall(r"(\S+)=([\d.]+)", done.stdout)}
    cases = counted(tool, gold)
    wrong = mistakes(tool, gold, told)
    return [share(part, name, values[key], cases[key], aim, wrong[key]) for key, part, name, aim in FIGURES]


def counted(tool: Any, gold: Mapping[str, Any]) -> Counter[str]:
    """How many messages each figure is about."""
    cases: Counter[str] = Counter()
    for source, _, label, tags in gold.values():
        if source == "bitext":
            cases.update(["section", "bitext_cards", *(["section[Z]"] if "Z" in tags else [])])
        elif source == "fashion":
            cases["shop_cards"] += 1
        else:
            cases["false_cards"] += label not in ("order", "order_status")
            cases["oos_cards"] += label == "oos"
            cases["smalltalk"] += label in tool.TALK
            cases["order_status"] += label == "order_status"
    return cases


def mistakes(tool: Any, gold: Mapping[str, Any], told: Mapping[str, Any]) -> defaultdict[str, list[str]]:
    """The messages that a figure counts as wrong."""
    wrong: defaultdict[str, list[str]] = defaultdict(list)
    for name, (source, text, label, tags) in gold.items():
        got = told[name]
        line = f"{label}, taken for {got['intent']} / {got['section']} / {got['n_cards']} cards: {text}"
        if source == "bitext":
            if got["section"] != tool.OF[label]:
                wrong["section"].append(line)
                if "Z" in tags:
                    wrong["section[Z]"].append(line)
            if got["n_cards"]:
                wrong["bitext_cards"].append(line)
        elif source == "fashion":
            if not got["n_cards"]:
                wrong["shop_cards"].append(line)
        else:
            if got["n_cards"] and label not in ("order", "order_status"):
                wrong["false_cards"].append(line)
                if label == "oos":
                    wrong["oos_cards"].append(line)
            if label in tool.TALK and got["intent"] != tool.TALK[label]:
                wrong["smalltalk"].append(line)
            if label == "order_status" and got["intent"] != "order_status" and got["section"] != "orders":
                wrong["order_status"].append(line)
    return wrong
