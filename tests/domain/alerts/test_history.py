"""Score history against a naive recomputation, and what it does with gaps and shifts."""

from statistics import median_low

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.thorough import thorough

from stream_health.domain.alerts.history import (
    DAYS_KEPT,
    HOURS_KEPT,
    MONTH,
    QUARTER,
    WEEK,
    Median,
    Reference,
    ScoreHistory,
)
from stream_health.domain.clocking import DAY_MS, HOUR_MS

START_HOUR = 500_000

SCORES = st.integers(min_value=0, max_value=100_000)
STEPS = st.tuples(
    st.sampled_from((1, 1, 1, 1, 2, 5, 23, 24, 24, 24, 170, 720, 2_400)),  # hours to the next note
    st.integers(min_value=0, max_value=7).map(lambda points: points * 1_000),
)


def naive(scores: dict[int, int], as_of_ms: int) -> Reference | None:
    """Work out the reference from every score ever noted, by hour."""
    found: list[Reference] = []
    for rule in (WEEK, MONTH, QUARTER):
        step = rule.unit_ms // HOUR_MS
        newest = as_of_ms // rule.unit_ms
        slots = range(newest - rule.span + 1, newest + 1)
        window = {slot: scores[slot * step] for slot in slots if slot * step in scores}
        if len(window) >= rule.minimum:
            value = median_low(window.values())
            at_ms = max(slot for slot in window if window[slot] == value) * rule.unit_ms
            found.append(Reference(value, rule.how, at_ms))
    return max(found, key=lambda reference: reference.value_milli, default=None)


@settings(deadline=None)
@given(
    runs=st.lists(
        st.tuples(STEPS, st.integers(min_value=1, max_value=130)), min_size=1, max_size=8
    ),
    idle_hours=st.integers(min_value=0, max_value=200),
)
def test_the_reference_is_the_highest_of_the_naive_low_medians(
    runs: list[tuple[tuple[int, int], int]], idle_hours: int
) -> None:
    history, scores, hour = ScoreHistory(), dict[int, int](), START_HOUR
    for (gap_hours, score), times in runs:
        for turn in range(times):
            hour += gap_hours
            scores[hour] = score + turn % 3
            history.note(hour * HOUR_MS, scores[hour])
        expected = naive(scores, hour * HOUR_MS)
        assert history.reference(hour * HOUR_MS) == expected
        assert history.level(hour * HOUR_MS) == (expected and expected.value_milli)
        history = ScoreHistory.restore(history.snapshot())
    as_of_ms = (hour + idle_hours) * HOUR_MS + 1
    assert history.reference(as_of_ms) == naive(scores, as_of_ms)


@thorough(50)
@given(
    scores=st.lists(SCORES, min_size=60, max_size=300),
    delta=st.integers(min_value=-20_000, max_value=20_000),
    back_hours=st.integers(min_value=0, max_value=300) | st.none(),
)
def test_a_shift_moves_what_a_naive_shift_moves(
    scores: list[int], delta: int, back_hours: int | None
) -> None:
    history, noted = ScoreHistory(), dict(enumerate(scores, START_HOUR))
    for hour, score in noted.items():
        history.note(hour * HOUR_MS, score)
    newest = START_HOUR + len(scores) - 1
    since = None if back_hours is None else newest - back_hours
    history.shift(delta, since_ms=None if since is None else since * HOUR_MS)
    first = START_HOUR if since is None else max(since, newest - 168)
    moved = {hour: score + delta * (hour >= first) for hour, score in noted.items()}
    assert history.reference(newest * HOUR_MS) == naive(moved, newest * HOUR_MS)


@thorough(50)
@given(
    scores=st.lists(SCORES, min_size=60, max_size=600),
    later_hours=st.integers(min_value=0, max_value=7 * 24),
    delta=st.integers(min_value=-20_000, max_value=20_000),
    back_hours=st.integers(min_value=0, max_value=7 * 24),
)
def test_the_reference_of_then_is_that_of_the_corrected_scores(
    scores: list[int], later_hours: int, delta: int, back_hours: int
) -> None:
    history, noted = ScoreHistory(), dict(enumerate(scores, START_HOUR))
    for hour, score in noted.items():
        history.note(hour * HOUR_MS, score)
    newest = START_HOUR + len(scores) - 1
    history.shift(delta, since_ms=(newest - back_hours) * HOUR_MS)
    moved = {h: score + delta * (h >= newest - back_hours) for h, score in noted.items()}
    then_ms = (newest - later_hours) * HOUR_MS
    assert history.reference_then(then_ms) == naive(
        {hour: score for hour, score in moved.items() if hour * HOUR_MS <= then_ms}, then_ms
    )


def test_the_reference_of_long_ago_is_not_known() -> None:
    history = ScoreHistory()
    for hour in range(600):
        history.note(hour * HOUR_MS, 80_000)
    assert history.reference_then(300 * HOUR_MS) is None


@pytest.mark.parametrize(
    ("rule", "noted"), [(WEEK, 48), (MONTH, 15), (QUARTER, 45)], ids=["7d", "30d", "90d"]
)
def test_a_median_counts_from_its_minimum_on(rule: Median, noted: int) -> None:
    history, at_ms = ScoreHistory(), 0
    for slot in range(noted):
        assert not _counts(history, at_ms, rule)
        at_ms = slot * rule.unit_ms
        # falling scores, so that the longest median that counts is the highest
        history.note(at_ms, 90_000 - slot)
    assert _counts(history, at_ms, rule)


def _counts(history: ScoreHistory, as_of_ms: int, rule: Median) -> bool:
    reference = history.reference(as_of_ms)
    return reference is not None and reference.how == rule.how


def test_a_restart_forgets_the_level_before() -> None:
    history = ScoreHistory()
    for hour in range(200):
        history.note(hour * HOUR_MS, 80_000 if hour < 150 else 50_000)
    before = history.reference(199 * HOUR_MS)
    assert before is not None
    assert before.value_milli == 80_000
    history.restart(150 * HOUR_MS)
    after = history.reference(199 * HOUR_MS)
    assert after is not None
    assert after.value_milli == 50_000


def test_time_never_goes_back_and_only_full_hours_are_noted() -> None:
    history = ScoreHistory()
    history.note(DAY_MS, 80_000)
    with pytest.raises(ValueError, match="time never goes back"):
        history.note(DAY_MS - HOUR_MS, 80_000)
    with pytest.raises(ValueError, match="time never goes back"):
        history.reference(0)
    with pytest.raises(ValueError, match="no full hour"):
        history.note(DAY_MS + 1, 80_000)


def test_a_repeated_hour_is_replaced() -> None:
    history = ScoreHistory()
    for hour in range(48):
        history.note(hour * HOUR_MS, 70_000)
        history.note(hour * HOUR_MS, 80_000)
    assert history.reference(47 * HOUR_MS) == Reference(80_000, "median_7d", 47 * HOUR_MS)


def test_a_snapshot_takes_four_bytes_per_hour_and_day_kept() -> None:
    parts = ScoreHistory().snapshot()
    assert sum(len(part) for part in parts if part is not None) == 4 * (HOURS_KEPT + DAYS_KEPT)
    assert HOURS_KEPT + DAYS_KEPT < 500
