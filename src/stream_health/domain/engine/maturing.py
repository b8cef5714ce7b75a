"""Snapshots of features as they were known then, and the examples they become.

An example is released only when its whole horizon (and the grace for outcomes recorded late) has
passed, whatever its label: churners are known first, and a model fed with them early believes that
everybody churns.
"""

import hashlib
from typing import Any, NamedTuple

from stream_health.domain.account.account import Account
from stream_health.domain.effects import CensoredExample, SnapshotTaken, TrainingExample
from stream_health.domain.engine.evaluation import Evaluator, clip_milli
from stream_health.domain.engine.holdout import is_held_out
from stream_health.domain.engine.labels import happened_within, left_at
from stream_health.domain.engine.presence import is_deleted
from stream_health.domain.engine.story import Story
from stream_health.domain.engine.trial import CHAMPION_ARM
from stream_health.domain.engine.value_tier import value_tier_of
from stream_health.domain.events import Source
from stream_health.domain.features.catalogue import CATALOGUE_VERSION
from stream_health.domain.policy import Learning, Policy
from stream_health.domain.scorecard.scale import MILLI, risk_of


class Snapshot(NamedTuple):
    """An account's features at one instant, waiting for its labels, and what was served then."""

    at_ms: int
    values: tuple[float | None, ...]
    catalogue_version: str
    segment: str
    tier: str
    score_milli: int
    churn_risk: float
    model_version: str
    value_tier: str
    override_points: float | None  # of a CSM's override in force, beside the score
    likelihoods: tuple[tuple[str, float], ...]  # of the targets other than churn that had a model
    flagged: bool | None = None
    arm: str = CHAMPION_ARM
    value_minor: int | None = None
    csm: str | None = None


def tag_of(at_ms: int) -> str:
    """State tag of the snapshot taken at this instant."""
    return f"s{at_ms}"


def release_of(at_ms: int, learning: Learning, target: str) -> int:
    """Instant at which the label of a snapshot is known."""
    return at_ms + learning.horizon_of(target) + learning.grace_ms


def releases_of(at_ms: int, learning: Learning, story: Story) -> set[int]:
    """Instants at which the labels of a snapshot are known that are not yet; some coincide."""
    return {
        release_of(at_ms, learning, target)
        for target in learning.targets
        if not is_released(story, target, at_ms)
    }


def is_released(story: Story, target: str, at_ms: int) -> bool:
    """Tell whether the label of the snapshot taken at this instant was known already."""
    released_ms = story.released.get(target)
    return released_ms is not None and at_ms <= released_ms


def stays(account: Account) -> bool:
    """Tell whether there is something to predict: no notice was given, and it is not deleted."""
    return left_at(account) is None and not is_deleted(account)


def take(evaluator: Evaluator, account: Account, story: Story, at_ms: int) -> Snapshot:
    """Snapshot of an account that stays, settled as of now."""
    profile = account.profile
    values = tuple(evaluator.values(account, story))
    return Snapshot(
        at_ms=at_ms,
        values=values,
        catalogue_version=CATALOGUE_VERSION,
        segment=story.segment,
        tier=(profile.tier if profile is not None else None) or "unknown",
        score_milli=clip_milli(story.total_milli),
        churn_risk=risk_of(story.total_milli, evaluator.policy.scale),
        model_version=story.model_version,
        value_tier=value_tier_of(account, evaluator.policy),
        override_points=_override(account, at_ms),
        likelihoods=evaluator.likelihoods(story, values),
        flagged=evaluator.flagged(account, story),
        arm=evaluator.arm,
        value_minor=None if profile is None else profile.arr_minor,
        csm=None if profile is None else profile.csm,
    )


def said_of(account_id: str, snapshot: Snapshot, *, stale_mask: int) -> SnapshotTaken:
    """What challengers and the watch for drift are told of a snapshot."""
    return SnapshotTaken(
        account_id=account_id,
        snapshot_at_ms=snapshot.at_ms,
        values=snapshot.values,
        catalogue_version=snapshot.catalogue_version,
        segment=snapshot.segment,
        value_tier=snapshot.value_tier,
        score_milli=snapshot.score_milli,
        churn_risk=snapshot.churn_risk,
        model_version=snapshot.model_version,
        stale=tuple(source.label for source in Source if stale_mask >> source & 1),
    )


def release(
    account: Account, snapshot: Snapshot, target: str, *, policy: Policy, now_ms: int
) -> TrainingExample | CensoredExample | None:
    """The labelled example, one whose label stays unknown (censored), or None after a notice.

    The label is 1 when the target happened in ``[at, at + horizon)``: the snapshot sees what
    happened before its instant, so an outcome at the instant comes after it. Who left neither
    grows nor speaks for us: that label is 0, and known. A tombstone before the end censors.
    """
    learning = policy.learning
    left, horizon_ms = left_at(account), learning.horizon_of(target)
    end_ms = snapshot.at_ms + horizon_ms
    happened = happened_within(account, target, snapshot.at_ms, end_ms)
    gone = left is not None and left < end_ms
    if left is not None and left < snapshot.at_ms:
        return None
    outcomes = account.outcomes
    example = TrainingExample(
        example_id=_example_id(target, account.account_id, snapshot.at_ms),
        account_id=account.account_id,
        target=target,
        snapshot_at_ms=snapshot.at_ms,
        matured_at_ms=now_ms,
        horizon_ms=horizon_ms,
        label=int(happened),
        values=snapshot.values,
        catalogue_version=snapshot.catalogue_version,
        segment=snapshot.segment,
        tier=snapshot.tier,
        score_milli=snapshot.score_milli,
        churn_risk=snapshot.churn_risk,
        model_version=snapshot.model_version,
        treated=_treated(account, snapshot.at_ms, end_ms),
        cause=outcomes.cause if happened and target == "churn" and outcomes is not None else None,
        value_tier=snapshot.value_tier,
        holdout=is_held_out(account.account_id, learning),
        served=_served(snapshot, target),
        override=_override_risk(snapshot, target, policy),
        flagged=snapshot.flagged,
        arm=snapshot.arm,
        value_minor=snapshot.value_minor,
        left_at_ms=left if happened and target == "churn" else None,
        csm=snapshot.csm,
    )
    ended_ms = _ended_at(account)
    if happened or gone or ended_ms is None or ended_ms >= end_ms:
        return example
    return _censored(example, ended_ms)


def restore(record: tuple[Any, ...]) -> Snapshot:
    """Rebuild a snapshot from its state record."""
    found = Snapshot(*record)
    likelihoods = tuple((target, share) for target, share in found.likelihoods)
    return found._replace(values=tuple(found.values), likelihoods=likelihoods)


def _override(account: Account, at_ms: int) -> float | None:
    feedback = account.feedback
    override = None if feedback is None else feedback.override_at(at_ms)
    return None if override is None else override.score


def _override_risk(snapshot: Snapshot, target: str, policy: Policy) -> float | None:
    points = snapshot.override_points
    if target != "churn" or points is None:
        return None
    return risk_of(MILLI * points, policy.scale)


def _served(snapshot: Snapshot, target: str) -> float | None:
    return snapshot.churn_risk if target == "churn" else dict(snapshot.likelihoods).get(target)


def _censored(example: TrainingExample, ended_ms: int) -> CensoredExample | None:
    """What is left of an example whose data ended; None when that was before its snapshot."""
    watched_ms = ended_ms - example.snapshot_at_ms
    if watched_ms <= 0:
        return None
    return CensoredExample(
        example_id=example.example_id,
        account_id=example.account_id,
        target=example.target,
        snapshot_at_ms=example.snapshot_at_ms,
        matured_at_ms=example.matured_at_ms,
        horizon_ms=example.horizon_ms,
        watched_ms=watched_ms,
        values=example.values,
        catalogue_version=example.catalogue_version,
        segment=example.segment,
    )


def _ended_at(account: Account) -> int | None:
    """When its data ended; None while they go on."""
    profile = account.profile
    return profile.updated_at_ms if profile is not None and profile.deleted else None


def _treated(account: Account, start_ms: int, end_ms: int) -> bool:
    feedback = account.feedback
    return feedback is not None and feedback.acted_between(start_ms, end_ms)


def _example_id(target: str, account_id: str, at_ms: int) -> str:
    return hashlib.sha256(f"{target}/{account_id}/{at_ms}".encode()).hexdigest()[:32]
