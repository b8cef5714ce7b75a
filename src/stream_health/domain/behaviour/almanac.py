"""Which days count when a pause is measured: an account's own weekdays, without holidays.

Days are UTC days since the epoch. Where an account works is learned from the days it was used on,
so neither its time zone nor a week from Sunday to Thursday needs to be told.
"""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Final

import holidays

from stream_health.domain.account.profile import ProfileState

DAYS_KEPT: Final = 430
DAYS_PER_WEEK: Final = 7
COUNTRY_FIELD: Final = "country"  # segment field of the profile: ISO 3166 code of two letters

_EPOCH_WEEKDAY: Final = 3  # the epoch was a Thursday; Monday is 0
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_OWN_SHARE: Final = 4  # a weekday counts from a quarter of the busiest one
_OWN_DAYS_MIN: Final = 20  # days of use before weekdays are the account's own


def weekday_of(day: int) -> int:
    """Day of the week, Monday is 0.

    >>> weekday_of(0), weekday_of(4)
    (3, 0)
    """
    return (day + _EPOCH_WEEKDAY) % DAYS_PER_WEEK


def date_of(day: int) -> str:
    """ISO date of a day.

    >>> date_of(20_000)
    '2024-10-04'
    """
    return date.fromordinal(day + _EPOCH_ORDINAL).isoformat()


@lru_cache(maxsize=64)
def weekday_mask(weekdays: tuple[int, ...]) -> int:
    """Bit per weekday.

    >>> bin(weekday_mask((0, 1, 6)))
    '0b1000011'
    """
    return sum(1 << weekday for weekday in set(weekdays))


def own_weekdays(days: Collection[int]) -> int:
    """Mask of the weekdays somebody works on, by the days seen; 0 when these are too few.

    >>> bin(own_weekdays([day for day in range(70) if weekday_of(day) < 5]))
    '0b11111'
    """
    if len(days) < _OWN_DAYS_MIN:
        return 0
    counts = [0] * DAYS_PER_WEEK
    for day in days:
        counts[(day + _EPOCH_WEEKDAY) % DAYS_PER_WEEK] += 1
    most = max(counts)
    own = tuple(day for day, seen in enumerate(counts) if _OWN_SHARE * seen >= most)
    return weekday_mask(own)


def country_of(profile: ProfileState | None) -> str | None:
    """Country code of the profile's segment fields, upper case; ``None`` when it names none."""
    for field, code in () if profile is None else profile.segment:
        if field == COUNTRY_FIELD:
            return code.upper()
    return None


@lru_cache(maxsize=1_024)
def holidays_of(country: str, year: int) -> frozenset[int]:
    """Days of the public holidays of a country; none where the country is not known.

    >>> [date_of(day) for day in sorted(holidays_of("DE", 2026))][:2]
    ['2026-01-01', '2026-04-03']
    """
    try:
        found = holidays.country_holidays(country, years=year)
    except NotImplementedError:  # no such code: nothing is known of its holidays
        return frozenset()
    return frozenset(day.toordinal() - _EPOCH_ORDINAL for day in found)


class Counted:
    """How many days count in any span of the last 430 days.

    Examples
    --------
    >>> counted = Counted(10, [True, False, True])
    >>> counted.count(10, 13), counted.count(11, 12), counted.count(0, 99)
    (2, 0, 2)
    """

    __slots__ = ("_first", "_totals")

    def __init__(self, first_day: int, counts: Collection[bool]) -> None:
        self._first = first_day
        self._totals = [0, *accumulate(map(int, counts))]

    def count(self, start: int, end: int) -> int:
        """Days that count of ``[start, end)``."""
        last = len(self._totals) - 1
        upper = self._totals[min(max(end - self._first, 0), last)]
        return max(0, upper - self._totals[min(max(start - self._first, 0), last)])


class Almanac:
    """The days that count up to a day, by weekdays and country; ``thin`` days count for nobody.

    What was worked out for a day is kept until the next.
    """

    __slots__ = ("_counted", "_day")

    def __init__(self) -> None:
        self._day = 0
        self._counted: dict[tuple[int, str | None], Counted] = {}

    def counted(
        self, day: int, *, weekdays: int, country: str | None, thin: Collection[int]
    ) -> Counted:
        """Days that count before this one."""
        if day != self._day:
            self._day, self._counted = day, {}
        key = (weekdays, country)
        found = self._counted.get(key)
        if found is None:
            found = self._counted[key] = _count(day, weekdays, country, thin)
        return found


def _count(day: int, weekdays: int, country: str | None, thin: Collection[int]) -> Counted:
    first = day - DAYS_KEPT
    off = set(thin)
    if country is not None:
        years = range(
            date.fromordinal(first + _EPOCH_ORDINAL).year,
            date.fromordinal(day + _EPOCH_ORDINAL).year + 1,
        )
        off.update(*(holidays_of(country, year) for year in years))
    return Counted(
        first,
        [one not in off and bool(weekdays >> weekday_of(one) & 1) for one in range(first, day)],
    )
