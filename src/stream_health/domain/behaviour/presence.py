"""On which days people used the product: calls of integrations go on when nobody is left."""

from stream_health.domain.account.actions import Action
from stream_health.domain.account.usage import DAYS_KEPT, UsageState
from stream_health.domain.behaviour.rhythm import days_used
from stream_health.domain.clocking import DAY_MS


def people_days(usage: UsageState, start: int, end: int) -> list[int]:
    """Days of ``[start, end)`` with more use than integrations made, in order."""
    days = days_used(usage.active_days, start, end)
    if usage.actions[Action.INTEGRATION] is None:
        return days
    return [day for day in days if _people_came(usage, day)]


def last_people_day(usage: UsageState, day: int) -> int:
    """Last of these days up to the open one; the first day of use where there is none."""
    last_day = min(usage.last_event_ms // DAY_MS, day)
    if usage.actions[Action.INTEGRATION] is None:
        return last_day
    first_day = max(usage.first_event_ms // DAY_MS, day - DAYS_KEPT)
    while last_day > first_day and not _people_came(usage, last_day):
        last_day -= 1
    return last_day


def _people_came(usage: UsageState, day: int) -> bool:
    calls = usage.actions[Action.INTEGRATION]
    called = 0 if calls is None else calls.between(day, day + 1)
    return usage.days.between(day, day + 1) > called
