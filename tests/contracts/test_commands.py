"""flask shop search and flask shop ask, as other programs rely on them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from shop.extensions import db
from shop.models import Product, Variant
from shop.models.conversations import Conversation, Message

HERE = Path(__file__).parent
QUERIES = [
    "black hoodie",
    "secateurs under 20",
    "a warm jacket, not black",
    "zzz",
    "the",
    "how long is delivery?",
    "'; --",
    '"AND" OR',
    "\u202e",
    "€",
    "x" * 3000,
    "something nice",
]
TALKS: list[list[str]] = [
    ["hoodies", "cheaper", "in black under 100, not in size M"],
    ["how long does delivery take?"],
    ["hello"],
    ["where is my order?"],
    ["secateurs", "compare the first and the second", "the first one"],
    ["best rated gloves"],
    ["two pairs of socks for my son"],
    ["something from 20 to 60, at least 4 stars"],
    ["do you sell gargoyles?"],
    ["add it to my basket"],
]


def lines(*values: Any) -> str:
    return "".join(
        value + "\n" if isinstance(value, str) else json.dumps(value, ensure_ascii=False) + "\n" for value in values
    )


def told(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def holds(name: str, values: Iterable[Any]) -> None:
    schema = json.loads((HERE / f"{name}.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    for value in values:
        jsonschema.validate(value, schema, cls=jsonschema.Draft202012Validator)


def run(app: Flask, *words: str, given: str = "") -> Result:
    result: Result = app.test_cli_runner().invoke(args=["shop", *words], input=given)
    return result


def test_search_gives_skus_best_first_one_a_product(either_shop: Flask) -> None:
    asked = [{"id": number, "query": query} for number, query in enumerate(QUERIES)]
    holds("search_in", asked)
    result = run(either_shop, "search", "--jsonl", "--limit", "5", given=lines(*asked))
    assert result.exit_code == 0 and result.stderr == ""
    found = told(result)
    holds("search_out", found)
    assert [line["id"] for line in found] == [line["id"] for line in asked]
    with either_shop.app_context():
        owner = {row.sku: row.product_id for row in db.session.execute(select(Variant.sku, Variant.product_id))}
    for line in found:
        assert len(line["skus"]) <= 5
        assert len({owner[sku] for sku in line["skus"]}) == len(line["skus"])
    assert any(line["skus"] for line in found)
    assert found[3]["skus"] == found[4]["skus"] == []


def test_search_prints_one_sku_a_line(either_shop: Flask) -> None:
    with either_shop.app_context():
        name = db.session.scalar(select(Product.name).order_by(Product.id).limit(1)) or ""
        skus = set(db.session.scalars(select(Variant.sku)))
    result = run(either_shop, "search", *name.split(), "--limit", "3")
    assert result.exit_code == 0 and 0 < len(result.stdout.split()) <= 3
    assert set(result.stdout.split()) <= skus


def test_ask_tells_every_turn_by_the_contract(either_shop: Flask) -> None:
    asked: list[dict[str, Any]] = [{"id": f"talk {number}", "messages": texts} for number, texts in enumerate(TALKS)]
    asked.append({"id": None, "messages": ["is this any good?"], "customer": "a@example.org", "page": "/products/none"})
    holds("ask_in", asked)
    result = run(either_shop, "ask", "--jsonl", given=lines(*asked))
    assert result.exit_code == 0 and "no shopper has" in result.stderr, result.output
    found = told(result)
    holds("ask_out", found)
    assert [(line["id"], line["turn"]) for line in found] == [
        (line["id"], turn) for line in asked for turn in range(1, len(line["messages"]) + 1)]
    with either_shop.app_context():
        rows = {product.slug: product for product in db.session.scalars(select(Product))}
        for line in found:
            assert (line["calls"], line["tokens"], line["ms"]["model"], line["mode"]) == (
                0,
                {"in": 0, "out": 0},
                0,
                "rules",
            )
            assert len(line["products"]) <= max(
                line["matched"], len(line["products"]) if line["intents"] == ["compare"] else 0
            )
            for product in line["products"]:
                row = rows[product["slug"]]
                assert product["name"] == row.name and product["sku"] in {each.sku for each in row.variants}
                assert product["price"] == f"{row.price // 100}.{row.price % 100:02}"


def test_criteria_are_in_the_shops_words_and_prices_decimal(shop_app: Flask) -> None:
    asked = {"id": 1, "messages": ["black hoodies for men between 20 and 99.50, not in M"]}
    line, = told(run(shop_app, "ask", "--jsonl", given=lines(asked)))
    assert line["criteria"]["category"] == ["Hoodies"]
    assert line["criteria"]["colour"] == ["black"] and line["criteria"]["exclude"] == {"size": ["M"]}
    assert (line["criteria"]["price_min"], line["criteria"]["price_max"]) == ("20.00", "99.50")


def test_ask_follows_the_conversation_of_its_line_only(shop_app: Flask) -> None:
    asked = [{"id": 1, "messages": ["black hoodies", "under 100"]}, {"id": 2, "messages": ["jackets"]}]
    found = told(run(shop_app, "ask", "--jsonl", given=lines(*asked)))
    assert found[1]["criteria"] == {"category": ["Hoodies"], "colour": ["black"], "price_max": "100.00"}
    assert found[2]["criteria"] == {"category": ["Jackets"]}


def test_ask_prints_the_answer_and_the_products(either_shop: Flask) -> None:
    result = run(either_shop, "ask", "something under 50")
    answer, *products = result.stdout.splitlines()
    assert result.exit_code == 0 and answer.endswith((".", "?")) and products
    assert all(float(line.split()[0]) <= 50 for line in products)


def test_ask_keeps_nothing_unless_it_is_told_to(shop_app: Flask) -> None:
    asked = lines({"id": 1, "messages": ["hoodies", "cheaper"]})

    def kept() -> tuple[int, int]:
        with shop_app.app_context():
            count = [
                db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (Conversation, Message)
            ]
            return count[0], count[1]

    assert run(shop_app, "ask", "--jsonl", given=asked).exit_code == 0
    assert kept() == (0, 0)
    assert run(shop_app, "ask", "--jsonl", "--store", given=asked).exit_code == 0
    assert kept() == (1, 5)
    with shop_app.app_context():
        states = db.session.scalars(select(Message.state).where(Message.role == "assistant", Message.kind == ""))
        assert set(states) == {"done"}


BAD = ["{", "[1, 2]", '"text"', "{}", '{"id": 1}', '{"id": 1, "query": "", "messages": []}',
       '{"id": 1, "query": 5, "messages": [""]}', '{"id": 1, "query": null, "messages": ["a", 3]}',
       '{"id": 1, "query": "  ", "messages": "hoodies"}', "[" * 100_000]


@pytest.mark.parametrize("command", ["search", "ask"])
def test_a_line_that_cannot_be_read_is_named_and_the_others_go_on(command: str, either_shop: Flask) -> None:
    good = {"id": "good", "query": "something under 50", "messages": ["something under 50"]}
    result = run(either_shop, command, "--jsonl", given=lines(good, *BAD, "", good))
    found = told(result)
    assert result.exit_code == 1
    assert [line["line"] for line in found if line["id"] is None] == list(range(2, 2 + len(BAD)))
    assert [line["id"] for line in (found[0], found[-1])] == ["good", "good"]
    holds(f"{command}_out", found)


@pytest.mark.parametrize("command", ["search", "ask"])
def test_a_line_that_is_no_text_is_named_too(command: str, either_shop: Flask) -> None:
    runner = either_shop.test_cli_runner()
    result = runner.invoke(args=["shop", command, "--jsonl"], input=b'\xff\xfe{"id": 1}\n')
    assert result.exit_code == 1 and json.loads(result.stdout)["line"] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("search",),
        ("search", "hoodie", "--jsonl"),
        ("search", "hoodie", "--limit", "0"),
        ("search", "hoodie", "--limit", "x"),
        ("search", "  "),
        ("ask",),
        ("ask", ""),
        ("ask", " "),
        ("ask", "hoodie", "--jsonl"),
        ("ask", "a", "b"),
        ("ask", "--no"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_so_on_stderr(words: tuple[str, ...], either_shop: Flask) -> None:
    result = run(either_shop, *words)
    assert (result.exit_code, result.stdout) == (2, "") and "Usage" in result.stderr


@pytest.mark.parametrize("words", [("search", "hoodie"), ("ask", "hoodie"), ("ask", "--jsonl", "--store")])
def test_a_database_without_tables_exits_with_1_and_one_line(words: tuple[str, ...], app: Flask) -> None:
    with app.app_context():
        db.drop_all()
    result = run(app, *words, given=lines({"id": 1, "messages": ["hoodie"]}))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "flask db upgrade" in result.stderr and "Traceback" not in result.stderr


def test_an_empty_shop_answers(app: Flask) -> None:
    assert (run(app, "search", "hoodie").exit_code, run(app, "search", "hoodie").stdout) == (0, "")
    found = told(run(app, "ask", "--jsonl", given=lines(*({"id": 1, "messages": texts} for texts in TALKS))))
    holds("ask_out", found)
    assert all(line["products"] == [] for line in found)


def test_every_command_explains_itself_with_an_example(app: Flask) -> None:
    commands = app.cli.commands["shop"].commands  # type: ignore[attr-defined]
    assert {"seed", "create-admin", "search", "ask", "check-model"} <= set(commands)
    for name in commands:
        result = run(app, name, "--help")
        assert result.exit_code == 0 and f"flask shop {name}" in result.stdout, name
