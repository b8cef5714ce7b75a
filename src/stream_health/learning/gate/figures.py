"""Figures of one version over evidence, and intervals of their differences by account."""

from collections.abc import Callable
from typing import Final

import numpy as np

from stream_health.learning.gate.evidence import Bools, Evidence, Floats, Spoken
from stream_health.learning.quality.bootstrap import Estimate, intervals

BOOTSTRAP_ROUNDS: Final = 400
BOOTSTRAP_SEED: Final = 20_240_101


def weekly_moves(evidence: Evidence, spoken: Spoken) -> Floats:
    """Points each account moved from one of its snapshots to the next; a fall is negative."""
    same = evidence.account[1:] == evidence.account[:-1]
    moves: Floats = np.diff(spoken.points)[same]
    return moves


def by_account(
    evidence: Evidence,
    figure: Callable[[Floats | None], float],
    *,
    rounds: int = BOOTSTRAP_ROUNDS,
) -> Estimate:
    """Bootstrap a figure of rows by drawing whole accounts: snapshots of one are not independent.

    ``figure`` is given how often each row counts. Seeded: the same evidence, the same interval.
    """
    found = intervals(
        lambda weight: {"": figure(weight)},
        evidence.account,
        resamples=rounds,
        seed=BOOTSTRAP_SEED,
    )
    return found[""]


def said(estimate: Estimate) -> str:
    """Write a difference and its interval as people read it.

    >>> said(Estimate(0.01, -0.02, 0.04))
    '+0.0100 [-0.0200, +0.0400]'
    """
    return f"{estimate.value:+.4f} [{estimate.low:+.4f}, {estimate.high:+.4f}]"


def share(flags: Bools) -> float:
    """Share that is true; 0 of nothing."""
    return float(flags.mean()) if len(flags) else 0.0
