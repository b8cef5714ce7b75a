"""Working time: when a business day ends, and when some working hours have passed.

The offset from UTC is fixed: a daylight-saving hour is not worth a time-zone database in the core.
"""

from datetime import date
from functools import lru_cache
from typing import Final

from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS
from stream_health.domain.policy import BusinessHours

DAYS_PER_WEEK: Final = 7
_EPOCH_WEEKDAY: Final = 3  # the epoch was a Thursday; Monday is 0
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()


class _Calendar:
    """Working days and hours in local milliseconds."""

    __slots__ = ("_holidays", "_weekdays", "end_ms", "offset_ms", "start_ms")

    def __init__(self, hours: BusinessHours) -> None:
        self._weekdays = frozenset(hours.weekdays)
        self._holidays = frozenset(_day_number(text) for text in hours.holidays)
        self.start_ms = hours.start_hour * HOUR_MS
        self.end_ms = hours.end_hour * HOUR_MS
        self.offset_ms = hours.utc_offset_minutes * MINUTE_MS
        if not 0 <= self.start_ms < self.end_ms <= DAY_MS:
            msg = (
                f"business hours {hours.start_hour} to {hours.end_hour} hold no time: "
                "start_hour must lie before end_hour, both within 0 to 24"
            )
            raise ValueError(msg)
        if not self._weekdays & frozenset(range(DAYS_PER_WEEK)):
            msg = f"weekdays {hours.weekdays} name no day: Monday is 0, Sunday is 6"
            raise ValueError(msg)

    def works_on(self, day: int) -> bool:
        weekday = (day + _EPOCH_WEEKDAY) % DAYS_PER_WEEK
        return weekday in self._weekdays and day not in self._holidays

    def next_working_day(self, day: int) -> int:
        """Return the day itself when it is one."""
        while not self.works_on(day):
            day += 1
        return day

    def end_of(self, day: int) -> int:
        return day * DAY_MS + self.end_ms - self.offset_ms


def _day_number(iso_date: str) -> int:
    try:
        return date.fromisoformat(iso_date).toordinal() - _EPOCH_ORDINAL
    except ValueError as error:
        msg = f"holiday {iso_date!r} is no date: write it as 2026-12-25"
        raise ValueError(msg) from error


@lru_cache(maxsize=64)
def _calendar(hours: BusinessHours) -> _Calendar:
    return _Calendar(hours)


def end_of_business_day(time_ms: int, days: int, hours: BusinessHours) -> int:
    """End of the ``days``-th business day after the day of ``time_ms``.

    0 is today when its working time is not over yet, else the next business day.

    Raises
    ------
    ValueError
        When ``days`` is negative or the business hours hold no time.

    Examples
    --------
    >>> friday_noon_ms = (86_400 + 12 * 3_600) * 1_000  # 2 January 1970
    >>> [end_of_business_day(friday_noon_ms, n, BusinessHours()) // 86_400_000 for n in range(3)]
    [1, 4, 5]
    """
    if days < 0:
        msg = f"days={days} lies in the past: ask for 0 or more business days"
        raise ValueError(msg)
    calendar = _calendar(hours)
    day = (time_ms + calendar.offset_ms) // DAY_MS
    if days == 0:
        first = calendar.next_working_day(day)
        over = calendar.end_of(first) <= time_ms
        return calendar.end_of(calendar.next_working_day(first + 1) if over else first)
    for _ in range(days):
        day = calendar.next_working_day(day + 1)
    return calendar.end_of(day)


def add_business_ms(time_ms: int, duration_ms: int, hours: BusinessHours) -> int:
    """First instant by which ``duration_ms`` of working time have passed since ``time_ms``.

    Raises
    ------
    ValueError
        When the duration is not positive or the business hours hold no time.

    Examples
    --------
    >>> friday_16h_ms = (86_400 + 16 * 3_600) * 1_000
    >>> add_business_ms(friday_16h_ms, 4 * 3_600_000, BusinessHours()) // 3_600_000 - 4 * 24
    12
    """
    if duration_ms <= 0:
        msg = f"duration_ms={duration_ms} must be positive"
        raise ValueError(msg)
    calendar = _calendar(hours)
    local_ms, left_ms = time_ms + calendar.offset_ms, duration_ms
    day = local_ms // DAY_MS
    while True:
        day = calendar.next_working_day(day)
        begin_ms = max(local_ms, day * DAY_MS + calendar.start_ms)
        end_ms = day * DAY_MS + calendar.end_ms
        if end_ms - begin_ms >= left_ms:
            return begin_ms + left_ms - calendar.offset_ms
        left_ms -= max(0, end_ms - begin_ms)
        day += 1


def business_day_starts(after_ms: int, until_ms: int, hours: BusinessHours) -> bool:
    """Tell whether the working time of a business day begins within ``(after_ms, until_ms]``.

    Examples
    --------
    >>> thursday_9h_ms = 9 * 3_600_000
    >>> business_day_starts(thursday_9h_ms - 1, thursday_9h_ms, BusinessHours())
    True
    >>> business_day_starts(thursday_9h_ms, thursday_9h_ms + 3_600_000, BusinessHours())
    False
    """
    calendar = _calendar(hours)
    day = (until_ms + calendar.offset_ms) // DAY_MS
    start_ms = day * DAY_MS + calendar.start_ms - calendar.offset_ms
    return calendar.works_on(day) and after_ms < start_ms <= until_ms
