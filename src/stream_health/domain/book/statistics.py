"""What the book did in the days before an instant, segment by segment, under a name of its own."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple

from stream_health.domain.book.sums import SegmentSums
from stream_health.domain.clocking import DAY_MS, HOUR_MS

EFFECT_AFTER_MS: Final = HOUR_MS
"""From the end of a day until its statistics hold: time enough for every partition to close it."""

VALID_MS: Final = 7 * DAY_MS
"""Older statistics say nothing of these days."""

COMPARED_MIN: Final = 10
"""Fewer accounts than this are no measure: each would be compared mostly with itself."""

_SHRINK_ACCOUNTS: Final = 20
"""A segment's figure is that of the book until it has more accounts than this."""

_SHRINK_LEAVERS: Final = 20
"""Leavers a segment is thought to have had beside its own, as expected: few say nothing."""


class Peers(NamedTuple):
    """A segment in the days before the start of ``day`` (since the epoch).

    ``use_ratio`` is the mean of what the last 7 days of its accounts were of their usual week,
    ``left_ratio`` how many left in the last 28 days against its part of the book's, by who was
    expected to; ``None`` where too few can say.
    """

    day: int
    use_ratio: float | None
    left_ratio: float | None


class BookOpened(NamedTuple):
    """From this boundary on the partition compares accounts with these statistics of the book."""

    partition: int
    version: str
    effective_at_ms: int


@dataclass(frozen=True, slots=True)
class Book:
    """Sums of all partition numbers at the end of a day.

    >>> NO_BOOK.peers("book") is None
    True
    """

    version: str
    day_end_ms: int
    segments: tuple[tuple[str, SegmentSums], ...]
    _peers: dict[str, Peers] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, day_end_ms: int, sums: Mapping[str, SegmentSums]) -> "Book":
        """Name statistics by their day and content.

        >>> Book.of(86_400_000, {}).version
        'b-19700101-52ad418c'
        """
        segments = tuple(sorted(sums.items()))
        content = repr((day_end_ms, [(name, tuple(one)) for name, one in segments]))
        digest = hashlib.sha256(content.encode()).hexdigest()
        day = datetime.fromtimestamp((day_end_ms - 1) / 1_000, UTC)
        return cls(f"b-{day:%Y%m%d}-{digest[:8]}", day_end_ms, segments)

    @property
    def effective_at_ms(self) -> int:
        """When they hold, wherever they arrive in time."""
        return self.day_end_ms + EFFECT_AFTER_MS

    def is_valid(self, at_ms: int) -> bool:
        """Tell whether they still say something of the days before an instant."""
        return at_ms - self.day_end_ms <= VALID_MS

    def peers(self, segment: str) -> Peers | None:
        """What a segment did; ``None`` when nothing is known of the book."""
        if not self.segments:
            return None
        known = self._peers.get(segment)
        if known is None:
            known = self._peers[segment] = self._compare(segment)
        return known

    def _compare(self, segment: str) -> Peers:
        whole = total(sums for _, sums in self.segments)
        own = dict(self.segments).get(segment, SegmentSums())
        use = _shrunk(own.use_permille, own.compared, whole.use_permille, whole.compared)
        return Peers(
            self.day_end_ms // DAY_MS, None if use is None else use / 1_000, _left(own, whole)
        )


NO_BOOK: Final = Book("0", 0, ())
"""Before the first day is closed, and where statistics are too old."""


def total(sums: Iterable[SegmentSums]) -> SegmentSums:
    """Sum of any number of segments."""
    added = SegmentSums()
    for one in sums:
        added = added.plus(one)
    return added


def _shrunk(own: int, own_count: int, whole: int, whole_count: int) -> float | None:
    """Mean of a segment, drawn to the book's as if it had some accounts like the book's more."""
    if whole_count < COMPARED_MIN:
        return None
    return (own + _SHRINK_ACCOUNTS * whole / whole_count) / (own_count + _SHRINK_ACCOUNTS)


def _left(own: SegmentSums, whole: SegmentSums) -> float | None:
    """Leavers of a segment against its part of the book's, by who was expected to leave.

    What the whole book shares is left to the labels: it often passes as quickly as it came.
    """
    if whole.accounts < COMPARED_MIN or not whole.expected_millionths:
        return None
    part = own.expected_millionths / whole.expected_millionths
    return (own.left + _SHRINK_LEAVERS) / (whole.left * part + _SHRINK_LEAVERS)
