"""What became of an account within a horizon, and what was heard of it too late."""

import hashlib
from typing import NamedTuple

from stream_health.domain.account.account import Account
from stream_health.domain.effects import LateOutcome
from stream_health.domain.engine.registry import Entry
from stream_health.domain.events import Outcome
from stream_health.domain.policy import Learning

TARGET_OF = {"churned": "churn", "expanded": "expansion", "became_advocate": "advocacy"}


def left_at(account: Account) -> int | None:
    """When the account gave notice, else when its churn took effect; None while it stays."""
    outcomes = account.outcomes
    if outcomes is None or not outcomes.churned:
        return None
    at: int | None = outcomes.notice_at_ms
    return outcomes.effective_at_ms if at is None else at


def times_of(account: Account, target: str) -> list[int]:
    """When the target happened, as far as is known now: times of notice, growth or praise."""
    outcomes = account.outcomes
    if outcomes is None:
        return []
    if target == "churn":
        left_ms = left_at(account)
        return [] if left_ms is None else [left_ms]
    expansion = target == "expansion"
    return outcomes.expanded_times_ms if expansion else outcomes.advocate_times_ms


def happened_within(account: Account, target: str, start_ms: int, end_ms: int) -> bool:
    """Tell whether the target happened in ``[start_ms, end_ms)``."""
    return any(start_ms <= time_ms < end_ms for time_ms in times_of(account, target))


class Before(NamedTuple):
    """What was known of the target an outcome speaks of, before it was folded."""

    target: str
    times_ms: tuple[int, ...]


def before(account: Account, outcome: Outcome) -> Before | None:
    """Remember what is known; None for an outcome that is no target (a renewal)."""
    target = TARGET_OF.get(outcome.kind)
    return None if target is None else Before(target, tuple(times_of(account, target)))


def late_outcome(
    known: Before,
    entry: Entry,
    outcome: Outcome,
    *,
    learning: Learning,
    now_ms: int,
) -> LateOutcome | None:
    """Say which examples were released with the label 0 that this outcome contradicts.

    None when there are none: the outcome came in time, or repeats what was known.
    """
    account, story, target = entry.account, entry.story, known.target
    released_ms = story.released.get(target)
    news = sorted(set(times_of(account, target)) - set(known.times_ms))
    if target not in learning.targets or released_ms is None or not news:
        return None
    horizon_ms, every_ms = learning.horizon_of(target), learning.snapshot_every_ms
    contradicted = 0
    first_ms = max(news[0] - horizon_ms + 1, story.first_seen_ms)
    at_ms = first_ms + (learning.snapshot_anchor_ms - first_ms) % every_ms
    while at_ms <= min(news[-1], released_ms):
        inside = range(at_ms, at_ms + horizon_ms)
        if any(t in inside for t in news) and not any(t in inside for t in known.times_ms):
            contradicted += 1
        at_ms += every_ms
    if not contradicted:
        return None
    digest = hashlib.sha256(f"late/{account.account_id}/{outcome.event_id}".encode())
    return LateOutcome(
        event_id=digest.hexdigest()[:32],
        account_id=account.account_id,
        target=target,
        outcome_at_ms=news[-1],
        recorded_at_ms=max(outcome.event_time_ms, now_ms),
        examples_total=contradicted,
    )
