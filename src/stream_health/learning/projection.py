"""Isotonic projection: the nearest points that keep a declared direction."""

from collections.abc import Sequence


def isotonic(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Weighted least-squares fit that never falls, by pooling adjacent violators.

    Parameters
    ----------
    values
        Points in bin order.
    weights
        How much each counts, above 0.

    Returns
    -------
    list of float
        As long as ``values``.

    References
    ----------
    Barlow et al., *Statistical Inference under Order Restrictions*, Wiley 1972.

    Examples
    --------
    >>> isotonic([1.0, 3.0, 2.0, 4.0], [1.0, 1.0, 1.0, 1.0])
    [1.0, 2.5, 2.5, 4.0]
    """
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many bins
    for value, weight in zip(values, weights, strict=True):
        mean, total, size = value, weight, 1
        while pools and pools[-1][0] > mean:
            before, its_weight, its_size = pools.pop()
            total += its_weight
            mean = before + (mean - before) * ((total - its_weight) / total)
            size += its_size
        pools.append((mean, total, size))
    return [mean for mean, _, size in pools for _ in range(size)]


def antitonic(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Weighted least-squares fit that never rises.

    >>> antitonic([3.0, 4.0, 1.0], [1.0, 3.0, 1.0])
    [3.75, 3.75, 1.0]
    """
    return [-value for value in isotonic([-value for value in values], weights)]
