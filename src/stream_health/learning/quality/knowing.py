"""Which features know too much, live: counts by bin, so that no example need be kept.

What the bins of the scorecard do not tell apart no score can use, so nothing is missed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from stream_health.domain.features.feature import Feature
from stream_health.learning.leakage import CLASS_EXAMPLES_MIN, Suspect, separation, worst_first


class FeatureTally:
    """Matured examples of each feature by bin and label.

    Examples
    --------
    >>> from stream_health.domain.features.catalogue import CATALOGUE
    >>> tally = FeatureTally()
    >>> for label in (0, 1) * 20:
    ...     tally.add(bytes([label]), label)
    >>> [one.feature == CATALOGUE[0].name for one in tally.suspects(CATALOGUE[:1])]
    [True]
    """

    def __init__(self) -> None:
        # Per feature and bin: how many stayed, how many churned.
        self._counts: dict[tuple[int, int], list[int]] = {}

    def add(self, bins: bytes, label: int) -> None:
        """Count an example: the bin of every feature, none of another catalogue."""
        for key in enumerate(bins):
            self._counts.setdefault(key, [0, 0])[label] += 1

    def merge(self, other: "FeatureTally") -> None:
        """Count what another one has counted."""
        for feature, place, *counts in other.snapshot():
            mine = self._counts.setdefault((feature, place), [0, 0])
            for label, count in enumerate(counts):
                mine[label] += count

    def suspects(self, catalogue: Sequence[Feature]) -> tuple[Suspect, ...]:
        """Features that alone tell who left, worst first; none while a class is too small.

        ``catalogue`` is the one whose bins were counted.
        """
        found = (self._suspect(number, feature) for number, feature in enumerate(catalogue))
        return worst_first(one for one in found if one is not None)

    def _suspect(self, number: int, feature: Feature) -> Suspect | None:
        bins = range(feature.unknown_bin + 1)
        counts = np.array([self._counts.get((number, place), (0, 0)) for place in bins])
        stayed, left = (int(total) for total in counts.sum(axis=0))
        if min(stayed, left) < CLASS_EXAMPLES_MIN:
            return None
        values = [None if place == feature.unknown_bin else place for place in bins for _ in (0, 1)]
        label = np.tile([0.0, 1.0], len(bins))
        auc = separation(values, label, counts.reshape(-1).astype(np.float64))
        return Suspect(feature.name, auc, stayed + left, left)

    def snapshot(self) -> tuple[tuple[int, ...], ...]:
        """State as a plain nested tuple, the same for the same counts."""
        return tuple((*key, *counts) for key, counts in sorted(self._counts.items()))

    @classmethod
    def restore(cls, snapshot: Iterable[Any]) -> "FeatureTally":
        """Inverse of `snapshot`."""
        made = cls()
        for feature, place, *counts in snapshot:
            made._counts[feature, place] = list(counts)
        return made
