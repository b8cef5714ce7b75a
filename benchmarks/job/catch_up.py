"""First phase: workers that were away come back to a backlog and work it off at full speed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.job.figures import Figure
from benchmarks.job.stage import Stage
from benchmarks.job.team import Look, Team

from benchmarks.job import gauges
from stream_health.local.broker.config import LOG_DIR
from stream_health.wire.names import TopicName

_MICRO: Final = 1e6


async def fill(stage: Stage) -> list[Figure]:
    """Let workers take in the profiles and the history, and stop them again."""
    fed_total = await stage.feed_history()
    with stage.workers("history", clock="topic") as workers:
        before, after = await _work_off(workers, fed_total)
    seconds = after.at_seconds - before.at_seconds
    return [
        Figure("profiles and events of history", fed_total, ""),
        Figure("events per second over history", fed_total / seconds, "1/s"),
    ]


async def catch_up(stage: Stage) -> list[Figure]:
    """Measure from the first record of the backlog until the last one is durable."""
    changelog = stage.broker.data_dir / LOG_DIR
    fed_total = await stage.feed_backlog()
    bytes_before = _changelog_bytes(changelog)
    with stage.workers("backlog", clock="topic") as workers:
        await workers.until("started", lambda look: look.total("owned_partitions") > 0)
        broker_before = gauges.process(stage.broker.pid)
        before, after = await _work_off(workers, fed_total)
        broker_after = gauges.process(stage.broker.pid)
    broker_seconds = broker_after.cpu_seconds - broker_before.cpu_seconds
    changelog_bytes = _changelog_bytes(changelog) - bytes_before
    wall_seconds = after.at_seconds - before.at_seconds
    worker_seconds = after.cpu_seconds - before.cpu_seconds
    rate = fed_total / wall_seconds
    return [
        Figure("events", fed_total, ""),
        Figure("events per second", rate, "1/s"),
        Figure("events per second and process", rate / workers.count, "1/s"),
        Figure("the same with a core of its own", fed_total / worker_seconds, "1/s"),
        Figure("share of a core it got", 100 * worker_seconds / wall_seconds / workers.count, "%"),
        Figure("worker CPU", worker_seconds / fed_total * _MICRO, "us/event"),
        Figure("broker CPU", broker_seconds / fed_total * _MICRO, "us/event"),
        *_writing(after, fed_total, changelog_bytes),
        Figure("from start to first record", before.at_seconds - workers.started_seconds, "s"),
    ]


async def come_back(stage: Stage) -> list[Figure]:
    """Measure a restart with all the state and nothing to do."""
    with stage.workers("restart", clock="topic") as workers:
        ready = await workers.until_ready()
        opened = max(ready.total("recovery_duration_seconds_count"), 1)
    return [
        Figure("from start until ready", ready.at_seconds - workers.started_seconds, "s"),
        Figure("changelog records read", ready.total("recovered_records_total"), ""),
        Figure("opening one partition", ready.total("recovery_duration_seconds_sum") / opened, "s"),
        Figure("state", ready.total("state_bytes") / 1e6, "MB"),
    ]


async def _work_off(workers: Team, fed_total: int) -> tuple[Look, Look]:
    """The last look before the first record was done, and the first with all of them done."""
    before, _ = await workers.until("begun", lambda look: look.total("input_records_total") > 0)
    _, after = await workers.until(
        "done", lambda look: look.total("input_records_total") >= fed_total
    )
    return before, after


def _writing(after: Look, fed_total: int, changelog_bytes: int) -> Sequence[Figure]:
    batches = max(after.total("batch_records_count"), 1)
    transactions = max(after.total("transactions_total"), 1)
    return [
        Figure("records per batch", after.total("batch_records_sum") / batches, ""),
        Figure("records per transaction", after.total("batch_records_sum") / transactions, ""),
        Figure("state records", after.total("state_changes_total") / fed_total, "per event"),
        Figure("changelog", changelog_bytes / fed_total, "bytes/event"),
        Figure("output records", after.total("output_records_total") / fed_total, "per event"),
        Figure("dead letters", after.total("dead_letters_total"), ""),
        Figure("memory at most, per worker", max(p.memory_mb_max for p in after.processes), "MB"),
    ]


def _changelog_bytes(folder: Path) -> int:
    return gauges.folder_bytes(folder, f"{TopicName.ACCOUNT_STATE}-*/*.log")
