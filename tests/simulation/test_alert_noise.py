"""The score-drop condition on a known truth: noise that must not alert, falls that must.

Noise is AR(1) by the hour, standard deviation 4 points, correlation time 48 hours: 60 accounts of
180 days, falls begin on day 100.
"""

import math
import random
from collections.abc import Callable, Iterator
from statistics import median, quantiles

import pytest

from stream_health.domain.alerts.condition import Evaluation, ScoreDropCondition
from stream_health.domain.alerts.episode import ConditionChange
from stream_health.domain.alerts.history import ScoreHistory
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.policy import AlertPolicy

pytestmark = pytest.mark.slow

ACCOUNTS = 60
DAYS = 180
FALL_DAY = 100
LEVEL_MILLI = 85_000
POLICY = AlertPolicy()

Level = Callable[[float], float]  # day -> milli-points below LEVEL_MILLI


def noise(seed: int, *, deviation_milli: float = 4_000, tau_hours: float = 48) -> Iterator[float]:
    rng = random.Random(seed)
    keep = math.exp(-1 / tau_hours)
    fresh = deviation_milli * math.sqrt(1 - keep * keep)
    value = rng.gauss(0, deviation_milli)
    while True:
        yield value
        value = keep * value + rng.gauss(0, fresh)


def changes_of(seed: int, fall: Level, *, days: int = DAYS) -> list[ConditionChange]:
    history, condition = ScoreHistory(), ScoreDropCondition()
    found: list[ConditionChange] = []
    for hour, extra in zip(range(days * 24), noise(seed), strict=False):
        score = LEVEL_MILLI - round(fall(hour / 24) - extra)
        history.note(hour * HOUR_MS, score)
        now = Evaluation(hour * HOUR_MS, score)
        found += condition.evaluate(now, history=history, policy=POLICY)
    return found


def days_to_alert(fall: Level) -> list[float]:
    """Days from the start of the fall to the first alert after it, infinite when there is none."""
    delays = []
    for seed in range(ACCOUNTS):
        fired = [
            change.as_of_ms / DAY_MS - FALL_DAY
            for change in changes_of(seed, fall)
            if change.transition == "fired" and change.as_of_ms >= FALL_DAY * DAY_MS
        ]
        delays.append(min(fired, default=math.inf))
    return delays


def sloping(points_per_day: float) -> Level:
    return lambda day: max(0.0, day - FALL_DAY) * points_per_day * 1_000


def stepping(points: float) -> Level:
    return lambda day: points * 1_000 if day >= FALL_DAY else 0.0


def test_noise_alone_gives_at_most_a_tenth_of_an_alert_per_account_and_year() -> None:
    fired = sum(
        change.transition == "fired"
        for seed in range(ACCOUNTS)
        for change in changes_of(seed, lambda _: 0.0)
    )
    assert fired / (ACCOUNTS * DAYS / 365) <= 0.1


def test_a_point_a_day_is_always_found_most_within_twenty_days() -> None:
    delays = days_to_alert(sloping(1.0))
    assert max(delays) < math.inf
    assert 12 <= median(delays) <= 16
    assert quantiles(delays, n=20)[-1] <= 20


def test_half_a_point_a_day_is_always_found_half_of_it_within_four_weeks() -> None:
    delays = days_to_alert(sloping(0.5))
    assert max(delays) < math.inf
    assert median(delays) <= 28


def test_a_fall_of_twenty_points_is_found_within_a_day() -> None:
    delays = days_to_alert(stepping(20))
    assert max(delays) < math.inf
    assert quantiles(delays, n=20)[-1] <= 1


def test_a_step_that_stays_ends_as_the_new_normal_after_thirty_days_and_not_before() -> None:
    for seed in range(ACCOUNTS):
        since = [
            change
            for change in changes_of(seed, stepping(20))
            if change.transition in {"fired", "resolved"} and change.as_of_ms >= FALL_DAY * DAY_MS
        ]
        fired, ended, *later = since
        assert fired.transition == "fired"
        assert ended.reason == "new_normal"
        assert ended.as_of_ms == fired.as_of_ms + POLICY.new_normal_after_ms
        old_level_milli = LEVEL_MILLI - 8_000
        for change in later:  # noise alone: never the old fall again
            assert change.reference is not None
            assert change.reference.value_milli < old_level_milli
