"""flask shop eval: the assistant asked about the owner's own rows."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from shop.commands.group import shop
from shop.extensions import db
from shop.self_check.evaluation import THRESHOLDS, Score, evaluate
from shop.self_check.rows import OwnRows
from shop.services import services

EXAMPLES = 3


@shop.command("eval")
@click.option("--cases", default=20, show_default=True, type=click.IntRange(1, 1000),
              help="Conversations of each kind.")
@click.option("--seed", default=1, show_default=True, help="Other rows are drawn for another number.")
@with_appcontext
def own_eval(cases: int, seed: int) -> None:
    """Ask the assistant about your own catalogue, without a model, and check its answers against the rows.

    Ends with exit code 1 when a kind of question is answered rightly too seldom.

    \b
    flask shop eval
    flask shop eval --cases 100 --seed 2
    """
    around = services().surroundings(model=False)
    rows = OwnRows(db.session, around.catalogue.vocabulary())
    if not rows.shelves():
        click.echo("eval: the shop has nothing in stock to ask about", err=True)
        sys.exit(1)
    with click.progressbar(length=cases * (len(THRESHOLDS) - 1), label="Asking", file=sys.stderr) as bar:
        scores = evaluate(rows, around, cases=cases, seed=seed, heard=lambda: bar.update(1))
    db.session.rollback()
    for line in table(scores):
        click.echo(line)
    if not all(score.passed for score in scores):
        sys.exit(1)


def table(scores: list[Score]) -> list[str]:
    lines = [f"{'kind':<12} {'asked':>5} {'right':>7} {'at least':>9}"]
    for score in scores:
        if not score.asked:
            lines.append(f"{score.kind:<12} {0:>5}         no rows to ask about")
            continue
        lines.append(f"{score.kind:<12} {score.asked:>5} {score.share:>7.1%} {THRESHOLDS[score.kind]:>9.0%}"
                     f"{'' if score.passed else '  too few'}")
    for score in scores:
        lines += [f"{score.kind}: {spoken!r}: {wrong}" for spoken, wrong in score.failures[:EXAMPLES]]
    return lines
