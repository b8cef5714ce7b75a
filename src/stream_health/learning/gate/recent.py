"""The newest matured examples as bins: what a version just cut is tried on."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.engine.evaluation import flag_levels_milli
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.scale import MILLI, log_odds_of
from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.learning.gate.evidence import Bools, Floats, Integers
from stream_health.learning.maturity import Waiting
from stream_health.learning.quality.tally import group_of

WINDOW_DAYS: Final = 28
DAY_ROWS_MAX: Final = 2_000
"""Of one day; of larger books always the same accounts, by a hash of their id."""

_NOBODY_MILLI: Final = -(1 << 62)


class DayRows(NamedTuple):
    """Examples of one day, a byte per feature; plain values, so it is its own state record."""

    bins: bytes
    labels: bytes
    groups: bytes
    segments: tuple[str, ...]
    tiers: tuple[str, ...]


class Said(NamedTuple):
    """What one version says of rows: points before clipping, churn risk, flagged."""

    points: Floats
    risk: Floats
    flagged: Bools


class Rows(NamedTuple):
    """Rows side by side. ``group`` numbers groups of accounts, ``label`` is 1 where it left."""

    bins: NDArray[np.uint8]
    label: Floats
    group: Integers
    segments: tuple[str, ...]
    tiers: tuple[str, ...]

    def said_by(self, card: Scorecard, policy: Policy) -> Said:
        """Score every row with a version."""
        totals: Integers = np.zeros(len(self.label), dtype=np.int64)
        segments = np.array(self.segments, dtype=object)
        for segment in sorted(set(self.segments)):
            own = card.card_for(segment)
            chosen = segments == segment
            totals[chosen] = own.base_milli
            for place, row in enumerate(own.points):
                totals[chosen] += np.array(row, dtype=np.int64)[self.bins[chosen, place]]
        levels = {
            tier: _NOBODY_MILLI if level is None else level
            for tier, level in flag_levels_milli(policy, card).items()
        }
        level = np.array([levels.get(tier, _NOBODY_MILLI) for tier in self.tiers], dtype=np.int64)
        points: Any = totals / MILLI
        log_odds = log_odds_of(points, policy.scale)
        return Said(points, 1.0 / (1.0 + np.exp(-log_odds)), totals <= level)


class RecentRows:
    """Examples of the last four weeks, by the day they matured on."""

    def __init__(self) -> None:
        self._days: dict[int, DayRows] = {}
        self._dirty: set[int] = set()

    def add(self, day_end_ms: int, examples: Iterable[Waiting], start: Scorecard) -> None:
        """Keep the examples of a day, and forget days that are too old."""
        day = day_end_ms // DAY_MS - 1
        kept = sorted(examples, key=lambda one: (crc32(one.account_id.encode()), one[:4]))
        kept = kept[:DAY_ROWS_MAX]
        card, indexes = start.card_for(""), range(len(start.rows))
        self._days[day] = DayRows(
            b"".join(bytes(card.bins(one.values, indexes)) for one in kept),
            bytes(one.label for one in kept),
            bytes(group_of(one.account_id) for one in kept),
            tuple(one.segment for one in kept),
            tuple(one.value_tier for one in kept),
        )
        old = [known for known in self._days if known <= day - WINDOW_DAYS]
        for known in old:
            del self._days[known]
        self._dirty.update((day, *old))

    def rows(self, features: int, *, since_ms: int | None = None) -> Rows:
        """Everything kept that matured at or after an instant."""
        first = -1 if since_ms is None else since_ms // DAY_MS
        days = [rows for day, rows in sorted(self._days.items()) if day >= first]
        labels = np.frombuffer(b"".join(one.labels for one in days), dtype=np.uint8)
        bins = np.frombuffer(b"".join(one.bins for one in days), dtype=np.uint8)
        groups = np.frombuffer(b"".join(one.groups for one in days), dtype=np.uint8)
        return Rows(
            bins.reshape(len(labels), features),
            labels.astype(np.float64),
            groups.astype(np.int64),
            tuple(chain.from_iterable(one.segments for one in days)),
            tuple(chain.from_iterable(one.tiers for one in days)),
        )

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """State as ``(day, plain tuple)``, ``None`` for what was forgotten; clears the dirt."""
        for day in sorted(self._dirty if dirty_only else self._dirty | self._days.keys()):
            found = self._days.get(day)
            yield str(day), None if found is None else tuple(found)
        self._dirty.clear()

    def restore(self, day: str, record: tuple[Any, ...]) -> None:
        """Take over one record."""
        bins, labels, groups, segments, tiers = record
        self._days[int(day)] = DayRows(bins, labels, groups, tuple(segments), tuple(tiers))
