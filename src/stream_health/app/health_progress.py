"""Notices a partition that stands still although records wait: what ``/healthz`` is asked."""

import time
from collections.abc import Callable, Mapping
from typing import Final

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.metrics_observer import MetricsObserver

STUCK_AFTER_SECONDS: Final = 120.0
HEARD_WITHIN_SECONDS: Final = 30.0
"""Longer than Kafka needs to answer, so that an outage of its own does not look like ours."""


class ProgressObserver(MetricsObserver):
    """Metrics of one runtime, and whether one of its partitions stands still.

    A partition stands still when Kafka answers, records have waited for two minutes, and none
    became durable in that time. A Kafka that does not answer is no reason to restart a worker: it
    goes on by itself when Kafka is back.

    Parameters
    ----------
    metrics, runtime, prefix
        As of `MetricsObserver`.
    now_seconds
        A clock that never goes back.
    """

    def __init__(
        self,
        metrics: WorkerMetrics,
        runtime: str,
        *,
        prefix: str = "",
        now_seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(metrics, runtime, prefix=prefix)
        self._name = runtime
        self._now_seconds = now_seconds
        self._moved: dict[int, float] = {}
        self._heard: dict[int, float] = {}

    def stuck(self) -> list[str]:
        """Return one sentence for each partition that stands still."""
        now = self._now_seconds()
        return [
            f"{self._name}: records wait at partition {partition}, none processed for "
            f"{now - moved:.0f} s"
            for partition, moved in sorted(self._moved.items())
            if now - moved > STUCK_AFTER_SECONDS
            and now - self._heard[partition] <= HEARD_WITHIN_SECONDS
        ]

    def on_positions(
        self, partition: int, *, positions: Mapping[str, int], lag_records: Mapping[str, int]
    ) -> None:
        """Note that Kafka answered; where nothing waits there is nothing to do."""
        super().on_positions(partition, positions=positions, lag_records=lag_records)
        now = self._now_seconds()
        self._heard[partition] = now
        if any(lag_records.values()):
            self._moved.setdefault(partition, now)
        else:
            self._moved.pop(partition, None)

    def on_commit(self, partition: int, *, outputs: int, changes: int, seconds: float) -> None:
        """Note progress."""
        super().on_commit(partition, outputs=outputs, changes=changes, seconds=seconds)
        self._moved.pop(partition, None)

    def on_reopen(self, partition: int, error: BaseException) -> None:
        """Begin anew."""
        super().on_reopen(partition, error)
        self._moved.pop(partition, None)

    def on_partition_revoked(self, partition: int) -> None:
        """Forget the partition."""
        super().on_partition_revoked(partition)
        self._moved.pop(partition, None)
        self._heard.pop(partition, None)
