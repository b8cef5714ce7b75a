"""Progressive validation: each example is predicted before it is learned.

The sums are our own because they are state: a few integers that survive a restart exactly. Tests
compare them with ``river.metrics``.
"""

import math
from typing import Any, Final, NamedTuple

_BINS_PER_LOG_ODD: Final = 50  # predictions nearer than 0.02 log-odds count as ties
_LOG_ODDS_MAX: Final = 12.0
_RISK_MIN: Final = 1e-6  # one certain and wrong prediction must not decide the log loss


class Report(NamedTuple):
    """How the predictions did so far; ``None`` where there is nothing to go by.

    ``auc`` is 0.5 for a guess, 1 for perfect; ``auc_error`` its standard error if labels were
    random and examples independent. ``log_loss`` is lower for better, ``base_log_loss`` that of
    always saying the base rate.
    """

    examples_total: int
    churned_total: int
    base_rate: float | None
    mean_risk: float | None
    log_loss: float | None
    base_log_loss: float | None
    auc: float | None
    auc_error: float | None


class Progressive:
    """Running log loss and area under the ROC curve.

    Examples
    --------
    >>> progressive = Progressive()
    >>> for risk, label in ((0.1, 0), (0.2, 1), (0.3, 0), (0.4, 1)):
    ...     progressive.add(risk, label)
    >>> progressive.report().auc
    0.75
    """

    def __init__(self) -> None:
        self._counts: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self._totals = [0, 0]
        self._loss = self._risk = 0.0

    def add(self, risk: float, label: int) -> None:
        """Take in a predicted probability (0 to 1) and the label (0 or 1)."""
        bounded = min(max(risk, _RISK_MIN), 1.0 - _RISK_MIN)
        log_odds = math.log(bounded / (1.0 - bounded))
        place = round(max(-_LOG_ODDS_MAX, min(log_odds, _LOG_ODDS_MAX)) * _BINS_PER_LOG_ODD)
        counts = self._counts[label]
        counts[place] = counts.get(place, 0) + 1
        self._totals[label] += 1
        self._loss -= math.log(bounded if label else 1.0 - bounded)
        self._risk += risk

    def report(self) -> Report:
        """Figures over everything added."""
        stayed, churned = self._totals
        total = stayed + churned
        if not total:
            return Report(0, 0, None, None, None, None, None, None)
        rate = churned / total
        return Report(
            examples_total=total,
            churned_total=churned,
            base_rate=rate,
            mean_risk=self._risk / total,
            log_loss=self._loss / total,
            base_log_loss=-sum(part * math.log(part) for part in (rate, 1.0 - rate) if part),
            auc=self._auc(),
            auc_error=math.sqrt((total + 1) / (12 * stayed * churned))
            if stayed and churned
            else None,
        )

    def _auc(self) -> float | None:
        """Share of pairs of a churner and a stayer that are in the right order; ties count half."""
        if not all(self._totals):
            return None
        stayed, churned = self._counts
        below = doubled = 0
        for place in sorted(stayed.keys() | churned.keys()):
            here = stayed.get(place, 0)
            doubled += churned.get(place, 0) * (2 * below + here)
            below += here
        return doubled / (2 * self._totals[0] * self._totals[1])

    def snapshot(self) -> tuple[Any, ...]:
        """State as a plain nested tuple, the same for the same sums."""
        counts = tuple(tuple(sorted(one.items())) for one in self._counts)
        return (self._loss, self._risk, *counts)

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        """Inverse of `snapshot`."""
        self._loss, self._risk, stayed, churned = snapshot
        self._counts = (dict(stayed), dict(churned))
        self._totals = [sum(one.values()) for one in self._counts]
