"""Closes weeks, and sees depth and breadth of use fall below what the account's weeks are like."""

from collections.abc import Iterator, Sequence
from statistics import fmean, median
from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.account.usage import UsageState
from stream_health.domain.behaviour.almanac import DAYS_PER_WEEK, own_weekdays
from stream_health.domain.behaviour.kinds import BREADTH_DROP, DEPTH_DROP
from stream_health.domain.behaviour.people import key_users
from stream_health.domain.behaviour.presence import people_days
from stream_health.domain.behaviour.rarity import fall_chance
from stream_health.domain.behaviour.sight import NEW_NORMAL_DAYS, Observation, Sight
from stream_health.domain.behaviour.state import BehaviourState, Week
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.policy import Behaviour

_MONDAY: Final = 3  # the epoch was a Thursday: weeks begin three days before a multiple of seven
_WEEKS_AT_ONCE_MAX: Final = 8  # users and features by day are known for 63 days
_WEEKDAYS_FROM_DAYS: Final = 182
_RECENT: Final = 2
_PAST_MIN: Final = 8
_USER_DAYS_MIN: Final = 5  # in a week of fewer, an average is one person's mood
_FEATURES_MIN: Final = 4
_USED_SHARE_MIN: Final = 0.5  # of the usual user-days: below, less of everything is used anyway
_OVER_SHARE: Final = 0.9
_LOOKS_PER_YEAR: Final = 52
_MILLI: Final = 1_000


def week_of(day: int) -> int:
    """Weeks since the epoch that contain a day, from Monday to Sunday.

    >>> week_of(3), week_of(4), week_of(10), week_of(11)
    (0, 1, 1, 2)
    """
    return (day + _MONDAY) // DAYS_PER_WEEK


def close_weeks(
    state: BehaviourState, account: Account, day: int, *, thin: set[int], rules: Behaviour
) -> bool:
    """Close what weeks are over before a day; true when there was one."""
    usage = account.usage
    if usage is None:
        return False
    current = week_of(day)
    first = max(week_of(usage.first_event_ms // DAY_MS) + 1, current - _WEEKS_AT_ONCE_MAX)
    if state.weeks:
        first = max(first, state.weeks[-1].number + 1)
    if first >= current:
        return False
    for number in range(first, current):
        state.close(_week(usage, number, thin))
    state.forget(day - NEW_NORMAL_DAYS)
    state.weekdays = own_weekdays(people_days(usage, day - _WEEKDAYS_FROM_DAYS, day))
    state.key_users = _with_the_silent(state, key_users(account, day, roles=rules.key_roles))
    return True


def _week(usage: UsageState, number: int, thin: set[int]) -> Week:
    start = number * DAYS_PER_WEEK - _MONDAY
    end = start + DAYS_PER_WEEK
    lost = any(day in thin for day in range(start, end))
    return Week(
        number,
        usage.days.between(start, end),
        0 if lost else usage.user_days.between(start, end),
        len(usage.features.days_by_key(start, end)),
    )


def _with_the_silent(
    state: BehaviourState, users: tuple[tuple[str, str | None], ...]
) -> tuple[tuple[str, str | None], ...]:
    """Who was key and is silent stays so, although others are there more by now."""
    kept = {user: role for user, role in state.key_users if f"key_user_silent/{user}" in state.said}
    return tuple(sorted((kept | dict(users)).items()))


def falls(sight: Sight) -> Iterator[Observation]:
    """See depth (uses per user and day) and breadth (features in use) of the last two weeks."""
    weeks = [week for week in sight.state.weeks if week.user_days >= _USER_DAYS_MIN]
    recent, past = weeks[-_RECENT:], weeks[:-_RECENT]
    if len(past) < _PAST_MIN or recent != sight.state.weeks[-_RECENT:]:
        return
    depths = [_MILLI * week.uses // week.user_days for week in past]
    now = sum(_MILLI * week.uses for week in recent) // sum(week.user_days for week in recent)
    yield from _fall(sight, now, depths, kind=DEPTH_DROP, what="uses per user and day")
    breadths = [week.features for week in past]
    usual_user_days = median(week.user_days for week in past)
    quiet = fmean(week.user_days for week in recent) < _USED_SHARE_MIN * usual_user_days
    if not quiet and median(breadths) >= _FEATURES_MIN:
        features = [_MILLI * max(one, 1) for one in breadths]
        now = int(_MILLI * fmean(max(week.features, 1) for week in recent))
        yield from _fall(sight, now, features, kind=BREADTH_DROP, what="features in use")


def _fall(
    sight: Sight, now: int, past: Sequence[int], *, kind: str, what: str
) -> Iterator[Observation]:
    """Compare thousandths of two weeks with those of the weeks before."""
    if sight.was_said(kind):
        if now >= _OVER_SHARE * sight.state.said[kind].level:
            sight.state.rearm(kind)
        return
    usual = median(past)
    if now > (1 - sight.rules.fall_share_min) * usual:
        return
    chance_per_year = _LOOKS_PER_YEAR * fall_chance(max(now, 1), past)
    yield Observation(
        kind,
        sight.confidence(chance_per_year),
        f"{now / _MILLI:.1f} {what} in the last 2 weeks; usual was {usual / _MILLI:.1f} "
        f"in the {len(past)} weeks before, and never less than {min(past) / _MILLI:.1f}",
        sight.day - _RECENT * DAYS_PER_WEEK,
        level=int(usual),
    )
