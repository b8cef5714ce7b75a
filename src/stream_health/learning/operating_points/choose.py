"""Chooses thresholds: recall first for high value, precision first for digital touch."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from stream_health.domain.policy import Operating
from stream_health.domain.scorecard.operating_point import VALUE_TIERS, OperatingPoint
from stream_health.learning.operating_points.tally import Tally, risk_at

NOBODY: Final = 1.0
"""Risk from which on nobody is flagged."""

GOALS: Final = {"high_value": "recall", "standard": "balance", "digital": "precision"}

Counts = Mapping[int, tuple[float, float]]


class Cut(NamedTuple):
    """What flagging from a bin on would have done."""

    place: int
    flagged_positives: float
    flagged_total: float


def operating_points(tally: Tally, operating: Operating) -> tuple[OperatingPoint, ...]:
    """Operating point of every tier that has enough matured examples.

    >>> operating_points(Tally(), Operating())
    ()
    """
    points = (
        operating_point(tier, tally.counts(tier), operating=operating) for tier in VALUE_TIERS
    )
    return tuple(point for point in points if point is not None)


def operating_point(
    value_tier: str, counts: Counts, *, operating: Operating
) -> OperatingPoint | None:
    """Threshold of one tier; None while fewer than ``positives_min`` of its examples left."""
    positives = sum(left for _, left in counts.values())
    total = sum(stayed + left for stayed, left in counts.values())
    if positives < operating.positives_min or total <= positives:
        return None
    goal = GOALS[value_tier]
    asked = {
        "recall": operating.high_value_recall_min,
        "precision": operating.digital_precision_min,
    }.get(goal)
    chosen = _choose(_cuts(counts), goal, positives=positives, asked=asked)
    if chosen is None:  # no threshold is precise enough: rather nobody than the wrong ones
        chosen = Cut(0, 0.0, 0.0)
        risk_min = NOBODY
    else:
        risk_min = risk_at(chosen.place)
    return OperatingPoint(
        value_tier=value_tier,
        risk_min=risk_min,
        goal=goal,
        asked=asked,
        recall=chosen.flagged_positives / positives,
        precision=_precision(chosen) if chosen.flagged_total else None,
        flagged_share=chosen.flagged_total / total,
        examples_total=total,
        positives_total=positives,
    )


def _cuts(counts: Counts) -> list[Cut]:
    """Every threshold, the highest first."""
    flagged_positives = flagged_total = 0.0
    cuts = []
    for place in sorted(counts, reverse=True):
        stayed, left = counts[place]
        flagged_positives += left
        flagged_total += stayed + left
        cuts.append(Cut(place, flagged_positives, flagged_total))
    return cuts


def _choose(cuts: list[Cut], goal: str, *, positives: float, asked: float | None) -> Cut | None:
    if goal == "balance":
        return max(cuts, key=lambda cut: _f1(cut, positives))
    least = asked or 0.0
    if goal == "recall":
        return next(
            (cut for cut in cuts if cut.flagged_positives >= least * positives * (1.0 - 1e-12)),
            cuts[-1],
        )
    precise = [cut for cut in cuts if _precision(cut) >= least]
    return max(precise, key=lambda cut: cut.flagged_positives, default=None)


def _precision(cut: Cut) -> float:
    return cut.flagged_positives / cut.flagged_total


def _f1(cut: Cut, positives: float) -> float:
    return 2.0 * cut.flagged_positives / (cut.flagged_total + positives)
