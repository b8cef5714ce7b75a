"""Second phase: events come in real time at a steady rate, and what is said of them is awaited."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Final

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from benchmarks.job.figures import Figure
from benchmarks.job.gauges import quantile
from benchmarks.job.stage import Stage
from benchmarks.job.team import Look

from stream_health.domain.clocking import MINUTE_MS
from stream_health.runtime.partitioner import partition_of
from stream_health.wire.names import TopicName
from stream_health.wire.times import parse_time_ms

WARM_UP_SECONDS: Final = 5.0
_SEND_EVERY_SECONDS: Final = 0.005
_TIME_LAG_SECONDS_MAX: Final = 90.0  # the newest tick is at most a minute old
_SHARES: Final = (0.50, 0.95, 0.99)


async def steady(stage: Stage) -> list[Figure]:
    """Measure how long an event takes until it is durable, and until its score is read."""
    plan = stage.plan
    with stage.workers("steady", clock="wall") as workers:
        await workers.until("at the present", _at_the_present)
        listening = asyncio.create_task(_listen(stage))
        try:
            await _send(stage, WARM_UP_SECONDS)
            before = await workers.look()
            start_ms = _now_ms()
            sent_total = await _send(stage, plan.steady_seconds)
            after = await workers.look()
            await asyncio.sleep(1.0)
        finally:
            listening.cancel()
            heard = await listening
    seconds = after.at_seconds - before.at_seconds
    waits_ms = sorted(wait_ms for at_ms, wait_ms in heard if at_ms >= start_ms)
    return [
        Figure("events per second, sent", sent_total / plan.steady_seconds, "1/s"),
        Figure("workers' CPU", 100 * (after.cpu_seconds - before.cpu_seconds) / seconds, "%"),
        Figure("records per batch", _per(before, after, "batch_records_sum"), ""),
        *_durable(before, after),
        Figure("real-time scores read", len(waits_ms), ""),
        *_read(waits_ms),
    ]


def _at_the_present(look: Look) -> bool:
    return (
        all(page["worker_ready"] == 1 for page in look.pages)
        and look.total("consumer_lag_records") == 0
        and 0 < max(page["event_time_lag_seconds"] for page in look.pages) < _TIME_LAG_SECONDS_MAX
    )


async def _send(stage: Stage, seconds: float) -> int:
    """Send at the plan's rate, each event stamped with the instant it is sent."""
    partitions = stage.plan.partitions
    sent: list[asyncio.Future[Any]] = []
    async with AIOKafkaProducer(bootstrap_servers=stage.broker.bootstrap, linger_ms=0) as producer:
        start = time.monotonic()
        while (passed := time.monotonic() - start) < seconds:
            while len(sent) < passed * stage.plan.steady_per_second:
                line = stage.load.event(_now_ms())
                sent.append(
                    await producer.send(
                        line.topic,
                        line.value,
                        key=line.key,
                        partition=partition_of(line.key or b"", partitions),
                        timestamp_ms=line.timestamp,
                    )
                )
            await asyncio.sleep(_SEND_EVERY_SECONDS)
        await asyncio.gather(*sent)
    return len(sent)


async def _listen(stage: Stage) -> list[tuple[int, int]]:
    """Read real-time scores until cancelled: time of the newest event, ms until it was read."""
    heard: list[tuple[int, int]] = []
    consumer = AIOKafkaConsumer(
        bootstrap_servers=stage.broker.bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        sources = [
            TopicPartition(TopicName.SCORE_CHANGES, number)
            for number in range(stage.plan.partitions)
        ]
        consumer.assign(sources)
        await consumer.seek_to_end(*sources)
        while True:
            record = await consumer.getone()
            read_ms = _now_ms()
            value = orjson.loads(record.value)
            as_of_ms = parse_time_ms(value["as_of"])
            # What is said at the end of a minute was made to wait for it.
            if value["cadence"] == "real_time" and as_of_ms % MINUTE_MS:
                heard.append((as_of_ms, read_ms - as_of_ms))
    except asyncio.CancelledError:
        return heard
    finally:
        await consumer.stop()


def _durable(before: Look, after: Look) -> list[Figure]:
    (was, *_), (now, *_) = before.pages, after.pages
    return [
        Figure(
            f"oldest event of a transaction durable after, p{share:.0%}".rstrip("%"),
            1_000 * quantile(was, now, "event_latency_seconds", share),
            "ms",
        )
        for share in _SHARES
    ]


def _read(waits_ms: Sequence[int]) -> list[Figure]:
    if not waits_ms:
        return []
    return [
        Figure(
            f"its score read by a consumer after, p{share:.0%}".rstrip("%"),
            waits_ms[min(len(waits_ms) - 1, int(share * len(waits_ms)))],
            "ms",
        )
        for share in _SHARES
    ]


def _per(before: Look, after: Look, name: str) -> float:
    count = name.removesuffix("_sum") + "_count"
    many = after.total(count) - before.total(count)
    return (after.total(name) - before.total(name)) / max(many, 1)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
