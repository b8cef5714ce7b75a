"""What the accounts of one partition number add to the book at the end of a day."""

from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.book.sums import LEFT_WITHIN_DAYS, USE_CAP_PERMILLE, BookSums, SegmentSums
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.engine.evaluation import Evaluator
from stream_health.domain.engine.labels import left_at
from stream_health.domain.engine.presence import is_deleted
from stream_health.domain.engine.registry import Registry
from stream_health.domain.engine.story import Story
from stream_health.domain.features.catalogue import CATALOGUE, CATALOGUE_VERSION
from stream_health.domain.features.segment_days import LEFT, remembered_usual_week
from stream_health.domain.scorecard.scale import risk_of

_LEFT_ROW: Final = CATALOGUE.index(LEFT[0])


def day_sums(
    registry: Registry, evaluator: Evaluator, *, partition: int, at_ms: int, hears_usage: bool
) -> BookSums:
    """Add up the accounts as of the end of a day.

    Without ``hears_usage`` the feed of usage is stale: what looks like quiet is not counted.
    """
    counts: dict[str, list[int]] = {}
    for entry in registry.live.values():
        account, segment = entry.account, entry.story.segment
        if account.outcomes is not None and (left_ms := left_at(account)) is not None:
            if left_ms < at_ms - LEFT_WITHIN_DAYS * DAY_MS:
                continue
            if left_ms < at_ms:
                _of(counts, segment)[3] += 1
                continue
        if not is_deleted(account):
            sums = _of(counts, segment)
            _count(sums, account, at_ms, hears_usage=hears_usage)
            sums[4] += _expected_millionths(evaluator, entry.story)
    segments = tuple((name, SegmentSums(*counts[name])) for name in sorted(counts))
    return BookSums(partition, at_ms, segments)


def _of(counts: dict[str, list[int]], segment: str) -> list[int]:
    if segment not in counts:
        counts[segment] = [0] * len(SegmentSums())
    return counts[segment]


def _count(sums: list[int], account: Account, at_ms: int, *, hears_usage: bool) -> None:
    sums[0] += 1
    ratio = remembered_usual_week(account, at_ms // HOUR_MS) if hears_usage else None
    if ratio is not None:
        sums[1] += 1
        sums[2] += min(round(1_000 * ratio), USE_CAP_PERMILLE)


def _expected_millionths(evaluator: Evaluator, story: Story) -> int:
    """How likely an account of this risk leaves in a day.

    What the row itself gives is left out, or it would take part in what it is compared with.
    """
    milli = story.total_milli
    if story.catalogue_version == CATALOGUE_VERSION:
        milli -= evaluator.card(story).points[_LEFT_ROW][story.bins[_LEFT_ROW]]
    policy = evaluator.policy
    share = DAY_MS / policy.learning.churn_horizon_ms
    return round(1_000_000 * risk_of(milli, policy.scale) * share)
