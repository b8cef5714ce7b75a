"""What only the course of accounts tells, counted: early warning, band flips, alert load.

Everything is an integer, so a sum does not depend on the order it was made in.
"""

from collections.abc import Iterable
from typing import Any, Final

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.learning.quality.figures import number
from stream_health.learning.quality.load import YEAR_MS
from stream_health.learning.quality.stability import MONTH_MS
from stream_health.learning.quality.warning import (
    Loss,
    Lost,
    count_loss,
    loss_key,
    warning_figures,
)

VERDICTS: Final = ("right", "false", "unknown")
"""An alert was followed by churn within the horizon, was not, or nobody can say."""


class Course:
    """Counts of one slice of the book over some time.

    ``csm_days`` sums over the days how many people alerts could reach.

    Examples
    --------
    >>> course = Course()
    >>> course.pass_on(30 * DAY_MS, flipped=True)
    >>> course.figures(csm_days=0)["stability"]["band_flips_per_account_month"]
    1.0
    """

    __slots__ = ("_alerts", "_flips_total", "_losses", "_watched_ms")

    def __init__(self) -> None:
        self._watched_ms = self._flips_total = 0
        self._losses: dict[Loss, Lost] = {}
        self._alerts = dict.fromkeys(VERDICTS, 0)

    def pass_on(self, watched_ms: int, *, flipped: bool) -> None:
        """Count the way of an account from one row to its next, and whether the band changed."""
        self._watched_ms += watched_ms
        self._flips_total += flipped

    def lose(self, loss: Loss, value: int) -> None:
        """Count an account that churned, and its value in minor units."""
        count_loss(self._losses, loss, Lost(1, value))

    def alert(self, verdict: str) -> None:
        """Count an alert by what became of the account."""
        self._alerts[verdict] += 1

    def merge(self, other: "Course") -> None:
        """Count what another one has counted."""
        watched_ms, flips_total, alerts, losses = other.snapshot()
        self._watched_ms += watched_ms
        self._flips_total += flips_total
        for verdict, total in zip(VERDICTS, alerts, strict=True):
            self._alerts[verdict] += total
        for lead, scored, surprise, accounts, value in losses:
            count_loss(self._losses, Loss(lead, scored, surprise), Lost(accounts, value))

    def figures(self, *, csm_days: int, resamples: int = 0) -> dict[str, Any]:
        """Figures as `evaluate` names them; intervals from so many draws of accounts."""
        alerts, weeks = sum(self._alerts.values()), csm_days * DAY_MS / WEEK_MS
        return {
            "early_warning": warning_figures(self._losses, resamples=resamples),
            "stability": {
                "band_flips_per_account_month": _over(
                    self._flips_total, self._watched_ms / MONTH_MS
                )
            },
            "alert_load": {
                "alerts": alerts,
                **self._alerts,
                "csm_weeks": number(weeks),
                "alerts_per_csm_week": _over(alerts, weeks),
                "false_per_csm_week": _over(self._alerts["false"], weeks),
                "alerts_per_account_year": _over(alerts, self._watched_ms / YEAR_MS),
            },
        }

    def snapshot(self) -> tuple[Any, ...]:
        """State as plain nested tuples, the same for the same counts."""
        losses = sorted(self._losses.items(), key=loss_key)
        return (
            self._watched_ms,
            self._flips_total,
            tuple(self._alerts[verdict] for verdict in VERDICTS),
            tuple((*loss, *lost) for loss, lost in losses),
        )

    @classmethod
    def restore(cls, snapshot: Iterable[Any]) -> "Course":
        """Inverse of `snapshot`."""
        made = cls()
        made._watched_ms, made._flips_total, alerts, losses = snapshot
        made._alerts = dict(zip(VERDICTS, alerts, strict=True))
        for lead, scored, surprise, accounts, value in losses:
            made._losses[Loss(lead, scored, surprise)] = Lost(accounts, value)
        return made


def _over(part: float, whole: float) -> float | int | bool | None:
    return number(part / whole) if whole else None


def judged_alert(at_ms: int, end_ms: int, left_ms: int | None, last_ms: int | None) -> str:
    """What an alert of an account was worth, when its horizon has passed.

    Parameters
    ----------
    at_ms, end_ms
        When it fired, and the end of its horizon.
    left_ms
        Notice (else effective) date of the account, None while it stays.
    last_ms
        Its last row with a label, None without any.

    Examples
    --------
    >>> judged_alert(10, 100, 50, 40), judged_alert(10, 100, None, 40)
    ('right', 'false')
    >>> judged_alert(10, 100, 5, 4), judged_alert(10, 100, None, 9)  # left or vanished before
    ('unknown', 'unknown')
    """
    if left_ms is not None and at_ms <= left_ms < end_ms:
        return "right"
    gone = left_ms is not None and left_ms < at_ms
    return "unknown" if gone or last_ms is None or last_ms < at_ms else "false"
