"""What is said in the end: how much, how fast, which stories were found, one alert in full."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import AlertTransition
from stream_health.local.book.story import WARNED_STORIES, Story, Truth
from stream_health.local.demo.email_story import farewell_lines
from stream_health.local.demo.tally import Tally
from stream_health.local.demo.words import alert_lines, minute


class Performance(NamedTuple):
    """Figures of the run that the tally does not know."""

    events_total: int
    feed_seconds: float
    workers: int
    reached_ms: int
    end_ms: int


class Found(NamedTuple):
    """One story among the accounts that are watched, and when alerts followed."""

    story: Story
    begun: int
    delays_ms: tuple[int, ...]


def stories_found(
    truths: Sequence[Truth], fired: Sequence[AlertTransition], *, until_ms: int
) -> list[Found]:
    """Per story to be warned of: in how many high-value accounts it had begun, delays of alerts."""
    first: dict[str, int] = {}
    for alert in fired:
        first.setdefault(alert.candidate.account_id, alert.as_of_ms)
    found = []
    for story in WARNED_STORIES:
        begun = [
            truth for truth in truths
            if truth.story is story and watched(truth) and _began(truth, until_ms)
        ]  # fmt: skip
        delays = [
            first[truth.account_id] - (truth.onset_ms or 0)
            for truth in begun
            if first.get(truth.account_id, -1) >= (truth.onset_ms or 0)
        ]
        found.append(Found(story, len(begun), tuple(sorted(delays))))
    return found


def false_alerts(
    truths: Sequence[Truth], fired: Sequence[AlertTransition]
) -> list[AlertTransition]:
    """Alerts on accounts in which no story that deserves one had begun."""
    by_account = {truth.account_id: truth for truth in truths}
    return [
        alert for alert in fired if not _deserved(by_account.get(alert.candidate.account_id), alert)
    ]


def watched(truth: Truth) -> bool:
    """Whether the account is one of those that alert."""
    return truth.tier in ("high", "strategic")


def quantile(values: Sequence[float], share: float) -> float:
    """Value that this share of the values does not exceed; 0 for none.

    >>> quantile([3.0, 1.0, 2.0], 0.5), quantile([], 0.5)
    (2.0, 0.0)
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def summary_lines(tally: Tally, truths: Sequence[Truth], performance: Performance) -> Iterator[str]:
    """Everything said at the end, line by line."""
    yield from _figures(tally, performance)
    yield "stories, among the accounts of high value (truth is known here):"
    for found in stories_found(truths, tally.fired, until_ms=performance.reached_ms):
        yield f"  {_story_line(found)}"
    wrong = false_alerts(truths, tally.fired)
    names = "".join(f" {one.candidate.account_id}" for one in wrong)
    yield f"false alerts      {len(wrong)}{names}"
    yield from farewell_lines(tally, truths, until_ms=performance.reached_ms)
    if tally.fired:
        falls = [one for one in tally.fired if one.candidate.reference_milli is not None]
        alert = (falls or tally.fired)[-1]  # a fall has more to explain than a hard signal
        account_id = alert.candidate.account_id
        yield ""
        yield "one alert in full:"
        yield from alert_lines(
            alert,
            tally.truth_of(account_id),
            tally.scores.get(account_id),
            whole=True,
        )


def _figures(tally: Tally, performance: Performance) -> Iterator[str]:
    rate = performance.events_total / max(performance.feed_seconds, 1e-9)
    yield (
        f"events            {performance.events_total:,} in {performance.feed_seconds:.1f} s "
        f"({rate:,.0f} a second), {performance.workers} workers"
    )
    yield f"story told until  {minute(performance.reached_ms)}"
    if performance.reached_ms < performance.end_ms:
        days = (performance.end_ms - performance.reached_ms) / DAY_MS
        yield f"                  {days:.0f} days short of the end: give it more time"
    yield f"score changes     {tally.score_changes_total:,}"
    said = ", ".join(f"{name} {times}" for name, times in sorted(tally.transitions.items()))
    yield f"alerts            {len(tally.fired)} fired ({said or 'no transitions'})"
    late = tally.latencies_seconds
    yield (
        f"latency           p50 {quantile(late, 0.5):.3f} s, p95 {quantile(late, 0.95):.3f} s, "
        f"from sending events to reading the score they made ({len(late):,} scores)"
    )
    yield (
        f"explanations      {tally.heard_total:,} scores and alerts checked, "
        f"{len(tally.unexplained)} do not add up"
    )


def _story_line(found: Found) -> str:
    name = found.story.replace("_", " ")
    if not found.begun:
        return f"{name:<16} has not begun"
    delays = ", ".join(f"{delay / DAY_MS:.1f}" for delay in found.delays_ms)
    after = f", first alert after {delays} days" if delays else ""
    return f"{name:<16} {len(found.delays_ms)} of {found.begun} found{after}"


def _began(truth: Truth, until_ms: int) -> bool:
    return truth.onset_ms is not None and truth.onset_ms < until_ms


def _deserved(truth: Truth | None, alert: AlertTransition) -> bool:
    return (
        truth is not None
        and truth.story in (*WARNED_STORIES, Story.UNEXPLAINED_CHURN)
        and truth.onset_ms is not None
        and alert.as_of_ms >= truth.onset_ms
    )
