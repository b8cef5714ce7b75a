"""A small compacted topic that every worker holds in memory, wholly and always up to date."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from mode import Service

from stream_health.runtime.admin import TopicAdmin
from stream_health.runtime.clients import NEEDS_OPERATOR, follower
from stream_health.runtime.errors import TopicMismatchError

log = logging.getLogger(__name__)

_POLL_MS = 200
_ERROR_SECONDS = 0.2


class TopicView(Service):
    """Reads a topic from its beginning, without a group, and keeps following it.

    Every worker sees every record. Between the partitions of the topic there is no order.

    Parameters
    ----------
    bootstrap
        Broker addresses.
    topic
        A compacted topic, small enough for memory.
    security
        Passed to the Kafka client.
    on_change
        Called with key and new value (None: deleted), while loading too, in order of offsets.
    """

    def __init__(
        self,
        bootstrap: str,
        topic: str,
        *,
        security: Mapping[str, Any] | None = None,
        on_change: Callable[[bytes, bytes | None], None] | None = None,
    ) -> None:
        super().__init__()
        self._bootstrap = bootstrap
        self._topic = topic
        self._security = security or {}
        self._on_change = on_change
        self._values: dict[bytes, bytes] = {}
        self._loaded = asyncio.Event()
        self._consumer: AIOKafkaConsumer | None = None
        self._following: asyncio.Future[None] | None = None

    def get(self, key: bytes) -> bytes | None:
        """Return the latest value of a key, None when it has none."""
        return self._values.get(key)

    def items(self) -> Iterator[tuple[bytes, bytes]]:
        """Return keys and latest values, in the order keys were first seen."""
        return iter(list(self._values.items()))

    async def ready(self) -> None:
        """Wait until everything written before the start has been read."""
        await self._loaded.wait()

    async def on_start(self) -> None:
        """Find the partitions and begin to read."""
        async with TopicAdmin(self._bootstrap, self._security) as admin:
            count = (await admin.partition_counts([self._topic])).get(self._topic)
        if count is None:
            msg = f"topic {self._topic!r} does not exist: create it with cleanup.policy=compact"
            raise TopicMismatchError(msg)
        self._consumer = follower(self._bootstrap, self._security)
        await self._consumer.start()
        sources = [TopicPartition(self._topic, number) for number in range(count)]
        self._consumer.assign(sources)
        await self._consumer.seek_to_beginning(*sources)
        self._following = self.add_future(self._follow(self._consumer, sources))

    async def on_stop(self) -> None:
        """Stop reading."""
        if self._following is not None:
            self._following.cancel()
        if self._consumer is not None:
            await self._consumer.stop()

    async def _follow(self, consumer: AIOKafkaConsumer, sources: list[TopicPartition]) -> None:
        ends = await consumer.end_offsets(sources)
        while True:
            try:
                fetched = await consumer.getmany(*sources, timeout_ms=_POLL_MS)
            except NEEDS_OPERATOR:
                raise
            except KafkaError as error:
                log.warning("view of %s: %r, trying again", self._topic, error)
                await asyncio.sleep(_ERROR_SECONDS)
                continue
            for records in fetched.values():
                for record in records:
                    self._apply(record.key, record.value)
            if not self._loaded.is_set():
                positions = [await consumer.position(source) for source in sources]
                if all(p >= ends[s] for p, s in zip(positions, sources, strict=True)):
                    self._loaded.set()

    def _apply(self, key: bytes | None, value: bytes | None) -> None:
        if key is None:
            log.warning("view of %s: a record without a key is not kept", self._topic)
            return
        if value is None:
            self._values.pop(key, None)
        else:
            self._values[key] = value
        if self._on_change is not None:
            self._on_change(key, value)
