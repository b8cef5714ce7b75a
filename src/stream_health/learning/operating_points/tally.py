"""Matured predictions per value tier, counted by risk: what operating points are chosen on."""

from typing import Any, Final

from stream_health.domain.scorecard.operating_point import VALUE_TIERS
from stream_health.domain.scorecard.scale import logit, sigmoid

BINS_PER_LOG_ODD: Final = 20  # thresholds lie 0.05 log-odds apart, under a point of score
HALF_LIFE_EXAMPLES: Final = 20_000
"""Examples of a tier after which one counts half: the model that made it has moved on."""

_LOG_ODDS_MAX: Final = 12.0
_RENORM_MIN: Final = 1e6


def place_of(risk: float) -> int:
    """Bin of a risk: everything in bin ``n`` has at least `risk_at` of ``n``.

    >>> place_of(0.5), place_of(0.3)
    (0, -17)
    """
    bounded = min(max(risk, sigmoid(-_LOG_ODDS_MAX)), sigmoid(_LOG_ODDS_MAX))
    return int(logit(bounded) * BINS_PER_LOG_ODD // 1)


def risk_at(place: int) -> float:
    """Risk at the lower end of a bin."""
    return sigmoid(place / BINS_PER_LOG_ODD)


class Tally:
    """Counts by value tier, bin and label; old ones fade.

    Instead of shrinking what is old with every example, what is new weighs more. An example of a
    tier counts half after ``half_life_examples`` more of it.

    Examples
    --------
    >>> tally = Tally()
    >>> tally.add("digital", 0.5, 1)
    >>> tally.counts("digital")  # doctest: +ELLIPSIS
    {0: (0.0, 0.9999...)}
    """

    def __init__(self, *, half_life_examples: float = HALF_LIFE_EXAMPLES) -> None:
        self._growth = 2.0 ** (1.0 / half_life_examples)
        self._counts: dict[str, dict[int, list[float]]] = {tier: {} for tier in VALUE_TIERS}
        self._weights = dict.fromkeys(VALUE_TIERS, 1.0)

    def add(self, value_tier: str, risk: float, label: int) -> None:
        """Take in a prediction made before its label was known; an unknown tier is standard."""
        tier = value_tier if value_tier in self._counts else "standard"
        counts = self._counts[tier].setdefault(place_of(risk), [0.0, 0.0])
        counts[label] += self._weights[tier]
        self._weights[tier] *= self._growth
        if self._weights[tier] > _RENORM_MIN:
            for both in self._counts[tier].values():
                both[0] /= self._weights[tier]
                both[1] /= self._weights[tier]
            self._weights[tier] = 1.0

    def counts(self, value_tier: str) -> dict[int, tuple[float, float]]:
        """(stayed, left) per bin, the newest example counting as one."""
        weight = self._weights[value_tier]
        return {
            place: (both[0] / weight, both[1] / weight)
            for place, both in sorted(self._counts[value_tier].items())
        }

    def snapshot(self) -> tuple[Any, ...]:
        """State as plain nested tuples."""
        return tuple(
            (
                tier,
                self._weights[tier],
                tuple((place, *both) for place, both in sorted(self._counts[tier].items())),
            )
            for tier in VALUE_TIERS
        )

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        """Inverse of `snapshot`."""
        for tier, weight, counts in snapshot:
            self._weights[tier] = weight
            self._counts[tier] = {place: [stayed, left] for place, stayed, left in counts}
