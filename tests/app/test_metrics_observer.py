"""What a runtime says shows as metrics, and what it no longer owns is forgotten."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.metrics_observer import MetricsObserver
from stream_health.runtime.observer import RuntimeObserver

RUNTIME = {"runtime": "score"}


@pytest.fixture
def metrics() -> WorkerMetrics:
    return WorkerMetrics()


@pytest.fixture
def observer(metrics: WorkerMetrics) -> MetricsObserver:
    return MetricsObserver(metrics, "score", prefix="test.")


def test_no_hook_of_the_runtime_is_left_out() -> None:
    hooks = [name for name, _ in inspect.getmembers(RuntimeObserver, inspect.isfunction)]
    hooks = [name for name in hooks if name.startswith("on_")]
    assert len(hooks) > 5
    assert [name for name in hooks if name not in vars(MetricsObserver)] == []


def test_batches_and_transactions_are_counted(
    metrics: WorkerMetrics, observer: MetricsObserver
) -> None:
    observer.on_batch(0, records=500, seconds=0.25)
    observer.on_commit(0, outputs=7, changes=9, seconds=0.125)
    observer.on_commit_failed(0, RuntimeError("broker gone"))
    observer.on_fenced(1)
    observer.on_reopen(1, RuntimeError("broker gone"))
    observer.on_positions_lost(1, topic="test.usage-events", records=3)
    assert metrics.value("processed_records_total", **RUNTIME) == 500
    assert metrics.value("batch_records_sum", **RUNTIME) == 500
    assert metrics.value("batch_duration_seconds_sum", **RUNTIME) == 0.25
    assert metrics.value("transactions_total", **RUNTIME) == 1
    assert metrics.value("output_records_total", **RUNTIME) == 7
    assert metrics.value("state_changes_total", **RUNTIME) == 9
    assert metrics.value("transaction_duration_seconds_sum", **RUNTIME) == 0.125
    assert metrics.value("transaction_failures_total", **RUNTIME) == 1
    assert metrics.value("fencings_total", **RUNTIME) == 1
    assert metrics.value("partition_reopens_total", **RUNTIME) == 1
    assert metrics.value("lost_records_total", topic="usage-events", **RUNTIME) == 3


def test_recovery_is_shown_until_the_partition_is_open(
    metrics: WorkerMetrics, observer: MetricsObserver
) -> None:
    observer.on_recovery_progress(2, done=10, total=30)
    assert metrics.value("recovering_partitions", **RUNTIME) == 1
    assert metrics.value("recovery_remaining_records", **RUNTIME) == 20
    observer.on_partition_opened(2, seconds=1.5, records=30)
    assert metrics.value("recovering_partitions", **RUNTIME) == 0
    assert metrics.value("recovery_remaining_records", **RUNTIME) == 0
    assert metrics.value("owned_partitions", **RUNTIME) == 1
    assert metrics.value("recovery_duration_seconds_sum", **RUNTIME) == 1.5
    assert metrics.value("recovered_records_total", **RUNTIME) == 30


SAID = st.tuples(
    st.integers(0, 3), st.sampled_from(["lag", "state", "buffered", "revoked"]), st.integers(0, 99)
)


@given(st.lists(SAID))
def test_gauges_are_the_sums_of_what_the_owned_partitions_said_last(
    said: list[tuple[int, str, int]],
) -> None:
    metrics = WorkerMetrics()
    observer = MetricsObserver(metrics, "score")
    last: dict[str, dict[int, int]] = {"lag": {}, "state": {}, "buffered": {}}
    for partition, what, number in said:
        if what == "revoked":
            observer.on_partition_revoked(partition)
            for kind in last.values():
                kind.pop(partition, None)
            continue
        last[what][partition] = number
        if what == "lag":
            observer.on_positions(partition, positions={}, lag_records={"usage-events": number})
        elif what == "state":
            observer.on_state(partition, records=number, bytes_total=number * 10)
        else:
            observer.on_buffered(partition, number)
    total = {what: sum(numbers.values()) for what, numbers in last.items()}
    lag = metrics.value("consumer_lag_records", topic="usage-events", **RUNTIME) or 0
    assert lag == total["lag"]
    assert (metrics.value("state_records", **RUNTIME) or 0) == total["state"]
    assert (metrics.value("state_bytes", **RUNTIME) or 0) == total["state"] * 10
    assert (metrics.value("buffered_records", **RUNTIME) or 0) == total["buffered"]
