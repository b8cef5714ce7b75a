"""Snapshots of features as they were known then, and the examples they become.

An example is released only when its whole horizon (and the grace for outcomes recorded late) has
passed, whatever its label: churners are known first, and a model fed with them early believes that
everybody churns.
"""

import hashlib
from typing import Any, NamedTuple

from stream_health.domain.account.account import Account
from stream_health.domain.effects import TrainingExample
from stream_health.domain.engine.evaluation import Evaluator, clip_milli
from stream_health.domain.engine.presence import is_deleted
from stream_health.domain.engine.story import Story
from stream_health.domain.features.catalogue import CATALOGUE_VERSION
from stream_health.domain.policy import Learning
from stream_health.domain.scorecard.scale import risk_of


class Snapshot(NamedTuple):
    """An account's features at one instant, waiting for its label."""

    at_ms: int
    values: tuple[float | None, ...]
    catalogue_version: str
    segment: str
    tier: str
    score_milli: int
    churn_risk: float
    model_version: str


def tag_of(at_ms: int) -> str:
    """State tag of the snapshot taken at this instant."""
    return f"s{at_ms}"


def release_of(at_ms: int, learning: Learning) -> int:
    """Instant at which the label of a snapshot is known."""
    return at_ms + learning.churn_horizon_ms + learning.grace_ms


def left_at(account: Account) -> int | None:
    """When the account gave notice, else when its churn took effect; None while it stays."""
    outcomes = account.outcomes
    if outcomes is None or not outcomes.churned:
        return None
    at: int | None = outcomes.notice_at_ms
    return outcomes.effective_at_ms if at is None else at


def stays(account: Account) -> bool:
    """Tell whether there is something to predict: no notice was given, and it is not deleted."""
    return left_at(account) is None and not is_deleted(account)


def take(evaluator: Evaluator, account: Account, story: Story, at_ms: int) -> Snapshot:
    """Snapshot of an account that stays, settled as of now."""
    profile = account.profile
    return Snapshot(
        at_ms=at_ms,
        values=tuple(evaluator.values(account, story)),
        catalogue_version=CATALOGUE_VERSION,
        segment=story.segment,
        tier=(profile.tier if profile is not None else None) or "unknown",
        score_milli=clip_milli(story.total_milli),
        churn_risk=risk_of(story.total_milli, evaluator.policy.scale),
        model_version=story.model_version,
    )


def release(
    account: Account, snapshot: Snapshot, *, learning: Learning, now_ms: int
) -> TrainingExample | None:
    """The labelled example, or None where the label stays unknown (censored or after a notice).

    The label is 1 when the notice (else the effective) date lies in ``[at, at + horizon)``: the
    snapshot sees what happened before its instant, so an outcome at the instant comes after it.
    """
    left, end_ms = left_at(account), snapshot.at_ms + learning.churn_horizon_ms
    churned = left is not None and left < end_ms
    if left is not None and left < snapshot.at_ms:
        return None
    if not churned and _ended_before(account, end_ms):
        return None
    return TrainingExample(
        example_id=_example_id(account.account_id, snapshot.at_ms),
        account_id=account.account_id,
        target="churn",
        snapshot_at_ms=snapshot.at_ms,
        matured_at_ms=now_ms,
        horizon_ms=learning.churn_horizon_ms,
        label=int(churned),
        values=snapshot.values,
        catalogue_version=snapshot.catalogue_version,
        segment=snapshot.segment,
        tier=snapshot.tier,
        score_milli=snapshot.score_milli,
        churn_risk=snapshot.churn_risk,
        model_version=snapshot.model_version,
        treated=_treated(account, snapshot.at_ms, end_ms),
    )


def restore(record: tuple[Any, ...]) -> Snapshot:
    """Rebuild a snapshot from its state record."""
    at_ms, values, *rest = record
    return Snapshot(at_ms, tuple(values), *rest)


def _ended_before(account: Account, end_ms: int) -> bool:
    profile = account.profile
    return profile is not None and profile.deleted and profile.updated_at_ms < end_ms


def _treated(account: Account, start_ms: int, end_ms: int) -> bool:
    feedback = account.feedback
    return feedback is not None and feedback.acted_between(start_ms, end_ms)


def _example_id(account_id: str, at_ms: int) -> str:
    return hashlib.sha256(f"churn/{account_id}/{at_ms}".encode()).hexdigest()[:32]
