"""Where a partition number begins to read: asked of the group, checked against the state."""

import asyncio
import logging
from collections.abc import Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition

from stream_health.runtime.errors import LostOffsetsError
from stream_health.runtime.observer import RuntimeObserver
from stream_health.runtime.positions import KnownOffsets, Start, start_of
from stream_health.runtime.settings import RuntimeSettings

log = logging.getLogger(__name__)

_ATTEMPTS = 6
_RETRY_SECONDS = 0.5


async def start_positions(
    settings: RuntimeSettings,
    consumer: AIOKafkaConsumer,
    observer: RuntimeObserver,
    *,
    partition: int,
    stored: Mapping[str, int],
) -> dict[str, int]:
    """Return the next offset of every source topic.

    Call it only after fencing and loading: nobody else moves the group's offsets then.

    Parameters
    ----------
    settings, consumer, observer
        Of the runtime; the observer is told of records deleted before they were read.
    partition
        The partition number.
    stored
        Positions that were written with the state. A topic no longer read keeps its position.

    Raises
    ------
    LostOffsetsError
        When state and group offsets do not belong together.
    """
    starts = await _checked(settings, consumer, partition=partition, stored=stored)
    for topic, start in starts.items():
        if start.records_lost:
            log.error(
                "%s partition %d: %d records of topic %s were deleted before they were read",
                settings.name,
                partition,
                start.records_lost,
                topic,
            )
            observer.on_positions_lost(partition, topic=topic, records=start.records_lost)
    return dict(stored) | {topic: start.offset for topic, start in starts.items()}


async def _checked(
    settings: RuntimeSettings,
    consumer: AIOKafkaConsumer,
    *,
    partition: int,
    stored: Mapping[str, int],
) -> dict[str, Start]:
    for attempt in range(1, _ATTEMPTS + 1):
        known = await _known_offsets(settings, consumer, partition=partition, stored=stored)
        try:
            return {
                topic: start_of(
                    topic, offsets, group_id=settings.group_id, changelog=settings.changelog
                )
                for topic, offsets in known.items()
            }
        except LostOffsetsError:
            # Older brokers show a transaction's offsets a moment after they end it.
            if attempt == _ATTEMPTS:
                raise
        await asyncio.sleep(_RETRY_SECONDS)
    raise AssertionError  # the loop returns or raises


async def _known_offsets(
    settings: RuntimeSettings,
    consumer: AIOKafkaConsumer,
    *,
    partition: int,
    stored: Mapping[str, int],
) -> dict[str, KnownOffsets]:
    sources = [TopicPartition(topic, partition) for topic in settings.topics]
    committed = await asyncio.gather(*map(consumer.committed, sources))
    log_starts = await consumer.beginning_offsets(sources)
    log_ends = await consumer.end_offsets(sources)
    return {
        source.topic: KnownOffsets(
            stored.get(source.topic), offset, log_starts[source], log_ends[source]
        )
        for source, offset in zip(sources, committed, strict=True)
    }
