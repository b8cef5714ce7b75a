"""What only the course of accounts tells, counted: early warning, band flips, alert load.

Everything is an integer, so a sum does not depend on the order it was made in.
"""

from collections.abc import Iterable
from operator import add
from typing import Any

import numpy as np

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.learning.quality.figures import number
from stream_health.learning.quality.rates import VERDICTS, Counted, stability_and_load
from stream_health.learning.quality.tally import group_of
from stream_health.learning.quality.warning import (
    Loss,
    Lost,
    count_loss,
    loss_key,
    warning_figures,
)


class Course:
    """Counts of one slice of the book over some time, by group of accounts.

    Examples
    --------
    >>> course = Course()
    >>> course.pass_on("a1", 0, flipped=False)
    >>> course.pass_on("a1", 30 * DAY_MS, flipped=True)
    >>> course.figures(csm_days=0)["stability"]["band_flips_per_account_month"]
    1.0
    """

    __slots__ = ("_groups", "_losses")

    def __init__(self) -> None:
        self._groups: dict[int, tuple[int, ...]] = {}  # in the order of `Counted`
        self._losses: dict[Loss, Lost] = {}

    def pass_on(self, account_id: str, watched_ms: int, *, flipped: bool) -> None:
        """Count the way of an account from one row to its next, and whether the band changed.

        Its first row is a way of 0 ms: an account of which no more is known may be drawn, too.
        """
        self._add(group_of(account_id), watched_ms, int(flipped), 0, 0, 0)

    def lose(self, loss: Loss, value: int) -> None:
        """Count an account that churned, and its value in minor units."""
        count_loss(self._losses, loss, Lost(1, value))

    def alert(self, account_id: str, verdict: str) -> None:
        """Count an alert by what became of the account it is judged by, one of `VERDICTS`."""
        self._add(group_of(account_id), 0, 0, *(int(verdict == one) for one in VERDICTS))

    def merge(self, other: "Course") -> None:
        """Count what another one has counted."""
        groups, losses = other.snapshot()
        for group, *counts in groups:
            self._add(group, *counts)
        for lead, scored, surprise, accounts, value in losses:
            count_loss(self._losses, Loss(lead, scored, surprise), Lost(accounts, value))

    def figures(self, *, csm_days: int, resamples: int = 0) -> dict[str, Any]:
        """Figures as `evaluate` names them; intervals from so many draws of accounts.

        ``csm_days`` sums over the days how many people alerts could reach.
        """
        rows = [self._groups[group] for group in sorted(self._groups)]
        columns = np.array(rows, dtype=np.int64).reshape(-1, len(Counted._fields)).T
        weeks = csm_days * DAY_MS / WEEK_MS
        stability, load = stability_and_load(
            Counted(*columns), csm_weeks=weeks, judged_csm_weeks=weeks, resamples=resamples
        )
        return {
            "early_warning": warning_figures(self._losses, resamples=resamples),
            "stability": stability,
            "alert_load": {"csm_weeks": number(weeks), **load},
        }

    def snapshot(self) -> tuple[Any, ...]:
        """State as plain nested tuples, the same for the same counts."""
        losses = sorted(self._losses.items(), key=loss_key)
        return (
            tuple((group, *counts) for group, counts in sorted(self._groups.items())),
            tuple((*loss, *lost) for loss, lost in losses),
        )

    @classmethod
    def restore(cls, snapshot: Iterable[Any]) -> "Course":
        """Inverse of `snapshot`."""
        made = cls()
        groups, losses = snapshot
        made._groups = {group: tuple(counts) for group, *counts in groups}
        for lead, scored, surprise, accounts, value in losses:
            made._losses[Loss(lead, scored, surprise)] = Lost(accounts, value)
        return made

    def _add(self, group: int, *counts: int) -> None:
        before = self._groups.get(group, (0,) * len(counts))
        self._groups[group] = tuple(map(add, before, counts))


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
