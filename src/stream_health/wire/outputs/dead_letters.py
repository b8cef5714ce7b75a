"""``dead-letters``: what could not be taken, why, and the original bytes."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Annotated, Final, NamedTuple

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.wire.contract import Contract, RawRecord
from stream_health.wire.encoded import Encoded, to_json
from stream_health.wire.fields import Count
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.cloudevents import event_type, headers
from stream_health.wire.rejected import Rejected, RejectReason, shorten

# Base64 makes four bytes of three, and a record must fit into the runtime's batch of 900 KiB.
ORIGINAL_BYTES_MAX: Final = 640 * 1024
KEY_BYTES_MAX: Final = 1024
_TIME_MAX_MS: Final = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp()) * 1000


class DeadLetter(NamedTuple):
    """A record that was not taken. ``value`` is ``None`` for a tombstone, cut when too long."""

    reason: RejectReason
    detail: str
    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    value_bytes: int
    truncated: bool


class DeadLetterValue(TypedDict):
    """A record that was not taken."""

    event_id: str
    reason: RejectReason
    detail: str
    topic: Annotated[str, Field(description="Where it came from.")]
    partition: int
    offset: int
    timestamp_ms: Annotated[int, Field(description="Timestamp of the record, may be nonsense.")]
    key: Annotated[str | None, Field(description="Original bytes in base64, cut when too long.")]
    value: Annotated[str | None, Field(description="Original bytes in base64, cut when too long.")]
    value_bytes: Annotated[Count, Field(description="Length of the original value.")]
    truncated: Annotated[bool, Field(description="Was key or value cut?")]


def encode_dead_letter(record: RawRecord, topic: str, rejected: Rejected) -> Encoded:
    """Make the record, in the partition number of the original.

    It carries the time of sending: the original's may be the very thing that is wrong, and the
    days it is kept for count from now.
    """
    key, value = record.key, record.value
    event_id = f"{topic}/{record.partition}/{record.offset}"
    truncated = len(key or b"") > KEY_BYTES_MAX or len(value or b"") > ORIGINAL_BYTES_MAX
    letter: DeadLetterValue = {
        "event_id": event_id,
        "reason": rejected.reason,
        "detail": shorten(rejected.detail),
        "topic": topic,
        "partition": record.partition,
        "offset": record.offset,
        "timestamp_ms": record.timestamp,
        "key": None if key is None else b64encode(key[:KEY_BYTES_MAX]).decode(),
        "value": None if value is None else b64encode(value[:ORIGINAL_BYTES_MAX]).decode(),
        "value_bytes": len(value or b""),
        "truncated": truncated,
    }
    known_ms = record.timestamp if 0 <= record.timestamp < _TIME_MAX_MS else None
    return Encoded(
        TopicName.DEAD_LETTERS,
        None if key is None or len(key) > KEY_BYTES_MAX else key,
        to_json(letter),
        record.partition,
        headers=headers(event_id, event_type("record", "rejected"), known_ms),
    )


def build_dead_letter(value: DeadLetterValue) -> DeadLetter:
    """Read a dead letter back."""
    return DeadLetter(
        reason=RejectReason(value["reason"]),
        detail=value["detail"],
        topic=value["topic"],
        partition=value["partition"],
        offset=value["offset"],
        timestamp_ms=value["timestamp_ms"],
        key=None if value["key"] is None else b64decode(value["key"]),
        value=None if value["value"] is None else b64decode(value["value"]),
        value_bytes=value["value_bytes"],
        truncated=value["truncated"],
    )


DEAD_LETTERS = Contract(
    DeadLetterValue, build_dead_letter, show_values=False, value_bytes_max=1024 * 1024
)
