"""What is said of one topic: its key, partitions, retention and the shape of its values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from stream_health.wire.names import TopicName

DAY_MS: Final = 24 * 60 * 60 * 1_000
FOREVER: Final = -1
NEVER_COMPACTED_MS: Final = 2**63 - 1
MESSAGE_BYTES_MAX: Final = 1_048_588  # Kafka's own default, said aloud


class Direction(StrEnum):
    """Who writes a topic and who may read it."""

    INPUT = "input"
    OUTPUT = "output"
    INTERNAL = "internal"


class Cleanup(StrEnum):
    """What Kafka may throw away: old records, or older records of the same key."""

    DELETE = "delete"
    COMPACT = "compact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic.

    Attributes
    ----------
    name
        Without prefix.
    meaning
        One sentence for people.
    direction
        Input, output or internal.
    key
        What the record key is.
    value
        Shape of a value, ``None`` for packed state that nobody else reads.
    shared_partitions
        True when it has as many partitions as all topics keyed by account; else it has one.
    cleanup
        What Kafka may throw away.
    retention_days
        How long records are kept; ``None`` on compacted topics, which keep the last of each key.
    personal
        Whether it holds data about people.
    """

    name: TopicName
    meaning: str
    direction: Direction
    key: str
    value: Any = None
    shared_partitions: bool = True
    cleanup: Cleanup = Cleanup.DELETE
    retention_days: int | None = None
    personal: bool = False

    def __post_init__(self) -> None:
        """Refuse a topic that keeps records for no said time, or compacts and has one."""
        if (self.retention_days is None) != (self.cleanup is Cleanup.COMPACT):
            msg = f"topic {self.name}: retention_days {self.retention_days} with {self.cleanup}"
            raise ValueError(msg)

    def partitions(self, shared: int) -> int:
        """Return its number of partitions, where those keyed by account have ``shared``."""
        return shared if self.shared_partitions else 1

    def config(self, *, keep_history: bool = False) -> dict[str, str]:
        """Topic settings it must have, as Kafka names and writes them.

        Parameters
        ----------
        keep_history
            True keeps records whatever their age: for pushing years of history through a broker.
            Of a compacted input, which is history too, it keeps those that newer ones replace.
        """
        settings = {
            "cleanup.policy": str(self.cleanup),
            "max.message.bytes": str(MESSAGE_BYTES_MAX),
            "message.timestamp.type": "CreateTime",  # event time, set by producers
        }
        if self.retention_days is not None:
            retention_ms = FOREVER if keep_history else self.retention_days * DAY_MS
            settings["retention.ms"] = str(retention_ms)
        elif keep_history and self.direction is Direction.INPUT:
            settings["min.compaction.lag.ms"] = str(NEVER_COMPACTED_MS)
        return settings
