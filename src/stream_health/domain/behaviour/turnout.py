"""How many accounts of the partition used the product on each day, and on which hardly any did.

A day on which nearly nobody was there says nothing about an account: the feed lost data, or the
whole book had a holiday.
"""

from statistics import median
from typing import Any, Final

from stream_health.domain.behaviour.almanac import DAYS_KEPT

_WEEKS: Final = 8
_DAYS_PER_WEEK: Final = 7
_WEEKS_KNOWN_MIN: Final = 4
_ACCOUNTS_MIN: Final = 5  # of fewer accounts none may be there by chance
_THIN_SHARE: Final = 0.5  # of what is usual on the weekday


class Turnout:
    """Accounts in use by day for eight weeks, and the thin days of 430.

    Examples
    --------
    >>> turnout = Turnout()
    >>> for week in range(5):
    ...     turnout.close(7 * week, 40 if week < 4 else 10)
    >>> turnout.thin
    {28}
    """

    __slots__ = ("_counts", "dirty", "thin")

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self.thin: set[int] = set()
        self.dirty = False

    def close(self, day: int, accounts: int) -> None:
        """Note how many accounts were in use on a day that is over; again changes nothing."""
        weekday = (day - _DAYS_PER_WEEK * back for back in range(1, _WEEKS + 1))
        before = [self._counts[one] for one in weekday if one in self._counts]
        if len(before) >= _WEEKS_KNOWN_MIN:
            usual = median(before)
            if usual >= _ACCOUNTS_MIN and accounts < _THIN_SHARE * usual:
                self.thin.add(day)
        self._counts[day] = accounts
        self._forget(day)
        self.dirty = True

    def lose(self, first_day: int, end_day: int) -> None:
        """Note days, the last excluded, on which the feed was silent for everybody."""
        self.thin.update(range(first_day, end_day))
        self.dirty = True

    def _forget(self, day: int) -> None:
        for old in [one for one in self._counts if one < day - _WEEKS * _DAYS_PER_WEEK]:
            del self._counts[old]
        self.thin = {one for one in self.thin if one >= day - DAYS_KEPT}

    def snapshot(self) -> tuple[Any, ...]:
        """Plain values, in the order of ``restore``."""
        return tuple(sorted(self._counts.items())), tuple(sorted(self.thin))

    @classmethod
    def restore(cls, record: tuple[Any, ...]) -> "Turnout":
        """Rebuild from a snapshot; behaves as the original ever after."""
        turnout = cls()
        counts, thin = record
        turnout._counts = dict(counts)
        turnout.thin = set(thin)
        return turnout
