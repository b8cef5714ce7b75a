"""``alert-candidates``: what the engines tell the dispatcher, and how far their time has come."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.effects import AlertCandidate, CandidateClock
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import ONLY_PARTITION, Encoded, to_json
from stream_health.wire.fields import Points, Share, Time, optional_time_ms
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.parts import (
    ActionValue,
    CauseValue,
    action_value,
    build_action,
    build_cause,
    cause_value,
)
from stream_health.wire.points import optional_milli, optional_points, to_milli, to_points
from stream_health.wire.times import format_time, parse_time_ms


class CandidateValue(TypedDict):
    """What one alert condition of one account asks for."""

    kind: Literal["candidate"]
    transition: str
    alert_kind: str
    account_id: str
    partition: Annotated[int, Field(ge=0)]
    generation: int
    as_of: Time
    severity: Literal["warning", "critical"]
    score: Points
    reference: Points | None
    reference_how: str | None
    reference_at: Time | None
    causes: list[CauseValue]
    action: ActionValue | None
    evidence: list[str]
    value_at_risk_minor: int | None
    currency: str | None
    renewal_at: Time | None
    csm: str | None
    manager: str | None
    coverage: Share
    confidence: Share
    model_version: str
    config_version: str
    arm: str
    reason: str | None
    until: Time | None
    author: str | None


class CandidateClockValue(TypedDict):
    """The partition's time has reached this full hour."""

    kind: Literal["clock"]
    partition: Annotated[int, Field(ge=0)]
    time: Time


CandidatesValue = Annotated[CandidateValue | CandidateClockValue, Field(discriminator="kind")]


def encode_candidate(candidate: AlertCandidate) -> Encoded:
    """Make the record of a candidate."""
    value = {
        "kind": "candidate",
        "transition": candidate.transition,
        "alert_kind": candidate.alert_kind,
        "account_id": candidate.account_id,
        "partition": candidate.partition,
        "generation": candidate.generation,
        "as_of": format_time(candidate.as_of_ms),
        "severity": candidate.severity,
        "score": to_points(candidate.score_milli),
        "reference": optional_points(candidate.reference_milli),
        "reference_how": candidate.reference_how,
        "reference_at": _optional_time(candidate.reference_at_ms),
        "causes": [cause_value(cause) for cause in candidate.causes],
        "action": action_value(candidate.action),
        "evidence": list(candidate.evidence),
        "value_at_risk_minor": candidate.value_at_risk_minor,
        "currency": candidate.currency,
        "renewal_at": _optional_time(candidate.renewal_at_ms),
        "csm": candidate.csm,
        "manager": candidate.manager,
        "coverage": candidate.coverage,
        "confidence": candidate.confidence,
        "model_version": candidate.model_version,
        "config_version": candidate.config_version,
        "arm": candidate.arm,
        "reason": candidate.reason,
        "until": _optional_time(candidate.until_ms),
        "author": candidate.author,
    }
    return _record(candidate.account_id.encode(), to_json(value), candidate.as_of_ms)


def encode_candidate_clock(clock: CandidateClock) -> Encoded:
    """Make the record that moves the timers of one partition number's alerts."""
    value: CandidateClockValue = {
        "kind": "clock",
        "partition": clock.partition,
        "time": format_time(clock.time_ms),
    }
    return _record(None, to_json(value), clock.time_ms)


def _record(key: bytes | None, value: bytes, time_ms: int) -> Encoded:
    return Encoded(TopicName.ALERT_CANDIDATES, key, value, ONLY_PARTITION, time_ms)


def _optional_time(time_ms: int | None) -> str | None:
    return None if time_ms is None else format_time(time_ms)


def build_candidates(
    value: CandidateValue | CandidateClockValue,
) -> AlertCandidate | CandidateClock:
    """Read a record."""
    if value["kind"] == "clock":
        return CandidateClock(value["partition"], parse_time_ms(value["time"]))
    return AlertCandidate(
        transition=value["transition"],
        alert_kind=value["alert_kind"],
        account_id=value["account_id"],
        partition=value["partition"],
        generation=value["generation"],
        as_of_ms=parse_time_ms(value["as_of"]),
        severity=value["severity"],
        score_milli=to_milli(value["score"]),
        reference_milli=optional_milli(value["reference"]),
        reference_how=value["reference_how"],
        reference_at_ms=optional_time_ms(value["reference_at"]),
        causes=tuple(build_cause(cause) for cause in value["causes"]),
        action=build_action(value["action"]),
        evidence=tuple(value["evidence"]),
        value_at_risk_minor=value["value_at_risk_minor"],
        currency=value["currency"],
        renewal_at_ms=optional_time_ms(value["renewal_at"]),
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


CANDIDATES = Contract(CandidatesValue, build_candidates)
