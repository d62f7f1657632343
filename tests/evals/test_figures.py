"""Intervals, aims and the table of figures."""

from __future__ import annotations

import pytest

from evals.figures import Aim, Figure, averaged, bootstrap, mean, share, table, wilson


@pytest.mark.parametrize(("aim", "value", "reached"), [
    (Aim(0.91), 0.91, True), (Aim(0.91), 0.909, False), (Aim(0.03, at_most=True), 0.03, True),
    (Aim(0.03, at_most=True), 0.031, False),
])
def test_an_aim_is_reached_on_its_own_side(aim, value, reached):
    assert Figure("part", "name", value, aim=aim).reached is reached


def test_what_was_not_measured_is_neither_reached_nor_missed():
    assert Figure("part", "name", aim=Aim(0.9)).reached is None


def test_the_bootstrap_holds_the_mean_and_is_the_same_each_time():
    values = [0.0] * 10 + [1.0] * 30
    low, high = bootstrap(values)
    assert low < mean(values) < high
    assert bootstrap(values) == (low, high)
    assert 0.55 < low < 0.68 and 0.82 < high < 0.92


def test_the_interval_narrows_with_more_cases():
    low, high = bootstrap([0.0, 1.0] * 400)
    assert high - low < 0.1


@pytest.mark.parametrize(("value", "cases", "low", "high"), [
    (0.0, 100, 0.0, 0.037), (1.0, 20, 0.839, 1.0), (0.5, 100, 0.404, 0.596)])
def test_a_share_has_the_interval_of_wilson(value, cases, low, high):
    assert wilson(value, cases) == pytest.approx((low, high), abs=0.001)


def test_the_table_has_a_line_a_figure_with_value_interval_and_aim():
    lines = table([
        averaged("search", "found", [1.0, 1.0], Aim(0.9)), share("talk", "wrong", 0.2, 50, Aim(0.1, at_most=True)),
        Figure("other", "needs data")]).splitlines()
    assert lines[0].split() == ["part", "figure", "value", "95", "%", "interval", "aim", "reached", "cases"]
    assert lines[2].split() == ["search", "found", "1.000", "1.000", "–", "1.000", "≥", "0.900", "yes", "2"]
    assert "≤ 0.100" in lines[3] and " no " in lines[3]
    assert lines[4].split(maxsplit=3) == ["other", "needs", "data", "not measured"]
