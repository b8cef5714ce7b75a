"""What the users of an account do in the product."""

from collections.abc import Callable
from typing import Any, Final

from stream_health.domain.account.actions import PLAIN, Action
from stream_health.domain.clocking import DAY_MS, HOUR_MS, HOURS_PER_DAY
from stream_health.domain.events import UsageEvent
from stream_health.domain.windows import DistinctDays, PrefixSums
from stream_health.domain.windows.distinct_days import DAYS_KEPT as USER_DAYS_KEPT

HOURS_KEPT: Final = 8 * HOURS_PER_DAY
DAYS_KEPT: Final = 400
USERS_MAX: Final = 20_000
FEATURES_MAX: Final = 256

Record = tuple[Any, ...]

_USER_DAYS: Final = 3  # place of the user-days among the daily counters
_ACTIONS: Final = 4  # place of the first action


class UsageState:
    """Sums by hour for 8 days and by day for 400, distinct users and product features by day.

    Exact for events up to 400 days late. Beyond 20,000 users or 256 product features at a time
    newcomers are not told apart: the limit is what an account may cost, and no one reads a
    difference above it.

    Parameters
    ----------
    action_of : callable
        `Action` of the name of an event, or ``None``.

    Attributes
    ----------
    first_event_ms, last_event_ms : int
        Time of the first and the last use.
    hours, days : PrefixSums
        Uses by hour, by day.
    durations_ms : PrefixSums
        Time in the product by day.
    active_days, user_days : PrefixSums
        By day: 1 if anybody, and how many did something.
    actions : list of PrefixSums or None
        By `Action`, uses by day.
    users, features : DistinctDays
        Who did something, and with which product features.
    feature_first_days : dict
        The day each product feature was first used.
    """

    __slots__ = (
        "_action_of",
        "_closed_dirty",
        "_firsts_dirty",
        "_open_dirty",
        "_remembered",
        "_remembered_day",
        "actions",
        "active_days",
        "days",
        "durations_ms",
        "feature_first_days",
        "features",
        "first_event_ms",
        "hours",
        "last_event_ms",
        "user_days",
        "users",
    )

    def __init__(self, action_of: Callable[[str], Action | None] = PLAIN) -> None:
        self._action_of = action_of
        self.first_event_ms = 0
        self.last_event_ms = 0
        self.hours = PrefixSums(HOURS_KEPT)
        self.days = PrefixSums(DAYS_KEPT)
        self.durations_ms = PrefixSums(DAYS_KEPT)
        self.active_days = PrefixSums(DAYS_KEPT)
        self.user_days = PrefixSums(USER_DAYS_KEPT)
        self.actions: list[PrefixSums | None] = [None] * len(Action)
        self.users = DistinctDays("n", keys_max=USERS_MAX)
        self.features = DistinctDays("f", keys_max=FEATURES_MAX)
        self.feature_first_days: dict[str, int] = {}
        self._open_dirty = False
        self._closed_dirty = False
        self._firsts_dirty = False
        self._remembered: dict[object, float | None] = {}
        self._remembered_day = 0

    def apply(self, event: UsageEvent, hour: int) -> None:
        """Fold one event; ``hour`` is the open one."""
        _, _, time_ms, user_id, name, feature, times, duration_ms = event
        event_hour = time_ms // HOUR_MS
        day = event_hour // HOURS_PER_DAY
        open_day = hour // HOURS_PER_DAY
        if day < open_day - DAYS_KEPT:
            return
        if day < open_day:
            self._remembered_day = 0
        self._mark(time_ms, day)
        if event_hour >= hour - HOURS_KEPT:
            self.hours.add(event_hour, times)
        self.days.add(day, times)
        if duration_ms:
            self.durations_ms.add(day, duration_ms)
        if self.users.see(user_id, day, open_day=open_day):
            self.user_days.add(day, 1)
        if feature is not None:
            self._use_feature(feature, day, open_day)
        action = self._action_of(name)
        if action is not None:
            self._counter(action).add(day, times)

    def remembered(self, day: int) -> dict[object, float | None]:
        """Give a place for what was worked out from days before this one.

        It is emptied when the day changes and when a late event reaches a closed day.
        """
        if self._remembered_day != day:
            self._remembered_day = day
            self._remembered = {}
        return self._remembered

    def _mark(self, time_ms: int, day: int) -> None:
        """Note the time, whether the day is new, and which records will have to be written."""
        self._open_dirty = True
        last_ms = self.last_event_ms
        if not last_ms:
            self.first_event_ms = self.last_event_ms = time_ms
            self.active_days.add(day, 1)
            return
        if time_ms > last_ms:
            self.last_event_ms = time_ms
        elif time_ms < self.first_event_ms:
            self.first_event_ms = time_ms
        if day != last_ms // DAY_MS:
            self._closed_dirty = True
            if not self.active_days.between(day, day + 1):
                self.active_days.add(day, 1)

    def _use_feature(self, feature: str, day: int, open_day: int) -> None:
        self.features.see(feature, day, open_day=open_day)
        firsts = self.feature_first_days
        first = firsts.get(feature)
        if first is None:
            if len(firsts) >= FEATURES_MAX:
                return
        elif first <= day:
            return
        firsts[feature] = day
        self._firsts_dirty = True

    def _counter(self, action: int) -> PrefixSums:
        counter = self.actions[action]
        if counter is None:
            counter = self.actions[action] = PrefixSums(DAYS_KEPT)
        return counter

    def _daily(self) -> tuple[PrefixSums | None, ...]:
        return (self.days, self.durations_ms, self.active_days, self.user_days, *self.actions)

    def records(self, hour: int, *, dirty_only: bool) -> list[tuple[str, Record | None]]:
        """``u``: the last day used, with every event; ``c``: days before; shards when touched.

        ``d``: the first day of each product feature, when one is new.
        """
        open_day = hour // HOURS_PER_DAY
        last_day = self.last_event_ms // DAY_MS
        records: list[tuple[str, Record | None]] = []
        if self._open_dirty or not dirty_only:
            records.append(("u", self._open_record(last_day, hour)))
        if self._closed_dirty or not dirty_only:
            records.append(("c", self._closed_record(last_day, hour)))
        if self._firsts_dirty or (self.feature_first_days and not dirty_only):
            records.append(("d", tuple(sorted(self.feature_first_days.items()))))
        self._open_dirty = self._closed_dirty = self._firsts_dirty = False
        records += self.users.records(open_day, dirty_only=dirty_only)
        records += self.features.records(open_day, dirty_only=dirty_only)
        return records

    def _open_record(self, last_day: int, hour: int) -> Record:
        first_hour = max(last_day * HOURS_PER_DAY, hour - HOURS_KEPT)
        sums = [0 if counter is None else counter.at(last_day) for counter in self._daily()]
        if last_day < hour // HOURS_PER_DAY - USER_DAYS_KEPT:
            sums[_USER_DAYS] = 0
        hours = self.hours.dump(first_hour, (last_day + 1) * HOURS_PER_DAY)
        return (self.first_event_ms, self.last_event_ms, hours, tuple(sums))

    def _closed_record(self, last_day: int, hour: int) -> Record:
        first_day = hour // HOURS_PER_DAY - DAYS_KEPT
        days = (
            () if counter is None else counter.dump(first_day, last_day)
            for counter in self._daily()[:3]
        )
        first_user_day = hour // HOURS_PER_DAY - USER_DAYS_KEPT
        actions = (
            () if counter is None else counter.dump(first_day, last_day) for counter in self.actions
        )
        return (
            self.hours.dump(hour - HOURS_KEPT, last_day * HOURS_PER_DAY),
            (*days, self.user_days.dump(first_user_day, last_day), *actions),
        )

    @classmethod
    def restore(
        cls,
        read: Callable[[str], Record | None],
        action_of: Callable[[str], Action | None] = PLAIN,
    ) -> "UsageState | None":
        """Rebuild from what `records` gave, read by tag; ``None`` when nothing was ever written."""
        open_record = read("u")
        if open_record is None:
            return None
        usage = cls(action_of)
        hours, days = read("c") or ((), ())
        usage.hours.load(hours)
        usage.feature_first_days = dict(read("d") or ())
        usage.first_event_ms, usage.last_event_ms, open_hours, sums = open_record
        usage.hours.load(open_hours)
        last_day = usage.last_event_ms // DAY_MS
        for place, closed in enumerate(days):
            if closed:
                usage._daily_at(place).load(closed)
        for place, amount in enumerate(sums):
            if amount:
                usage._daily_at(place).add(last_day, amount)
        usage.users.restore(read)
        usage.features.restore(read)
        return usage

    def _daily_at(self, place: int) -> PrefixSums:
        if place >= _ACTIONS:
            return self._counter(place - _ACTIONS)
        return (self.days, self.durations_ms, self.active_days, self.user_days)[place]
