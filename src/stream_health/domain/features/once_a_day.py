"""Values of closed days of use, worked out once a day and after late events only."""

from collections.abc import Callable

from stream_health.domain.account.account import Account
from stream_health.domain.account.usage import UsageState
from stream_health.domain.clocking import HOURS_PER_DAY
from stream_health.domain.features.feature import Compute


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

    return compute
