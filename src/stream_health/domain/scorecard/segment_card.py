"""The scorecard as one segment uses it: plain tuples, made for quick evaluation."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import getitem


@dataclass(frozen=True, slots=True)
class SegmentCard:
    """Base and points of one segment, in catalogue order; all in milli-points.

    Attributes
    ----------
    version : str
        Of the scorecard it was made from.
    segment : str
        Name of the segment.
    base_milli : int
        Score of an account whose every feature gives nothing.
    points : tuple of tuple of int
        Points per feature and bin; the last bin of a feature is *unknown*.
    edges : tuple of tuple of float
        Ascending bin edges per feature.
    """

    version: str
    segment: str
    base_milli: int
    points: tuple[tuple[int, ...], ...]
    edges: tuple[tuple[float, ...], ...]

    def bins(self, values: Iterable[float | None], indexes: Iterable[int]) -> list[int]:
        """Bin of each value; ``indexes`` names the features the values belong to.

        ``None`` and NaN go to the unknown bin.
        """
        edges = self.edges
        return [
            len(edges[index]) + 1
            if value is None or value != value  # noqa: PLR0124 - NaN is the one that differs from itself
            else bisect_right(edges[index], value)
            for value, index in zip(values, indexes, strict=True)
        ]

    def total(self, bins: Sequence[int]) -> int:
        """Score in milli-points before clipping; one bin per feature in catalogue order.

        >>> card = SegmentCard("v", "book", 80_000, ((-500, 0, 100), (7, 0)), ((1.0,), ()))
        >>> card.total(card.bins([0.5, None], [0, 1]))
        79500
        """
        return self.base_milli + sum(map(getitem, self.points, bins))
