"""A partition that stands still is found, and nothing else is taken for one."""

import pytest

from stream_health.app.health_progress import ProgressObserver
from stream_health.app.metrics import WorkerMetrics


class Watched:
    """A runtime's observer under a clock of the test."""

    def __init__(self) -> None:
        self.now_seconds = 1_000.0
        self.metrics = WorkerMetrics()
        self.observer = ProgressObserver(
            self.metrics, "score", now_seconds=lambda: self.now_seconds
        )

    def hear(self, *, waiting: int, seconds: int, partition: int = 3) -> None:
        """Report positions every ten seconds."""
        for _ in range(0, seconds, 10):
            self.now_seconds += 10
            lag = {"usage-events": waiting}
            self.observer.on_positions(partition, positions={}, lag_records=lag)


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_records_that_wait_for_long_while_kafka_answers_are_a_standstill(watched: Watched) -> None:
    watched.hear(waiting=5, seconds=130)
    assert watched.observer.stuck() == []
    watched.hear(waiting=5, seconds=10)
    assert watched.observer.stuck() == [
        "score: records wait at partition 3, none processed for 130 s"
    ]


def test_nothing_waiting_is_no_standstill(watched: Watched) -> None:
    watched.hear(waiting=0, seconds=600)
    assert watched.observer.stuck() == []


def test_progress_now_and_then_is_no_standstill(watched: Watched) -> None:
    for _ in range(10):
        watched.hear(waiting=1_000_000, seconds=100)
        watched.observer.on_commit(3, outputs=1, changes=1, seconds=0.1)
    assert watched.observer.stuck() == []


def test_a_kafka_that_does_not_answer_is_no_standstill(watched: Watched) -> None:
    watched.hear(waiting=5, seconds=200)
    watched.now_seconds += 40
    assert watched.observer.stuck() == []


@pytest.mark.parametrize("event", ["revoked", "reopened"])
def test_a_partition_that_left_or_began_anew_is_no_standstill(watched: Watched, event: str) -> None:
    watched.hear(waiting=5, seconds=200)
    assert watched.observer.stuck()
    if event == "revoked":
        watched.observer.on_partition_revoked(3)
    else:
        watched.observer.on_reopen(3, RuntimeError("broker gone"))
    assert watched.observer.stuck() == []


def test_one_that_moves_does_not_hide_one_that_does_not(watched: Watched) -> None:
    for _ in range(20):
        watched.hear(waiting=5, seconds=10, partition=1)
        watched.hear(waiting=5, seconds=10, partition=2)
        watched.observer.on_commit(1, outputs=0, changes=0, seconds=0.1)
    (said,) = watched.observer.stuck()
    assert "partition 2" in said


def test_it_counts_like_the_observer_it_is(watched: Watched) -> None:
    watched.hear(waiting=5, seconds=10)
    watched.observer.on_commit(3, outputs=1, changes=1, seconds=0.1)
    assert watched.metrics.value("transactions_total", runtime="score") == 1
    lag = watched.metrics.value("consumer_lag_records", runtime="score", topic="usage-events")
    assert lag == 5
