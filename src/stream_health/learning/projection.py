"""Monotone projection: the nearest points that keep every declared direction."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from stream_health.learning.joint_posterior import Numbers, Places, solve

_TOLERANCE: Final = 1e-9


def nearest_in_order(
    values: Numbers, precision: Numbers, chains: Sequence[Sequence[int]]
) -> Numbers:
    """Values closest to ``values`` that never fall along any chain, by pooling violators.

    Close is measured by the whole precision matrix: where two features share what they explain and
    one of them must give way, the others take over its part. Neighbours that would fall are pooled
    into one value, all is fitted again, until nothing falls.

    Parameters
    ----------
    values
        The mean of a normal.
    precision
        Its inverse covariance, in any unit.
    chains
        Indexes in the order along which values may only rise; no index in two of them.

    Returns
    -------
    array
        As long as ``values``.

    References
    ----------
    Barlow et al., *Statistical Inference under Order Restrictions*, Wiley 1972.

    Examples
    --------
    >>> nearest_in_order(np.array([1.0, 3.0, 2.0, 4.0]), np.eye(4), [range(4)]).tolist()
    [1.0, 2.5, 2.5, 4.0]
    """
    pools = np.arange(len(values))
    fitted = values
    while _pool(fitted, pools, chains):
        _, members = np.unique(pools, return_inverse=True)
        ties = np.zeros((len(values), members.max() + 1))
        ties[np.arange(len(values)), members] = 1.0
        pulled = precision @ ties
        fitted = solve(ties.T @ pulled, pulled.T @ values)[members]
    return fitted


def _pool(fitted: Numbers, pools: Places, chains: Sequence[Sequence[int]]) -> bool:
    """Give neighbours that fall the same pool; False when none does."""
    pooled = False
    for chain in chains:
        for left, right in pairwise(chain):
            if pools[left] != pools[right] and fitted[left] > fitted[right] + _TOLERANCE:
                pools[pools == pools[right]] = pools[left]
                pooled = True
    return pooled
