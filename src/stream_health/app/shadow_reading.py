"""Reads what challengers and the watch for drift live on: snapshots, examples, closed days."""

from collections.abc import Mapping
from typing import Any, Final

from stream_health.domain.effects import SnapshotTaken
from stream_health.runtime.batch import Record
from stream_health.wire.contract import Contract
from stream_health.wire.internal.snapshots import SNAPSHOTS
from stream_health.wire.internal.training_examples import TRAINING, TrainingRecord
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected

SHADOW_TOPICS: Final = (TopicName.SNAPSHOTS, TopicName.TRAINING_EXAMPLES)
"""A snapshot sorts before the end of a day at the same time."""

_CONTRACTS: Final[Mapping[str, Contract[Any]]] = {
    TopicName.SNAPSHOTS: SNAPSHOTS,
    TopicName.TRAINING_EXAMPLES: TRAINING,
}


def read_shadow(record: Record, *, prefix: str) -> SnapshotTaken | TrainingRecord | Rejected:
    """One record, or why it cannot be read."""
    item: SnapshotTaken | TrainingRecord | Rejected
    item = _CONTRACTS[record.topic.removeprefix(prefix)].decode_record(record)
    return item
