"""``drift``: inputs, scores, calibration or errors of the model changed; one event per change."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.learning.drift.change import Drift
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import ONLY_PARTITION, Encoded, to_json
from stream_health.wire.fields import Name, Time
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.cloudevents import event_type, headers
from stream_health.wire.times import format_time, parse_time_ms


class DriftValue(TypedDict):
    """Something changed, or a feed is quiet (`data_loss`, which is no drift)."""

    event_id: str
    kind: Annotated[
        Literal["input", "score", "calibration", "error", "data_loss"],
        Field(description="What changed; data_loss: the feed of a source is quiet."),
    ]
    what: Annotated[Name, Field(description="The feature, target or source.")]
    as_of: Time
    figure: Annotated[Name, Field(description="psi, adwin, page_hinkley or quiet.")]
    value: float
    threshold: float | None
    text: str
    examples: Annotated[int, Field(ge=0, description="Over how many snapshots or examples.")]


def encode_drift(drift: Drift) -> Encoded:
    """Make the record of a change."""
    value = {
        "event_id": drift.event_id,
        "kind": drift.kind,
        "what": drift.what,
        "as_of": format_time(drift.as_of_ms),
        "figure": drift.figure,
        "value": drift.value,
        "threshold": drift.threshold,
        "text": drift.text,
        "examples": drift.examples_total,
    }
    return Encoded(
        TopicName.DRIFT,
        drift.what.encode(),
        to_json(value),
        ONLY_PARTITION,
        drift.as_of_ms,
        headers(drift.event_id, event_type("drift", drift.kind), drift.as_of_ms),
    )


def build_drift(value: DriftValue) -> Drift:
    """Read a change back."""
    return Drift(
        event_id=value["event_id"],
        kind=value["kind"],
        what=value["what"],
        as_of_ms=parse_time_ms(value["as_of"]),
        figure=value["figure"],
        value=value["value"],
        threshold=value["threshold"],
        text=value["text"],
        examples_total=value["examples"],
    )


DRIFT = Contract(DriftValue, build_drift)
