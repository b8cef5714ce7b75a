"""Topics on a real broker: make them, fill them, read them to their end."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import for_code

_SECONDS_MAX = 60.0


@dataclass(frozen=True, slots=True)
class Record:
    """A record to produce; without ``partition`` the key's hash decides (Kafka's murmur2)."""

    value: bytes | None
    key: bytes | None = None
    partition: int | None = None
    timestamp_ms: int | None = None
    headers: Sequence[tuple[str, bytes]] = ()


async def create_topic(
    bootstrap: str, name: str, *, partitions: int = 1, config: Mapping[str, str] | None = None
) -> str:
    """Create a topic with one replica, wait until it is known to the broker; give its name."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        topic = NewTopic(name, partitions, 1, topic_configs=dict(config or {}))
        answer = await admin.create_topics([topic])
        for _, code, *why in answer.topic_errors:
            if code:
                msg = f"topic {name} was not created: {why}"
                raise for_code(code)(msg)
        async with asyncio.timeout(_SECONDS_MAX):
            while not await _has_leaders(admin, name, partitions):
                await asyncio.sleep(0.02)
    finally:
        await admin.close()
    return name


async def _has_leaders(admin: AIOKafkaAdminClient, name: str, partitions: int) -> bool:
    (topic,) = await admin.describe_topics([name])
    led = [part for part in topic["partitions"] if not part["error_code"] and part["leader"] >= 0]
    return len(led) == partitions


async def produce(bootstrap: str, topic: str, records: Iterable[Record]) -> None:
    """Produce in the order given (per partition), and wait for every acknowledgement."""
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        sent = [
            await producer.send(
                topic,
                value=record.value,
                key=record.key,
                partition=record.partition,
                timestamp_ms=record.timestamp_ms,
                headers=list(record.headers),
            )
            for record in records
        ]
        await asyncio.gather(*sent)


async def read_to_end(
    bootstrap: str, topic: str, *, isolation_level: str = "read_committed"
) -> list[ConsumerRecord]:
    """
    Read what the topic holds now, by partition and offset.

    What is committed while reading is not waited for; what an open transaction has written is not
    seen, unless ``isolation_level`` is ``read_uncommitted``.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        isolation_level=isolation_level,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        async with asyncio.timeout(_SECONDS_MAX):
            return await _read(consumer, topic)
    finally:
        await consumer.stop()


async def _read(consumer: AIOKafkaConsumer, topic: str) -> list[ConsumerRecord]:
    numbers = consumer.partitions_for_topic(topic)
    if numbers is None:
        await consumer._client.force_metadata_update()
        numbers = consumer.partitions_for_topic(topic)
    partitions = [TopicPartition(topic, number) for number in sorted(numbers or ())]
    if not partitions:
        msg = f"there is no topic {topic!r} to read"
        raise LookupError(msg)
    consumer.assign(partitions)
    ends = await consumer.end_offsets(partitions)
    records: list[ConsumerRecord] = []
    for partition in partitions:
        while await consumer.position(partition) < ends[partition]:
            fetched = await consumer.getmany(partition, timeout_ms=100)
            for batch in fetched.values():
                records += [record for record in batch if record.offset < ends[partition]]
    return records
