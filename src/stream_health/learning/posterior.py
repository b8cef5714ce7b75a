"""One example's step of an online Bayesian logistic regression.

Weights are independent normals. The step goes to the mode of the posterior along the example
(an implicit step: it never overshoots, however surprising the label) and takes the curvature there
(Laplace). Source: Chapelle & Li, *An empirical evaluation of Thompson sampling*, NIPS 2011, alg. 3,
taken one example at a time; Toulis & Airoldi, *Implicit stochastic gradient descent*, 2017.
"""

from typing import NamedTuple

from stream_health.domain.scorecard.scale import sigmoid

_ROUNDS_MAX = 100
_TOLERANCE = 1e-12


class Step(NamedTuple):
    """What to do with each active weight of variance ``v``.

    ``mean += v * residual`` and ``variance -= v * v * shrink``.
    """

    residual: float
    shrink: float


def step_of(log_odds: float, variance: float, label: float, *, weight: float = 1.0) -> Step:
    """Step for a prediction in log-odds, the variance of it, and a label (0 or 1).

    ``weight`` is how many examples it counts as, above 0.

    >>> step = step_of(-3.0, 0.0, 1.0)  # certain weights: the plain residual
    >>> round(step.residual, 4)
    0.9526
    """
    move = _move_to_mode(log_odds, weight * variance, label)
    probability = sigmoid(log_odds + move)
    curvature = weight * probability * (1.0 - probability)
    return Step(weight * (label - probability), curvature / (1.0 + curvature * variance))


def _move_to_mode(log_odds: float, variance: float, label: float) -> float:
    """Root of ``move = variance * (label - sigmoid(log_odds + move))``.

    Newton inside a bracket; where Newton would not halve its last step, the bracket is halved.
    """
    far = variance * (label - sigmoid(log_odds))
    low, high = min(0.0, far), max(0.0, far)
    move, last_step = 0.5 * (low + high), high - low
    for _ in range(_ROUNDS_MAX):
        probability = sigmoid(log_odds + move)
        gap = move - variance * (label - probability)
        if gap > 0.0:
            high = move
        else:
            low = move
        step = -gap / (1.0 + variance * probability * (1.0 - probability))
        if not low <= move + step <= high or 2.0 * abs(step) > abs(last_step):
            step = 0.5 * (low + high) - move
        move += step
        last_step = step
        if abs(step) <= _TOLERANCE:
            break
    return move
