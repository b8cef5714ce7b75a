"""A week in which many left at once is told apart, what is usual is not."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.learning.surges import USUAL_DAYS, Surges

EVENLY = [week for week in range(4) for _ in range(25)]


def used_to(usual: list[int], *, weeks: int = 4) -> Surges:
    """Surges of a book that has learned ten days of the same kind."""
    surges = Surges(weeks)
    for _ in range(10):
        surges.log_odds(usual)
    return surges


@pytest.mark.parametrize("week", range(4))
def test_what_one_week_took_is_told_from_what_the_others_take(week: int) -> None:
    surge = used_to(EVENLY).log_odds(EVENLY + [week] * 120)
    assert surge == pytest.approx(math.log((55 + 5) / (25 + 5)))


def test_a_book_in_which_more_leave_in_every_week_has_another_level_and_no_surge() -> None:
    assert used_to(EVENLY).log_odds(EVENLY * 4) == 0.0


def test_a_week_that_comes_in_every_horizon_is_no_surge_and_is_missed_when_it_stays_away() -> None:
    end_of_month = EVENLY + [3] * 100
    surges = used_to(end_of_month)
    assert surges.log_odds([(week + 2) % 4 for week in end_of_month]) == 0.0
    assert surges.log_odds(EVENLY) == pytest.approx(-math.log((50 + 5) / (25 + 5)))


def test_the_first_day_has_nothing_unusual() -> None:
    assert Surges(4).log_odds([3] * 100) == 0.0


@pytest.mark.parametrize("weeks", [0, 1, 2])
def test_two_weeks_cannot_say_which_of_them_stands_out(weeks: int) -> None:
    assert used_to([0], weeks=weeks).log_odds([0] * 50 + [1] * 5) == 0.0


@given(st.lists(st.integers(0, 3), max_size=3))
def test_where_few_leave_weeks_say_little(left: list[int]) -> None:
    assert abs(used_to([]).log_odds(left)) <= math.log((3 / 4 + 5) / 5)


@given(st.permutations(range(4)))
def test_which_week_it_was_does_not_matter(order: list[int]) -> None:
    left = EVENLY + [1] * 40 + [2] * 7
    moved = [order[week] for week in left]
    assert used_to(EVENLY).log_odds(moved) == used_to(EVENLY).log_odds(left)


def test_what_comes_after_the_last_whole_week_is_left_out() -> None:
    assert used_to(EVENLY).log_odds(EVENLY + [4] * 100) == 0.0


def test_what_is_usual_is_what_was_so_in_the_last_year() -> None:
    surges = used_to(EVENLY)
    end_of_month = EVENLY + [3] * 100
    for _ in range(USUAL_DAYS):
        last = surges.log_odds(end_of_month)
    assert last == 0.0
    assert len(surges.snapshot()) == USUAL_DAYS


def test_restored_it_goes_on_as_if_nothing_had_been() -> None:
    going, restored = used_to(EVENLY), Surges(4)
    restored.restore(going.snapshot())
    assert restored.log_odds([0] * 90) == going.log_odds([0] * 90)
    assert restored.snapshot() == going.snapshot()
