"""What search finds: graded products, misspelt queries, and constraints stated in a request."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from evals import sets, shops
from evals.figures import Aim, Figure, averaged, share
from shop.assistant.intents import Intent
from shop.assistant.understanding.message import understand
from shop.commands.assistant import skus_for
from shop.services import services

WORST = 8


def results(queries: Iterable[str], limit: int, label: str) -> dict[str, list[str]]:
    """The ids of the products found for each query, best first; a SKU is the data set's own id."""
    found = {}
    with click.progressbar(list(dict.fromkeys(queries)), label=label, file=sys.stderr) as bar:
        for query in bar:
            found[query] = skus_for(query, limit)
    return found


def chorus(data: Path, home: Path) -> list[Figure]:
    tool = sets.scorer(data, "ndcg")
    grades = tool.judgments(data / "chorus" / "dev_judgments.csv")
    misspelt = {query: wrong for query in grades if (wrong := tool.misspelt(query))}
    with shops.opened(home, "chorus") as app:
        shops.put_on_shelves(app, home, "chorus", sets.chorus_rows(data))
        found = results(grades, 100, "chorus")
        found_misspelt = results(misspelt.values(), 100, "chorus, misspelt")
    each = {query: tool.score({query: grades[query]}, found) for query in grades}
    each = {query: score for query, score in each.items() if score["queries"]}
    typed = {query: tool.score({wrong: grades[query]}, found_misspelt)
             for query, wrong in misspelt.items() if query in each}
    lost = {query: each[query]["ndcg10"] - score["ndcg10"] for query, score in typed.items()}
    worst = sorted(each, key=lambda query: each[query]["ndcg10"])[:WORST]
    worst_lost = sorted(lost, key=lambda query: -lost[query])[:WORST]
    wrong = {query: score["wrong3"] for query, score in each.items() if "wrong3" in score}
    return [
        averaged("chorus", "nDCG@10, judged only", [score["ndcg10"] for score in each.values()], Aim(0.91),
                 [f"{each[query]['ndcg10']:.3f}  {query}" for query in worst]),
        averaged("chorus", "wrong in the first 3", list(wrong.values()), Aim(0.22, at_most=True),
                 [f"{wrong[query]:.2f} (floor {each[query]['oracle_wrong3']:.2f})  {query}" for query in
                  sorted(wrong, key=lambda query: each[query]["oracle_wrong3"] - wrong[query])[:WORST]]),
        averaged("chorus", "cards judged of the first 3", [score["cards3"] for score in each.values()], Aim(2.8)),
        averaged("chorus", "nDCG@10 of misspelt queries", [score["ndcg10"] for score in typed.values()]),
        averaged("chorus", "loss by one misspelt word", list(lost.values()), Aim(0.03, at_most=True),
                 [f"{lost[query]:+.3f}  {misspelt[query]}  for  {query}" for query in worst_lost]),
    ]


def fashion(data: Path, home: Path) -> list[Figure]:
    tool = sets.scorer(data, "fashion_p10")
    asked = json.loads((data / "fashion_styles" / "attr_queries_dev.json").read_text("utf-8"))
    harder = tool.variants(asked)
    catalogue = sets.fashion_catalogue(data)
    with shops.opened(home, "fashion") as app:
        shops.put_on_shelves(app, home, "fashion", sets.fashion_rows(data))
        found = results((each["query"] for each in [*asked, *harder]), 10, "fashion")
        unexplained = {query: left for query in found if (left := unexplained_words(query))}
    return [
        *precise(tool, catalogue, asked, found, "P@10, given wording", Aim(1.0)),
        *precise(tool, catalogue, harder, found, "P@10, harder wordings", Aim(0.97)),
        *(figure for kind in ("wording", "typo") for figure in precise(
            tool, catalogue, [each for each in harder if each["kind"] == kind], found, f"P@10, harder: {kind}", None)),
        share("fashion", "requests that would ask a model", len(unexplained) / len(found), len(found),
              mistakes=[f"{', '.join(left)}: {query}" for query, left in unexplained.items()]),
    ]


def unexplained_words(query: str) -> tuple[str, ...]:
    """The words of a request that the rules leave to the model, where there is one."""
    wanted = understand(query, services().catalogue.vocabulary(), services().library.knowledge())
    return wanted.unexplained if wanted.wants(Intent.PRODUCTS) else ()


def precise(tool: Any, catalogue: Sequence[dict[str, str]], asked: Sequence[dict[str, Any]],
            found: dict[str, list[str]], name: str, aim: Aim | None) -> list[Figure]:
    shelf = {row["id"]: row for row in catalogue}
    each = []
    for query in asked:
        of_query = [shelf[sku] for sku in found[query["query"]] if sku in shelf]
        each.append(tool.score(of_query, [query], found)["P10"])
    worst = sorted(range(len(asked)), key=lambda at: each[at])[:WORST * 3]
    return [averaged("fashion", name, each, aim,
                     [f"{each[at]:.2f}  {asked[at]['query']}" for at in worst if each[at] < 1])]
