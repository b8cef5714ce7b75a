"""The partition runtime: a service in a Faust app that feeds one agent exactly-once batches."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Collection, Coroutine, Iterable, Iterator
from typing import Any

import faust
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError
from mode import Service

from stream_health.runtime.admin import TopicAdmin, TopicSpec
from stream_health.runtime.batch import Batch
from stream_health.runtime.clients import ends_reader, source_consumer
from stream_health.runtime.errors import NoBrokerError, PartitionRuntimeError, TopicMismatchError
from stream_health.runtime.handler import HandlerFactory
from stream_health.runtime.intake import Intake
from stream_health.runtime.observer import RuntimeObserver
from stream_health.runtime.partition import PartitionWorker, Parts
from stream_health.runtime.settings import RuntimeSettings

log = logging.getLogger(__name__)

_STOP_SECONDS = 3.0
_CONNECT_RETRY_SECONDS = 0.5


class PartitionRuntime(Service, ConsumerRebalanceListener):  # type: ignore[misc]
    """One consumer group: consumer, and per partition number state and a fencing producer.

    Batches go through ``channel`` to an agent of the app, which calls ``commit`` on each. At most
    one batch per partition number is on its way. Declare the agent, then start the runtime from a
    task of the app::

        runtime = PartitionRuntime(app, settings, handler_factory)

        @app.agent(runtime.channel, concurrency=settings.partitions)
        async def score(batches):
            async for batch in batches:
                await runtime.commit(batch)

        @app.task
        async def start():
            await app.add_runtime_dependency(runtime)

    Parameters
    ----------
    app
        The Faust app, made by ``create_app``.
    settings
        Group, topics, changelog and bounds.
    handler_factory
        Makes the handler of each partition number.
    observer
        Told what happens, for metrics.
    """

    def __init__(
        self,
        app: faust.App,
        settings: RuntimeSettings,
        handler_factory: HandlerFactory,
        observer: RuntimeObserver | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.channel = app.channel(maxsize=2 * settings.partitions)
        self._app = app
        self._handler_factory = handler_factory
        self._observer = observer or RuntimeObserver()
        self._workers: dict[int, PartitionWorker] = {}
        self._running: dict[int, asyncio.Task[None]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._intake: asyncio.Task[None] | None = None
        self._ends_reader: AIOKafkaConsumer | None = None

    async def commit(self, batch: Batch) -> bool:
        """Process and commit a batch taken from the channel; see ``PartitionWorker.commit``."""
        worker = self._workers.get(batch.partition)
        return worker is not None and await worker.commit(batch)

    @property
    def open_partitions(self) -> frozenset[int]:
        """Partition numbers whose state is loaded and that are being served."""
        return frozenset(p for p, worker in self._workers.items() if worker.merge is not None)

    @property
    def assigned_partitions(self) -> frozenset[int]:
        """Partition numbers the group gave to this worker, loaded or not."""
        return frozenset(self._workers)

    # -- start and stop -----------------------------------------------------------------------

    async def on_start(self) -> None:
        """Join the group."""
        if not self.channel.subscriber_count:
            msg = (
                f"nobody listens to the batches of runtime {self.settings.name!r}: "
                f"declare an agent on its channel"
            )
            raise PartitionRuntimeError(msg)
        if not self._app.flow_control.is_active():
            self._app.flow_control.resume()  # Faust's own consumer, which we do not use, would
        self._consumer = await self._connect()
        self._parts = Parts(
            self.settings, self._consumer, self.channel, self._handler_factory, self._observer
        )
        if self.settings.strict_merge:
            self._ends_reader = ends_reader(self.settings)
            await self._ends_reader.start()
        intake = Intake(
            self._consumer, self.settings, workers=self._workers, ends_reader=self._ends_reader
        )
        self._intake = asyncio.create_task(self._guard(intake.run()))
        self._consumer.subscribe(topics=list(self.settings.topics), listener=self)

    async def on_stop(self) -> None:
        """Finish the transactions under way, leave the group, close everything."""
        await self._park(_STOP_SECONDS)
        if self._intake is not None:
            self._intake.cancel()
            await asyncio.wait([self._intake])
        for partition in list(self._workers):
            self._leave_soon(partition)
        await asyncio.gather(*self._closing)
        if self._ends_reader is not None:
            await self._ends_reader.stop()
        if hasattr(self, "_consumer"):
            await self._stop_consumer()

    async def _connect(self) -> AIOKafkaConsumer:
        """Connect and check the topics; wait a while for a broker that is still starting."""
        deadline = time.monotonic() + self.settings.connect_timeout_ms / 1000
        while True:
            try:
                await self._check_topics()
                break
            except NoBrokerError:
                if time.monotonic() > deadline or self.should_stop:
                    raise
                await asyncio.sleep(_CONNECT_RETRY_SECONDS)
        consumer = source_consumer(self.settings)
        try:
            await consumer.start()
        except BaseException:
            await consumer.stop()
            raise
        return consumer

    async def _check_topics(self) -> None:
        settings = self.settings
        topics = (*settings.topics, settings.changelog)
        async with TopicAdmin(settings.bootstrap, settings.security) as admin:
            specs = [TopicSpec(topic, settings.partitions) for topic in topics]
            differences = await admin.differences(specs)
        if differences:
            listed = "; ".join(map(str, differences))
            msg = f"runtime {settings.name!r} cannot use its topics: {listed}"
            raise TopicMismatchError(msg)

    async def _stop_consumer(self) -> None:
        """Leave the group; a join that is pending may take as long as a rebalance."""
        stopping = asyncio.ensure_future(self._consumer.stop())
        timeout_seconds = self.settings.rebalance_timeout_ms / 1000 + 1
        done, _ = await asyncio.wait([stopping], timeout=timeout_seconds)
        if not done:
            log.warning("%s: left without telling the group", self.settings.name)
            stopping.cancel()
        with contextlib.suppress(asyncio.CancelledError, KafkaError):
            await stopping

    # -- rebalance ----------------------------------------------------------------------------

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Finish the transactions under way; keep state and producers, which fencing makes safe."""
        del revoked  # the eager protocol always takes all
        with self._crash_on_error():
            await self._park(self.settings.rebalance_timeout_ms / 1000 / 2)

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Start what is ours and return at once: loading here would block the whole group."""
        with self._crash_on_error():
            if self.should_stop:
                return
            mine = self._complete_partitions(assigned)
            for source in assigned:
                # Nothing may be fetched before the partition is open; the position only keeps
                # the fetcher from looking for a better one.
                self._consumer.seek(source, 0)
                self._consumer.pause(source)
            for partition in set(self._workers) - mine:
                self._leave_soon(partition)
            for partition in sorted(mine):
                worker = self._workers.get(partition) or PartitionWorker(partition, self._parts)
                self._workers[partition] = worker
                self._running[partition] = asyncio.create_task(self._guard(worker.run()))

    def _complete_partitions(self, assigned: Iterable[TopicPartition]) -> set[int]:
        sources = set(assigned)
        mine = {source.partition for source in sources}
        for partition in mine:
            for topic in self.settings.topics:
                if TopicPartition(topic, partition) not in sources:
                    msg = (
                        f"partition {partition} came without topic {topic!r}: all members of group "
                        f"{self.settings.group_id!r} must read the same topics"
                    )
                    raise TopicMismatchError(msg)
        return mine

    async def _park(self, timeout_seconds: float) -> None:
        """Stop all partition tasks; those in a transaction may finish it."""
        tasks, self._running = self._running, {}
        for partition, task in tasks.items():
            if not self._workers[partition].stop_soon():
                task.cancel()  # it waits for records or is loading
        if not tasks:
            return
        _, unfinished = await asyncio.wait(tasks.values(), timeout=timeout_seconds)
        for partition, task in tasks.items():
            if task in unfinished:
                log.warning("%s: gave up on a transaction", self._workers[partition])
                task.cancel()
                self._leave_soon(partition)

    def _leave_soon(self, partition: int) -> None:
        """Forget a partition number at once and close what it holds in the background."""
        worker = self._workers.pop(partition)
        self._observer.on_partition_revoked(partition)
        task = asyncio.create_task(worker.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    # -- errors -------------------------------------------------------------------------------

    async def _guard(self, work: Coroutine[Any, Any, None]) -> None:
        """End the process on any error that is not handled where it happens."""
        try:
            await work
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            await self.crash(error)

    @contextlib.contextmanager
    def _crash_on_error(self) -> Iterator[None]:
        """Aiokafka logs and forgets what a listener raises; we do not."""
        try:
            yield
        except Exception as error:
            self.add_future(self.crash(error))
