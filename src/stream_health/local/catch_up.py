"""Waits until an installation has worked off everything there is."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack

from aiokafka import AIOKafkaConsumer, TopicPartition

from stream_health.app.read_handler import READER_TOPICS
from stream_health.app.reading import ENGINE_TOPICS
from stream_health.runtime.admin import TopicAdmin
from stream_health.wire.names import TopicName

_POLL_SECONDS = 0.5
_FETCH_MS = 500
_ROUNDS = 2  # the first may see a group before, and its work after, it was sent to work again


def groups_of(application_id: str) -> dict[str, tuple[TopicName, ...]]:
    """Consumer groups of an installation in the order of the work, with what they read."""
    return {
        f"{application_id}-read": READER_TOPICS,
        f"{application_id}-score": ENGINE_TOPICS,
        f"{application_id}-book": (TopicName.BOOK_STATS,),
        f"{application_id}-learn": (TopicName.TRAINING_EXAMPLES,),
        f"{application_id}-dispatch": (TopicName.ALERT_CANDIDATES,),
    }


async def wait_until_done(
    bootstrap: str,
    *,
    application_id: str,
    prefix: str,
    seconds_max: float,
    groups: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Return when every group has committed everything, the last one after the ones before it.

    Challengers and the watch for drift are not waited for unless ``groups`` names them.

    A model activated or statistics of the book at the very end send the scoring to work again, so
    the groups are asked until all are done in two rounds one after the other.

    Raises
    ------
    TimeoutError
        When that takes longer than ``seconds_max``.
    """
    asked = groups_of(application_id) if groups is None else groups
    groups = {group: [prefix + topic for topic in topics] for group, topics in asked.items()}
    async with asyncio.timeout(seconds_max), AsyncExitStack() as stack:
        sources = await _sources(bootstrap, groups)
        consumers = {}
        for group in groups:
            consumer = AIOKafkaConsumer(
                bootstrap_servers=bootstrap,
                group_id=group,
                enable_auto_commit=False,
                isolation_level="read_committed",
            )
            await consumer.start()
            stack.push_async_callback(consumer.stop)
            consumer.assign(sources[group])
            consumers[group] = consumer
        rounds_done = 0
        while rounds_done < _ROUNDS:
            done = all([await _is_done(consumers[g], sources[g]) for g in groups])
            rounds_done = rounds_done + 1 if done else 0
            if not done:
                await asyncio.sleep(_POLL_SECONDS)


async def _sources(
    bootstrap: str, groups: Mapping[str, Sequence[str]]
) -> dict[str, list[TopicPartition]]:
    async with TopicAdmin(bootstrap, {}) as admin:
        counts = await admin.partition_counts([t for topics in groups.values() for t in topics])
    return {
        group: [TopicPartition(topic, n) for topic in topics for n in range(counts[topic])]
        for group, topics in groups.items()
    }


async def _is_done(consumer: AIOKafkaConsumer, sources: Sequence[TopicPartition]) -> bool:
    """Tell whether nothing but markers of transactions lies after what is committed."""
    ends = await consumer.end_offsets(list(sources))
    for source in sources:
        committed = await consumer.committed(source)
        if ends[source] == 0:
            continue
        if committed is None:
            return False
        if committed < ends[source]:
            consumer.seek(source, committed)
            if await _has_records(consumer, source, ends[source]):
                return False
    return True


async def _has_records(consumer: AIOKafkaConsumer, source: TopicPartition, end: int) -> bool:
    """Tell whether a committed record lies between the position and ``end``."""
    while await consumer.position(source) < end:
        if await consumer.getmany(source, timeout_ms=_FETCH_MS, max_records=1):
            return True
    return False
