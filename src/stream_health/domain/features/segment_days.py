"""The account beside its segment in the same days: what all share is no news of one.

Both sides are taken as of the last day that the whole book has closed.
"""

from collections.abc import Callable

from stream_health.domain.account.account import Account
from stream_health.domain.account.usage import UsageState
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Compute, Feature, Monotone, Ttl
from stream_health.domain.features.once_a_day import once_a_day
from stream_health.domain.features.windowed import against, closed_days

_USUAL_DAYS_MIN = 28
_USUAL_DAYS_MAX = 56
_RATIO_MIN = 0.05  # a segment that stands still is compared with as one at a twentieth


def usual_week(usage: UsageState, hour: int) -> float | None:
    """Use of the last 7 closed days against a usual week of the 56 days before them, 0 to 10.

    ``None`` with less than 28 days to go by, or none of them with use.
    """
    history = hour // HOURS_PER_DAY - 7 - usage.first_event_ms // DAY_MS
    if history < _USUAL_DAYS_MIN:
        return None
    known = min(history, _USUAL_DAYS_MAX)
    before = closed_days(usage.days, hour, known, ago=7)
    return against(closed_days(usage.days, hour, 7) * known, before * 7) if before else None


remembered_usual_week = once_a_day(usual_week)


def _beside(compare: Callable[[float, float], float | None]) -> Compute:
    """Build a feature from the account's own week and its segment's, both against a usual one."""

    def compute(account: Account, hour: int) -> float | None:
        peers = account.peers
        if peers is None or peers.use_ratio is None:
            return None
        own = _own(account, hour, peers.day)
        return None if own is None else compare(own, peers.use_ratio)

    return compute


def _own(account: Account, hour: int, day: int) -> float | None:
    """The account's own ratio as of the day the segment's is of; mostly the open one."""
    if hour // HOURS_PER_DAY == day:
        return remembered_usual_week(account, hour)
    return None if account.usage is None else usual_week(account.usage, day * HOURS_PER_DAY)


def _left_ratio(account: Account, hour: int) -> float | None:  # noqa: ARG001 - of the book's day
    if account.profile is None or account.peers is None:
        return None
    return account.peers.left_ratio


_LEFT_EDGES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.25, 1.45, 1.7, 2.0, 2.5, 3.2)

USE = (
    Feature(
        name="usage_events_7d_segment_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="7 days, beside the segment",
        ttl=Ttl.BOOK,
        meaning="Use this week beside the segment in the same days",
        text="use of the last week, against what is usual, is {value} of its segment's",
        edges=(0.1, 0.25, 0.5, 0.75, 1.0, 1.5),
        points=(-400, -300, -200, -100, 0, 0, 200),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_beside(lambda own, theirs: against(own, max(theirs, _RATIO_MIN))),
    ),
    Feature(
        name="usage_quiet_shared_7d_share",
        unit="share",
        source=Source.USAGE,
        window="7 days",
        ttl=Ttl.BOOK,
        meaning="Part of the usual use that is missing here and in the whole segment alike",
        text="{value} of the usual use is missing in its whole segment alike",
        edges=(0.25, 0.4, 0.55, 0.7, 0.85),
        points=(0, 1_000, 2_000, 3_000, 4_000, 5_000),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_beside(lambda own, theirs: max(0.0, 1.0 - max(own, theirs))),
    ),
)

LEFT = (
    Feature(
        name="profile_peers_left_28d_ratio",
        unit="ratio",
        source=Source.PROFILE,
        window="28 days, beside the book",
        ttl=Ttl.BOOK,
        meaning="Leavers of the segment in the last 4 weeks, beside its part of the book's",
        text="its segment has {value} of the leavers that were its part of the book's",
        edges=_LEFT_EDGES,
        points=(
            20_000,
            15_300,
            11_600,
            8_700,
            6_300,
            4_200,
            2_400,
            0,
            -2_300,
            -4_300,
            -6_500,
            -8_800,
            -11_600,
            -15_000,
            -20_000,
        ),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_left_ratio,
        is_held=True,
    ),
)
