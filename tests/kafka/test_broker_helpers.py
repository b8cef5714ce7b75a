"""The helpers that other tests trust: checked once, here, against the session's broker."""

from collections.abc import Callable

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import TopicAlreadyExistsError
from tests.support.kafka import Record, create_topic, produce, read_to_end

pytestmark = pytest.mark.kafka

TopicName = Callable[[str], str]


async def test_records_come_back_by_partition_and_offset(
    bootstrap: str, topic_name: TopicName
) -> None:
    topic = await create_topic(bootstrap, topic_name("there-and-back"), partitions=3)
    records = [
        Record(b"%d" % i, key=b"k%d" % i, partition=i % 3, timestamp_ms=1_000 + i)
        for i in range(300)
    ]

    await produce(bootstrap, topic, records)

    read = await read_to_end(bootstrap, topic)
    assert [(r.partition, r.offset, r.value, r.key, r.timestamp) for r in read] == [
        (p, n, b"%d" % (3 * n + p), b"k%d" % (3 * n + p), 1_000 + 3 * n + p)
        for p in range(3)
        for n in range(100)
    ]


async def test_an_empty_topic_reads_as_nothing(bootstrap: str, topic_name: TopicName) -> None:
    topic = await create_topic(bootstrap, topic_name("empty"), partitions=2)
    assert await read_to_end(bootstrap, topic) == []


async def test_reading_a_topic_that_is_not_there_says_so(
    bootstrap: str, topic_name: TopicName
) -> None:
    with pytest.raises(LookupError, match="no topic"):
        await read_to_end(bootstrap, topic_name("missing"))


async def test_creating_a_topic_twice_is_refused(bootstrap: str, topic_name: TopicName) -> None:
    topic = await create_topic(bootstrap, topic_name("twice"))
    with pytest.raises(TopicAlreadyExistsError):
        await create_topic(bootstrap, topic)


async def test_aborted_records_are_read_only_when_asked_for(
    bootstrap: str, topic_name: TopicName
) -> None:
    topic = await create_topic(
        bootstrap, topic_name("transactions"), config={"cleanup.policy": "compact"}
    )
    async with AIOKafkaProducer(
        bootstrap_servers=bootstrap, transactional_id=topic_name("writer")
    ) as producer:
        async with producer.transaction():
            await producer.send(topic, b"committed", key=b"k")
        await producer.begin_transaction()
        await producer.send_and_wait(topic, b"aborted", key=b"k")
        await producer.abort_transaction()

    committed = await read_to_end(bootstrap, topic)
    everything = await read_to_end(bootstrap, topic, isolation_level="read_uncommitted")
    assert [record.value for record in committed] == [b"committed"]
    assert [record.value for record in everything] == [b"committed", b"aborted"]
