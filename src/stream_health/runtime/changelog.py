"""Load the state of one partition number from its changelog."""

import asyncio
from collections.abc import Callable

from aiokafka import AIOKafkaConsumer, TopicPartition

from stream_health.runtime.clients import whole_topic_reader
from stream_health.runtime.positions import OFFSETS_KEY, decode_positions
from stream_health.runtime.settings import RuntimeSettings
from stream_health.runtime.state import StateStore


class LoadedState:
    """What a changelog partition held: state, the positions that go with it, records read."""

    def __init__(self) -> None:
        self.store = StateStore()
        self.positions: dict[str, int] = {}
        self.records_read = 0


async def load_changelog(
    settings: RuntimeSettings, partition: int, *, on_progress: Callable[[int, int], None]
) -> LoadedState:
    """Read committed records from the start to the end as of now.

    Call it only after fencing: then nobody else can add to what is read here.

    Parameters
    ----------
    settings
        Names the changelog and the broker.
    partition
        The partition number.
    on_progress
        Called with offsets done and offsets in total, after each fetch.
    """
    reader = whole_topic_reader(settings)
    await reader.start()
    try:
        return await _read_to_end(
            reader, TopicPartition(settings.changelog, partition), on_progress
        )
    finally:
        await reader.stop()


async def _read_to_end(
    reader: AIOKafkaConsumer, source: TopicPartition, on_progress: Callable[[int, int], None]
) -> LoadedState:
    loaded = LoadedState()
    reader.assign([source])
    await reader.seek_to_beginning(source)
    # A read_committed consumer is told the last stable offset: aborted tails count as read.
    end = (await reader.end_offsets([source]))[source]
    first = position = await reader.position(source)
    while position < end:
        fetched = await reader.getmany(source, timeout_ms=100, max_records=20_000)
        records = fetched.get(source, ())
        changes = {record.key: record.value for record in records}
        if OFFSETS_KEY in changes:
            loaded.positions = decode_positions(changes.pop(OFFSETS_KEY))
        loaded.store.apply(changes)
        loaded.records_read += len(records)
        position = await reader.position(source)
        on_progress(min(position, end) - first, end - first)
        await asyncio.sleep(0)
    return loaded
