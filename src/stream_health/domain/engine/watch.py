"""Watches a high-value account at a boundary: score history, alert conditions, candidates."""

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import HOUR_MS, HOURS_PER_DAY
from stream_health.domain.effects import AlertCandidate
from stream_health.domain.engine import story as causes
from stream_health.domain.engine.evaluation import Evaluator, clip_milli
from stream_health.domain.engine.story import CAUSE_KINDS, Story, Watch


def close_interval(story: Story, hour: int, *, hard_signals: int = 0) -> None:
    """Move what was booked since the last boundary into the hour it belongs to."""
    watch = story.watch
    if watch is None:
        return
    event_milli = sum(
        milli for (kind, _), milli in story.interval.items() if kind == causes.EVENT
    )
    if event_milli or hard_signals:
        sums = watch.event_hours.setdefault(hour, [0, 0])
        sums[0] += event_milli
        sums[1] += hard_signals
        story.watch_dirty = True
    for feature, old_bin in story.interval_old_bins.items():
        if story.bins[feature] != old_bin:
            watch.journal.note(hour, feature, old_bin, _leading_kind(story, feature))
            story.watch_dirty = True
    if story.interval or story.interval_old_bins:
        story.interval = {}
        story.interval_old_bins = {}
        story.dirty = True
    _forget(watch, hour)


def _leading_kind(story: Story, feature: int) -> str:
    """The kind of cause that moved the feature most in the interval."""
    kinds = [(abs(milli), -kind) for (kind, index), milli in story.interval.items()
             if index == feature]  # fmt: skip
    return CAUSE_KINDS[-max(kinds)[1]] if kinds else CAUSE_KINDS[causes.EVENT]


def _forget(watch: Watch, hour: int) -> None:
    while watch.event_hours and (oldest := min(watch.event_hours)) < hour - HOURS_PER_DAY:
        del watch.event_hours[oldest]
