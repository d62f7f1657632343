"""The dialogue table itself, and how records are compared."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from evals import dialogues, sets, shops
from evals.__main__ import main
from evals.dialogues import Dialogue, Turn, f1, judged, pairs, whole
from shop.assistant.criteria import LISTS, SINGLES, SORTS
from shop.assistant.language.text import fold
from shop.assistant.vocabulary import Vocabulary
from shop.services import services

TABLE = dialogues.read()


@pytest.fixture(scope="module", params=sorted(dialogues.SHOPS))
def shop(request, tmp_path_factory) -> tuple[str, Vocabulary]:
    with dialogues.SHOPS[request.param](tmp_path_factory.mktemp("evals")):
        return request.param, services().catalogue.vocabulary()


@pytest.fixture
def demo(tmp_path):
    with shops.demo_shop(tmp_path) as app:
        yield app


def test_the_table_is_large_and_a_third_of_it_is_held_out():
    scored = [(each.held_out, turn) for each in TABLE for turn in each.turns if turn.expected is not None]
    assert len(scored) >= 320
    assert 0.28 < sum(held_out for held_out, _ in scored) / len(scored) < 0.38
    assert len({each.name for each in TABLE}) == len(TABLE)
    assert all(1 <= len(each.turns) <= 8 for each in TABLE)


def test_no_two_dialogues_begin_with_the_same_words():
    openings = [each.turns[0].text for each in TABLE]
    assert len(set(openings)) == len(openings)


def records(name: str):
    return [(dialogue.name, turn) for dialogue in TABLE if dialogue.shop == name
            for turn in dialogue.turns if turn.expected is not None]


def test_every_expected_value_is_one_the_shop_has(shop):
    name, vocabulary = shop
    known = {(meaning.key, fold(label)) for meaning, label in vocabulary.labels.items()}
    for dialogue, turn in records(name):
        flat = {**turn.expected, **turn.expected.get("exclude", {})}
        named = [(key, fold(value)) for key in LISTS if key != "words" for value in flat.get(key, [])]
        named += [("audience", flat["audience"])] if "audience" in flat else []
        assert set(named) <= known, f"{dialogue}: {turn.text}"


def test_every_record_keeps_the_contract(shop):
    for dialogue, turn in records(shop[0]):
        told = f"{dialogue}: {turn.text}"
        assert set(turn.expected) <= {*LISTS, *SINGLES, "exclude"}, told
        assert all(isinstance(turn.expected.get(key, []), list) for key in LISTS), told
        assert turn.expected.get("sort", "newest") in SORTS, told
        assert turn.expected.get("price_word", "low") in ("low", "high"), told
        for key in ("price_min", "price_max"):
            assert f"{float(turn.expected.get(key, '1.00')):.2f}" == turn.expected.get(key, "1.00"), told


@pytest.mark.parametrize(("one", "other"), [
    ({"category": ["Hoodies"]}, {"category": ["hoodies"]}),
    ({"price_max": "60.00"}, {"price_max": "60"}),
    ({"rating_min": 4.0}, {"rating_min": 4}),
    ({"colour": ["black", "blue"]}, {"colour": ["blue", "black"]}),
    ({"words": ["zip pockets"]}, {"words": ["pocket", "zip"]}),
])
def test_records_that_say_the_same_are_the_same(one, other):
    assert pairs(one) == pairs(other)


@pytest.mark.parametrize(("one", "other"), [
    ({"colour": ["black"]}, {"exclude": {"colour": ["black"]}}),
    ({"price_max": "60.00"}, {"price_min": "60.00"}),
    ({"colour": ["black", "blue"]}, {"colour": ["black"]}),
])
def test_records_that_say_different_things_differ(one, other):
    assert pairs(one) != pairs(other)


def test_a_turn_is_judged_by_the_whole_record_and_an_unscored_one_not_at_all(demo):
    told = judged(Dialogue("one", "demo", False, (
        Turn("black hoodies", {"category": ["Hoodies"], "colour": ["black"]}),
        Turn("how much is delivery?", None),
        Turn("under 60", {"category": ["Hoodies"], "colour": ["navy"], "price_max": "60.00"}))))
    assert [turn.whole for turn in told] == [True, False]
    assert told[1].missing == {("colour", "navy")} and told[1].surplus == {("colour", "black")}
    assert f1([told]) == pytest.approx(2 * 4 / (2 * 4 + 2)) and whole([told]) == 0.5


@pytest.mark.parametrize("part", ["chorus", "fashion", "talk"])
def test_without_the_public_data_that_is_said_and_nothing_fails(part, tmp_path, monkeypatch):
    monkeypatch.setenv(sets.VARIABLE, str(tmp_path / "absent"))
    done = CliRunner().invoke(main, ["--only", part, "--json", str(tmp_path / "figures.json")])
    assert done.exit_code == 0, done.output
    assert "not measured" in done.stdout and "The public data is not here" in done.stderr
    assert json.loads((tmp_path / "figures.json").read_text())[0]["value"] is None
