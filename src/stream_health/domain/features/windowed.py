"""Sums and ratios of windows as features read them: by days since the epoch, never by zero."""

from typing import Final

from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.windows import PrefixSums

RATIO_MAX: Final = 10.0


def last_days(sums: PrefixSums | None, hour: int, days: int) -> int:
    """Sum of the last closed days and the open one; 0 for what was never counted."""
    if sums is None:
        return 0
    day = hour // HOURS_PER_DAY
    return sums.between(day - days, day + 1)


def closed_days(sums: PrefixSums | None, hour: int, days: int, *, ago: int = 0) -> int:
    """Sum of whole days that ended ``ago`` days before the open one; 0 for never counted."""
    if sums is None:
        return 0
    end = hour // HOURS_PER_DAY - ago
    return sums.between(end - days, end)


def within(time_ms: int, hour: int, days: int) -> bool:
    """Tell whether an instant lies in the open day, or in the whole days before it.

    >>> within(0, 30 * 24, 30), within(0, 31 * 24, 30)
    (True, False)
    """
    return time_ms >= (hour // HOURS_PER_DAY - days) * DAY_MS


def against(now: float, before: float) -> float:
    """Ratio of now to before, 0 to 10.

    Something after nothing is 10, and nothing after nothing 0: both are as good or bad as it gets.

    >>> against(6, 8), against(1, 0), against(0, 0), against(500, 1)
    (0.75, 10.0, 0.0, 10.0)
    """
    if before > 0:
        return min(now / before, RATIO_MAX)
    return RATIO_MAX if now > 0 else 0.0


def days_since(time_ms: int, hour: int) -> float:
    """Days from an instant to the start of the open hour, in whole hours, never negative.

    >>> days_since(0, 36)
    1.5
    """
    return max(hour - time_ms // 3_600_000, 0) / HOURS_PER_DAY
