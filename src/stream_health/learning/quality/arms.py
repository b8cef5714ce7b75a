"""The arms of a trial side by side: each on its own accounts, over the same times."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from stream_health.domain.effects import TrainingExample
from stream_health.domain.engine.trial import TRIAL_ARM
from stream_health.learning.quality.bootstrap import RESAMPLES, Estimate, intervals
from stream_health.learning.quality.decisions import Flags, operating_point
from stream_health.learning.quality.probability import brier, log_loss
from stream_health.learning.quality.ranking import NAN, Numbers, Ranking

FIGURES: Final = (
    "churn_rate", "auc", "pr_auc", "log_loss", "brier", "flagged_share", "precision", "recall",
    "false_positive_rate",
)  # fmt: skip


class Arms(NamedTuple):
    """Figures of a version on trial, of what was served beside it, and trial less champion.

    Intervals (95 %) draw whole accounts. Fewer than ten accounts give none.
    """

    version: str
    trial_rows: int
    champion_rows: int
    trial: dict[str, Estimate]
    champion: dict[str, Estimate]
    difference: dict[str, Estimate]


def compare_arms(examples: Sequence[TrainingExample], *, resamples: int = RESAMPLES) -> list[Arms]:
    """Compare every version that was on trial with what the others were served meanwhile.

    Takes matured examples of churn. Only snapshots of times at which both arms have some count:
    before and after a trial the champion has the whole book.
    """
    churn = [one for one in examples if one.target == "churn"]
    versions = sorted({one.model_version for one in churn if one.arm == TRIAL_ARM})
    return [_compared(version, churn, resamples) for version in versions]


def _compared(version: str, churn: Sequence[TrainingExample], resamples: int) -> Arms:
    tried = [one for one in churn if one.arm == TRIAL_ARM and one.model_version == version]
    times = {one.snapshot_at_ms for one in tried}
    others = [one for one in churn if one.arm != TRIAL_ARM and one.snapshot_at_ms in times]
    rows = [*tried, *others]
    on_trial = np.array([True] * len(tried) + [False] * len(others))
    names = {name: number for number, name in enumerate(sorted({r.account_id for r in rows}))}
    parts = [_Part(rows, on_trial), _Part(rows, ~on_trial)]

    def weighted(weight: Numbers | None) -> dict[str, float]:
        trial, champion = (part.figures(weight) for part in parts)
        return {
            **{f"trial/{name}": value for name, value in trial.items()},
            **{f"champion/{name}": value for name, value in champion.items()},
            **{f"difference/{name}": trial[name] - champion[name] for name in FIGURES},
        }

    account = np.array([names[one.account_id] for one in rows], dtype=np.int64)
    found = intervals(weighted, account, resamples=resamples)
    trial, champion, difference = (
        {name: found[f"{part}/{name}"] for name in FIGURES}
        for part in ("trial", "champion", "difference")
    )
    return Arms(version, len(tried), len(others), trial, champion, difference)


class _Part:
    """Rows of one arm, sorted once; weights are of the rows of both."""

    def __init__(self, rows: Sequence[TrainingExample], chosen: Flags) -> None:
        self._chosen = chosen
        mine = [one for one, is_mine in zip(rows, chosen, strict=True) if is_mine]
        self._label = np.array([one.label for one in mine], dtype=np.float64)
        self._risk = np.array([one.churn_risk for one in mine], dtype=np.float64)
        self._flagged = np.array([bool(one.flagged) for one in mine], dtype=np.bool_)
        self._ranking = Ranking(self._risk, self._label)

    def figures(self, weight: Numbers | None) -> dict[str, float]:
        """Every figure under some weights; NaN where there is nothing to go by."""
        own = np.ones(len(self._label)) if weight is None else weight[self._chosen]
        total = float(own.sum())
        if not total:
            return dict.fromkeys(FIGURES, NAN)
        return {
            "churn_rate": float((own * self._label).sum()) / total,
            "auc": self._ranking.auc(own),
            "pr_auc": self._ranking.pr_auc(own),
            "log_loss": log_loss(self._risk, self._label, own),
            "brier": brier(self._risk, self._label, own),
            **operating_point(self._flagged, self._label, own)._asdict(),
        }
