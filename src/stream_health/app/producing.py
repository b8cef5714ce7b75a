"""Turns what ``wire`` encodes into what ``runtime`` produces."""

from stream_health.runtime.batch import Output, Record
from stream_health.wire.encoded import Encoded
from stream_health.wire.outputs.dead_letters import encode_dead_letter
from stream_health.wire.rejected import Rejected


def to_output(record: Encoded, *, prefix: str) -> Output:
    """Put the installation's prefix before the topic."""
    return Output(
        prefix + record.topic,
        record.key,
        record.value,
        record.partition,
        record.timestamp_ms,
        record.headers,
    )


def dead_letter(record: Record, topic: str, why: Rejected, *, prefix: str) -> Output:
    """The dead letter of a record; ``topic`` is its own, without prefix."""
    return to_output(encode_dead_letter(record, topic, why), prefix=prefix)
