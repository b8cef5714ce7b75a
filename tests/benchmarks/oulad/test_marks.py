"""Figures against naive oracles, and their join with what a replay writes."""

from datetime import UTC, datetime, time, timedelta
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from benchmarks.oulad.marks import (
    Numbers,
    auc,
    auc_within,
    marks,
    pr_auc,
    reliability,
    render,
)
from benchmarks.oulad.tables import ENROLMENT, STARTS
from hypothesis import given
from hypothesis import strategies as st

pairs = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1)), min_size=1, max_size=60)


def split(rows: list[tuple[int, int]]) -> tuple[Numbers, Numbers]:
    risk, label = zip(*rows, strict=True)
    return np.array(risk, dtype=np.float64) / 10, np.array(label, dtype=np.float64)


@given(pairs)
def test_auc_counts_pairs_in_the_right_order(rows: list[tuple[int, int]]) -> None:
    bad = [risk for risk, label in rows if label]
    good = [risk for risk, label in rows if not label]
    won = [(one > other) + (one == other) / 2 for one, other in product(bad, good)]
    expected = sum(won) / len(won) if won else float("nan")
    assert auc(*split(rows)) == pytest.approx(expected, nan_ok=True)


@given(pairs)
def test_pr_auc_is_precision_at_each_threshold_weighted_by_recall_gained(
    rows: list[tuple[int, int]],
) -> None:
    expected, found_before = 0.0, 0
    positives = sum(label for _, label in rows)
    for threshold in sorted({risk for risk, _ in rows}, reverse=True):
        chosen = [label for risk, label in rows if risk >= threshold]
        if positives:
            expected += (sum(chosen) - found_before) / positives * sum(chosen) / len(chosen)
        found_before = sum(chosen)
    assert pr_auc(*split(rows)) == pytest.approx(
        expected if positives else float("nan"), nan_ok=True
    )


def test_auc_within_a_week_ignores_what_only_the_calendar_knows() -> None:
    week = np.repeat([0.0, 1.0], 4)
    label = np.array([0, 0, 0, 1, 0, 1, 1, 1], dtype=np.float64)
    assert auc(week, label) > 0.7
    assert auc_within(week, label, week) == 0.5


@given(pairs)
def test_deciles_hold_every_row_once_in_order_of_risk(rows: list[tuple[int, int]]) -> None:
    risk, label = split(rows)
    deciles = reliability(risk, label)
    assert sum(one.rows_total for one in deciles) == len(rows)
    assert sum(one.rows_total * one.churned_share for one in deciles) == pytest.approx(label.sum())
    risks = [one.mean_risk for one in deciles]
    assert risks == pytest.approx(sorted(risks))


def scores_of(sample: Path, *, shift_days: int = 0) -> pl.DataFrame:
    """Give scores as a replay writes them, with the labels' own baseline as risk."""
    labels = pl.read_parquet(sample / "snapshots.parquet")
    starts = {name: datetime.combine(day, time(), UTC) for name, day in STARTS.items()}
    as_of = [
        starts[name] + timedelta(days=day + shift_days)
        for name, day in labels.select("code_presentation", "t").iter_rows()
    ]
    return labels.select(
        pl.concat_str(ENROLMENT, separator="-").alias("account_id"),
        pl.Series("as_of", as_of, dtype=pl.Datetime("ms", "UTC")),
        pl.lit(80.0).alias("score"),
        pl.col("baseline_score").cast(pl.Float64).alias("churn_risk"),
        pl.lit(1.0).alias("coverage"),
    )


def test_scores_meet_their_labels(sample: Path, tmp_path: Path) -> None:
    path, labels = tmp_path / "scores.parquet", sample / "snapshots.parquet"
    scores_of(sample).write_parquet(path)
    rows = pl.read_parquet(labels).filter(pl.col("code_presentation") == "2013J")
    found = marks(path, labels)
    assert (found.rows_total, found.unscored_total) == (len(rows), 0)
    assert found.positives_total == rows["y"].sum() > 0
    risk, label = (rows[name].cast(pl.Float64).to_numpy() for name in ("baseline_score", "y"))
    assert found.auc == pytest.approx(auc(risk, label))
    assert f"AUC {found.auc:.3f}" in render(found)


def test_rows_without_a_score_are_counted(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "scores.parquet"
    whole = scores_of(sample)
    whole.filter(pl.col("account_id").str.contains("2013J")).head(50).write_parquet(path)
    found = marks(path, sample / "snapshots.parquet")
    assert found.rows_total == 50
    assert found.unscored_total > 0


def test_scores_of_other_days_are_refused_with_what_to_do(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "scores.parquet"
    scores_of(sample, shift_days=1).write_parquet(path)
    with pytest.raises(ValueError, match="--score-every 7d --score-anchor 2013-10-07T00:00:00Z"):
        marks(path, sample / "snapshots.parquet")
