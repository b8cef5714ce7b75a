"""Matured predictions counted into cells: figures of any number of them from bounded state.

A cell is a group of accounts, a step of predicted log-odds, and whether the account was flagged and
on the list its CSM could work through.
Everything is an integer, so a sum does not depend on the order it was made in.
"""

import hashlib
import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import numpy as np

from stream_health.learning.quality.bootstrap import intervals
from stream_health.learning.quality.decisions import operating_point
from stream_health.learning.quality.figures import CLASS_ROWS_MIN, number, shown
from stream_health.learning.quality.probability import (
    BINS_TOTAL,
    TOLERANCE,
    brier,
    log_loss,
    rate_interval_of,
)
from stream_health.learning.quality.ranking import NAN, Numbers, Ranking

GROUPS_TOTAL: Final = 20
"""Accounts are drawn again in this many groups: intervals from bounded state."""

RESAMPLES: Final = 50
STEPS_PER_LOG_ODD: Final = 10
"""Risks nearer than 0.1 log-odds count as the same step."""

_LOG_ODDS_MAX: Final = 8.0
_MILLION: Final = 1_000_000

Cell = tuple[int, int, int, int]


class Tally:
    """Counts of matured predictions.

    Examples
    --------
    >>> tally = Tally()
    >>> for account, risk, label in (("a", 0.1, 0), ("b", 0.4, 1), ("c", 0.2, 0)):
    ...     tally.add(account, risk, label, flagged=risk > 0.3)
    >>> tally.figures()["auc"]["value"], tally.figures()["operating_point"]["precision"]["value"]
    (1.0, 1.0)
    """

    def __init__(self) -> None:
        # Per cell: how many stayed, how many churned, the sum of their risks in millionths, and
        # what those who churned were worth in minor units.
        self._cells: dict[Cell, list[int]] = {}

    def add(
        self,
        account_id: str,
        risk: float,
        label: int,
        *,
        flagged: bool,
        listed: bool = False,
        value_minor: int = 0,
    ) -> None:
        """Count a predicted risk (0 to 1) and what came true (0 or 1)."""
        key = (group_of(account_id), step_of(risk), int(flagged), int(listed))
        cell = self._cells.setdefault(key, [0] * 4)
        cell[label] += 1
        cell[2] += round(risk * _MILLION)
        cell[3] += label * value_minor

    def merge(self, other: "Tally") -> None:
        """Count what another tally has counted."""
        for group, step, flagged, listed, *counts in other.snapshot():
            mine = self._cells.setdefault((group, step, flagged, listed), [0] * 4)
            for place, count in enumerate(counts):
                mine[place] += count

    def figures(self, *, resamples: int = RESAMPLES) -> dict[str, Any]:
        """Every figure, with 95 % intervals by groups of accounts. Risks are the cells' means."""
        if not self._cells:
            return {"rows": 0}
        keys = np.array(sorted(self._cells), dtype=np.int64)
        counts = np.array([self._cells[key] for key in sorted(self._cells)], dtype=np.float64)
        both = counts[:, 0] + counts[:, 1]
        mean = counts[:, 2] / _MILLION / both
        rows = _Rows(keys, counts, mean)
        estimates = intervals(rows.weighted, rows.group, resamples=resamples)
        churned = int(counts[:, 1].sum())
        total = int(both.sum())
        bins = rows.reliability()
        point = ("flagged_share", "precision", "recall", "false_positive_rate")
        return {
            "rows": total,
            "churned_rows": churned,
            "base_rate": number(churned / total),
            "mean_risk": number(float((mean * both).sum()) / total),
            "enough_of_each_class": min(churned, total - churned) >= CLASS_ROWS_MIN,
            **{name: shown(one) for name, one in estimates.items() if name not in point},
            "operating_point": {name: shown(estimates[name]) for name in point},
            "calibration_error": number(
                sum(one["rows"] * abs(one["predicted"] - one["observed"]) for one in bins) / total
            ),
            "calibrated_bins": sum(one["calibrated"] for one in bins),
            "reliability": bins,
        }

    def __len__(self) -> int:
        """How many predictions were counted."""
        return sum(counts[0] + counts[1] for counts in self._cells.values())

    def snapshot(self) -> tuple[tuple[int, ...], ...]:
        """State as a plain nested tuple, the same for the same counts."""
        return tuple((*key, *counts) for key, counts in sorted(self._cells.items()))

    @classmethod
    def restore(cls, snapshot: Iterable[tuple[int, ...]]) -> "Tally":
        """Inverse of `snapshot`."""
        made = cls()
        for group, step, flagged, listed, *counts in snapshot:
            made._cells[group, step, flagged, listed] = list(counts)
        return made


class _Rows:
    """Two rows per cell, one for each label, that count as often as the cell says."""

    def __init__(self, keys: np.ndarray[Any, np.dtype[np.int64]], counts: Numbers, mean: Numbers):
        self._cells, self._mean = counts, mean
        self._cell_group = keys[:, 0]
        self.group = np.repeat(keys[:, 0], 2)
        self._label = np.tile([0.0, 1.0], len(keys))
        self._often = counts[:, :2].reshape(-1)
        self._risk = np.repeat(mean, 2)
        self._flagged = np.repeat(keys[:, 2], 2) > 0
        self._listed = np.repeat(keys[:, 3], 2) > 0
        self._churned_value = counts[:, 3]
        # Cells of one step are ties, whatever the mean of each.
        self._ranking = Ranking(np.repeat(keys[:, 1], 2).astype(np.float64), self._label)

    def weighted(self, weight: Numbers | None) -> dict[str, float]:
        """What is resampled."""
        often = self._often if weight is None else self._often * weight
        total = often.sum()
        rate = float((often * self._label).sum() / total) if total else NAN
        pr_auc = self._ranking.pr_auc(often)
        caught = self._ranking.captured(0.1, often)
        worked_on = operating_point(self._listed, self._label, often)
        return {
            "auc": self._ranking.auc(often),
            "pr_auc": pr_auc,
            "pr_auc_over_base_rate": pr_auc / rate if rate else NAN,
            "lift_top_decile": caught / 0.1,
            "recall_top_decile": caught,
            "precision_top_decile": caught * rate / 0.1,
            "precision_at_capacity": worked_on.precision,
            "recall_at_capacity": worked_on.recall,
            "value_share_at_capacity": self._value_share(weight),
            "brier": brier(self._risk, self._label, often),
            "log_loss": log_loss(self._risk, self._label, often),
            **operating_point(self._flagged, self._label, often)._asdict(),
        }

    def _value_share(self, weight: Numbers | None) -> float:
        """Part of the churned value that was on the lists."""
        value = self._churned_value if weight is None else self._churned_value * weight[1::2]
        total = float(value.sum())
        return float(value[self._listed[1::2]].sum()) / total if total else NAN

    def reliability(self) -> list[dict[str, Any]]:
        """Groups of nearly equal size by risk; a cell is in one of them as a whole."""
        order = np.argsort(self._mean, kind="stable")
        both = (self._cells[:, 0] + self._cells[:, 1])[order]
        middle = np.cumsum(both) - both / 2
        places = np.minimum(BINS_TOTAL - 1, (BINS_TOTAL * middle / both.sum()).astype(int))
        return [self._bin(order[places == place]) for place in np.unique(places)]

    def _bin(self, cells: np.ndarray[Any, np.dtype[np.int64]]) -> dict[str, Any]:
        stayed, churned = self._cells[cells, 0], self._cells[cells, 1]
        both = stayed + churned
        observed = float(churned.sum() / both.sum())
        predicted = float((self._mean[cells] * both).sum() / both.sum())
        groups = self._cell_group[cells]
        sums = np.bincount(groups, weights=churned - observed * both, minlength=GROUPS_TOTAL)
        low, high = rate_interval_of(observed, float(both.sum()), sums[np.unique(groups)])
        near = abs(observed - predicted) <= TOLERANCE * predicted
        return {
            "rows": int(both.sum()),
            "predicted": number(predicted),
            "observed": number(observed),
            "low": number(low),
            "high": number(high),
            "calibrated": bool(near or low <= predicted <= high),
        }


@lru_cache(maxsize=1)  # one row is counted twice in each of its slices
def group_of(account_id: str) -> int:
    """Group of accounts an account is always drawn with."""
    return hashlib.sha256(account_id.encode()).digest()[0] % GROUPS_TOTAL


def step_of(risk: float) -> int:
    """Step of log-odds a risk lies on.

    >>> step_of(0.5), step_of(0.0), step_of(1.0)
    (0, -80, 80)
    """
    bounded = min(max(risk, 1e-6), 1.0 - 1e-6)
    log_odds = math.log(bounded / (1.0 - bounded))
    return round(max(-_LOG_ODDS_MAX, min(log_odds, _LOG_ODDS_MAX)) * STEPS_PER_LOG_ODD)
