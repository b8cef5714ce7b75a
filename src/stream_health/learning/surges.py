"""How much of a day's outcomes one week explains in which more left than in any usual one.

A deadline or a price rise makes many leave in one week. That week lies in the horizon of every
snapshot of the weeks before it, so examples of several days say the same of everybody: that week
is one observation of the book, not thousands. Unless it is told apart, it goes into the points of
whatever accounts shared in those days (days to renewal, above all) and is expected again there.
"""

import math
from collections.abc import Iterable
from statistics import fmean, median
from typing import Any, Final

WEEK_LEAVERS: Final = 5
"""Leavers each week is thought to have had beside its own: where few leave, weeks differ anyway."""

USUAL_DAYS: Final = 52
"""Days of learning that say what is usual: with weekly snapshots a year."""


class Surges:
    """Tells what one week took from what the median week of a horizon takes.

    A book whose contracts all end with the month has such a week in every horizon. So what is
    usual is part of its level, and only what goes beyond is a surge.

    Parameters
    ----------
    weeks
        Whole weeks in a horizon; from three on one of them can stand out.

    Examples
    --------
    >>> surges = Surges(weeks=4)
    >>> [round(surges.log_odds([0, 1, 2, 3] * 20), 2) for _ in range(3)]
    [0.0, 0.0, 0.0]
    >>> round(surges.log_odds([0, 1, 2, 3] * 20 + [3] * 100), 2)  # twice as many, a week's doing
    0.69
    """

    def __init__(self, weeks: int) -> None:
        self._weeks = weeks
        self._recent: list[float] = []

    def log_odds(self, left_in_week: Iterable[int]) -> float:
        """Log-odds that every example of a day owes to a surge; below 0 where one is missing.

        ``left_in_week`` has, of every leaver, the week of the horizon it left in, from 0 on.
        """
        counts = [0] * self._weeks
        for week in left_in_week:
            if 0 <= week < self._weeks:
                counts[week] += 1
        if not any(counts):
            return 0.0
        excess = math.log((fmean(counts) + WEEK_LEAVERS) / (median(counts) + WEEK_LEAVERS))
        self._recent = [*self._recent, excess][-USUAL_DAYS:]
        return excess - median(self._recent)

    def snapshot(self) -> tuple[Any, ...]:
        """State as a plain tuple."""
        return tuple(self._recent)

    def restore(self, snapshot: Iterable[float]) -> None:
        """Inverse of `snapshot`."""
        self._recent = list(snapshot)
