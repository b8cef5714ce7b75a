"""How unusual an observation is against the account's own past, and what confidence that gives.

Two questions cover every kind of behaviour. Is this the largest yet, and by how much (pauses,
spikes)? Is this lower than it ever is (depth, breadth)? Both answer with a chance, and a chance
becomes a confidence by being weighed against how often a real change is expected.
"""

from collections.abc import Sequence
from math import erfc, exp, log, log1p, sqrt
from statistics import median
from typing import Final

_PRIOR_SHAPE: Final = 4.0  # as if four excesses had been seen before the first
_PRIOR_RATE: Final = 2.0  # of half the threshold each: a power tail of index 2
_TAIL_SHARE: Final = 10  # the largest tenth is the tail, three values at least
_TAIL_MIN: Final = 3
_SCALE_FLOOR: Final = 0.1  # ten per cent: nobody's weeks are more alike than this
_MAD_TO_SIGMA: Final = 1.4826  # of a normal distribution
_MAD_EFFICIENCY: Final = 0.4  # a median deviation knows as much as 0.4 as many values would


def confidence_of(chance_per_year: float, *, onsets_per_year: float) -> float:
    """Share of such observations that are a real change, 0 to 1.

    Of all observations this unusual, ``onsets_per_year`` come from a change and
    ``chance_per_year`` from chance alone.

    >>> confidence_of(0.0, onsets_per_year=0.1), confidence_of(0.1, onsets_per_year=0.1)
    (1.0, 0.5)
    """
    return onsets_per_year / (onsets_per_year + chance_per_year)


def record_chance(value: float, past: Sequence[float], *, heavy_tailed: bool = False) -> float:
    """Chance that one more draw is at least ``value``, however far that is above the past.

    The largest tenth of the past is the tail (peaks over a threshold). Its slope is not known
    better than its few excesses tell, under a gamma prior worth four of them: the fewer there are,
    and the more they differ, the less a new record means. Scale does not matter.

    Parameters
    ----------
    value
        What was seen; positive, like the past.
    past
        Earlier values, at least two.
    heavy_tailed
        The tail falls like a power (amounts), not like an exponential (waits).

    References
    ----------
    Hill, A simple general approach to inference about the tail of a distribution, Annals of
    Statistics 3 (1975): the slope from the excesses over a threshold.

    Examples
    --------
    >>> waits = [1] * 40 + [2, 2, 3]
    >>> [round(record_chance(value, waits), 4) for value in (1, 3, 6, 12)]
    [0.9778, 0.0111, 0.0009, 0.0]
    """
    ordered = sorted(past, reverse=True)
    tail = min(max(_TAIL_MIN, len(ordered) // _TAIL_SHARE), len(ordered) - 1)
    threshold = ordered[tail]
    if value <= threshold:
        return (sum(1 for one in ordered if one >= value) + 1) / (len(ordered) + 2)

    def excess(one: float) -> float:
        return log(one / threshold) if heavy_tailed else one / threshold - 1

    rate = _PRIOR_RATE + sum(map(excess, ordered[:tail]))
    slope = _PRIOR_SHAPE + tail
    beyond = exp(-slope * log1p(excess(value) / rate))
    return (tail + 1) / (len(ordered) + 2) * beyond


def fall_chance(value: float, past: Sequence[float]) -> float:
    """Chance that one more draw is at most ``value``, by ratio to the median of the past.

    Median and median absolute deviation of the logarithms, so that single odd weeks say nothing,
    with Student's t for how little a short past tells.

    Parameters
    ----------
    value
        What was seen; positive, like the past.
    past
        Earlier values, at least three.

    References
    ----------
    Wallace, Bounds on normal approximations to Student's and the chi-square distributions, Annals
    of Mathematical Statistics 30 (1959): the approximation of t used here.

    Examples
    --------
    >>> weeks = [8, 9, 8, 7, 9, 8, 8, 10, 9, 8, 7, 8]
    >>> [round(fall_chance(value, weeks), 4) for value in (8, 6, 4)]
    [0.5, 0.0246, 0.0011]
    """
    logs = [log(one) for one in past]
    middle = median(logs)
    deviation = _MAD_TO_SIGMA * median([abs(one - middle) for one in logs])
    scale = max(deviation, _SCALE_FLOOR) * sqrt(1 + 1.57 / len(logs))  # 1.57: of a median
    return _student_tail((middle - log(value)) / scale, max(1.0, _MAD_EFFICIENCY * (len(logs) - 1)))


def binomial_tail(successes: int, trials: int, share: float) -> float:
    """Chance of at least so many successes in so many trials.

    >>> binomial_tail(0, 5, 0.1), round(binomial_tail(2, 2, 0.1), 6)
    (1.0, 0.01)
    """
    below, term = 0.0, (1 - share) ** trials
    for count in range(successes):
        below += term
        term *= (trials - count) / (count + 1) * share / (1 - share)
    return max(0.0, 1 - below)


def _student_tail(t: float, degrees: float) -> float:
    """Upper tail of Student's t, to a few per cent of its value."""
    z = sqrt(degrees * log(1 + t * t / degrees)) * (8 * degrees + 1) / (8 * degrees + 3)
    upper = erfc(z / sqrt(2)) / 2
    return upper if t > 0 else 1 - upper
