"""A thousand orders of a public data set, asked about by their owners and by others."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from shop.extensions import db
from tests.conftest import Prepare, lent
from tests.contracts.test_commands import lines, run, told
from tests.support import tau2
from tests.support.tau2 import Known

SAID = {"placed": "has not been packed", "packed": "has been packed", "delivered": "was delivered on",
        "cancelled": "was cancelled on"}

pytestmark = pytest.mark.skipif(not tau2.PUBLIC_FILE.exists(), reason="../shared/evals is not here: nothing to import")


@pytest.fixture(scope="module")
def shop(prepare: Prepare) -> Iterator[tuple[Flask, list[Known]]]:
    for app in lent(prepare("sqlite")):
        with app.app_context():
            known = tau2.bring_in(db.session(), tau2.read(tau2.PUBLIC_FILE))
        yield app, known


def answers(app: Flask, *asked: dict[str, Any]) -> list[dict[str, Any]]:
    result = run(app, "ask", "--jsonl", given=lines(*asked))
    assert result.exit_code == 0, result.stdout[-500:]
    return told(result)


def test_the_owner_of_every_order_learns_where_it_is_and_what_is_in_it(shop: tuple[Flask, list[Known]]) -> None:
    app, known = shop
    told_of = answers(app, *({"id": each.number, "customer": each.email, "messages": [
        f"where is my order #{each.number}?", "what is in it?"]} for each in known))
    assert len(told_of) == 2 * len(known) == 2000
    for order, where, contents in zip(known, told_of[::2], told_of[1::2], strict=True):
        assert where["intents"] == contents["intents"] == ["order"]
        assert order.number in where["answer"] and SAID[order.status] in where["answer"]
        listed = contents["answer"].partition(": ")[2]
        for name, count in Counter(order.names).items():
            assert listed.count(f"1 × {name}") >= count, contents["answer"]
        assert listed.count("1 × ") == len(order.names)


def test_nobody_else_learns_anything_of_it(shop: tuple[Flask, list[Known]]) -> None:
    app, known = shop
    others = [next(other.email for other in known[number:] + known[:number] if other.email != each.email)
              for number, each in enumerate(known)]
    asked = [{"id": each.number, "customer": other, "messages": [
        f"where is my order #{each.number}?", f"what is in order #{each.number}?"]}
        for each, other in zip(known, others, strict=True)]
    asked += [{"id": each.number, "messages": [f"where is my order #{each.number}?", "what is in it?"]}
              for each in known]
    by_number = {each.number: each for each in known}
    for line in answers(app, *asked):
        order = by_number[line["id"]]
        answer = line["answer"]
        assert not any(word in answer for word in SAID.values()), json.dumps(line)
        assert "1 × " not in answer and order.email not in answer
        assert "€" not in answer and "$" not in answer


def test_an_address_that_nobody_has_is_said_and_asked_as_a_guest(shop: tuple[Flask, list[Known]]) -> None:
    result = run(shop[0], "ask", "--jsonl", given=lines(
        {"id": 1, "customer": "nobody@example.com", "messages": ["where is my order?"]}))
    assert result.exit_code == 0 and "nobody@example.com" in result.stderr
    assert "Sign in" in told(result)[0]["answer"]
