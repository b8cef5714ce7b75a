"""A partition begins where its state ends, or not at all."""

import asyncio
from collections.abc import Callable

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from aiokafka.errors import OffsetOutOfRangeError
from tests.support.counting import Names, eventually, read_outputs, running, settled_outputs
from tests.support.kafka import Record, create_topic, produce
from tests.support.observed import Recorder, all_open, crash_of, events, held_back

from stream_health.runtime.errors import LostOffsetsError

pytestmark = pytest.mark.kafka


async def test_the_first_open_commits_a_position_for_topics_that_are_silent(
    bootstrap: str, names: Names
) -> None:
    async with running(names.settings(bootstrap), names.handler) as runtime:
        await all_open(runtime, 2)
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, group_id=names.group_id)
    await consumer.start()
    sources = [TopicPartition(topic, p) for topic in names.topics for p in range(2)]
    assert [await consumer.committed(source) for source in sources] == [0, 0, 0, 0]
    await consumer.stop()


async def test_state_whose_group_offsets_are_gone_is_refused(
    bootstrap: str, names: Names, topic_name: Callable[[str], str]
) -> None:
    async with running(names.settings(bootstrap), names.handler) as runtime:
        await all_open(runtime, 2)
    reason = await crash_of(bootstrap, names, names.handler, group_id=topic_name("other"))
    assert isinstance(reason, LostOffsetsError)
    assert "stands at None" in str(reason)


async def test_group_offsets_whose_state_is_gone_are_refused(
    bootstrap: str, names: Names, topic_name: Callable[[str], str]
) -> None:
    async with running(names.settings(bootstrap), names.handler) as runtime:
        await all_open(runtime, 2)
    empty = await create_topic(bootstrap, topic_name("state"), partitions=2)
    reason = await crash_of(bootstrap, names, names.handler, changelog=empty)
    assert isinstance(reason, LostOffsetsError)
    assert "holds no state" in str(reason)


async def test_a_topic_added_later_starts_at_its_first_record(
    bootstrap: str, names: Names, topic_name: Callable[[str], str]
) -> None:
    async with running(names.settings(bootstrap), names.handler) as runtime:
        await all_open(runtime, 2)
    added = await create_topic(bootstrap, topic_name("added"), partitions=2)
    await produce(bootstrap, added, events(10))
    more = names.settings(bootstrap, topics=(*names.topics, added))
    async with running(more, names.handler):
        assert len(await settled_outputs(bootstrap, names, count=10)) == 10


async def test_records_deleted_before_they_were_read_are_reported(
    bootstrap: str, names: Names
) -> None:
    usage = names.topics[1]
    async with running(names.settings(bootstrap), names.handler) as runtime:
        await all_open(runtime, 2)
    await produce(bootstrap, usage, [Record(b"{}", b"k", 0) for _ in range(10)])
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.delete_records({TopicPartition(usage, 0): RecordsToDelete(before_offset=4)})
    await admin.close()
    observer = Recorder()
    async with running(names.settings(bootstrap), names.handler, observer):
        outputs = await settled_outputs(bootstrap, names, count=6)
    # Said before it is committed: a partition that moves in between says it once more.
    assert set(observer.lost) == {(usage, 4)}
    assert outputs == [f"{usage}/0/{offset}" for offset in range(4, 10)]


async def test_a_position_that_leaves_the_log_while_running_is_reported_and_passed(
    bootstrap: str, names: Names
) -> None:
    usage, go_on = names.topics[1], asyncio.Event()
    observer = Recorder()
    settings = names.settings(
        bootstrap, max_buffered_records=100, max_batch_records=100, max_partition_fetch_bytes=50_000
    )
    # More than one fetch, so that the client does not hold everything before it is deleted.
    await produce(bootstrap, usage, [Record(b"x" * 1000, b"k", 0) for _ in range(1000)])
    async with held_back(settings, names.handler, observer, go_on):

        async def full() -> bool:
            return observer.buffered_max > 0

        await eventually(full)
        admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
        await admin.start()
        await admin.delete_records({TopicPartition(usage, 0): RecordsToDelete(before_offset=990)})
        await admin.close()
        await produce(bootstrap, usage, [Record(b"{}", b"k", 0) for _ in range(10)])
        go_on.set()

        async def at_the_end() -> bool:
            outputs = await read_outputs(bootstrap, names)
            return f"{usage}/0/1009" in outputs

        await eventually(at_the_end)
    outputs = await read_outputs(bootstrap, names)
    assert len(outputs) == len(set(outputs))
    ((topic, records),) = observer.lost
    assert (topic, records + len(outputs)) == (usage, 1010)
    assert any(isinstance(error, OffsetOutOfRangeError) for error in observer.reopened)
