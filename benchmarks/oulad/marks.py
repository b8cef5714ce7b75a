"""How good the scores are: what ``replay`` wrote, against what became of the accounts.

A row is an account at a time. AUC is the chance that of two rows, one before a withdrawal and one
not, the first has the higher risk (0.5 is chance, 1 is best). Within a week it is taken among the
rows of one time only, which removes the calendar. PR-AUC is average precision: chance is the share
of positives.
"""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import NamedTuple

import polars as pl
from benchmarks.oulad.tables import ENROLMENT, STARTS

from stream_health.learning.quality.probability import ReliabilityBin, reliability
from stream_health.learning.quality.ranking import Ranking, WithinPeriods


class Marks(NamedTuple):
    """Figures on the rows that have both a score and a label."""

    rows_total: int
    positives_total: int
    auc: float
    auc_within_week: float
    pr_auc: float
    deciles: tuple[ReliabilityBin, ...]
    unscored_total: int


def marks(scores: Path, snapshots: Path, *, presentation: str = "2013J") -> Marks:
    """Join ``scores.parquet`` of a replay with the table of labels.

    Raises
    ------
    ValueError
        When no row of the labels has a score: the replay was not scored on Mondays 00:00 UTC.
    """
    start = datetime.combine(STARTS[presentation], time(), UTC)
    labels = pl.read_parquet(snapshots).filter(pl.col("code_presentation") == presentation)
    labels = labels.select(
        "y",
        account_id=pl.concat_str(ENROLMENT, separator="-"),
        as_of=(pl.lit(start) + pl.duration(days="t")).cast(pl.Datetime("ms", "UTC")),
    )
    said = pl.read_parquet(scores, columns=["account_id", "as_of", "churn_risk"])
    rows = labels.join(said, on=("account_id", "as_of"), how="left")
    scored = rows.filter(pl.col("churn_risk").is_not_null())
    if scored.is_empty():
        msg = (
            f"none of {len(rows)} labelled rows of {presentation} has a score; replay with "
            f"--score-every 7d --score-anchor {start:%Y-%m-%dT%H:%M:%SZ}"
        )
        raise ValueError(msg)
    risk = scored["churn_risk"].cast(pl.Float64).to_numpy()
    label = scored["y"].cast(pl.Float64).to_numpy()
    week = scored["as_of"].dt.epoch("d").cast(pl.Int64).to_numpy()
    account = scored["account_id"].rank("dense").cast(pl.Int64).to_numpy()
    ranking = Ranking(risk, label)
    return Marks(
        rows_total=len(scored),
        positives_total=int(label.sum()),
        auc=ranking.auc(),
        auc_within_week=WithinPeriods(risk, label, week).auc(),
        pr_auc=ranking.pr_auc(),
        deciles=reliability(risk, label, account),
        unscored_total=len(rows) - len(scored),
    )


def render(found: Marks) -> str:
    """Return the figures as text, for people."""
    share = found.positives_total / found.rows_total
    lines = [
        f"rows {found.rows_total:,}, without a score {found.unscored_total:,}",
        f"positives {found.positives_total:,} ({share:.2%})",
        f"AUC {found.auc:.3f}, within a week {found.auc_within_week:.3f}",
        f"PR-AUC {found.pr_auc:.3f}",
        "decile     rows   mean risk   churned",
    ]
    lines += [
        f"{number:6} {one.rows_total:8,} {one.predicted:11.2%} {one.observed:9.2%}"
        for number, one in enumerate(found.deciles, start=1)
    ]
    return "\n".join(lines)
