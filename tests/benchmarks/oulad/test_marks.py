"""Labels joined with what a replay writes; the figures have tests of their own."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import polars as pl
import pytest
from benchmarks.oulad.marks import marks, render
from benchmarks.oulad.tables import ENROLMENT, STARTS

from stream_health.learning.quality.ranking import Ranking


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
    assert found.auc == pytest.approx(Ranking(risk, label).auc())
    assert sum(one.rows_total for one in found.deciles) == len(rows)
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
