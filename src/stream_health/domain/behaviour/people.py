"""Key users who went quiet while others still work."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.account.usage import UsageState
from stream_health.domain.behaviour.almanac import date_of
from stream_health.domain.behaviour.kinds import KEY_USER_SILENT
from stream_health.domain.behaviour.rhythm import pause_of
from stream_health.domain.behaviour.sight import Observation, Sight, key_of
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.windows.distinct_days import DAYS_KEPT

POWER_USERS_MAX: Final = 3
_POWER_DAYS_MIN: Final = 24  # of the last 63: there on every other working day
_HOLIDAY_DAYS: Final = 10
_WORKING_WEEK_DAYS: Final = 5
_USERS_MIN: Final = 5  # in an account of fewer, a silent user is the account's silence


def key_users(
    account: Account, day: int, *, roles: tuple[str, ...]
) -> tuple[tuple[str, str | None], ...]:
    """Contacts of these roles who use the product (by their id), and the three most present.

    Sorted by user id; the role is ``None`` for those who are only there most.
    """
    usage, profile = account.usage, account.profile
    if usage is None:
        return ()
    found: dict[str, str | None] = {}
    days = usage.users.days_by_key(day - DAYS_KEPT, day)
    if len(days) >= _USERS_MIN:
        most = sorted(days, key=lambda user: (-days[user], user))[:POWER_USERS_MAX]
        found.update((user, None) for user in most if days[user] >= _POWER_DAYS_MIN)
    for contact in () if profile is None else profile.contacts:
        if contact.role in roles and contact.contact_id in days:
            found[contact.contact_id] = contact.role
    return tuple(sorted(found.items()))


def away_chance(days: int) -> float:
    """How often in a year somebody who stays is away for so many working days or more.

    Nine weeks of a person say nothing of holidays and illness. Two weeks are taken every year, and
    each week more is three times rarer.

    >>> [round(away_chance(days), 3) for days in (10, 15, 25, 30)]
    [1.0, 0.333, 0.037, 0.012]
    """
    return math.pow(3.0, (_HOLIDAY_DAYS - days) / _WORKING_WEEK_DAYS)


def key_user_silent(sight: Sight) -> Iterator[Observation]:
    """See which key users are silent; it is over when one is back."""
    usage = sight.account.usage
    if usage is None:
        return
    days_min = sight.rules.key_user_days_min
    for user, role in sight.state.key_users:
        last_day = usage.users.last_day(user, sight.day - DAYS_KEPT)
        if last_day is None or not sight.paused(last_day, days_min):
            sight.state.rearm(key_of(KEY_USER_SILENT, user))  # back, or gone for nine weeks
        elif not sight.was_said(KEY_USER_SILENT, user) and _others_work(sight, usage, last_day):
            used = usage.users.days_of(user, sight.day - DAYS_KEPT, sight.day)
            yield from _silent(sight, used, user=user, role=role)


def _others_work(sight: Sight, usage: UsageState, last_day: int) -> bool:
    """Somebody was there on half of the days since: else it is the whole account that is quiet."""
    since = sight.counted.count(last_day + 1, sight.day)
    return 2 * usage.active_days.between(last_day + 1, sight.day) >= since and (
        usage.last_event_ms // DAY_MS > last_day
    )


def _silent(
    sight: Sight, used: Sequence[int], *, user: str, role: str | None
) -> Iterator[Observation]:
    pause = pause_of(used, sight.day, sight.counted)
    if pause.chance_per_year is None:
        return
    chance_per_year = len(sight.state.key_users) * pause.chance_per_year + away_chance(pause.days)
    who = f"our {role.replace('_', ' ')}" if role else "one of the most active users"
    yield Observation(
        KEY_USER_SILENT,
        sight.confidence(chance_per_year),
        f"{who} was last there on {date_of(used[-1])}, {pause.days} working days ago; "
        f"the longest pause before was {pause.longest_days}",
        used[-1],
        subject=user,
        contact=user,
        role=role,
    )
