"""Figures of order against their definitions, pair by pair, and the laws they keep."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from river import metrics

from stream_health.learning.quality.bootstrap import intervals
from stream_health.learning.quality.ranking import Numbers, Ranking, WithinPeriods

LEVELS = st.integers(0, 12)


@st.composite
def rows(draw: st.DrawFn) -> tuple[Numbers, Numbers, Numbers]:
    """Risks with ties, labels, and how often each row counts."""
    size = draw(st.integers(1, 30))
    risk = draw(arrays.arrays(np.int64, size, elements=LEVELS)) / 12
    label = draw(arrays.arrays(np.int64, size, elements=st.integers(0, 1)))
    weight = draw(arrays.arrays(np.int64, size, elements=st.integers(0, 3)))
    return risk.astype(float), label.astype(float), weight.astype(float)


def brute_auc(risk: Numbers, label: Numbers) -> float:
    """The definition: every pair of one that churned and one that stayed."""
    pairs = [
        (high > low) + (high == low) / 2 for high in risk[label == 1] for low in risk[label == 0]
    ]
    return float(np.mean(pairs)) if pairs else math.nan


def brute_pr_auc(risk: Numbers, label: Numbers) -> float:
    """The definition: precision at each distinct threshold times the recall it adds."""
    if not label.sum():
        return math.nan
    area = before = 0.0
    for threshold in sorted(set(risk.tolist()), reverse=True):
        chosen = risk >= threshold
        recall = label[chosen].sum() / label.sum()
        area += (recall - before) * label[chosen].mean()
        before = recall
    return area


@given(rows())
def test_auc_and_pr_auc_are_their_definitions_with_every_row_counted_as_often_as_said(
    given_rows: tuple[Numbers, Numbers, Numbers],
) -> None:
    risk, label, weight = given_rows
    ranking = Ranking(risk, label)
    assert ranking.auc() == pytest.approx(brute_auc(risk, label), nan_ok=True)
    assert ranking.pr_auc() == pytest.approx(brute_pr_auc(risk, label), nan_ok=True)
    often = np.repeat(np.arange(len(risk)), weight.astype(int))
    assert ranking.auc(weight) == pytest.approx(brute_auc(risk[often], label[often]), nan_ok=True)
    assert ranking.pr_auc(weight) == pytest.approx(
        brute_pr_auc(risk[often], label[often]), nan_ok=True
    )


@given(rows())
def test_only_the_order_of_risks_matters(given_rows: tuple[Numbers, Numbers, Numbers]) -> None:
    risk, label, _ = given_rows
    one, other = Ranking(risk, label), Ranking(np.exp(3 * risk) - 7, label)
    for figure in ("auc", "pr_auc", "lift"):
        assert getattr(one, figure)() == pytest.approx(getattr(other, figure)(), nan_ok=True)


@given(rows())
def test_turned_around_the_auc_is_its_complement(
    given_rows: tuple[Numbers, Numbers, Numbers],
) -> None:
    risk, label, _ = given_rows
    there, back = Ranking(risk, label).auc(), Ranking(-risk, label).auc()
    if 0 < label.sum() < len(label):
        assert there + back == pytest.approx(1.0)


@pytest.mark.slow
def test_river_agrees_on_a_fine_grid_of_thresholds() -> None:
    rng = np.random.default_rng(3)
    label = (rng.random(2_000) < 0.1).astype(float)
    risk = np.clip(rng.normal(0.3 + 0.2 * label, 0.15), 0.0, 1.0)
    rolled: Any = metrics.ROCAUC(n_thresholds=1_000)  # type: ignore[no-untyped-call]  # river's own
    for one, truth in zip(risk, label, strict=True):
        rolled.update(bool(truth), float(one))
    assert Ranking(risk, label).auc() == pytest.approx(rolled.get(), abs=0.002)


def test_the_top_share_takes_its_part_of_a_tie() -> None:
    label = np.array([1.0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    everything_equal = Ranking(np.zeros(10), label)
    assert everything_equal.lift() == pytest.approx(1.0)
    perfect = Ranking(label, label)
    assert perfect.captured(0.1) == pytest.approx(0.5)
    assert perfect.captured(0.2) == pytest.approx(1.0)


def test_within_a_period_the_calendar_is_no_help() -> None:
    period = np.repeat(np.arange(2), 4)
    label = np.array([0.0, 0, 0, 1, 1, 1, 1, 0])
    by_calendar = period.astype(float)
    assert Ranking(by_calendar, label).auc() == pytest.approx(0.75)
    assert WithinPeriods(by_calendar, label, period).auc() == pytest.approx(0.5)


def test_a_curve_begins_at_nothing_and_ends_at_everything() -> None:
    label = np.array([0.0, 1, 0, 1, 1])
    curve = Ranking(np.array([0.1, 0.5, 0.2, 0.2, 0.9]), label).curve()
    assert curve[0] == (0.0, 0.0)
    assert curve[-1] == (1.0, 1.0)
    area = sum((right[0] - left[0]) * (right[1] + left[1]) / 2 for left, right in pairwise(curve))
    assert area == pytest.approx(Ranking(np.array([0.1, 0.5, 0.2, 0.2, 0.9]), label).auc())


@pytest.mark.parametrize("seed", range(3))
def test_permuted_labels_give_a_half_within_the_interval(seed: int) -> None:
    rng = np.random.default_rng(seed)
    account = np.repeat(np.arange(300), 10)
    risk = np.repeat(rng.random(300), 10) + rng.normal(0, 0.05, 3_000)
    churns = np.repeat((rng.random(300) < 0.1).astype(float), 10)  # owes nothing to the risk
    ranking = Ranking(risk, churns)
    found = intervals(lambda weight: {"auc": ranking.auc(weight)}, account, seed=seed)["auc"]
    assert found.low <= 0.5 <= found.high
    assert found.low <= found.value <= found.high


def test_rows_that_repeat_accounts_make_an_interval_no_narrower() -> None:
    rng = np.random.default_rng(7)
    label = (rng.random(200) < 0.2).astype(float)
    risk = rng.random(200) + label / 2
    once, often = Ranking(risk, label), Ranking(np.repeat(risk, 20), np.repeat(label, 20))
    narrow = intervals(lambda w: {"auc": once.auc(w)}, np.arange(200))["auc"]
    same = intervals(lambda w: {"auc": often.auc(w)}, np.repeat(np.arange(200), 20))["auc"]
    assert same == pytest.approx(narrow)


def test_a_handful_of_accounts_gives_no_interval() -> None:
    found = intervals(lambda _: {"auc": 0.7}, np.arange(9))["auc"]
    assert found.value == 0.7
    assert math.isnan(found.low)
    assert math.isnan(found.high)
