"""Points: numbers with three decimals outside, integer milli-points inside, so sums are exact."""

from typing import Final

MILLI: Final = 1_000


def to_points(points_milli: int) -> float:
    """Points of milli-points.

    >>> to_points(-15_001)
    -15.001
    """
    return points_milli / MILLI


def to_milli(points: float) -> int:
    """Milli-points of points, rounded to the nearest.

    >>> to_milli(-15.001)
    -15001
    """
    return round(points * MILLI)


def optional_points(points_milli: int | None) -> float | None:
    """Points of milli-points that may be missing.

    >>> optional_points(None)
    """
    return None if points_milli is None else points_milli / MILLI


def optional_milli(points: float | None) -> int | None:
    """Milli-points of points that may be missing.

    >>> optional_milli(1.5)
    1500
    """
    return None if points is None else round(points * MILLI)
