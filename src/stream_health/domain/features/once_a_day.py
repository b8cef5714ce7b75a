"""Values of closed days of use, worked out once a day and after late events only."""

from collections.abc import Callable
from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.account.usage import UsageState
from stream_health.domain.clocking import HOURS_PER_DAY
from stream_health.domain.features.feature import Compute

_ONCE_A_DAY: Final[set[Compute]] = set()


def once_a_day(read: Callable[[UsageState, int], float | None]) -> Compute:
    """Build a feature from what reads closed days of use only.

    Most features of use compare closed days, and an account in use is evaluated every minute: the
    sub-state remembers the value until the day closes or a late event reaches a closed day.
    """

    def compute(account: Account, hour: int) -> float | None:
        usage = account.usage
        if usage is None:
            return None
        known = usage.remembered(hour // HOURS_PER_DAY)
        if read in known:
            return known[read]
        value = known[read] = read(usage, hour)
        return value

    _ONCE_A_DAY.add(compute)
    return compute


def moves_within_a_day(compute: Compute) -> bool:
    """Tell whether what happens in the open day may change a feature: no `once_a_day`.

    >>> @once_a_day
    ... def yesterday(usage: UsageState, hour: int) -> float:
    ...     day = hour // HOURS_PER_DAY
    ...     return usage.days.between(day - 1, day)
    >>> moves_within_a_day(yesterday), moves_within_a_day(lambda account, hour: account.hour)
    (False, True)
    """
    return compute not in _ONCE_A_DAY
