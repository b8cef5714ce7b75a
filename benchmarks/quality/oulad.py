"""Real input: our replayed scores and what they must beat, on the same labelled rows."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from benchmarks.oulad.__main__ import CONFIG
from benchmarks.oulad.__main__ import main as oulad
from benchmarks.oulad.tables import ENROLMENT, STARTS
from benchmarks.quality.comparators import (
    Numbers,
    days_since_last_use,
    hand_weighted,
    read_examples,
    refitted_logistic,
)

from stream_health.app.settings import load
from stream_health.domain.policy import Policy
from stream_health.learning.quality.probability import reliability
from stream_health.learning.quality.ranking import Ranking, WithinPeriods
from stream_health.local.evaluate.command import EvaluateRequest, run_evaluate
from stream_health.local.replay.command import ReplayRequest, run_replay

PRESENTATION: Final = "2013J"

PUBLISHED: Final = (
    ("gradient boosting, retrained every two weeks", 0.753, 0.759, 0.059),
    ("mark to reach", 0.745, 0.752, 0.058),
)
"""Reference of the data set's notes, measured once on the same rows: not computed here."""


def run(data: Path, out: Path, *, replayed: Path | None = None) -> list[dict[str, Any]]:
    """Convert, replay, compare; prints the table and writes the report. Takes about 40 minutes.

    Parameters
    ----------
    replayed
        A replay of the same tables that is there already; none is made then.
    """
    out.mkdir(parents=True, exist_ok=True)
    policy = load(config=CONFIG).policy
    replay = replayed or _replay(data, out, policy)
    labels = write_labels(data, out / "labels.parquet")
    run_evaluate(
        EvaluateRequest(
            scores=replay / "scores.parquet", outcomes=None, labels=labels, out=out,
            alerts=replay / "alerts.jsonl", quiet=True,
        ),
        policy,
    )  # fmt: skip
    found = table(replay, labels, policy)
    show(found)
    return found


def write_labels(data: Path, path: Path, presentation: str = PRESENTATION) -> Path:
    """Write the table of labels as ``evaluate --labels`` takes it."""
    start = datetime.combine(STARTS[presentation], time(), UTC)
    frame = pl.read_parquet(data / "snapshots.parquet")
    frame.filter(pl.col("code_presentation") == presentation).select(
        "y",
        account_id=pl.concat_str(ENROLMENT, separator="-"),
        as_of=(pl.lit(start) + pl.duration(days="t")).cast(pl.Datetime("ms", "UTC")),
    ).write_parquet(path)
    return path


def table(replay: Path, labels: Path, policy: Policy) -> list[dict[str, Any]]:
    """Marks of ours and of the comparators, on the rows that all of them have."""
    examples = read_examples(replay / "training-examples.jsonl")
    keys = {
        key: place
        for place, key in enumerate(zip(examples.accounts, examples.snapshot_ms, strict=True))
    }
    ours = pl.read_parquet(replay / "scores.parquet", columns=["account_id", "as_of", "churn_risk"])
    rows = pl.read_parquet(labels).join(ours, on=("account_id", "as_of"))
    at_ms = rows["as_of"].dt.epoch("ms").to_numpy()
    places = np.array(
        [keys.get(key, -1) for key in zip(rows["account_id"].to_list(), at_ms, strict=True)]
    )
    both = places >= 0
    label = rows["y"].cast(pl.Float64).to_numpy()[both]
    account = rows["account_id"].rank("dense").cast(pl.Int64).to_numpy()[both]
    risks: dict[str, Numbers | None] = {
        "days since last use": days_since_last_use(examples)[places[both]],
        "hand-weighted scorecard": _at(hand_weighted(examples, policy), places[both]),
        "logistic, refitted every two weeks": refitted_logistic(examples)[places[both]],
        "ours": rows["churn_risk"].to_numpy()[both],
    }
    found = [
        {"what": name, "rows": int(both.sum()), **_marks(risk, label, at_ms[both], account)}
        for name, risk in risks.items()
        if risk is not None
    ]
    return found + [
        {"what": name, "auc": auc, "auc_within_week": within, "pr_auc": pr_auc}
        for name, auc, within, pr_auc in PUBLISHED
    ]


def _marks(risk: Numbers, label: Numbers, at_ms: Any, account: Any) -> dict[str, Any]:
    ranking = Ranking(risk, label)
    found: dict[str, Any] = {
        "auc": ranking.auc(),
        "auc_within_week": WithinPeriods(risk, label, at_ms).auc(),
        "pr_auc": ranking.pr_auc(),
    }
    if risk.min() >= 0.0 and risk.max() <= 1.0:
        bins = reliability(risk, label, account)
        found["calibrated"] = f"{sum(one.calibrated for one in bins)} of {len(bins)}"
    return found


def _at(risk: Numbers | None, places: Any) -> Numbers | None:
    return None if risk is None else risk[places]


def show(found: list[dict[str, Any]]) -> None:
    """Print the table of marks."""
    print(f"\n{'':46}{'AUC':>8}{'within week':>13}{'PR-AUC':>9}{'calibrated':>13}")
    for one in found:
        print(f"{one['what']:46}{one['auc']:>8.3f}{_cells(one)}")


def _cells(one: Mapping[str, Any]) -> str:
    within, pr_auc = one["auc_within_week"], one["pr_auc"]
    return f"{within:>13.3f}{pr_auc:>9.4f}{one.get('calibrated', '-'):>13}"


def _replay(data: Path, out: Path, policy: Policy) -> Path:
    events = out / "events.jsonl"
    if oulad(["convert", "--data", str(data), "--out", str(events)]):
        msg = f"cannot convert {data}"
        raise ValueError(msg)
    request = ReplayRequest(
        files=(events,), out=out / "replay", until=None, score_every="7d", score_anchor=None,
        learn=True, partitions=4, quiet=False,
    )  # fmt: skip
    run_replay(request, policy)
    return out / "replay"
