"""Scores by the hour whose truth is known: a level, what falls from it, and AR(1) noise."""

import math
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

LEVEL_MILLI = 85_000
HOURS_PER_DAY = 24

Fall = Callable[[int], float]  # hour -> milli-points below the level


class Noise(NamedTuple):
    """Standard deviation in points and correlation time in hours."""

    deviation_points: float = 4.0
    tau_hours: float = 48.0


def quiet(_: int) -> float:
    """No fall at all."""
    return 0.0


def step(points: float, hour: int, *, until: int | None = None) -> Fall:
    """A fall within one hour, back at ``until``."""
    return lambda at: points * 1_000 if hour <= at and (until is None or at < until) else 0.0


def slope(points_per_day: float, hour: int) -> Fall:
    """A slow fall that never ends."""
    return lambda at: max(0, at - hour) * points_per_day * 1_000 / HOURS_PER_DAY


def flapping(points: float, hour: int, *, period_hours: int) -> Fall:
    """Down for one period, up for the next, for ever."""
    return lambda at: points * 1_000 if at >= hour and (at // period_hours) % 2 else 0.0


def scores(seed: int, fall: Fall, *, hours: int, noise: Noise) -> Iterator[int]:
    """Score in milli-points at each full hour, within 0 and 100 points."""
    rng = Random(seed)
    keep = math.exp(-1 / noise.tau_hours)
    deviation = noise.deviation_points * 1_000
    fresh = deviation * math.sqrt(1 - keep * keep)
    value = rng.gauss(0, deviation)
    for hour in range(hours):
        yield min(100_000, max(0, round(LEVEL_MILLI - fall(hour) + value)))
        value = keep * value + rng.gauss(0, fresh)
