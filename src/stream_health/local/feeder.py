"""Feeds recorded or simulated history to a broker, in event time, with the ticks of its clock.

Everything up to a tick is acknowledged before the tick and everything later is sent, so the merged
order is the same whoever reads it (``docs/design/0002-time-and-boundaries.md``).
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import orjson
from aiokafka import AIOKafkaProducer

from stream_health.domain.clocking import HOUR_MS, next_boundary
from stream_health.local.replay.history import Line
from stream_health.runtime.partitioner import partition_of
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time

_REQUEST_BYTES_MAX = 900 * 1024

Slot = tuple[str, int]  # topic, partition number


class Feeder:
    """Sends records grouped by partition; ``sent_total`` counts them, ``time_ms`` is the last tick.

    Parameters
    ----------
    producer
        A started producer.
    partitions
        Partitions of every account topic and of the clock.
    prefix
        Put before every topic name.
    tick_every_ms
        Event time between ticks.
    """

    def __init__(
        self,
        producer: AIOKafkaProducer,
        *,
        partitions: int,
        prefix: str = "",
        tick_every_ms: int = HOUR_MS,
    ) -> None:
        self._producer = producer
        self._partitions = partitions
        self._prefix = prefix
        self._tick_every_ms = tick_every_ms
        self._waiting: dict[Slot, list[Line]] = {}
        self.sent_total = 0
        self.time_ms: int | None = None

    async def feed(
        self,
        records: Iterable[Line],
        *,
        until_ms: int | None = None,
        pace: Callable[[int], float] | None = None,
    ) -> None:
        """Send everything before ``until_ms``, with a tick at every boundary and one at the end.

        ``pace`` is asked before each tick (event time in ms) how many seconds to wait.
        """
        boundary_ms: int | None = None
        for record in records:
            time_ms = record.timestamp
            if until_ms is not None and time_ms >= until_ms:
                break
            if boundary_ms is None:
                await self.tick(time_ms)
                boundary_ms = next_boundary(time_ms, self._tick_every_ms)
            while time_ms >= boundary_ms:
                if pace is not None:
                    await asyncio.sleep(pace(boundary_ms))
                await self.tick(boundary_ms)
                boundary_ms += self._tick_every_ms
            slot = (record.topic, partition_of(record.key or b"", self._partitions))
            self._waiting.setdefault(slot, []).append(record)
        last_ms = until_ms if until_ms is not None else boundary_ms
        if last_ms is not None:
            await self.tick(last_ms)

    async def tick(self, time_ms: int) -> None:
        """Send what waits, be sure of it, then let the clock of every partition say the time."""
        await self._flush()
        value = orjson.dumps({"kind": "tick", "time": format_time(time_ms)})
        topic = self._prefix + TopicName.CLOCK
        await asyncio.gather(
            *[
                await self._producer.send(topic, value, partition=number, timestamp_ms=time_ms)
                for number in range(self._partitions)
            ]
        )
        self.time_ms = time_ms

    async def _flush(self) -> None:
        sent: list[Any] = []
        for (topic, partition), records in self._waiting.items():
            sent += await self._send(self._prefix + topic, partition, records)
        self._waiting.clear()
        await asyncio.gather(*sent)

    async def _send(self, topic: str, partition: int, records: list[Line]) -> list[Any]:
        sent, producer = [], self._producer
        batch = producer.create_batch()
        for record in records:
            fields: dict[str, Any] = {
                "key": record.key, "value": record.value, "timestamp": record.timestamp,
            }  # fmt: skip
            if batch.append(**fields) is None:
                sent.append(await producer.send_batch(batch, topic, partition=partition))
                batch = producer.create_batch()
                batch.append(**fields)
        sent.append(await producer.send_batch(batch, topic, partition=partition))
        self.sent_total += len(records)
        return sent


@asynccontextmanager
async def feeder_to(
    bootstrap: str, *, security: Mapping[str, Any] | None = None, **options: Any
) -> AsyncIterator[Feeder]:
    """Open a feeder on a broker; ``options`` are those of `Feeder`."""
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        enable_idempotence=True,
        max_batch_size=_REQUEST_BYTES_MAX,
        compression_type="lz4",
        **(security or {}),
    )
    await producer.start()
    try:
        yield Feeder(producer, **options)
    finally:
        await producer.stop()
