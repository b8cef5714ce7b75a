"""Turns what a partition runtime says into metrics."""

from collections.abc import Mapping

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.metrics_partitions import PartitionSums
from stream_health.runtime.observer import RuntimeObserver


class MetricsObserver(RuntimeObserver):
    """Observer of one runtime of the worker.

    Parameters
    ----------
    metrics
        Where to count.
    runtime
        Name of the runtime: score, learn or dispatch.
    prefix
        What stands before the names of topics.
    """

    def __init__(self, metrics: WorkerMetrics, runtime: str, *, prefix: str = "") -> None:
        self._metrics = metrics
        self._runtime = runtime
        self._prefix = prefix
        self._lag = self._sums("consumer_lag_records")
        self._owned = self._sums("owned_partitions")
        self._recovering = self._sums("recovering_partitions")
        self._remaining = self._sums("recovery_remaining_records")
        self._plain = {
            name: self._sums(name) for name in ("buffered_records", "state_records", "state_bytes")
        }

    def on_partition_opened(self, partition: int, *, seconds: float, records: int) -> None:
        """Count a loaded partition and how long it took."""
        metrics, runtime = self._metrics, self._runtime
        metrics.histogram("recovery_duration_seconds", runtime=runtime).observe(seconds)
        metrics.counter("recovered_records_total", runtime=runtime).inc(records)
        self._end_recovery(partition)
        self._owned.set(partition, 1)

    def on_partition_revoked(self, partition: int) -> None:
        """Forget everything of the partition."""
        self._end_recovery(partition)
        self._owned.drop(partition)
        self._lag.drop(partition, "topic")
        for sums in self._plain.values():
            sums.drop(partition)
        if self._runtime == "score":
            self._metrics.on_score_partition_revoked(partition)
        elif self._runtime == "dispatch":
            self._metrics.on_dispatcher_revoked()

    def on_recovery_progress(self, partition: int, *, done: int, total: int) -> None:
        """Show what is still to be read."""
        self._owned.drop(partition)
        self._recovering.set(partition, 1)
        self._remaining.set(partition, max(0, total - done))

    def on_batch(self, partition: int, *, records: int, seconds: float) -> None:
        """Count a batch that became durable."""
        del partition
        metrics, runtime = self._metrics, self._runtime
        metrics.counter("processed_records_total", runtime=runtime).inc(records)
        metrics.histogram("batch_records", runtime=runtime).observe(records)
        metrics.histogram("batch_duration_seconds", runtime=runtime).observe(seconds)

    def on_commit(self, partition: int, *, outputs: int, changes: int, seconds: float) -> None:
        """Count a committed transaction."""
        del partition
        metrics, runtime = self._metrics, self._runtime
        metrics.counter("transactions_total", runtime=runtime).inc()
        metrics.counter("output_records_total", runtime=runtime).inc(outputs)
        metrics.counter("state_changes_total", runtime=runtime).inc(changes)
        metrics.histogram("transaction_duration_seconds", runtime=runtime).observe(seconds)

    def on_commit_failed(self, partition: int, error: BaseException) -> None:
        """Count a transaction that failed."""
        del partition, error
        self._metrics.counter("transaction_failures_total", runtime=self._runtime).inc()

    def on_fenced(self, partition: int) -> None:
        """Count being fenced."""
        del partition
        self._metrics.counter("fencings_total", runtime=self._runtime).inc()

    def on_reopen(self, partition: int, error: BaseException) -> None:
        """Count an opening after an error."""
        del error
        self._owned.drop(partition)
        self._metrics.counter("partition_reopens_total", runtime=self._runtime).inc()

    def on_positions(
        self, partition: int, *, positions: Mapping[str, int], lag_records: Mapping[str, int]
    ) -> None:
        """Show the lag per topic."""
        del positions
        for topic, records in lag_records.items():
            self._lag.set(partition, records, topic=topic.removeprefix(self._prefix))

    def on_buffered(self, partition: int, records: int) -> None:
        """Show how many records wait."""
        self._plain["buffered_records"].set(partition, records)

    def on_state(self, partition: int, *, records: int, bytes_total: int) -> None:
        """Show the size of the state."""
        self._plain["state_records"].set(partition, records)
        self._plain["state_bytes"].set(partition, bytes_total)

    def on_positions_lost(self, partition: int, *, topic: str, records: int) -> None:
        """Count records that were deleted before they were processed."""
        del partition
        name = topic.removeprefix(self._prefix)
        counter = self._metrics.counter("lost_records_total", runtime=self._runtime, topic=name)
        counter.inc(records)

    def _sums(self, name: str) -> PartitionSums:
        return PartitionSums(self._metrics, name, runtime=self._runtime)

    def _end_recovery(self, partition: int) -> None:
        self._recovering.drop(partition)
        self._remaining.drop(partition)
