"""``score-changes``: every published score, why it is what it is, and why it moved."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.effects import ScoreChange
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import Encoded, to_json
from stream_health.wire.fields import Points, Share
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.cloudevents import event_type, headers
from stream_health.wire.outputs.parts import (
    ActionValue,
    CauseValue,
    FactorValue,
    action_value,
    build_action,
    build_cause,
    build_factor,
    cause_value,
    factor_value,
)
from stream_health.wire.points import optional_milli, optional_points, to_milli, to_points
from stream_health.wire.times import format_time, parse_time_ms


class ScoreChangeValue(TypedDict):
    """A published score.

    ``score = base_points + sum(factors.points) + other_points + clip_points``, and ``delta``
    against the last published score is ``sum(causes.points)``.
    """

    event_id: str
    type: Annotated[
        Literal["changed", "rebased", "corrected"],
        Field(
            description="rebased: only configuration or model moved it; "
            "corrected: late events changed the past."
        ),
    ]
    account_id: str
    as_of: str
    score: Annotated[Points, Field(ge=0, le=100, description="100 is best.")]
    previous_score: Annotated[Points | None, Field(description="Null for the first one.")]
    delta: Annotated[Points | None, Field(description="Null for the first one.")]
    churn_risk: Annotated[Share, Field(description="Probability of churn within the horizon.")]
    expansion_likelihood: Share | None
    advocacy_likelihood: Share | None
    band: str
    base_points: Points
    factors: Annotated[list[FactorValue], Field(description="Heaviest first.")]
    other_points: Points
    clip_points: Points
    causes: list[CauseValue]
    coverage: Annotated[Share, Field(description="Share of what should be known that is.")]
    confidence: Share
    flagged: bool
    action: ActionValue | None
    cadence: Literal["real_time", "daily"]
    model_version: str
    config_version: str
    book_version: str
    arm: str
    inputs: Annotated[
        dict[str, int], Field(description="Per topic, the offset up to which it was read.")
    ]


def encode_score_change(change: ScoreChange, *, inputs: Mapping[str, int]) -> Encoded:
    """Make the record; ``inputs`` are the offsets per topic it was computed from."""
    value = {
        "event_id": change.event_id,
        "type": change.kind,
        "account_id": change.account_id,
        "as_of": format_time(change.as_of_ms),
        "score": to_points(change.score_milli),
        "previous_score": optional_points(change.previous_score_milli),
        "delta": None
        if change.previous_score_milli is None
        else to_points(change.score_milli - change.previous_score_milli),
        "churn_risk": change.churn_risk,
        "expansion_likelihood": change.expansion_likelihood,
        "advocacy_likelihood": change.advocacy_likelihood,
        "band": change.band,
        "base_points": to_points(change.base_points_milli),
        "factors": [factor_value(factor) for factor in change.factors],
        "other_points": to_points(change.other_points_milli),
        "clip_points": to_points(change.clip_points_milli),
        "causes": [cause_value(cause) for cause in change.causes],
        "coverage": change.coverage,
        "confidence": change.confidence,
        "flagged": change.flagged,
        "action": action_value(change.action),
        "cadence": change.cadence,
        "model_version": change.model_version,
        "config_version": change.config_version,
        "book_version": change.book_version,
        "arm": change.arm,
        "inputs": dict(inputs),
    }
    return Encoded(
        TopicName.SCORE_CHANGES,
        change.account_id.encode(),
        to_json(value),
        timestamp_ms=change.as_of_ms,
        headers=headers(change.event_id, event_type("score", change.kind), change.as_of_ms),
    )


def build_score_change(value: ScoreChangeValue) -> ScoreChange:
    """Read a published score back."""
    return ScoreChange(
        event_id=value["event_id"],
        kind=value["type"],
        account_id=value["account_id"],
        as_of_ms=parse_time_ms(value["as_of"]),
        score_milli=to_milli(value["score"]),
        previous_score_milli=optional_milli(value["previous_score"]),
        churn_risk=value["churn_risk"],
        expansion_likelihood=value["expansion_likelihood"],
        advocacy_likelihood=value["advocacy_likelihood"],
        band=value["band"],
        base_points_milli=to_milli(value["base_points"]),
        factors=tuple(build_factor(factor) for factor in value["factors"]),
        other_points_milli=to_milli(value["other_points"]),
        clip_points_milli=to_milli(value["clip_points"]),
        causes=tuple(build_cause(cause) for cause in value["causes"]),
        coverage=value["coverage"],
        confidence=value["confidence"],
        flagged=value["flagged"],
        action=build_action(value["action"]),
        cadence=value["cadence"],
        model_version=value["model_version"],
        config_version=value["config_version"],
        book_version=value["book_version"],
        arm=value["arm"],
    )


SCORE_CHANGES = Contract(ScoreChangeValue, build_score_change)
