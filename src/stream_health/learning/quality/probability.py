"""Is the probability true: Brier score, log loss, calibration in groups of equal size."""

from typing import Final, NamedTuple

import numpy as np

from stream_health.learning.quality.ranking import NAN, Counts, Numbers

BINS_TOTAL: Final = 10
TOLERANCE: Final = 0.25
"""A group is calibrated when its observed rate is this near to the predicted one, relatively."""

_RISK_MIN: Final = 1e-6  # one certain and wrong prediction must not decide the log loss
_Z: Final = 1.959963984540054  # 95 % of a normal distribution


class ReliabilityBin(NamedTuple):
    """Rows of similar risk, what was said and what came true; rates are 0 to 1.

    ``low`` and ``high`` are a 95 % interval of the observed rate that knows that rows of one
    account are not independent. ``calibrated`` says whether the observed rate lies within 25 % of
    the predicted one, or the interval covers it.
    """

    rows_total: int
    accounts_total: int
    predicted: float
    observed: float
    low: float
    high: float
    calibrated: bool


def brier(risk: Numbers, label: Numbers, weight: Numbers | None = None) -> float:
    """Mean squared difference of probability and label: 0 is best.

    >>> brier(np.array([0.5, 1.0]), np.array([0.0, 1.0]))
    0.125
    """
    return _mean((risk - label) ** 2, weight)


def log_loss(risk: Numbers, label: Numbers, weight: Numbers | None = None) -> float:
    """Mean negative log-likelihood in nats: 0 is best; risks are kept 1e-6 away from 0 and 1."""
    return _mean(log_losses(risk, label), weight)


def log_losses(risk: Numbers, label: Numbers) -> Numbers:
    """What each row adds to `log_loss`."""
    bounded = np.clip(risk, _RISK_MIN, 1.0 - _RISK_MIN)
    losses: Numbers = -np.where(label > 0, np.log(bounded), np.log1p(-bounded))
    return losses


def base_log_loss(label: Numbers) -> float:
    """Log loss of always saying the base rate."""
    return log_loss(np.full(len(label), label.mean()), label) if len(label) else NAN


def reliability(
    risk: Numbers, label: Numbers, account: Counts, *, bins: int = BINS_TOTAL
) -> tuple[ReliabilityBin, ...]:
    """Groups of equal size by risk, lowest first; equal risks keep the order of the rows."""
    order = np.argsort(risk, kind="stable")
    return tuple(
        _bin(risk[rows], label[rows], account[rows])
        for rows in np.array_split(order, bins)
        if len(rows)
    )


def calibration_error(bins: tuple[ReliabilityBin, ...]) -> float:
    """Mean difference of predicted and observed rate over the groups (ECE), 0 is best.

    At a base rate of 2 % a small one says nothing by itself: look at the groups.
    """
    rows = sum(one.rows_total for one in bins)
    if not rows:
        return NAN
    return sum(one.rows_total * abs(one.predicted - one.observed) for one in bins) / rows


def rate_interval(label: Numbers, account: Counts) -> tuple[float, float]:
    """Interval of 95 % of a rate over rows that repeat accounts.

    Wilson's interval (JASA 22, 1927) at the number of independent rows that would give the same
    variance as the sums per account do (Kish's design effect).
    """
    total = len(label)
    if not total:
        return NAN, NAN
    rate = float(label.mean())
    _, codes = np.unique(account, return_inverse=True)
    sums: Numbers = np.bincount(codes, weights=label - rate).astype(np.float64)
    return rate_interval_of(rate, float(total), sums)


def rate_interval_of(rate: float, total: float, sums: Numbers) -> tuple[float, float]:
    """The same from what each account has more than the rate lets expect (``sums``)."""
    spread = float((sums**2).sum())
    effective = rate * (1.0 - rate) * total**2 / spread if spread else float(len(sums))
    return wilson(rate, min(max(effective, 1.0), total))


def wilson(rate: float, total: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a rate over ``total`` independent trials.

    >>> [round(end, 3) for end in wilson(0.5, 10)]
    [0.237, 0.763]
    """
    centre = rate + _Z**2 / (2 * total)
    half = _Z * float(np.sqrt(rate * (1 - rate) / total + _Z**2 / (4 * total**2)))
    scale = 1 + _Z**2 / total
    low = (centre - half) / scale if rate > 0.0 else 0.0
    high = (centre + half) / scale if rate < 1.0 else 1.0
    return max(0.0, low), min(1.0, high)


def _bin(risk: Numbers, label: Numbers, account: Counts) -> ReliabilityBin:
    predicted, observed = float(risk.mean()), float(label.mean())
    low, high = rate_interval(label, account)
    near = abs(observed - predicted) <= TOLERANCE * predicted
    return ReliabilityBin(
        rows_total=len(label),
        accounts_total=len(np.unique(account)),
        predicted=predicted,
        observed=observed,
        low=low,
        high=high,
        calibrated=bool(near or low <= predicted <= high),
    )


def _mean(values: Numbers, weight: Numbers | None) -> float:
    total = len(values) if weight is None else weight.sum()
    if not total:
        return NAN
    return float((values.sum() if weight is None else (values * weight).sum()) / total)
