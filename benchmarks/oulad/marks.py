"""How good the scores are: what ``replay`` wrote, against what became of the accounts.

A row is an account at a time. AUC is the chance that of two rows, one before a withdrawal and one
not, the first has the higher risk (0.5 is chance, 1 is best). Within a week it is taken among the
rows of one time only, which removes the calendar. PR-AUC is average precision: chance is the share
of positives.
"""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from benchmarks.oulad.tables import ENROLMENT, STARTS

Numbers = npt.NDArray[np.float64]

DECILES_TOTAL: Final = 10


class Decile(NamedTuple):
    """Rows of similar risk: what was said, and what came true (shares, 0 to 1)."""

    rows_total: int
    mean_risk: float
    churned_share: float


class Marks(NamedTuple):
    """Figures on the rows that have both a score and a label."""

    rows_total: int
    positives_total: int
    auc: float
    auc_within_week: float
    pr_auc: float
    deciles: tuple[Decile, ...]
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
    week = scored["as_of"].dt.epoch("d").cast(pl.Float64).to_numpy()
    return Marks(
        rows_total=len(scored),
        positives_total=int(label.sum()),
        auc=auc(risk, label),
        auc_within_week=auc_within(risk, label, week),
        pr_auc=pr_auc(risk, label),
        deciles=reliability(risk, label),
        unscored_total=len(rows) - len(scored),
    )


def auc(risk: Numbers, label: Numbers) -> float:
    """Area under the ROC curve, ties counting half; NaN when a class is missing.

    >>> auc(np.array([0.1, 0.4, 0.4, 0.9]), np.array([0.0, 1.0, 0.0, 1.0]))
    0.875
    """
    positives, total = label.sum(), len(label)
    if positives in (0, total):
        return float("nan")
    _, where, counts = np.unique(risk, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[where]
    above = ranks[label == 1].sum() - positives * (positives + 1) / 2
    return float(above / (positives * (total - positives)))


def auc_within(risk: Numbers, label: Numbers, week: Numbers) -> float:
    """Mean AUC of the weeks that have both classes, each week counting the same."""
    each = [auc(risk[week == one], label[week == one]) for one in np.unique(week)]
    known = [value for value in each if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def pr_auc(risk: Numbers, label: Numbers) -> float:
    """Average precision, equal risks taken together; NaN without positives.

    >>> round(pr_auc(np.array([0.9, 0.8, 0.1]), np.array([1.0, 0.0, 1.0])), 4)
    0.8333
    """
    if not label.sum():
        return float("nan")
    order = np.argsort(-risk, kind="stable")
    last_of_ties = np.flatnonzero(np.diff(risk[order], append=-np.inf))
    hits = np.cumsum(label[order])[last_of_ties]
    recall = np.diff(hits, prepend=0.0) / label.sum()
    return float((recall * hits / (last_of_ties + 1)).sum())


def reliability(risk: Numbers, label: Numbers) -> tuple[Decile, ...]:
    """Ten groups of equal size by risk, lowest first: said against come true."""
    order = np.argsort(risk, kind="stable")
    groups = [group for group in np.array_split(order, DECILES_TOTAL) if len(group)]
    return tuple(
        Decile(len(group), float(risk[group].mean()), float(label[group].mean()))
        for group in groups
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
        f"{number:6} {one.rows_total:8,} {one.mean_risk:11.2%} {one.churned_share:9.2%}"
        for number, one in enumerate(found.deciles, start=1)
    ]
    return "\n".join(lines)
