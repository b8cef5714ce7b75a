"""Turns what ``wire`` encodes into what ``runtime`` produces."""

from typing import Protocol

from stream_health.app.metrics import WorkerMetrics
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


class BuryingKit(Protocol):
    """What a handler needs to bury a record."""

    @property
    def metrics(self) -> WorkerMetrics:
        """Where it is counted."""

    @property
    def prefix(self) -> str:
        """Of the installation's topics."""


def bury(record: Record, topic: str, why: Rejected, *, kit: BuryingKit) -> Output:
    """Count a record that cannot be taken; its dead letter. ``topic`` is without prefix."""
    kit.metrics.on_dead_letter(topic, why.reason)
    return to_output(encode_dead_letter(record, topic, why), prefix=kit.prefix)
