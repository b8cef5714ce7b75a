"""Features beside the segment worked out the plain way, for a segment that is given."""

from collections.abc import Callable

from tests.domain.features.naive import Past, ratio, uses

from stream_health.domain.book.statistics import Peers


def peers_as_of(hour: int) -> Peers:
    """A segment as of the open day, or the day before: statistics come a little later."""
    return Peers(hour // 24 - hour % 2, (0.0, 0.3, 0.9)[hour % 3], 1.8)


def own_week(past: Past) -> float | None:
    """The last 7 days against a usual week of the up to 56 before, as of the segment's day."""
    behind = peers_as_of(past.hour).day - past.day
    known = min(past.used_days + behind - 7, 56)
    if known < 28:
        return None
    before = uses(past.within(past.usage, behind - 7 - known, behind - 7))
    week = uses(past.within(past.usage, behind - 7, behind))
    return ratio(week, before / known * 7) if before else None


def against_segment(past: Past) -> float | None:
    """Own week against the segment's, which counts as a twentieth when it stands still."""
    own, segment = own_week(past), peers_as_of(past.hour).use_ratio
    return None if own is None or segment is None else ratio(own, max(segment, 0.05))


def shared_quiet(past: Past) -> float | None:
    """What is missing on both sides."""
    own, segment = own_week(past), peers_as_of(past.hour).use_ratio
    return None if own is None or segment is None else min(max(1 - own, 0), max(1 - segment, 0))


PEERS: dict[str, Callable[[Past], float | None]] = {
    "usage_events_7d_segment_ratio": against_segment,
    "usage_quiet_shared_7d_share": shared_quiet,
    "profile_peers_left_28d_ratio": lambda past: peers_as_of(past.hour).left_ratio,
}
