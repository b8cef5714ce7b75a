"""Which days count: an account's own weekdays, no holidays, no days on which nobody was there."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.account.profile import ProfileState
from stream_health.domain.behaviour.almanac import (
    Almanac,
    Counted,
    country_of,
    holidays_of,
    own_weekdays,
    weekday_mask,
    weekday_of,
)
from stream_health.domain.behaviour.turnout import Turnout
from stream_health.domain.events import ProfileUpdate

ALL_DAYS = weekday_mask(tuple(range(7)))
EPOCH = date(1970, 1, 1).toordinal()


def day_of_date(text: str) -> int:
    return date.fromisoformat(text).toordinal() - EPOCH


@given(st.integers(0, 100), st.lists(st.booleans(), max_size=50), st.integers(), st.integers())
def test_a_span_counts_what_one_finds_day_by_day(
    first: int, counts: list[bool], one: int, other: int
) -> None:
    start, end = sorted((first + one % 70, first + other % 70))
    found = sum(count for day, count in enumerate(counts, first) if start <= day < end)
    assert Counted(first, counts).count(start, end) == found


@given(st.integers(0, 100_000))
def test_weekdays_are_those_of_the_calendar(day: int) -> None:
    assert weekday_of(day) == date.fromordinal(day + EPOCH).weekday()


@given(st.sets(st.integers(0, 6), min_size=1), st.integers(0, 20_000))
def test_weekdays_are_learned_from_the_days_of_use(working: set[int], first: int) -> None:
    days = [day for day in range(first, first + 210) if weekday_of(day) in working]
    assert own_weekdays(days) == weekday_mask(tuple(working))
    assert own_weekdays(days[:5]) == 0


def test_a_rare_weekend_makes_no_working_day() -> None:
    days = [day for day in range(210) if weekday_of(day) < 5 or day % 49 == 0]
    assert own_weekdays(days) == weekday_mask((0, 1, 2, 3, 4))


def test_holidays_of_the_country_do_not_count_and_others_do() -> None:
    day = day_of_date("2027-01-04")
    christmas = (day_of_date("2026-12-24"), day_of_date("2027-01-02"))
    counted = {
        country: Almanac().counted(day, weekdays=ALL_DAYS, country=country, thin=())
        for country in ("DE", "US", None, "ZZ")
    }
    found = {country: one.count(*christmas) for country, one in counted.items()}
    assert found == {"DE": 6, "US": 7, None: 9, "ZZ": 9}
    assert day_of_date("2026-12-25") in holidays_of("DE", 2026)


@pytest.mark.parametrize(("code", "country"), [("de", "DE"), ("US", "US")])
def test_the_country_is_a_segment_field_of_the_profile(code: str, country: str) -> None:
    profile = ProfileState()
    profile.apply(ProfileUpdate("a", "p", 1, segment=(("country", code), ("size", "m"))), 0)
    assert country_of(profile) == country
    assert country_of(ProfileState()) is None
    assert country_of(None) is None


def test_a_new_day_and_another_thin_day_are_worked_out_anew() -> None:
    almanac = Almanac()
    first = almanac.counted(100, weekdays=ALL_DAYS, country=None, thin={98})
    assert first.count(90, 100) == 9
    assert almanac.counted(101, weekdays=ALL_DAYS, country=None, thin={98}).count(90, 101) == 10


def test_a_day_with_half_the_usual_accounts_is_thin_by_weekday_only() -> None:
    turnout = Turnout()
    for day in range(70):
        turnout.close(day, 100 if weekday_of(day) < 5 else 4)
    assert turnout.thin == set(), "weekends are as usual"
    turnout.close(70, 49)
    turnout.close(71, 51)
    assert turnout.thin == {70}
    turnout.lose(72, 74)
    assert turnout.thin == {70, 72, 73}
    assert Turnout.restore(turnout.snapshot()).snapshot() == turnout.snapshot()


def test_where_few_accounts_are_a_day_without_any_is_no_lost_day() -> None:
    turnout = Turnout()
    for day in range(70):
        turnout.close(day, 3 if day < 63 else 0)
    assert turnout.thin == set()
