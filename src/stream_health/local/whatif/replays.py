"""One replay of a history under one configuration, kept in a directory. Nothing touches Kafka."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from stream_health.domain.engine.agenda import Period
from stream_health.domain.engine.control import ActivateModel, OpenBook
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.learning.quality.load import Raised
from stream_health.local.quality.alerts import read_alerts
from stream_health.local.quality.notes import Notes
from stream_health.local.quality.scores import Score, read_scores
from stream_health.local.quality.tables import json_values
from stream_health.local.replay.history import History
from stream_health.local.replay.outputs import ReplayOutputs
from stream_health.local.replay.runner import Replay, ReplayPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a replay runs under.

    ``model`` is served from the first day on and nothing is learned; without one the history's own
    versions are served, or versions are learned again.
    """

    policy: Policy
    partitions: int
    model: Scorecard | None = None


class Replayed(NamedTuple):
    """What a replay said: weekly scores, alerts that fired, and each account's last factors."""

    scores: list[Score]
    alerts: list[Raised]
    factors: dict[str, Mapping[str, float]]
    last: dict[str, Mapping[str, Any]]


def replayed(files: Sequence[Path], setting: Setting, out: Path) -> Replayed:
    """Replay the files into a directory and read back what it said.

    Raises
    ------
    HistoryError
        When a file cannot be read.
    QualityError
        When the history holds no account to score.
    """
    policy = setting.policy
    period = Period(policy.learning.snapshot_every_ms, policy.learning.snapshot_anchor_ms)
    plan = ReplayPlan(
        policy=policy,
        partitions=setting.partitions,
        learn=setting.model is None,
        sampling=period,
    )
    history = History(files)
    with ReplayOutputs(out) as outputs:
        replay = Replay(plan, history, outputs)
        if setting.model is not None and history.first_ms is not None:
            replay.models[setting.model.version] = setting.model
            for lane in replay.lanes:
                at_ms = history.first_ms - 1
                books = [order for order in lane.orders if isinstance(order, OpenBook)]
                lane.orders[:] = [ActivateModel(at_ms, setting.model.version), *books]
        replay.run()
        outputs.write_scores()
        outputs.write_summary({"config_version": policy.version})
    notes = Notes()
    last = _last_changes(out / "score-changes.jsonl", notes)
    return Replayed(
        read_scores(out / "scores.parquet", notes),
        read_alerts(out / "alerts.jsonl", notes),
        {account_id: factors_of(change) for account_id, change in last.items()},
        last,
    )


def factors_of(change: Mapping[str, Any]) -> dict[str, float]:
    """Points by feature of a published score, its base and clip among them.

    >>> factors_of({"base_points": 80.0, "factors": [{"feature": "f", "points": -5.0}]})
    {'base': 80.0, 'f': -5.0}
    """
    found = {"base": float(change["base_points"])}
    for factor in change["factors"]:
        found[factor["feature"]] = found.get(factor["feature"], 0.0) + factor["points"]
    for name in ("other", "clip"):
        points = change.get(f"{name}_points")
        if points:
            found[name] = points
    return found


def _last_changes(path: Path, notes: Notes) -> dict[str, Mapping[str, Any]]:
    return {value["account_id"]: value for _, value in json_values(path, notes)}
