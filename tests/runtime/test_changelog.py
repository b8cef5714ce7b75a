"""What is loaded is what is committed, whatever the log looks like."""

from collections.abc import Callable

import pytest
from aiokafka import AIOKafkaProducer
from tests.support.counting import Names
from tests.support.kafka import Record, create_topic, produce

from stream_health.runtime.changelog import LoadedState, load_changelog

pytestmark = pytest.mark.kafka


async def load(bootstrap: str, changelog: str) -> tuple[LoadedState, list[tuple[int, int]]]:
    names = Names(("a",), "out", changelog, "group", 1)
    progress: list[tuple[int, int]] = []
    loaded = await load_changelog(
        names.settings(bootstrap), 0, on_progress=lambda *steps: progress.append(steps)
    )
    return loaded, progress


async def test_an_empty_changelog_is_an_empty_state(
    bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    topic = await create_topic(bootstrap, topic_name("state"))
    loaded, progress = await load(bootstrap, topic)
    assert (dict(loaded.store.view), loaded.positions, progress) == ({}, {}, [])


async def test_the_latest_value_counts_and_a_tombstone_deletes(
    bootstrap: str, topic_name: Callable[[str], str]
) -> None:
    topic = await create_topic(bootstrap, topic_name("state"))
    records = [
        Record(b"1", b"a"),
        Record(b"1", b"b"),
        Record(b'{"usage":7}', b"\0offsets"),
        Record(b"2", b"a"),
        Record(None, b"b"),
    ]
    await produce(bootstrap, topic, records)
    loaded, progress = await load(bootstrap, topic)
    assert dict(loaded.store.view) == {b"a": b"2"}
    assert loaded.positions == {"usage": 7}
    assert loaded.records_read == len(records)
    assert progress[-1] == (5, 5)


@pytest.mark.parametrize("last_is_committed", [True, False])
async def test_aborted_transactions_are_skipped_at_the_end_too(
    bootstrap: str, topic_name: Callable[[str], str], *, last_is_committed: bool
) -> None:
    topic = await create_topic(bootstrap, topic_name("state"))
    endings = [True, False, last_is_committed]
    async with AIOKafkaProducer(
        bootstrap_servers=bootstrap, transactional_id=topic_name("writer")
    ) as producer:
        for number, committed in enumerate(endings):
            await producer.begin_transaction()
            await producer.send_and_wait(topic, key=b"a", value=b"%d" % number)
            if committed:
                await producer.commit_transaction()
            else:
                await producer.abort_transaction()
    loaded, progress = await load(bootstrap, topic)
    assert dict(loaded.store.view) == {b"a": b"2" if last_is_committed else b"0"}
    assert progress[-1] == (6, 6)
