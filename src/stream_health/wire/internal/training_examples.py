"""``training-examples``: matured snapshots with their labels, and the days that are complete."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.effects import (
    CensoredExample,
    DayClosed,
    LateOutcome,
    TrainingExample,
)
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import ONLY_PARTITION, Encoded, to_json
from stream_health.wire.fields import Points, Share, Time, optional_time_ms
from stream_health.wire.names import TopicName
from stream_health.wire.points import to_milli, to_points
from stream_health.wire.times import format_time, optional_time, parse_time_ms


class ExampleValue(TypedDict):
    """A matured snapshot: exactly what was known then, and what became of it."""

    kind: Literal["example"]
    example_id: str
    account_id: str
    target: Literal["churn", "expansion", "advocacy"]
    snapshot_at: Time
    matured_at: Time
    horizon_ms: Annotated[int, Field(gt=0)]
    label: Annotated[int, Field(ge=0, le=1)]
    values: Annotated[
        list[float | None], Field(description="In the order of the feature catalogue.")
    ]
    catalogue_version: str
    segment: str
    tier: str
    score: Points
    churn_risk: Share
    model_version: str
    treated: bool
    cause: NotRequired[
        Annotated[str | None, Field(description="Why the account left; null unless it did.")]
    ]
    value_tier: NotRequired[Annotated[str, Field(description="high_value, standard, digital.")]]
    holdout: NotRequired[bool]
    served: NotRequired[
        Annotated[Share | None, Field(description="Probability of the target as published.")]
    ]
    override: NotRequired[
        Annotated[Share | None, Field(description="Churn risk of a CSM's override in force.")]
    ]
    flagged: NotRequired[
        Annotated[bool | None, Field(description="By the operating point served then.")]
    ]
    arm: NotRequired[Annotated[str, Field(description="champion, or trial.")]]
    value_minor: NotRequired[
        Annotated[int | None, Field(description="Yearly value in minor units, as known then.")]
    ]
    left_at: NotRequired[
        Annotated[Time | None, Field(description="Notice, else effective date, of a churn.")]
    ]
    csm: NotRequired[
        Annotated[str | None, Field(description="Who looked after the account at the snapshot.")]
    ]


class CensoredValue(TypedDict):
    """A snapshot whose data ended within its horizon: it stayed as long as it was watched."""

    kind: Literal["censored"]
    example_id: str
    account_id: str
    target: Literal["churn", "expansion", "advocacy"]
    snapshot_at: Time
    matured_at: Time
    horizon_ms: Annotated[int, Field(gt=0)]
    watched_ms: Annotated[int, Field(gt=0, description="From the snapshot to the end of its data.")]
    values: Annotated[
        list[float | None], Field(description="In the order of the feature catalogue.")
    ]
    catalogue_version: str
    segment: str


class LateOutcomeValue(TypedDict):
    """An outcome recorded after its grace: counted in reports, never learned."""

    kind: Literal["late_outcome"]
    event_id: str
    account_id: str
    target: Literal["churn", "expansion", "advocacy"]
    outcome_at: Time
    recorded_at: Time
    examples: Annotated[
        int, Field(ge=1, description="How many examples hold the label 0 and should hold 1.")
    ]


class DayClosedValue(TypedDict):
    """No example of this day will follow from this partition number."""

    kind: Literal["day_closed"]
    partition: Annotated[int, Field(ge=0)]
    day_end: Time


AnyValue = ExampleValue | CensoredValue | LateOutcomeValue | DayClosedValue
TrainingValue = Annotated[AnyValue, Field(discriminator="kind")]
TrainingRecord = TrainingExample | CensoredExample | LateOutcome | DayClosed


def encode_example(example: TrainingExample) -> Encoded:
    """Make the record of an example."""
    value = {
        "kind": "example",
        "example_id": example.example_id,
        "account_id": example.account_id,
        "target": example.target,
        "snapshot_at": format_time(example.snapshot_at_ms),
        "matured_at": format_time(example.matured_at_ms),
        "horizon_ms": example.horizon_ms,
        "label": example.label,
        "values": list(example.values),
        "catalogue_version": example.catalogue_version,
        "segment": example.segment,
        "tier": example.tier,
        "score": to_points(example.score_milli),
        "churn_risk": example.churn_risk,
        "model_version": example.model_version,
        "treated": example.treated,
        "cause": example.cause,
        "value_tier": example.value_tier,
        "holdout": example.holdout,
        "served": example.served,
        "override": example.override,
        "flagged": example.flagged,
        "arm": example.arm,
        "value_minor": example.value_minor,
        "left_at": optional_time(example.left_at_ms),
        "csm": example.csm,
    }
    key = example.account_id.encode()
    return _record(key, to_json(value), example.matured_at_ms)


def encode_censored(example: CensoredExample) -> Encoded:
    """Make the record of an example whose label stays unknown."""
    value = {
        "kind": "censored",
        "example_id": example.example_id,
        "account_id": example.account_id,
        "target": example.target,
        "snapshot_at": format_time(example.snapshot_at_ms),
        "matured_at": format_time(example.matured_at_ms),
        "horizon_ms": example.horizon_ms,
        "watched_ms": example.watched_ms,
        "values": list(example.values),
        "catalogue_version": example.catalogue_version,
        "segment": example.segment,
    }
    return _record(example.account_id.encode(), to_json(value), example.matured_at_ms)


def encode_late_outcome(late: LateOutcome) -> Encoded:
    """Make the record of an outcome that was recorded too late."""
    value = {
        "kind": "late_outcome",
        "event_id": late.event_id,
        "account_id": late.account_id,
        "target": late.target,
        "outcome_at": format_time(late.outcome_at_ms),
        "recorded_at": format_time(late.recorded_at_ms),
        "examples": late.examples_total,
    }
    return _record(late.account_id.encode(), to_json(value), late.recorded_at_ms)


def encode_day_closed(day: DayClosed) -> Encoded:
    """Make the record that closes a day of one partition number."""
    value: DayClosedValue = {
        "kind": "day_closed",
        "partition": day.partition,
        "day_end": format_time(day.day_end_ms),
    }
    return _record(None, to_json(value), day.day_end_ms)


def _record(key: bytes | None, value: bytes, time_ms: int) -> Encoded:
    return Encoded(TopicName.TRAINING_EXAMPLES, key, value, ONLY_PARTITION, time_ms)


def build_training(value: AnyValue) -> TrainingRecord:
    """Read a record."""
    if value["kind"] == "day_closed":
        return DayClosed(value["partition"], parse_time_ms(value["day_end"]))
    if value["kind"] == "censored":
        return CensoredExample(
            example_id=value["example_id"],
            account_id=value["account_id"],
            target=value["target"],
            snapshot_at_ms=parse_time_ms(value["snapshot_at"]),
            matured_at_ms=parse_time_ms(value["matured_at"]),
            horizon_ms=value["horizon_ms"],
            watched_ms=value["watched_ms"],
            values=tuple(value["values"]),
            catalogue_version=value["catalogue_version"],
            segment=value["segment"],
        )
    if value["kind"] == "late_outcome":
        return LateOutcome(
            event_id=value["event_id"],
            account_id=value["account_id"],
            target=value["target"],
            outcome_at_ms=parse_time_ms(value["outcome_at"]),
            recorded_at_ms=parse_time_ms(value["recorded_at"]),
            examples_total=value["examples"],
        )
    return TrainingExample(
        example_id=value["example_id"],
        account_id=value["account_id"],
        target=value["target"],
        snapshot_at_ms=parse_time_ms(value["snapshot_at"]),
        matured_at_ms=parse_time_ms(value["matured_at"]),
        horizon_ms=value["horizon_ms"],
        label=value["label"],
        values=tuple(value["values"]),
        catalogue_version=value["catalogue_version"],
        segment=value["segment"],
        tier=value["tier"],
        score_milli=to_milli(value["score"]),
        churn_risk=value["churn_risk"],
        model_version=value["model_version"],
        treated=value["treated"],
        cause=value.get("cause"),
        value_tier=value.get("value_tier", "standard"),
        holdout=value.get("holdout", False),
        served=value.get("served", value["churn_risk"] if value["target"] == "churn" else None),
        override=value.get("override"),
        flagged=value.get("flagged"),
        arm=value.get("arm", "champion"),
        value_minor=value.get("value_minor"),
        left_at_ms=optional_time_ms(value.get("left_at")),
        csm=value.get("csm"),
    )


TRAINING = Contract(TrainingValue, build_training)
