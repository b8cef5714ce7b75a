"""Reads what an installation holds: topics to lines of history, state to engines."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from stream_health.app.reading import ENGINE_TOPICS
from stream_health.runtime.admin import TopicAdmin
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time

RECORDED = (*ENGINE_TOPICS, TopicName.MESSAGE_EVENTS, TopicName.MODELS)
"""Everything a replay needs to come to the same result, activations of models among it."""


async def read_topic(
    bootstrap: str, topic: str, *, security: Mapping[str, Any] | None = None
) -> list[ConsumerRecord]:
    """Every committed record a topic holds now, by partition and offset.

    Raises
    ------
    LookupError
        When there is no such topic.
    """
    async with TopicAdmin(bootstrap, security or {}) as admin:
        count = (await admin.partition_counts([topic])).get(topic)
    if count is None:
        msg = f"there is no topic {topic!r} to read"
        raise LookupError(msg)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=8 << 20,
        **(security or {}),
    )
    await consumer.start()
    try:
        sources = [TopicPartition(topic, number) for number in range(count)]
        consumer.assign(sources)
        ends = await consumer.end_offsets(sources)
        records: list[ConsumerRecord] = []
        for source in sources:
            await consumer.seek_to_beginning(source)
            while await consumer.position(source) < ends[source]:
                fetched = await consumer.getmany(source, timeout_ms=200)
                records += fetched.get(source, [])
        return records
    finally:
        await consumer.stop()


async def read_state(bootstrap: str, changelog: str) -> dict[int, dict[bytes, bytes]]:
    """Newest value of every key of a changelog, per partition number."""
    state: dict[int, dict[bytes, bytes]] = {}
    for record in await read_topic(bootstrap, changelog):
        keys = state.setdefault(record.partition, {})
        if record.value is None:
            keys.pop(record.key, None)
        else:
            keys[record.key] = record.value
    return state


async def record_history(
    bootstrap: str, path: Path, *, prefix: str = "", topics: Iterable[str] = RECORDED
) -> int:
    """Write topics as JSON lines in wire format; returns how many. What is no JSON is left out."""
    written = 0
    with path.open("wb") as file:
        for topic in topics:
            for record in await read_topic(bootstrap, prefix + topic):
                line = _line(topic, record)
                if line is not None:
                    file.write(line)
                    written += 1
    return written


def _line(topic: str, record: ConsumerRecord) -> bytes | None:
    key = None if record.key is None else record.key.decode(errors="replace")
    if record.value is None:
        tombstone = {"topic": topic, "key": key, "time": format_time(record.timestamp)}
        return orjson.dumps({**tombstone, "value": None}) + b"\n"
    try:
        value = orjson.loads(record.value)
    except orjson.JSONDecodeError:
        return None
    return orjson.dumps({"topic": topic, "key": key, "value": value}) + b"\n"
