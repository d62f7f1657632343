"""Our own time for a turn over the demo shop: python -m bench.turn [--json] [--rounds N].

Rules: from the message to its end, without and with storing it as the chat does. First words: from the message until
a reader has the first words, less the time of a paced local model server: what lies between the message and the
server's receipt of the prompt, and between its sending of the first whole clause and a reader's having it.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from shop import create_app
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Ended, Said
from shop.assistant.turn import Question, answer
from shop.config import ModelSettings
from shop.conversations import store
from shop.conversations.live import LiveTurn
from shop.data.seeding import seed
from shop.extensions import db
from shop.models.conversations import new_id
from shop.services import services
from tests.support.fault_server import DONE, Answer, FaultServer, Wait, chunk, event

DEMO = Path(__file__).parent.parent / "shop" / "data" / "demo"
QUESTIONS = [
    "hoodies",
    "show me black hoodies under 60",
    "a warm jumper, not red",
    "I need something for drinking coffee outside",
    "black or navy trousers for men between 40 and 80 euros",
    "dresses in linen for summer",
    "cheapest jacket",
    "the best rated shoes",
    "do you have jackets in size M?",
    "two pairs of socks for my son",
    "something to wear to a wedding",
    "a gift for my mum under 30",
    "how many hoodies do you have?",
    "what do you sell?",
    "do you sell aprons?",
    "purple hoodies under 20",
    "no polyester please, a rain jacket",
    "striped shirts",
    "something casual for weekends",
    "how long does delivery take?",
    "what does delivery cost and do you have hoodies in sage?",
    "can I send it back?",
    "how do I wash wool?",
    "when are you open?",
    "where is my order?",
    "I want to talk to a person",
    "hello",
    "thanks",
    "are you a robot?",
    "tell me a joke",
]
TOKENS = [
    "These",
    " are",
    " the",
    " closest",
    " ones",
    ",",
    " and",
    " they",
    " suit",
    " what",
    " you",
    " asked",
    " for",
    ".",
    " Tell",
    " me",
    " if",
    " you",
    " need",
    " another",
    " size",
    ".",
]
FIRST_CLAUSE = TOKENS.index(",") + 1
FIRST, BETWEEN = 0.200, 0.020


class Paced:
    """The steps of an answer at a model's pace. Of the last request, `received` is when it had come, and `clause`
    when the token went out that shows the first clause to be whole. `asked` counts the requests."""

    def __init__(self) -> None:
        self.received = self.clause = 0.0
        self.asked = 0

    def __iter__(self) -> Iterator[bytes | Wait]:
        self.received = time.perf_counter()
        self.asked += 1
        yield Wait(FIRST)
        for at, token in enumerate(TOKENS):
            if at:
                yield Wait(BETWEEN)
            if at == FIRST_CLAUSE:
                self.clause = time.perf_counter()
            yield event(chunk(token))
        yield event(chunk(finish="stop"))
        yield DONE


def demo_shop(folder: Path, model: ModelSettings) -> Flask:
    app = create_app(
        {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'bench.db'}", "SECRET_KEY": "bench", "MODEL": model},
        instance=folder,
    )
    with app.app_context():
        upgrade()
        seed(db.session, DEMO)
        db.session.remove()
    return app


def spread(times: list[float]) -> dict[str, float]:
    """Milliseconds at the middle, at the 95th of 100, and at most."""
    marks = statistics.quantiles(times, n=100, method="inclusive")
    return {
        "p50": round(statistics.median(times), 2),
        "p95": round(marks[94], 2),
        "max": round(max(times), 2),
        "turns": len(times),
    }


def timed(work: Callable[[str], object], rounds: int) -> list[float]:
    for text in QUESTIONS:
        work(text)
    times = []
    for _ in range(rounds):
        for text in QUESTIONS:
            start = time.perf_counter()
            work(text)
            times.append((time.perf_counter() - start) * 1000)
    return times


def rules_turn(text: str) -> None:
    for _ in answer(Question(text), Dialogue(), services().surroundings(model=False)):
        db.session.rollback()


def stored_turn(text: str) -> None:
    around, runner = services().surroundings(model=False), services().runner.name
    begun = store.begin(db.session, new_id(), text, greeting="", runner=runner)
    events = []
    for number, each in enumerate(answer(Question(text), begun.dialogue, around), start=1):
        db.session.rollback()
        events.append((number, each))
    ended = events.pop()[1]
    assert isinstance(ended, Ended)
    store.finish(db.session, begun.answer_id, runner, events, ended)


def first_words(paced: Paced, rounds: int) -> dict[str, list[float]]:
    """In milliseconds: the whole time to the first words, our own part of it, and what of that lies before the
    model has the prompt and after it sent the clause."""
    times: dict[str, list[float]] = {name: [] for name in ("whole", "own", "before", "after")}
    asked = [text for text in QUESTIONS if len(text.split()) > 4]
    for at in range(rounds + 3):
        text, conversation = asked[at % len(asked)], new_id()
        start = time.perf_counter()
        around, runner = services().surroundings(), services().runner
        begun = store.begin(db.session, conversation, text, greeting="", runner=runner.name)
        db.session.rollback()
        woken, paced.asked = threading.Event(), 0
        with services().board.listening(conversation, woken.set):
            reached, said = read(runner.start(begun, Question(text), conversation, around), woken)
        # A turn whose words the rules could not explain asks the model twice: that time is the model's.
        if said == "".join(TOKENS[:FIRST_CLAUSE - 1]) and at >= 3 and paced.asked == 1:
            before, after = paced.received - start, reached - paced.clause
            for name, value in zip(times, (reached - start, before + after, before, after), strict=True):
                times[name].append(value * 1000)
    return times


def read(live: LiveTurn, woken: threading.Event) -> tuple[float, str]:
    """When the first words reached a reader who sleeps until there is something new, and which; returns at the end."""
    reached, said, seen = 0.0, "", 0
    while True:
        woken.clear()
        for number, each in live.after(seen):
            seen = number
            if isinstance(each, Said) and not reached:
                reached, said = time.perf_counter(), each.text
            if isinstance(each, Ended):
                return reached, said
        woken.wait(5.0)


def machine() -> dict[str, object]:
    facts = Path("/proc/cpuinfo")
    names = (
        [line.partition(":")[2].strip() for line in facts.read_text().splitlines() if line.startswith("model name")]
        if facts.exists()
        else []
    )
    return {"python": platform.python_version(), "system": f"{platform.system()} {platform.machine()}",
            "processor": names[0] if names else platform.processor(), "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 2)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.turn")
    parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")
    parser.add_argument("--rounds", type=int, default=10, help="times the list of questions is asked (default 10)")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    paced = Paced()
    with tempfile.TemporaryDirectory() as folder, FaultServer(Answer(paced)) as server:
        model = ModelSettings("bench", server.base_url, "paced", 20.0, 10**9, 10**9)
        app = demo_shop(Path(folder), model)
        with app.app_context():
            bare, kept = timed(rules_turn, given.rounds), timed(stored_turn, given.rounds)
            words = first_words(paced, given.rounds * 10)
        result = {"machine": machine(), "unit": "ms", "rules": spread(bare), "rules, stored": spread(kept),
                  **{f"first words, {name}": spread(times) for name, times in words.items()}}
        # The threads that read the model's last answer hold their files open; nobody waits for them.
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    if given.json:
        print(json.dumps(result))
        return
    print("  ".join(f"{key} {value}" for key, value in result.pop("machine").items()))  # type: ignore[attr-defined]
    print(f"{'milliseconds':22}{'p50':>9}{'p95':>9}{'max':>9}{'turns':>8}")
    for name, row in result.items():
        if isinstance(row, dict):
            print(f"{name:22}{row['p50']:9.2f}{row['p95']:9.2f}{row['max']:9.2f}{row['turns']:8}")


if __name__ == "__main__":
    sys.exit(main())
