"""``alerts``: every transition of every alert."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.effects import AlertCandidate, AlertTransition
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import Encoded, to_json
from stream_health.wire.fields import Money, Points, Share, optional_time_ms
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.cloudevents import event_type, headers
from stream_health.wire.outputs.parts import (
    ActionValue,
    CauseValue,
    action_value,
    build_action,
    build_cause,
    cause_value,
    money_value,
)
from stream_health.wire.points import optional_milli, optional_points, to_milli, to_points
from stream_health.wire.times import format_time, parse_time_ms

TransitionName = Literal[
    "pending",
    "cleared",
    "fired",
    "updated",
    "acknowledged",
    "ack_expired",
    "snoozed",
    "woken",
    "escalated",
    "inhibited",
    "uninhibited",
    "resolved",
    "retracted",
]


class ReferenceValue(TypedDict):
    """What the score is compared with."""

    value: Annotated[Points | None, Field(description="Null when a signal fired the alert.")]
    how: Annotated[str, Field(description="median_7d, median_30d, median_90d or signal.")]
    at: str | None


class WindowValue(TypedDict):
    """The time in which the score fell."""

    start: str
    end: str


class AlertValue(TypedDict):
    """One transition of one alert."""

    event_id: str
    dedup_key: Annotated[str, Field(description="Same for all transitions and generations.")]
    generation: Annotated[int, Field(description="Counts how often the alert was opened.")]
    sequence: Annotated[int, Field(description="Counts transitions within the generation.")]
    transition: TransitionName
    kind: str
    severity: Literal["warning", "critical"]
    account_id: Annotated[str | None, Field(description="Null for a grouped alert.")]
    members: Annotated[list[str] | None, Field(description="Accounts of a grouped alert.")]
    partition: Annotated[int, Field(description="Partition number of the account.")]
    score: Points
    reference: ReferenceValue | None
    delta: Annotated[Points | None, Field(description="Score minus reference.")]
    window: WindowValue | None
    causes: Annotated[list[CauseValue], Field(description="Of the delta; they sum to it.")]
    action: ActionValue | None
    evidence: Annotated[list[str], Field(description="Ids of the events it rests on.")]
    value_at_risk: Money | None
    renewal_date: str | None
    csm: str | None
    manager: str | None
    as_of: str
    coverage: Share
    confidence: Share
    reason: Annotated[str | None, Field(description="Of cleared, resolved, retracted.")]
    until: Annotated[str | None, Field(description="End of a snooze.")]
    author: Annotated[str | None, Field(description="Who acknowledged or snoozed.")]
    model_version: str
    config_version: str
    arm: str
    links: dict[str, str]


def encode_alert(transition: AlertTransition, *, links: Mapping[str, str] | None = None) -> Encoded:
    """Make the record; it goes to the account's own partition number.

    Parameters
    ----------
    transition
        What the dispatcher decided.
    links
        Names and addresses of pages where a person can act on it.
    """
    candidate = transition.candidate
    value = {
        "event_id": transition.event_id,
        "dedup_key": transition.dedup_key,
        "generation": transition.generation,
        "sequence": transition.sequence,
        "transition": transition.transition,
        "kind": candidate.alert_kind,
        "severity": candidate.severity,
        "account_id": candidate.account_id,
        "members": None,
        "partition": candidate.partition,
        "score": to_points(candidate.score_milli),
        **_fall(candidate),
        "causes": [cause_value(cause) for cause in candidate.causes],
        "action": action_value(candidate.action),
        "evidence": list(candidate.evidence),
        "value_at_risk": money_value(candidate.value_at_risk_minor, candidate.currency),
        "renewal_date": _optional_time(candidate.renewal_at_ms),
        "csm": candidate.csm,
        "manager": candidate.manager,
        "as_of": format_time(transition.as_of_ms),
        "coverage": candidate.coverage,
        "confidence": candidate.confidence,
        "reason": candidate.reason,
        "until": _optional_time(candidate.until_ms),
        "author": candidate.author,
        "model_version": candidate.model_version,
        "config_version": candidate.config_version,
        "arm": candidate.arm,
        "links": dict(links or {}),
    }
    return Encoded(
        TopicName.ALERTS,
        candidate.account_id.encode(),
        to_json(value),
        candidate.partition,
        transition.as_of_ms,
        headers(
            transition.event_id, event_type("alert", transition.transition), transition.as_of_ms
        ),
    )


def _fall(candidate: AlertCandidate) -> dict[str, object]:
    reference, at_ms = candidate.reference_milli, candidate.reference_at_ms
    if candidate.reference_how is None:
        return {"reference": None, "delta": None, "window": None}
    at = _optional_time(at_ms)
    return {
        "reference": {
            "value": optional_points(reference),
            "how": candidate.reference_how,
            "at": at,
        },
        "delta": None if reference is None else to_points(candidate.score_milli - reference),
        "window": None if at is None else {"start": at, "end": format_time(candidate.as_of_ms)},
    }


def _optional_time(time_ms: int | None) -> str | None:
    return None if time_ms is None else format_time(time_ms)


def build_alert(value: AlertValue) -> AlertTransition:
    """Read a transition back; its candidate has the transition's own name and time."""
    reference, money = value["reference"], value["value_at_risk"]
    as_of_ms = parse_time_ms(value["as_of"])
    candidate = AlertCandidate(
        transition=value["transition"],
        alert_kind=value["kind"],
        account_id=value["account_id"] or "",
        partition=value["partition"],
        generation=value["generation"],
        as_of_ms=as_of_ms,
        severity=value["severity"],
        score_milli=to_milli(value["score"]),
        reference_milli=optional_milli(reference["value"]) if reference else None,
        reference_how=reference["how"] if reference else None,
        reference_at_ms=optional_time_ms(reference["at"]) if reference else None,
        causes=tuple(build_cause(cause) for cause in value["causes"]),
        action=build_action(value["action"]),
        evidence=tuple(value["evidence"]),
        value_at_risk_minor=money["amount_minor"] if money else None,
        currency=money["currency"] if money else None,
        renewal_at_ms=optional_time_ms(value["renewal_date"]),
        csm=value["csm"],
        manager=value["manager"],
        coverage=value["coverage"],
        confidence=value["confidence"],
        model_version=value["model_version"],
        config_version=value["config_version"],
        arm=value["arm"],
        reason=value["reason"],
        until_ms=optional_time_ms(value["until"]),
        author=value["author"],
    )
    return AlertTransition(
        event_id=value["event_id"],
        dedup_key=value["dedup_key"],
        generation=value["generation"],
        sequence=value["sequence"],
        transition=value["transition"],
        as_of_ms=as_of_ms,
        candidate=candidate,
    )


ALERTS = Contract(AlertValue, build_alert)
