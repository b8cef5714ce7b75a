"""Scores and alerts for tests of what is made of them."""

from stream_health.domain.effects import (
    Action,
    AlertCandidate,
    AlertTransition,
    Cause,
    Factor,
    ScoreChange,
)

ACTION = Action("call", "Call the sponsor", "csm@vendor.example", 86_400_000, "the sponsor left")


def score(
    account_id: str = "acme", *, as_of_ms: int = 0, milli: int = 66_900, previous: int | None = None
) -> ScoreChange:
    """A score of 80 and one factor, moved by one cause, that adds up."""
    causes = () if previous is None else (Cause("event", milli - previous, "a payment failed"),)
    return ScoreChange(
        event_id=f"{account_id}/{as_of_ms}",
        kind="changed",
        account_id=account_id,
        as_of_ms=as_of_ms,
        score_milli=milli,
        previous_score_milli=previous,
        churn_risk=0.1,
        expansion_likelihood=None,
        advocacy_likelihood=None,
        band="watch",
        base_points_milli=80_000,
        factors=(Factor("billing_lost_payments_total", 1.0, "payments", milli - 80_000),),
        other_points_milli=0,
        clip_points_milli=0,
        causes=causes,
        coverage=1.0,
        confidence=1.0,
        flagged=False,
        action=ACTION,
        cadence="real_time",
        model_version="prior",
        config_version="c",
        book_version="none",
        arm="",
    )


def alert(
    account_id: str = "acme",
    *,
    as_of_ms: int = 0,
    transition: str = "fired",
    causes: tuple[Cause, ...] = (Cause("event", -20_000, "a payment failed", None, "billing"),),
    reference_milli: int | None = 86_900,
) -> AlertTransition:
    """A fall from 86.9 to 66.9 whose causes add up."""
    candidate = AlertCandidate(
        transition=transition,
        alert_kind="score_drop",
        account_id=account_id,
        partition=0,
        generation=1,
        as_of_ms=as_of_ms,
        severity="warning",
        score_milli=66_900,
        reference_milli=reference_milli,
        reference_how="median_30d",
        reference_at_ms=0,
        causes=causes,
        action=ACTION,
        evidence=(),
        value_at_risk_minor=1_234_500,
        currency="EUR",
        renewal_at_ms=0,
        csm="csm@vendor.example",
        manager=None,
        coverage=1.0,
        confidence=1.0,
        model_version="prior",
        config_version="c",
        arm="",
    )
    return AlertTransition(
        event_id=f"alert/{account_id}/{as_of_ms}",
        dedup_key=f"score_drop/{account_id}",
        generation=1,
        sequence=1,
        transition=transition,
        as_of_ms=as_of_ms,
        candidate=candidate,
    )
