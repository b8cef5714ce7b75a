"""Figures of one version over evidence, and intervals of their differences by account."""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from stream_health.learning.gate.evidence import Bools, Evidence, Floats, Integers, Spoken

BOOTSTRAP_ROUNDS: Final = 400
BOOTSTRAP_SEED: Final = 20_240_101
_RISK_MIN: Final = 1e-6
_LEVEL: Final = 0.95


class Interval(NamedTuple):
    """An estimate with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Write it as people read it."""
        return f"{self.value:+.4f} [{self.low:+.4f}, {self.high:+.4f}]"


def auc(risk: Floats, label: Integers) -> float:
    """Share of pairs of who left and who stayed in the right order; ties count half.

    NaN where one of the classes is missing.

    >>> auc(np.array([0.1, 0.4, 0.3, 0.4]), np.array([0, 1, 0, 0]))
    0.8333333333333334
    """
    positives = int(label.sum())
    negatives = len(label) - positives
    if not positives or not negatives:
        return float("nan")
    _, place, counts = np.unique(risk, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2.0
    rank_sum = float(ranks[place][label == 1].sum())
    return (rank_sum - positives * (positives + 1) / 2.0) / (positives * negatives)


def log_loss(risk: Floats, label: Integers) -> float:
    """Mean of minus the logarithm of the probability given to what happened; lower is better."""
    bounded = np.clip(risk, _RISK_MIN, 1.0 - _RISK_MIN)
    return float(-np.mean(np.where(label == 1, np.log(bounded), np.log1p(-bounded))))


def weekly_moves(evidence: Evidence, spoken: Spoken) -> Floats:
    """Points each account moved from one of its snapshots to the next; a fall is negative."""
    same = evidence.account[1:] == evidence.account[:-1]
    moves: Floats = np.diff(spoken.points)[same]
    return moves


def by_account(
    evidence: Evidence, figure: Callable[[Integers], float], *, rounds: int = BOOTSTRAP_ROUNDS
) -> Interval:
    """Bootstrap a figure of rows by drawing whole accounts: snapshots of one are not independent.

    ``figure`` is given the indexes of the rows drawn. Seeded: the same evidence, the same interval.
    """
    whole = np.arange(len(evidence.label))
    starts = np.searchsorted(evidence.account, np.arange(evidence.account.max() + 2))
    rng = np.random.default_rng(BOOTSTRAP_SEED)
    accounts = len(starts) - 1
    drawn = []
    for _ in range(rounds):
        chosen = rng.integers(0, accounts, accounts)
        rows = np.concatenate([whole[starts[one] : starts[one + 1]] for one in chosen])
        drawn.append(figure(rows))
    edge = (1.0 - _LEVEL) / 2.0
    low, high = np.nanquantile(drawn, [edge, 1.0 - edge])
    return Interval(figure(whole), float(low), float(high))


class Tenth(NamedTuple):
    """One tenth of the rows by risk: mean risk, observed rate and its 95 % interval (Wilson)."""

    expected: float
    observed: float
    low: float
    high: float

    @property
    def is_right(self) -> bool:
        """Whether the observed rate is within 25 % of the expected one, or its interval is."""
        near = abs(self.observed - self.expected) <= 0.25 * self.expected
        return near or self.low <= self.expected <= self.high


def tenths(risk: Floats, label: Integers) -> list[Tenth]:
    """Reliability in ten bins of equal count, lowest risk first."""
    order = np.argsort(risk, kind="stable")
    return [_tenth(risk[part], label[part]) for part in np.array_split(order, 10) if len(part)]


def _tenth(risk: Floats, label: Integers) -> Tenth:
    total, observed, z = len(label), float(label.mean()), 1.959964
    middle = (observed + z * z / (2 * total)) / (1 + z * z / total)
    half = z * np.sqrt(observed * (1 - observed) / total + z * z / (4 * total * total))
    half = float(half) / (1 + z * z / total)
    return Tenth(float(risk.mean()), observed, middle - half, middle + half)


def share(flags: Bools) -> float:
    """Share that is true; 0 of nothing."""
    return float(flags.mean()) if len(flags) else 0.0
