"""python -m tools.scorers: trains `shelf_frames` and `talk_frames` and writes them beside the other English.

Needs `pip install -r tools/scorers/requirements.txt` and the public data (`../shared/evals` beside the checkout, or
where EVALS_DATA says). The same sentences give the same files. They come from

- `sentences/`: our own, with {shelf}, {name}, {value}, {money} and {ordinal} where a shop's words stand,
- CLINC150, training part (Larson et al. 2019, https://github.com/clinc/oos-eval), CC BY 3.0: everyday talk to an
  assistant, of which the shop's words are marked as four catalogues have them,
- `evals/turns`, the open part, as its shops read it,
- Bitext customer support, training part (https://github.com/bitext/customer-support-intent-detection-training-dataset),
  CDLA-Sharing 1.0: questions to a shop's people.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click

from evals import hard_turns, sets
from evals.hard_turns import openings
from shop.assistant.language import price_bounds
from shop.assistant.language.linear import throughout
from shop.assistant.language.numbers import numerals
from shop.assistant.language.text import fold
from shop.assistant.understanding import frames
from shop.assistant.understanding.message import parts
from shop.assistant.understanding.terms import read
from shop.assistant.vocabulary import Vocabulary
from shop.services import services

SENTENCES = Path(__file__).resolve().parent / "sentences"
TARGET = Path(__file__).resolve().parents[2] / "shop" / "assistant" / "language" / "en"
SOURCES = ("own sentences; CLINC150 train (CC BY 3.0, Larson et al. 2019); "
           "Bitext customer support train (CDLA-Sharing 1.0)")
# {name} is "it", as products called by name are when a message is read.
MARKS = {"{shelf}": frames.SHELF, "{value}": frames.VALUE, "the {name}": "it", "{name}": "it",
         "{money}": "60 dollars", "{ordinal}": "second"}
CLINC = {"greeting": "greeting", "goodbye": "goodbye", "thank_you": "thanks", "are_you_a_bot": "bot",
         "who_made_you": "bot", "what_is_your_name": "bot", "who_do_you_work_for": "bot", "how_old_are_you": "bot",
         "where_are_you_from": "bot", "what_are_your_hobbies": "bot", "do_you_have_pets": "bot",
         "what_can_i_ask_you": "capabilities", "order_status": "order"}
# What means nothing by itself, or is a shop's business.
CLINC_SKIPPED = frozenset(("yes", "no", "maybe", "repeat", "cancel", "order", "shopping_list", "shopping_list_update"))
BITEXT = {**dict.fromkeys(("track_order", "cancel_order", "change_order", "check_cancellation_fee", "track_refund"),
                          "order"),
          **dict.fromkeys(("contact_customer_service", "contact_human_agent", "complaint"), "person")}
OWN = {"cart_do": "cart", "cart_ask": "cart"}
OWN_TALK = {"how_are_you": "greeting", "who_are_you": "bot", "are_you_a_bot": "bot", "what_can_you_do": "capabilities"}
EVERYDAY = re.compile(r"[a-z]{4,}")
# Much data says the same of what nobody asks a shop; ours counts as much as that.
OWN_WEIGHT, REAL_WEIGHT = 8.0, 3.0
SMALLEST = 0.05
MOST_SHELVES = 3


@dataclass(frozen=True)
class Sentence:
    """`text` has marks where a shop's words stand; `label` is what it is about; `own` says whose it is."""

    text: str
    label: str
    own: bool


@click.command()
def main() -> None:
    """Train both models, and write them."""
    data = sets.folder(os.environ)
    if data is None:
        raise click.ClickException("the public data is needed: ../shared/evals beside the checkout, or EVALS_DATA")
    own, public = list(own_sentences()), list(public_sentences(data))
    write("shelf_frames", *fit(shelf_rows(own, public, data), regular=0.1))
    write("talk_frames", *fit(talk_rows([*own, *public]), regular=2.0))


def own_sentences() -> Iterator[Sentence]:
    for file in sorted(SENTENCES.glob("*.txt")):
        for line in file.read_text("utf-8").splitlines():
            kind, _, text = line.rpartition("\t")
            label = OWN_TALK.get(kind, kind) or OWN.get(file.stem, file.stem)
            yield Sentence(with_marks(text), label, True)


def with_marks(text: str) -> str:
    text = fold(text)
    for placeholder, mark in MARKS.items():
        text = text.replace(placeholder, mark)
    return text


def public_sentences(data: Path) -> Iterator[Sentence]:
    everyday = json.loads((data / "clinc150" / "train.json").read_text("utf-8"))
    for text, intent in (*everyday["train"], *everyday["oos_train"]):
        if intent not in CLINC_SKIPPED:
            yield Sentence(fold(text), CLINC.get(intent, "other"), False)
    with open(data / "bitext" / "train.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield Sentence(fold(row["utterance"]), BITEXT.get(row["intent"], "policy"), False)


Row = tuple[frozenset[str], str, float]


def talk_rows(sentences: Iterable[Sentence]) -> list[Row]:
    counts: Counter[str] = Counter()
    rows: list[Row] = []
    for each in sentences:
        words = frames.words_of(" . ".join(without_prices(part) for part in parts(each.text)))
        label = each.label if each.label in frames.TALK else "other"
        counts[label] += 1
        rows.append((frozenset(throughout(words)), label, 2.0 if each.own else 1.0))
    return [(features, label, weight * min(4.0, (3000 / counts[label]) ** 0.5)) for features, label, weight in rows]


def shelf_rows(own: Sequence[Sentence], public: Sequence[Sentence], data: Path) -> list[Row]:
    rows = [(features, "wanted" if each.label == "find" else "unwanted", 1.0 if each.label == "find" else OWN_WEIGHT)
            for each in own if each.label in ("find", "other") for features in frames_of(each.text)]
    everyday = [each for each in public if each.label in ("other", "policy", "order", "person")]
    rows += [(features, "unwanted", 0.5) for each in everyday for text in with_shelves(each.text)
             for features in frames_of(text)]
    rows += [(features, "unwanted", REAL_WEIGHT) for text in as_shops_read([each.text for each in everyday], data)
             for features in frames_of(text)]
    rows += as_turns(data)
    wanted = sum(weight for _, label, weight in rows if label == "wanted")
    balance = (sum(weight for _, _, weight in rows) - wanted) / wanted
    return [(features, label, weight * (balance if label == "wanted" else 1.0)) for features, label, weight in rows]


def as_turns(data: Path) -> Iterator[Row]:
    """The first messages of the open turns of `evals/turns`, as their shops read them."""
    every = hard_turns.read(hard_turns.HOME / "turns")
    for shop in openings(data):
        rows = [row for row in every if row.shop == shop and len(row.turns) == 1 and row.expect.get("cards")]
        for row, text in zip(rows, marked_by(shop, [row.turns[0] for row in rows], data), strict=True):
            wanted = row.expect["cards"] == "some"
            yield from ((features, "wanted" if wanted else "unwanted", 2.0 if wanted else OWN_WEIGHT)
                        for features in frames_of(text.replace(frames.KIND, frames.SHELF)))


def frames_of(text: str) -> Iterator[frozenset[str]]:
    for part in parts(text):
        yield from frames.shelf_features(frames.words_of(without_prices(part)))


def without_prices(text: str) -> str:
    return price_bounds.prices(numerals(fold(text)), digits=2).rest


def with_shelves(text: str) -> Iterator[str]:
    """A sentence as shops might read it that sell one of the things in it: up to three, the same each time."""
    found = sorted(EVERYDAY.finditer(text), key=lambda match: hashlib.sha1(f"{match[0]} {text}".encode()).digest())
    for word in found[:MOST_SHELVES]:
        yield f"{text[:word.start()]}{frames.SHELF}{text[word.end():]}"


def as_shops_read(texts: Sequence[str], data: Path) -> Iterator[str]:
    """The sentences that name a shelf of one of four catalogues, marked as it reads them."""
    for name in ("demo", "second", "retail", "choices"):
        yield from (text for text in marked_by(name, texts, data) if frames.SHELF in text)


@cache
def vocabulary_of(name: str, data: Path) -> Vocabulary:
    with tempfile.TemporaryDirectory(prefix="shop-scorers-") as home, openings(data)[name](Path(home)):
        return services().catalogue.vocabulary()


def marked_by(name: str, texts: Sequence[str], data: Path) -> Iterator[str]:
    """The texts as a shop reads them, its own words marked."""
    vocabulary = vocabulary_of(name, data)
    with click.progressbar(texts, label=f"as the {name} shop reads them") as bar:
        for text in bar:
            clear = [without_prices(part) for part in parts(fold(text))]
            yield " . ".join(frames.marked(part, read(part, vocabulary)) for part in clear)


Fitted = tuple[Sequence[str], Sequence[Sequence[float]], Sequence[float], Sequence[str]]


def fit(rows: Sequence[Row], *, regular: float) -> Fitted:
    """The classes, the weights a class, its bias, and the features: a logistic regression."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = CountVectorizer(analyzer=sorted, min_df=3, binary=True)
    matrix = vectors.fit_transform([features for features, _, _ in rows])
    fitted = LogisticRegression(C=regular, max_iter=1000).fit(
        matrix, [label for _, label, _ in rows], sample_weight=[weight for _, _, weight in rows])
    names = list(vectors.get_feature_names_out())
    if len(fitted.classes_) == 2:
        halves = fitted.coef_[0] / 2
        return list(fitted.classes_), [-halves, halves], [-fitted.intercept_[0] / 2, fitted.intercept_[0] / 2], names
    return list(fitted.classes_), fitted.coef_, fitted.intercept_, names


def write(name: str, classes: Sequence[str], weights: Sequence[Sequence[float]], bias: Sequence[float],
          features: Sequence[str]) -> None:
    rows = {feature: [round(float(each[place]), 2) for each in weights] for place, feature in enumerate(features)}
    rows = {feature: row for feature, row in rows.items() if max(map(abs, row)) > SMALLEST}
    content = {"source": SOURCES, "classes": list(classes), "bias": [round(float(each), 3) for each in bias],
               "weights": rows}
    file = TARGET / f"{name}.json"
    file.write_text(json.dumps(content, indent=None, separators=(",", ":")).replace('],"', '],\n"') + "\n", "utf-8")
    click.echo(f"{file.name}: {len(rows)} features, {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
