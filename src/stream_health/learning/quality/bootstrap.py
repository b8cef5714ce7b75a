"""Intervals of figures: accounts are drawn again, with all their rows."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import numpy as np

from stream_health.learning.quality.ranking import Counts, Numbers

RESAMPLES: Final = 200
ACCOUNTS_MIN: Final = 10
"""Fewer accounts give no interval worth the name."""

_TAIL_PERCENT: Final = 2.5


class Estimate(NamedTuple):
    """A figure and its 95 % interval; the ends are NaN where there is none."""

    value: float
    low: float
    high: float


def intervals(
    figures: Callable[[Numbers | None], Mapping[str, float]],
    account: Counts,
    *,
    resamples: int = RESAMPLES,
    seed: int = 1,
) -> dict[str, Estimate]:
    """Percentile intervals of every figure by drawing accounts with replacement.

    Rows of one account resemble each other; drawing rows would make every interval too narrow
    (Field and Welsh, J. R. Stat. Soc. B 69, 2007). Resamples that give NaN are left out.

    Parameters
    ----------
    figures
        Figures for the weights of the rows; None is every row once.
    account
        Number of each row's account.
    """
    values = figures(None)
    _, codes = np.unique(account, return_inverse=True)
    accounts = int(codes.max()) + 1 if len(codes) else 0
    drawn: dict[str, list[float]] = {name: [] for name in values}
    if accounts >= ACCOUNTS_MIN:
        rng = np.random.default_rng(seed)
        for _ in range(resamples):
            times = np.bincount(rng.integers(accounts, size=accounts), minlength=accounts)
            for name, value in figures(times[codes].astype(np.float64)).items():
                drawn[name].append(value)
    return {name: Estimate(value, *_ends(drawn[name])) for name, value in values.items()}


def _ends(drawn: list[float]) -> tuple[float, float]:
    known = [value for value in drawn if not np.isnan(value)]
    if not known:
        return float("nan"), float("nan")
    low, high = np.percentile(known, [_TAIL_PERCENT, 100.0 - _TAIL_PERCENT])
    return float(low), float(high)
