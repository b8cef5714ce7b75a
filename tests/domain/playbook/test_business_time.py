"""Business time against a walk minute by minute, and its boundaries."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.thorough import thorough

from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS
from stream_health.domain.playbook.business_time import add_business_ms, end_of_business_day
from stream_health.domain.policy import BusinessHours

HOLIDAYS = ("2026-12-25", "2026-12-28", "2027-01-01")
HOURS = st.builds(
    BusinessHours,
    start_hour=st.integers(min_value=0, max_value=10),
    end_hour=st.integers(min_value=11, max_value=24),
    weekdays=st.sets(st.integers(min_value=0, max_value=6), min_size=1).map(
        lambda days: tuple(sorted(days))
    ),
    utc_offset_minutes=st.sampled_from((-480, -330, 0, 60, 345, 720)),
    holidays=st.sets(st.sampled_from(HOLIDAYS)).map(lambda days: tuple(sorted(days))),
)
DECEMBER_MS = round(datetime(2026, 12, 20, tzinfo=UTC).timestamp() * 1_000)
TIMES = st.integers(min_value=0, max_value=20 * 24 * 4).map(
    lambda quarter: DECEMBER_MS + quarter * 15 * MINUTE_MS
)


def local(time_ms: int, hours: BusinessHours) -> datetime:
    return datetime.fromtimestamp(time_ms / 1_000 + hours.utc_offset_minutes * 60, tz=UTC)


def works_on(day: date, hours: BusinessHours) -> bool:
    return day.weekday() in hours.weekdays and day.isoformat() not in hours.holidays


def works_at(time_ms: int, hours: BusinessHours) -> bool:
    here = local(time_ms, hours)
    return works_on(here.date(), hours) and hours.start_hour <= here.hour < hours.end_hour


@thorough(60)
@given(hours=HOURS, time_ms=TIMES, quarters=st.integers(min_value=1, max_value=160))
def test_added_working_time_equals_a_walk_by_quarters(
    hours: BusinessHours, time_ms: int, quarters: int
) -> None:
    now_ms, left = time_ms, quarters
    while left:
        left -= works_at(now_ms, hours)
        now_ms += 15 * MINUTE_MS
    assert add_business_ms(time_ms, quarters * 15 * MINUTE_MS, hours) == now_ms


@settings(deadline=None)
@given(hours=HOURS, time_ms=TIMES, days=st.integers(min_value=0, max_value=8))
def test_the_end_of_a_business_day_counts_working_days(
    hours: BusinessHours, time_ms: int, days: int
) -> None:
    end_ms = end_of_business_day(time_ms, days, hours)
    assert end_ms > time_ms
    first, last = local(time_ms, hours).date(), local(end_ms - 1, hours).date()
    assert works_on(last, hours)
    between = range(first.toordinal() + 1, last.toordinal() + 1)
    working = sum(works_on(date.fromordinal(day), hours) for day in between)
    over = local(time_ms, hours).hour >= hours.end_hour or not works_on(first, hours)
    assert working == (days or int(over))
    assert (end_ms + hours.utc_offset_minutes * MINUTE_MS - hours.end_hour * HOUR_MS) % DAY_MS == 0


def test_a_day_that_has_just_ended_is_over() -> None:
    friday_end_ms = DAY_MS + 17 * HOUR_MS
    hours = BusinessHours()
    assert end_of_business_day(friday_end_ms - 1, 0, hours) == friday_end_ms
    assert end_of_business_day(friday_end_ms, 0, hours) == 4 * DAY_MS + 17 * HOUR_MS


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (BusinessHours(start_hour=17, end_hour=9), "17 to 9"),
        (BusinessHours(start_hour=9, end_hour=9), "9 to 9"),
        (BusinessHours(end_hour=25), "9 to 25"),
        (BusinessHours(weekdays=()), "name no day"),
        (BusinessHours(weekdays=(7,)), "name no day"),
        (BusinessHours(holidays=("25.12.2026",)), "'25.12.2026' is no date"),
    ],
)
def test_hours_that_hold_no_time_are_refused_with_their_value(
    hours: BusinessHours, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        add_business_ms(0, 1, hours)


def test_no_time_and_time_past_are_refused() -> None:
    with pytest.raises(ValueError, match="duration_ms=0"):
        add_business_ms(0, 0, BusinessHours())
    with pytest.raises(ValueError, match="days=-1"):
        end_of_business_day(0, -1, BusinessHours())
