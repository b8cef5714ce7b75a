"""What the record of a candidate and that of an alert say in the same words."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.effects import AlertCandidate, Quote
from stream_health.wire.fields import Points, Share, optional_time_ms
from stream_health.wire.inputs.signals import EVIDENCE_LENGTH_MAX
from stream_health.wire.outputs.parts import (
    ActionValue,
    CauseValue,
    action_value,
    build_action,
    build_cause,
    cause_value,
)
from stream_health.wire.points import to_milli, to_points
from stream_health.wire.times import format_time, optional_time, parse_time_ms

Severity = Literal["warning", "critical"]


class QuoteValue(TypedDict):
    """A sentence an alert rests on."""

    signal_id: str
    kind: Annotated[str, Field(description="Of the signal.")]
    confidence: Annotated[Share, Field(description="That it means what it seems to.")]
    role: Annotated[str | None, Field(description="Of who said it.")]
    said_at: str
    sentence: Annotated[str, Field(max_length=EVIDENCE_LENGTH_MAX)]


class AlertParts(TypedDict):
    """What is known of an alert, whoever tells whom."""

    partition: Annotated[int, Field(ge=0, description="Partition number of the account.")]
    generation: Annotated[int, Field(description="Counts how often the alert was opened.")]
    severity: Severity
    score: Points
    causes: Annotated[list[CauseValue], Field(description="Of the delta; they sum to it.")]
    action: ActionValue | None
    evidence: Annotated[list[str], Field(description="Ids of the events it rests on.")]
    since: NotRequired[
        Annotated[
            str | None, Field(description="When the score was last at its old level, of a fall.")
        ]
    ]
    quotes: NotRequired[
        Annotated[
            list[QuoteValue],
            Field(description="Sentences it rests on, where it fires and evidence is switched on."),
        ]
    ]
    csm: str | None
    manager: str | None
    coverage: Share
    confidence: Share
    reason: Annotated[str | None, Field(description="Why, where a transition has a reason.")]
    author: Annotated[str | None, Field(description="Who acknowledged, snoozed or judged.")]
    model_version: str
    config_version: str
    arm: str


def alert_parts(candidate: AlertCandidate) -> AlertParts:
    """JSON form of the shared parts."""
    return {
        "partition": candidate.partition,
        "generation": candidate.generation,
        "severity": candidate.severity,  # type: ignore[typeddict-item]  # of the domain's two
        "score": to_points(candidate.score_milli),
        "causes": [cause_value(cause) for cause in candidate.causes],
        "action": action_value(candidate.action),
        "evidence": list(candidate.evidence),
        "since": optional_time(candidate.since_ms),
        "quotes": [_quote_value(quote) for quote in candidate.quotes],
        "csm": candidate.csm,
        "manager": candidate.manager,
        "coverage": candidate.coverage,
        "confidence": candidate.confidence,
        "reason": candidate.reason,
        "author": candidate.author,
        "model_version": candidate.model_version,
        "config_version": candidate.config_version,
        "arm": candidate.arm,
    }


def build_alert_parts(value: Mapping[str, Any]) -> dict[str, Any]:
    """Read the shared parts back: arguments of ``AlertCandidate``."""
    return {
        "partition": value["partition"],
        "generation": value["generation"],
        "severity": value["severity"],
        "score_milli": to_milli(value["score"]),
        "causes": tuple(build_cause(cause) for cause in value["causes"]),
        "action": build_action(value["action"]),
        "evidence": tuple(value["evidence"]),
        "since_ms": optional_time_ms(value.get("since")),
        "quotes": tuple(_build_quote(quote) for quote in value.get("quotes", ())),
        "csm": value["csm"],
        "manager": value["manager"],
        "coverage": value["coverage"],
        "confidence": value["confidence"],
        "reason": value["reason"],
        "author": value["author"],
        "model_version": value["model_version"],
        "config_version": value["config_version"],
        "arm": value["arm"],
    }


def _quote_value(quote: Quote) -> QuoteValue:
    return {
        "signal_id": quote.signal_id,
        "kind": quote.kind,
        "confidence": quote.confidence,
        "role": quote.role,
        "said_at": format_time(quote.said_at_ms),
        "sentence": quote.sentence,
    }


def _build_quote(value: QuoteValue) -> Quote:
    return Quote(
        value["signal_id"],
        value["kind"],
        value["confidence"],
        value["role"],
        parse_time_ms(value["said_at"]),
        value["sentence"],
    )
