"""Settings of one partition runtime, with the values that were measured to be good."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeSettings:
    """One consumer group: what it reads, where its state lies, and its bounds.

    Attributes
    ----------
    name
        Short name for logs and metrics, e.g. ``score``.
    bootstrap
        Broker addresses, ``host:port`` separated by commas.
    group_id
        Consumer group, also the prefix of the transactional ids (``<group_id>-<partition>``).
    topics
        Source topics, all with ``partitions`` partitions. Their order breaks ties in time.
    changelog
        Compacted topic that holds the state, with the same number of partitions.
    partitions
        Number of partitions of every source topic and of the changelog, at least 1.
    security
        Passed to every Kafka client (``security_protocol``, ``sasl_mechanism``, ...).
    max_batch_records
        Most records in one batch. Batches grow up to this while a commit is under way.
    max_buffered_records
        Most records waiting per topic and partition; a full one is paused.
    max_idle_ms
        Longest time a lagging topic with nothing buffered holds the others back (KIP-695).
    strict_merge
        Wait for proof that no earlier record is under way; makes the merged order repeatable.
    session_timeout_ms, rebalance_timeout_ms, transaction_timeout_ms
        How soon a dead member is noticed; how long a rebalance may take; how long an orphaned
        transaction may hold readers back. The last must be longer than the longest batch.
    fetch_min_bytes, fetch_max_wait_ms, max_partition_fetch_bytes
        Pacing of fetches: one answer carries all partitions.
    retry_backoff_ms
        Of the producer. Small, because the first write of a transaction is often told to retry
        while the markers of the last one are being written (KIP-890).
    connect_timeout_ms
        How long to wait for a broker that does not answer yet when starting.
    reopen_backoff_ms, max_reopen_backoff_ms
        First and longest wait before a partition is opened again after a retriable error.
    max_request_bytes
        Largest Kafka batch, and so the largest single record, in bytes.

    Raises
    ------
    ValueError
        When a value is out of range.

    Examples
    --------
    >>> s = RuntimeSettings(name="count", bootstrap="localhost:9092", group_id="count",
    ...                     topics=("clicks",), changelog="count-state", partitions=4)
    >>> s.max_batch_records, s.fetch_max_wait_ms
    (5000, 20)
    """

    name: str
    bootstrap: str
    group_id: str
    topics: tuple[str, ...]
    changelog: str
    partitions: int
    security: Mapping[str, Any] = field(default_factory=dict, repr=False)
    max_batch_records: int = 5000
    max_buffered_records: int = 10_000
    max_idle_ms: int = 500
    strict_merge: bool = False
    session_timeout_ms: int = 6_000
    rebalance_timeout_ms: int = 10_000
    transaction_timeout_ms: int = 20_000
    fetch_min_bytes: int = 1 << 20
    fetch_max_wait_ms: int = 20
    max_partition_fetch_bytes: int = 2 << 20
    retry_backoff_ms: int = 5
    connect_timeout_ms: int = 30_000
    reopen_backoff_ms: int = 200
    max_reopen_backoff_ms: int = 5_000
    max_request_bytes: int = 900 * 1024

    def __post_init__(self) -> None:
        """Refuse values that cannot work."""
        if not self.topics or len(set(self.topics)) != len(self.topics):
            msg = f"topics must be distinct and at least one, got {self.topics!r}"
            raise ValueError(msg)
        for name in (
            "partitions",
            "max_batch_records",
            "max_buffered_records",
            "max_request_bytes",
        ):
            if getattr(self, name) < 1:
                msg = f"{name} must be at least 1, got {getattr(self, name)}"
                raise ValueError(msg)
        if self.max_idle_ms < 0:
            msg = f"max_idle_ms must not be negative, got {self.max_idle_ms}"
            raise ValueError(msg)

    def transactional_id(self, partition: int) -> str:
        """Return the id that fences older owners of a partition number.

        Examples
        --------
        >>> RuntimeSettings(name="n", bootstrap="b:1", group_id="g", topics=("t",),
        ...                 changelog="c", partitions=1).transactional_id(0)
        'g-0'
        """
        return f"{self.group_id}-{partition}"
