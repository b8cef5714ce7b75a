"""The snapshots of one instant, counted: per feature and bin, and per source that is quiet."""

from collections.abc import Sequence
from typing import Any, Final

from stream_health.domain.effects import SnapshotTaken
from stream_health.domain.features.feature import Feature

SCORE: Final = "score"
_SCORE_STEP_MILLI: Final = 10_000
_SCORE_BINS: Final = 11


class Week:
    """Counts of one instant. Features of a source whose feed is quiet are left out."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self._features = features
        self.accounts = 0
        self.quiet: dict[str, int] = {}
        self.counts = {feature.name: [0] * (len(feature.edges) + 2) for feature in features}
        self.counts[SCORE] = [0] * _SCORE_BINS

    def add(self, taken: SnapshotTaken) -> None:
        """Count one account."""
        self.accounts += 1
        for source in taken.stale:
            self.quiet[source] = self.quiet.get(source, 0) + 1
        for feature, value in zip(self._features, taken.values, strict=True):
            if feature.source.label not in taken.stale:
                self.counts[feature.name][feature.bin_of(value)] += 1
        self.counts[SCORE][taken.score_milli // _SCORE_STEP_MILLI] += 1

    def quiet_shares(self) -> dict[str, float]:
        """Share of the accounts whose source was quiet, by source."""
        return {source: count / self.accounts for source, count in sorted(self.quiet.items())}

    def snapshot(self) -> tuple[Any, ...]:
        """State as plain nested tuples."""
        counts = tuple((name, tuple(one)) for name, one in self.counts.items())
        return self.accounts, tuple(sorted(self.quiet.items())), counts

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        """Inverse of `snapshot`."""
        self.accounts, quiet, counts = snapshot
        self.quiet = dict(quiet)
        self.counts = {name: list(one) for name, one in counts}
