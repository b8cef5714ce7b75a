"""``models`` (compacted): every model version ever cut, under its own key."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.wire.contract import Contract
from stream_health.wire.encoded import ONLY_PARTITION, Encoded, to_json
from stream_health.wire.fields import Name, Time
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time, parse_time_ms


class ModelVersion(NamedTuple):
    """A model version: the scorecard as plain data, and how it did before it was cut."""

    version: str
    cut_at_ms: int
    scorecard: Mapping[str, Any]
    report: Mapping[str, Any]


class ModelValue(TypedDict):
    """A model version."""

    version: Name
    cut_at: Annotated[Time, Field(description="End of the last day it has learned from.")]
    scorecard: dict[str, Any]
    report: Annotated[dict[str, Any], Field(description="Progressive validation until then.")]


def encode_model(model: ModelVersion) -> Encoded:
    """Make the record of a version."""
    value: ModelValue = {
        "version": model.version,
        "cut_at": format_time(model.cut_at_ms),
        "scorecard": dict(model.scorecard),
        "report": dict(model.report),
    }
    key = model.version.encode()
    return Encoded(TopicName.MODELS, key, to_json(value), ONLY_PARTITION, model.cut_at_ms)


def build_model(value: ModelValue) -> ModelVersion:
    """Read a version."""
    cut_at_ms = parse_time_ms(value["cut_at"])
    return ModelVersion(value["version"], cut_at_ms, value["scorecard"], value["report"])


MODELS = Contract(ModelValue, build_model, value_bytes_max=900 * 1024)
