"""All figures of one set of rows, as plain data with plain names."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from stream_health.learning.quality.bootstrap import Estimate, intervals
from stream_health.learning.quality.decisions import (
    Flags,
    OperatingPoint,
    operating_point,
    top_list,
)
from stream_health.learning.quality.probability import (
    base_log_loss,
    brier,
    calibration_error,
    log_loss,
    reliability,
)
from stream_health.learning.quality.ranking import Counts, Numbers, Ranking, WithinPeriods

CLASS_ROWS_MIN = 200
"""Fewer rows of a class are too few to promote a model on; the report says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledRows:
    """Matured rows. ``risk`` orders them, ``probability`` says whether it is one (0 to 1).

    ``group`` numbers the list a row is on: its CSM and its time. ``value`` is what the account is
    worth in minor units, None when nobody knows.
    """

    account: Counts
    time_ms: Counts
    risk: Numbers
    label: Numbers
    flagged: Flags
    group: Counts
    value: Numbers | None = None
    probability: bool = True

    def __len__(self) -> int:
        """How many rows."""
        return len(self.label)

    def where(self, chosen: Flags) -> "LabelledRows":
        """Some of the rows."""
        return LabelledRows(
            account=self.account[chosen],
            time_ms=self.time_ms[chosen],
            risk=self.risk[chosen],
            label=self.label[chosen],
            flagged=self.flagged[chosen],
            group=self.group[chosen],
            value=None if self.value is None else self.value[chosen],
            probability=self.probability,
        )


def figures_of(
    rows: LabelledRows, *, k: int = 10, resamples: int = 200, seed: int = 1
) -> dict[str, Any]:
    """Every figure of these rows, with 95 % intervals by account.

    Parameters
    ----------
    rows
        Matured rows.
    k
        Accounts a CSM can work on per time of scoring.
    resamples
        Draws of accounts behind the intervals; 0 leaves them out.
    """
    ranking = Ranking(rows.risk, rows.label)
    within = WithinPeriods(rows.risk, rows.label, rows.time_ms)

    def weighted(weight: Numbers | None) -> dict[str, float]:
        """What is resampled."""
        return _weighted(rows, ranking, within, weight)

    estimates = intervals(weighted, rows.account, resamples=resamples, seed=seed)
    positives = int(rows.label.sum())
    return {
        "rows": len(rows),
        "accounts": len(np.unique(rows.account)),
        "churned_rows": positives,
        "churned_accounts": len(np.unique(rows.account[rows.label > 0])),
        "base_rate": number(positives / len(rows)) if len(rows) else None,
        "enough_of_each_class": min(positives, len(rows) - positives) >= CLASS_ROWS_MIN,
        **{name: shown(one) for name, one in estimates.items() if name not in _POINT},
        "operating_point": {name: shown(estimates[name]) for name in _POINT},
        "at_capacity": _at_capacity(rows, k),
        **(_calibration(rows) if rows.probability else {}),
    }


_POINT = tuple(OperatingPoint._fields)


def _weighted(
    rows: LabelledRows, ranking: Ranking, within: WithinPeriods, weight: Numbers | None
) -> dict[str, float]:
    total = float(len(rows)) if weight is None else float(weight.sum())
    positives = rows.label.sum() if weight is None else (rows.label * weight).sum()
    rate = float(positives) / total if total else math.nan
    pr_auc = ranking.pr_auc(weight)
    found = {
        "auc": ranking.auc(weight),
        "auc_within_period": within.auc(weight),
        "pr_auc": pr_auc,
        "pr_auc_over_base_rate": pr_auc / rate if rate else math.nan,
        "lift_top_decile": ranking.lift(0.1, weight),
        **operating_point(rows.flagged, rows.label, weight)._asdict(),
    }
    if rows.probability:
        found["brier"] = brier(rows.risk, rows.label, weight)
        found["log_loss"] = log_loss(rows.risk, rows.label, weight)
    return found


def _at_capacity(rows: LabelledRows, k: int) -> dict[str, Any]:
    found = top_list(rows.risk, rows.label, rows.group, k=k, value=rows.value)
    return {"accounts_per_csm_and_time": k} | {
        name.removesuffix("_total"): number(value) for name, value in found._asdict().items()
    }


def _calibration(rows: LabelledRows) -> dict[str, Any]:
    bins = reliability(rows.risk, rows.label, rows.account)
    return {
        "log_loss_of_base_rate": number(base_log_loss(rows.label)),
        "mean_risk": number(float(rows.risk.mean())) if len(rows) else None,
        "calibration_error": number(calibration_error(bins)),
        "calibrated_bins": sum(one.calibrated for one in bins),
        "reliability": [
            {name.removesuffix("_total"): number(value) for name, value in one._asdict().items()}
            for one in bins
        ],
    }


def shown(estimate: Estimate) -> dict[str, Any]:
    """An estimate as plain data; ``null`` for what is not known."""
    return {name: number(value) for name, value in estimate._asdict().items()}


def beside(estimates: Mapping[str, Estimate]) -> dict[str, Any]:
    """Estimates as plain values, with their ``intervals`` beside them.

    >>> beside({"share": Estimate(0.5, 0.4, 0.6)})
    {'share': 0.5, 'intervals': {'share': {'low': 0.4, 'high': 0.6}}}
    """
    return {name: number(one.value) for name, one in estimates.items()} | {
        "intervals": {
            name: {"low": number(one.low), "high": number(one.high)}
            for name, one in estimates.items()
        }
    }


def number(value: float | bool) -> float | int | bool | None:
    """Six significant digits; None for NaN, which JSON cannot say.

    >>> number(0.123456789), number(float("nan")), number(3)
    (0.123457, None, 3)
    """
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    return None if math.isnan(value) else float(f"{value:.6g}")
