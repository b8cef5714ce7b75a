"""Dresses what a condition asks for with what is known of the account."""

from typing import NamedTuple

from stream_health.domain.alerts.episode import ConditionChange
from stream_health.domain.effects import Action, AlertCandidate, Cause


class AccountFacts(NamedTuple):
    """What every candidate of an account carries, whatever the condition."""

    account_id: str
    partition: int
    value_at_risk_minor: int | None
    currency: str | None
    renewal_at_ms: int | None
    csm: str | None
    manager: str | None
    coverage: float
    confidence: float
    model_version: str
    config_version: str
    arm: str


def candidate(
    change: ConditionChange,
    alert_kind: str,
    facts: AccountFacts,
    *,
    causes: tuple[Cause, ...] = (),
    action: Action | None = None,
    evidence: tuple[str, ...] = (),
) -> AlertCandidate:
    """Build the candidate; the evidence of the condition itself comes first.

    A reference without a score (``signal``) has no value, only its time.
    """
    reference = change.reference
    by_signal = reference is not None and reference.how == "signal"
    return AlertCandidate(
        transition=change.transition,
        alert_kind=alert_kind,
        generation=change.generation,
        as_of_ms=change.as_of_ms,
        severity=change.severity,
        score_milli=change.score_milli,
        reference_milli=None if reference is None or by_signal else reference.value_milli,
        reference_how=None if reference is None else reference.how,
        reference_at_ms=None if reference is None else reference.at_ms,
        causes=causes,
        action=action,
        evidence=tuple(dict.fromkeys((*change.evidence, *evidence))),
        reason=change.reason,
        until_ms=change.until_ms,
        author=change.author,
        since_ms=change.since_ms,
        **facts._asdict(),
    )
