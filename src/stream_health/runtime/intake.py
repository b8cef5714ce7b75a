"""One loop that fetches for all partition numbers of a consumer group."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import (
    ConsumerStoppedError,
    IllegalStateError,
    KafkaError,
    NoOffsetForPartitionError,
    OffsetOutOfRangeError,
)

from stream_health.runtime.batch import Record
from stream_health.runtime.clients import NEEDS_OPERATOR
from stream_health.runtime.partition import PartitionWorker, now_ms
from stream_health.runtime.settings import RuntimeSettings

log = logging.getLogger(__name__)

_POLL_MS = 50
_NO_ROOM_SECONDS = 0.01
_ERROR_SECONDS = 0.2


class Intake:
    """Fetches records into the merge buffers of the partition numbers that are open.

    A full buffer is not asked for: its records stay with the broker, and that is all the
    back-pressure there is. Records of a partition number that is not open are never asked for.
    With an ``ends_reader`` the ends of topics are asked for after each fetch (strict merge).
    """

    def __init__(
        self,
        consumer: AIOKafkaConsumer,
        settings: RuntimeSettings,
        *,
        workers: Mapping[int, PartitionWorker],
        ends_reader: AIOKafkaConsumer | None = None,
    ) -> None:
        self._consumer = consumer
        self._ends_reader = ends_reader
        self._settings = settings
        self._workers = workers

    async def run(self) -> None:
        """Fetch until cancelled.

        Raises
        ------
        aiokafka.errors.KafkaError
            When trying again will not help.
        """
        while True:
            try:
                await self._round()
            except OffsetOutOfRangeError as error:
                for source in error.args[0]:
                    self._workers[source.partition].fetch_failed(error)
            except (IllegalStateError, NoOffsetForPartitionError):
                await asyncio.sleep(_NO_ROOM_SECONDS)  # an assignment is changing
            except (*NEEDS_OPERATOR, ConsumerStoppedError):
                raise
            except KafkaError as error:
                if type(error) is KafkaError:
                    raise  # aiokafka wraps its own unexpected failures in the bare class
                log.warning("%s: fetching: %r, trying again", self._settings.name, error)
                await asyncio.sleep(_ERROR_SECONDS)

    async def _round(self) -> None:
        """Fetch once, then look where the topics end: the end is newer than what was fetched."""
        wanted = [source for worker in self._workers.values() for source in worker.wanted()]
        if not wanted:
            await self._round_without_room()
            return
        self._buffer(await self._fetch(*wanted))
        workers = [worker for worker in self._workers.values() if worker.merge is not None]
        merges = [worker.merge for worker in workers]
        sources = [source for worker in workers for source in worker.sources]
        positions = {source: await self._consumer.position(source) for source in sources}
        ends = await self._ends(sources)
        for worker, merge in zip(workers, merges, strict=True):
            if worker.merge is merge:  # not opened again while the ends were asked for
                worker.end_round(
                    positions={source.topic: positions[source] for source in worker.sources},
                    ends={source.topic: ends[source] for source in worker.sources},
                )

    async def _fetch(self, *wanted: TopicPartition) -> Mapping[TopicPartition, list[Record]]:
        fetched: Mapping[TopicPartition, list[Record]] = await self._consumer.getmany(
            *wanted, timeout_ms=_POLL_MS, max_records=self._settings.max_buffered_records
        )
        return fetched

    async def _round_without_room(self) -> None:
        if all(worker.merge is None for worker in self._workers.values()):
            # Asking raises the group's errors, though all sources are paused. One may be opened
            # while this waits, and what then comes belongs to its buffers.
            self._buffer(await self._fetch())
        else:
            await asyncio.sleep(_NO_ROOM_SECONDS)

    def _buffer(self, fetched: Mapping[TopicPartition, list[Record]]) -> None:
        clock_ms = now_ms()
        by_worker: defaultdict[int, list[TopicPartition]] = defaultdict(list)
        for source in fetched:
            by_worker[source.partition].append(source)
        for partition, sources in by_worker.items():
            worker = self._workers.get(partition)
            if worker is None or worker.merge is None:
                continue  # left meanwhile; opening seeks back to what is dropped here
            for source in sources:
                worker.merge.add(source.topic, fetched[source], now_ms=clock_ms)

    async def _ends(self, sources: Iterable[TopicPartition]) -> Mapping[TopicPartition, int | None]:
        if self._ends_reader is not None:
            ends: Mapping[TopicPartition, int | None] = await self._ends_reader.end_offsets(
                list(sources)
            )
            return ends
        return {source: self._consumer.last_stable_offset(source) for source in sources}
