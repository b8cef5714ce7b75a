"""One distribution watched week by week: the population stability index of binned counts."""

import math
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

PSI_MIN: Final = 0.25
"""A common rule: below 0.1 nothing moved, above 0.25 it is another population."""

REFERENCE_WEEKS: Final = 8
REFERENCE_WEEKS_MIN: Final = 4
COUNT_MIN: Final = 100
"""Fewest accounts in a week, and in the reference: less says nothing of a distribution."""

NOISE_DEVIATIONS: Final = 5.0


class Shift(NamedTuple):
    """A week that is not like the weeks before."""

    psi: float
    threshold: float
    total: int


def psi(reference: Sequence[int], now: Sequence[int]) -> float:
    """Population stability index of two sets of counts over the same bins; 0 is the same.

    Every bin counts half an account more, so that an empty one is not infinite.

    >>> round(psi([50, 50], [50, 50]), 3), psi([90, 10], [10, 90]) > 2.0
    (0.0, True)
    """
    bins = len(reference)
    base, other = sum(reference) + 0.5 * bins, sum(now) + 0.5 * bins
    return sum(
        ((n + 0.5) / other - (r + 0.5) / base) * math.log(((n + 0.5) / other) / ((r + 0.5) / base))
        for r, n in zip(reference, now, strict=True)
    )


def psi_noise(reference: Sequence[int], now: Sequence[int]) -> float:
    """What the index may be by chance alone, at five standard deviations.

    If nothing moved it is about chi-squared over the counts (Yurdakul and Naranjo 2020).
    """
    used = sum(1 for r, n in zip(reference, now, strict=True) if r or n)
    degrees = max(used - 1, 1)
    scale = 1.0 / max(sum(reference), 1) + 1.0 / max(sum(now), 1)
    return scale * (degrees + NOISE_DEVIATIONS * math.sqrt(2.0 * degrees))


class Distribution:
    """Counts per bin of the weeks before, to which the next one is compared.

    After a shift the reference begins anew with the week that shifted: one change, one event.
    """

    def __init__(self) -> None:
        self._weeks: list[tuple[int, ...]] = []

    def judge(self, now: Sequence[int]) -> Shift | None:
        """Take in the counts of a week; the shift when it is not like the weeks before.

        A week with too few accounts (a feed that is quiet) is left out.
        """
        if sum(now) < COUNT_MIN:
            return None
        reference = [sum(counts) for counts in zip(*self._weeks, strict=True)]
        if len(self._weeks) >= REFERENCE_WEEKS_MIN:
            found = psi(reference, now)
            threshold = max(PSI_MIN, psi_noise(reference, now))
            if found > threshold:
                self._weeks = [tuple(now)]
                return Shift(found, threshold, sum(now))
        self._weeks = [*self._weeks, tuple(now)][-REFERENCE_WEEKS:]
        return None

    def snapshot(self) -> tuple[Any, ...]:
        """State as plain nested tuples."""
        return tuple(self._weeks)

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        """Inverse of `snapshot`."""
        self._weeks = [tuple(week) for week in snapshot]
