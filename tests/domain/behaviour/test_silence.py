"""An account is silent by its own rhythm: not by weekends, holidays, time zones or lost data."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.diary import FIRST_DAY, Diary, weekdays
from tests.support.thorough import thorough

from stream_health.domain.behaviour.almanac import weekday_of
from stream_health.domain.behaviour.rhythm import WAITS_MIN
from stream_health.domain.events import Source

CHRISTMAS = 20_805  # Friday 2026-12-18


def days_until_said(diary: Diary, *, most: int) -> int | None:
    for days in range(1, most + 1):
        if diary.sleep():
            return days
    return None


@pytest.mark.slow
@thorough(12)
@given(every=st.integers(1, 40), jitter=st.integers(0, 3), seed=st.randoms(use_true_random=False))
def test_whoever_keeps_a_rhythm_is_never_silent_and_whoever_leaves_it_is(
    every: int, jitter: int, seed: Random
) -> None:
    diary, due, used = Diary(), FIRST_DAY, 0
    for _ in range(max(110, 14 * every)):
        if diary.day >= due:
            diary.use()
            used += 1
            due = diary.day + every + seed.randint(0, jitter)
        diary.sleep()
        if used <= WAITS_MIN:
            diary.said.clear()  # no rhythm is known yet
    assert diary.kinds() == []
    days = days_until_said(diary, most=40 + 6 * (every + jitter))
    assert days is not None, "it never comes back"
    assert days > every - jitter
    assert diary.kinds() == ["silence"]
    assert days_until_said(diary, most=60) is None, "once per silence"


def test_used_once_a_month_is_not_silent_after_ten_days_nor_after_six_weeks() -> None:
    diary = Diary()
    for day in range(365):
        if day % 30 == 0:
            diary.use()
        diary.sleep()
    last_day = FIRST_DAY + 360
    assert diary.kinds() == ["silence"], "after the first use only, when no rhythm was known"
    days_until_said(diary, most=150)
    assert 45 < diary.day - last_day < 120


def test_a_week_without_anybody_is_a_silence_where_somebody_was_always_there() -> None:
    diary = Diary()
    diary.live(91)
    assert diary.said == []
    assert days_until_said(diary, most=30) == 5, "Monday to Friday"
    (signal,) = diary.said
    assert signal.silent_days == 7
    assert signal.confidence >= 0.9
    assert signal.evidence == (
        "no use since 2026-04-03, 5 working days; the longest pause before was 0"
    )


def test_a_use_ends_the_silence_and_the_next_one_is_said_again() -> None:
    diary = Diary()
    diary.live(91)
    days_until_said(diary, most=10)
    diary.live(28)
    days_until_said(diary, most=40)
    assert diary.kinds() == ["silence", "silence"]
    assert diary.said[0].event_id != diary.said[1].event_id


@pytest.mark.parametrize("hours_from_utc", [-10, -5, 0, 5, 11])
@pytest.mark.parametrize("free", [(5, 6), (4, 5)], ids=["Sat-Sun", "Fri-Sat"])
def test_any_time_zone_and_any_weekend_is_found_within_a_week_and_never_silent_before(
    hours_from_utc: int, free: tuple[int, int]
) -> None:
    diary = Diary()
    worked_hours = [hour - hours_from_utc for hour in (8, 16)]
    for _ in range(98):
        for hour in worked_hours:
            if weekday_of(diary.day) not in free:
                diary.use(hour=hour)
        diary.sleep()
    assert diary.said == []
    days = days_until_said(diary, most=30)
    assert days is not None
    assert 4 <= days <= 10, "a local day that is two in UTC may count twice"


@pytest.mark.parametrize(("country", "says"), [("DE", False), (None, True)])
def test_holidays_of_the_country_are_no_silence(country: str | None, says: bool) -> None:
    diary = Diary(country=country, first_day=CHRISTMAS - 91)
    diary.live(91 + 7)  # until Thursday the 24th
    for _ in range(7):  # back on Friday, 1 January would be too early: on Monday the 4th
        diary.sleep()
    assert bool(diary.said) is says


def test_days_without_data_for_anybody_are_no_silence() -> None:
    diary = Diary()
    diary.live(91)
    diary.turnout.lose(diary.day, diary.day + 21)
    assert days_until_said(diary, most=21) is None
    assert days_until_said(diary, most=21) is not None, "and then it counts"


def test_machines_that_go_on_alone_hide_no_silence() -> None:
    diary = Diary()
    for day in range(130):
        diary.use(name="api.called", user="bot", times=50)
        if day < 91 and weekdays(diary.day):
            diary.use(user="ann")
        diary.sleep()
    assert diary.kinds() == ["silence"]
    assert diary.said[0].evidence.startswith("no use since 2026-04-03, 5 working days")
    diary.use(user="ann")
    diary.sleep()
    assert diary.state.said == {}


def test_while_the_feed_is_silent_for_everybody_no_account_is() -> None:
    diary = Diary()
    diary.live(91)
    diary.stale_mask = 1 << Source.USAGE
    assert days_until_said(diary, most=60) is None


def test_a_new_account_is_silent_by_the_configured_measure() -> None:
    diary = Diary()
    diary.use()
    days = days_until_said(diary, most=30)
    assert days == 15
    assert diary.said[0].confidence == diary.policy.behaviour.confidence_min


@pytest.mark.slow
@thorough(8)
@given(st.sets(st.integers(0, 130), max_size=3))
def test_restarts_change_nothing(nights: set[int]) -> None:
    calm, restarted = Diary(), Diary()
    for night in range(130):
        for diary in (calm, restarted):
            diary.live(1, on=lambda day: weekdays(day) and day < FIRST_DAY + 100)
        if night in nights:
            restarted.reopen()
    assert restarted.said == calm.said != []
