"""Where an account stands: watched by the hour, scored once a day, or left alone."""

from typing import TYPE_CHECKING

from stream_health.domain.engine.presence import has_left, is_deleted
from stream_health.domain.engine.registry import Entry
from stream_health.domain.engine.story import Watch
from stream_health.domain.engine.value_tier import is_high_value

if TYPE_CHECKING:
    from stream_health.domain.engine.duties import Duties


def place(duties: "Duties", entry: Entry, at_ms: int) -> None:
    """Put an account where its tier and its presence want it; often that is where it is."""
    account, story = entry.account, entry.story
    left = has_left(account, at_ms)
    high_value = not left and is_high_value(account, duties.evaluator.policy)
    if (left, high_value) == (story.left, story.high_value):
        return
    if story.high_value and not high_value:
        _end_watch(duties, entry, at_ms, left=left)
    elif high_value:
        story.watch = story.watch or Watch()
        story.watch_dirty = True
    story.left, story.high_value = left, high_value
    story.dirty = True
    duties.registry.dirty[account.account_id] = entry
    duties.agenda.place(account.account_id, watched=high_value, daily=not (high_value or left))


def _end_watch(duties: "Duties", entry: Entry, at_ms: int, *, left: bool) -> None:
    """End what is under way; of the watch itself only the counts of alerts stay."""
    story = entry.story
    churned = left and not is_deleted(entry.account)
    if story.watch is not None:
        reason = "outcome" if churned else "no_longer_watched"
        duties.effects += duties.lookout(entry, at_ms).end(story.watch, reason)
        story.watch = story.watch.retired()
    story.interval = {}
    story.interval_old_bins = {}
    story.watch_dirty = True
