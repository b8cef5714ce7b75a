"""How each target is learned: its expected rate, its weight for rare cases, where it starts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from stream_health.domain.features.feature import Feature, Monotone
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scale import MILLI, logit, points_of
from stream_health.domain.scorecard.scorecard import Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One outcome to be predicted.

    Points always speak for the account: more points, less churn; more points, more likely to grow.
    So churn is learned as it is, and of the others that they do *not* happen.

    Attributes
    ----------
    name : str
        ``churn``, ``expansion``, ``advocacy``.
    adverse : bool
        Whether it is bad news: the label is then what is learned, else its opposite.
    expected_rate : float or None
        Share of snapshots it follows, as a first guess; None: the policy's scale says it.
    positive_weight : float
        How many examples one of the rare class counts as; calibrated back exactly.
    positives_min : int
        Fewest matured examples of each class before the target's model is served.
    """

    name: str
    adverse: bool = False
    expected_rate: float | None = None
    positive_weight: float = 1.0
    positives_min: int = 0

    @property
    def intercept(self) -> float:
        """What weighting the rare class took from the log-odds of what is learned.

        >>> TARGETS["churn"].intercept, round(TARGETS["expansion"].intercept, 3)
        (0.0, 1.099)
        """
        shift = math.log(self.positive_weight)
        return 0.0 - shift if self.adverse else shift  # no minus nought

    def learned_label(self, label: int) -> int:
        """Turn the label of an example into what the model learns."""
        return label if self.adverse else 1 - label

    def probability(self, learned: float) -> float:
        """Turn the probability of what the model learns into that of the target."""
        return learned if self.adverse else 1.0 - learned


TARGETS: Final = {
    target.name: target
    for target in (
        Target(name="churn", adverse=True),
        Target(name="expansion", expected_rate=0.10, positive_weight=3.0, positives_min=50),
        Target(name="advocacy", expected_rate=0.05, positive_weight=4.0, positives_min=50),
    )
}
"""Churn starts from the experts and is served at once; of the others the experts said nothing."""


def features_of(target: Target, catalogue: Sequence[Feature]) -> tuple[Feature, ...]:
    """Features as the target's cut sees them: what is good for health need not make it likely."""
    if target.adverse:
        return tuple(catalogue)
    return tuple(
        replace(
            feature,
            points=(0,) * len(feature.points),
            unknown_points=0,
            monotone=Monotone.NONE,
            is_held=False,
        )
        for feature in catalogue
    )


def start_of(target: Target, policy: Policy, catalogue: Sequence[Feature]) -> Scorecard:
    """Scorecard the target's learning starts from: the experts', or the expected rate alone."""
    start = prior(policy, features_of(target, catalogue))
    if target.expected_rate is None:
        return start
    log_odds = -logit(target.expected_rate) - target.intercept
    base_milli = round(MILLI * points_of(log_odds, policy.scale))
    return replace(start, bases=tuple((segment, base_milli) for segment, _ in start.bases))
