"""Points, churn log-odds and churn risk: three ways to say the same number.

Risk always follows from the score *before* it is clipped to 0..100.
"""

import math
from typing import Final

from stream_health.domain.policy import Scale

MILLI: Final = 1_000


def points_per_log_odd(scale: Scale) -> float:
    """Points that one unit of churn log-odds takes away; always above zero.

    >>> round(points_per_log_odd(Scale()), 4)
    14.427
    """
    return scale.doubling_points / math.log(2.0)


def log_odds_of(points: float, scale: Scale) -> float:
    """Churn log-odds at a score in points; falls as the score rises.

    >>> round(log_odds_of(80.0, Scale()), 4)
    -2.9444
    """
    return logit(scale.anchor_risk) + (scale.anchor_points - points) / points_per_log_odd(scale)


def points_of(log_odds: float, scale: Scale) -> float:
    """Score in points at the given churn log-odds, not clipped.

    >>> points_of(log_odds_of(61.5, Scale()), Scale())
    61.5
    """
    return scale.anchor_points - (log_odds - logit(scale.anchor_risk)) * points_per_log_odd(scale)


def risk_of(score_milli: float, scale: Scale) -> float:
    """Risk of churn within the horizon, 0 to 1, at a score in milli-points before clipping.

    >>> [round(risk_of(points * 1_000, Scale()), 3) for points in (80, 70, 60, 50)]
    [0.05, 0.095, 0.174, 0.296]
    """
    return sigmoid(log_odds_of(score_milli / MILLI, scale))


def logit(probability: float) -> float:
    """Log-odds of a probability strictly between 0 and 1.

    Raises
    ------
    ValueError
        At 0 and 1, whose log-odds are infinite, and outside of them.
    """
    if not 0.0 < probability < 1.0:
        msg = f"the log-odds of {probability} are not finite; give a number between 0 and 1"
        raise ValueError(msg)
    return math.log(probability / (1.0 - probability))


def sigmoid(log_odds: float) -> float:
    """Probability at the given log-odds; saturates at 0 and 1 instead of overflowing.

    >>> sigmoid(0.0), sigmoid(-1e9), sigmoid(1e9)
    (0.5, 0.0, 1.0)
    """
    if log_odds >= 0.0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1.0 + odds)
