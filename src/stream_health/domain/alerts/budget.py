"""How many alerts a CSM gets: a number in any seven days, the rest is held back."""

from typing import Final

from stream_health.domain.alerts.shelf import Shelf
from stream_health.domain.clocking import WEEK_MS

NOBODY: Final = ""
"""Stands for the CSM of accounts that have none."""


class NoiseBudget:
    """Times at which each CSM was sent an alert, of the last seven days.

    Any seven days, not calendar weeks: a Sunday and a Monday are no two budgets.

    Examples
    --------
    >>> budget = NoiseBudget(week_alerts_max=1)
    >>> budget.spend("kim", 0)
    >>> budget.free("kim", WEEK_MS - 1), budget.free("kim", WEEK_MS)
    (0, 1)
    """

    def __init__(self, *, week_alerts_max: int) -> None:
        self.week_alerts_max = week_alerts_max
        self.shelf = Shelf("budget")

    def sent(self, csm: str | None, now_ms: int) -> int:
        """How many alerts were sent in the last seven days."""
        return len(self._times(csm, now_ms))

    def free(self, csm: str | None, now_ms: int) -> int:
        """How many more may be sent now."""
        return max(0, self.week_alerts_max - self.sent(csm, now_ms))

    def spend(self, csm: str | None, now_ms: int) -> None:
        """Note that an alert is sent; critical ones too, which nothing holds back."""
        self.shelf.put(csm or NOBODY, (*self._times(csm, now_ms), now_ms))

    def forget(self, now_ms: int) -> None:
        """Drop what lies more than seven days back."""
        for csm, times in self.shelf.items():
            if all(time_ms <= now_ms - WEEK_MS for time_ms in times):
                self.shelf.drop(csm)

    def _times(self, csm: str | None, now_ms: int) -> tuple[int, ...]:
        times = self.shelf.get(csm or NOBODY) or ()
        return tuple(time_ms for time_ms in times if time_ms > now_ms - WEEK_MS)
