"""Which feeds of the partition are alive: a feed that goes quiet is data loss, not bad news."""

from stream_health.domain.effects import FeedsChanged
from stream_health.domain.events import Source


class Feeds:
    """Time of the newest event per source, and which sources have gone stale.

    A source is stale when its newest event in the whole partition number is older than the policy
    allows. A source that was never seen is not stale: accounts without it have unknown values.

    Examples
    --------
    >>> feeds = Feeds(((Source.USAGE, 1_000),))
    >>> feeds.seen(Source.USAGE, 0); feeds.update(1_000), feeds.update(1_001), feeds.stale_mask
    (False, True, 1)
    """

    __slots__ = ("_limits", "newest_ms", "stale_mask")

    def __init__(self, limits: tuple[tuple[Source, int], ...]) -> None:
        self._limits = limits
        self.newest_ms: list[int | None] = [None] * len(Source)
        self.stale_mask = 0

    def seen(self, source: Source, event_time_ms: int) -> None:
        """Note an event of a source."""
        newest = self.newest_ms[source]
        if newest is None or event_time_ms > newest:
            self.newest_ms[source] = event_time_ms

    def update(self, as_of_ms: int) -> bool:
        """Decide which sources are stale; True when that changed."""
        mask = 0
        for source, limit_ms in self._limits:
            newest = self.newest_ms[source]
            if newest is not None and as_of_ms - newest > limit_ms:
                mask |= 1 << source
        changed = mask != self.stale_mask
        self.stale_mask = mask
        return changed

    def changed(self, partition: int, as_of_ms: int) -> FeedsChanged:
        """Tell which sources are stale now, and when each was last heard."""
        stale = [source for source in Source if self.stale_mask >> source & 1]
        return FeedsChanged(
            partition,
            as_of_ms,
            tuple(source.label for source in stale),
            tuple(self.newest_ms[source] or 0 for source in stale),
        )
