"""python -m evals: every figure, measured now; one table on standard output, progress on standard error."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

from evals import dialogues, hard_turns, names, searching, sets, talking
from evals.figures import Figure, table

NEED_DATA: dict[str, Callable[[Path, Path], list[Figure]]] = {
    "chorus": searching.chorus, "fashion": searching.fashion, "talk": talking.talk,
}
PARTS = (*NEED_DATA, "dialogues", "turns", "names")
MODEL_SETTINGS = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL")


@click.command()
@click.option("--only", type=click.Choice(PARTS), help="One part alone.")
@click.option("--held-out", is_flag=True, help="The dialogues kept back, which no rule may be made to fit.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the figures, with the mistakes behind them, to this file.")
def main(only: str | None, held_out: bool, json_file: Path | None) -> None:
    """Measure search, understanding and dialogue on fresh databases in a temporary folder."""
    for name in MODEL_SETTINGS:
        os.environ.pop(name, None)
    if os.environ.get("EMBEDDINGS") != "off":
        os.environ["EMBEDDINGS"] = "local"
    began = time.monotonic()
    data = sets.folder(os.environ)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="shop-evals-") as temporary:
        home = Path(temporary)
        for part in PARTS if only is None else (only,):
            if part == "dialogues":
                figures += dialogues.measured(home, held_out=held_out)
            elif part == "turns":
                figures += hard_turns.measured(home, data, held_out=held_out)
            elif part == "names":
                figures += names.measured(home, data)
            elif data is not None:
                figures += NEED_DATA[part](data, home)
            else:
                figures.append(Figure(part, "needs the public data"))
    if data is None:
        click.echo(f"The public data is not here: neither ../shared/evals beside the checkout nor {sets.VARIABLE} "
                   "names it, so its figures are not measured.", err=True)
    click.echo(table(figures))
    click.echo(f"{time.monotonic() - began:.0f} s", err=True)
    if json_file:
        json_file.write_text(json.dumps([each.to_json() for each in figures], indent=1, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
