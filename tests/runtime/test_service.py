"""The runtime on a real broker: start, batches, errors, stop."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from tests.support.counting import (
    CountHandler,
    Names,
    build,
    eventually,
    read_counts,
    read_outputs,
    running,
    settled_outputs,
)
from tests.support.kafka import Record, create_topic, produce
from tests.support.observed import Recorder, all_open, crash_of, events, held_back

from stream_health.runtime.application import create_app
from stream_health.runtime.batch import Batch, Transaction
from stream_health.runtime.errors import (
    BadTransactionError,
    NoBrokerError,
    PartitionRuntimeError,
    RecordTooLargeError,
    TopicMismatchError,
)
from stream_health.runtime.service import PartitionRuntime
from stream_health.runtime.transactions import TransactionWriter

pytestmark = pytest.mark.kafka


async def test_a_restart_goes_on_where_the_last_transaction_ended(
    bootstrap: str, names: Names
) -> None:
    await produce(bootstrap, names.topics[1], events(100))
    observer = Recorder()
    async with running(names.settings(bootstrap), names.handler, observer):
        await settled_outputs(bootstrap, names, count=100)
    await produce(bootstrap, names.topics[0], events(50))
    async with running(names.settings(bootstrap), names.handler, observer):
        outputs = await settled_outputs(bootstrap, names, count=150)

        async def no_lag() -> bool:
            lags = [lag for lags in observer.lag_records.values() for lag in lags.values()]
            return len(lags) == 4 and not any(lags)

        await eventually(no_lag)
    assert len(outputs) == len(set(outputs)) == 150
    counts = await read_counts(bootstrap, names)
    assert sum(n for count in counts.values() for n in count.values()) == 150
    assert sum(observer.batches) == 150
    assert sum(records for records, _ in observer.state.values()) == len(counts) == 7
    assert len(observer.opened) == 4
    assert sum(records > 0 for _, records in observer.opened) == 2


async def test_an_exception_in_the_handler_ends_the_worker_and_keeps_nothing_of_the_batch(
    bootstrap: str, names: Names, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(CountHandler):
        def process(self, batch: Batch) -> Iterator[Transaction]:
            yield from super().process(batch)
            msg = f"no idea what to do with {batch.records[0].key!r}"
            raise ValueError(msg)

    def factory(partition: int, state: Mapping[bytes, bytes]) -> CountHandler:
        del partition
        return Failing(state, output=names.output, chunk=3)

    await produce(bootstrap, names.topics[0], [Record(b"{}", b"k", 1) for _ in range(3)])
    reason = await crash_of(bootstrap, names, factory)
    assert isinstance(reason, ValueError)
    assert "count partition 1: the handler failed" in caplog.text
    assert len(await read_outputs(bootstrap, names)) == 3  # its first transaction was complete


async def bad_handler_reason(
    bootstrap: str, names: Names, process: Callable[[Batch], Iterator[Transaction]]
) -> Any:
    class Bad:
        def process(self, batch: Batch) -> Iterator[Transaction]:
            return process(batch)

    await produce(bootstrap, names.topics[0], events(3))
    return await crash_of(bootstrap, names, lambda _partition, _state: Bad())


async def test_a_record_that_fits_no_batch_ends_the_worker_and_is_named(
    bootstrap: str, names: Names
) -> None:
    def process(batch: Batch) -> Iterator[Transaction]:
        yield Transaction(len(batch.records), changes={b"acc-7": b"x" * 1_000_000})

    reason = await bad_handler_reason(bootstrap, names, process)
    assert isinstance(reason, RecordTooLargeError)
    assert "b'acc-7'" in str(reason)


@pytest.mark.parametrize("consumed", [[], [0], [1, 0], [99]])
async def test_a_handler_that_does_not_cover_its_batch_is_refused(
    bootstrap: str, names: Names, consumed: list[int]
) -> None:
    def process(batch: Batch) -> Iterator[Transaction]:
        del batch
        return iter([Transaction(number) for number in consumed])

    assert isinstance(await bad_handler_reason(bootstrap, names, process), BadTransactionError)


async def test_a_batch_stopped_between_two_transactions_is_finished_by_the_next_owner(
    bootstrap: str, names: Names
) -> None:
    def one_by_one(partition: int, state: Mapping[bytes, bytes]) -> CountHandler:
        del partition
        return CountHandler(state, output=names.output, chunk=1)

    await produce(bootstrap, names.topics[0], [Record(b"{}", b"k", 0) for _ in range(300)])
    async with running(names.settings(bootstrap), one_by_one):
        await settled_outputs(bootstrap, names, count=5)
    done = len(await read_outputs(bootstrap, names))
    assert done < 300, "the test must stop in the middle to say anything"
    async with running(names.settings(bootstrap), names.handler):
        outputs = await settled_outputs(bootstrap, names, count=300)
    assert outputs == [f"{names.topics[0]}/0/{offset}" for offset in range(300)]


async def test_buffers_stay_bounded_while_the_handler_is_slow(bootstrap: str, names: Names) -> None:
    gate = asyncio.Event()
    await produce(bootstrap, names.topics[0], [Record(b"{}", b"k", 0) for _ in range(2000)])
    await produce(bootstrap, names.topics[1], [Record(b"{}", b"k", 0) for _ in range(2000)])
    observer = Recorder()
    settings = names.settings(bootstrap, max_buffered_records=100, max_batch_records=10)
    async with held_back(settings, names.handler, observer, gate):

        async def full() -> bool:
            return observer.buffered_max >= 100

        await eventually(full)
        await asyncio.sleep(0.5)
        assert observer.batches == []
        gate.set()
        assert len(await settled_outputs(bootstrap, names, count=4000)) == 4000
    # Two topics, each at most the bound and one fetch of at most the bound beyond it.
    assert observer.buffered_max <= 400


async def test_an_old_owner_that_is_fenced_drops_its_work_and_opens_again(
    bootstrap: str, names: Names
) -> None:
    observer = Recorder()
    settings = names.settings(bootstrap, session_timeout_ms=6000)
    async with running(settings, names.handler, observer) as runtime:
        await all_open(runtime, 2)
        thief = TransactionWriter(settings, 0)
        await thief.start()
        await produce(bootstrap, names.topics[0], [Record(b"{}", b"k", 0) for _ in range(5)])

        async def fenced() -> bool:
            return observer.fenced == [0]

        await eventually(fenced)
        assert await read_outputs(bootstrap, names) == []
        await thief.close()
        outputs = await settled_outputs(bootstrap, names, count=5)
    assert len(outputs) == 5
    assert runtime.crash_reason is None


async def test_a_runtime_without_an_agent_is_refused(bootstrap: str, names: Names) -> None:
    runtime = PartitionRuntime(
        create_app("no-agent", bootstrap), names.settings(bootstrap), names.handler
    )
    with pytest.raises(PartitionRuntimeError, match="declare an agent"):
        await runtime.start()


async def test_a_topic_with_the_wrong_number_of_partitions_is_named(
    bootstrap: str, names: Names
) -> None:
    reason = await crash_of(bootstrap, names, names.handler, partitions=3)
    assert isinstance(reason, TopicMismatchError)
    assert f"topic {names.topics[0]}: partitions is 2, expected 3" in str(reason)


async def test_a_broker_that_is_not_there_is_named(names: Names) -> None:
    reason = await crash_of("127.0.0.1:1", names, names.handler, connect_timeout_ms=10)
    assert isinstance(reason, NoBrokerError)


async def test_strict_merge_gives_one_order_while_records_are_still_arriving(
    bootstrap: str, names: Names
) -> None:
    seen: list[tuple[int, str]] = []

    class Listing:
        def process(self, batch: Batch) -> Iterator[Transaction]:
            seen.extend((record.timestamp, record.topic) for record in batch.records)
            yield Transaction(len(batch.records))

    clock, usage = names.topics
    start_ms = 1_790_000_000_000
    settings = names.settings(bootstrap, strict_merge=True, max_idle_ms=2000)
    async with running(settings, lambda _partition, _state: Listing()) as runtime:
        await all_open(runtime, 2)
        for minute in range(40):
            now = start_ms + 60_000 * minute
            # The tick is sent last, and still sorts before the records of its own time.
            await produce(
                bootstrap, usage, [Record(b"{}", b"k", 0, now), Record(b"{}", b"k", 0, now)]
            )
            await produce(bootstrap, clock, [Record(b"{}", b"k", 0, now)])

        async def complete() -> bool:
            return len(seen) == 120

        await eventually(complete)
    expected = [
        (start_ms + 60_000 * minute, topic)
        for minute in range(40)
        for topic in (clock, usage, usage)
    ]
    assert seen == expected


async def test_a_transaction_left_open_hides_nothing_from_the_strict_merge(
    bootstrap: str, names: Names
) -> None:
    """A worker killed in a transaction on ``clock`` hides the ticks that others write behind it."""
    seen: list[tuple[int, str]] = []

    class Listing:
        def process(self, batch: Batch) -> Iterator[Transaction]:
            seen.extend((record.timestamp, record.topic) for record in batch.records)
            yield Transaction(len(batch.records))

    clock, usage = names.topics
    start_ms = 1_790_000_000_000
    settings = names.settings(bootstrap, strict_merge=True, max_idle_ms=200)
    left_open = AIOKafkaProducer(bootstrap_servers=bootstrap, transactional_id=f"{clock}-left")
    await left_open.start()
    try:
        await left_open.begin_transaction()
        await left_open.send_and_wait(clock, b"{}", key=b"k", partition=0, timestamp_ms=start_ms)
        await produce(bootstrap, clock, [Record(b"{}", b"k", 0, start_ms + 1)])
        await produce(bootstrap, usage, [Record(b"{}", b"k", 0, start_ms + 2)])
        await produce(bootstrap, usage, [Record(b"{}", b"k", 0, start_ms + 3)])
        async with running(settings, lambda _partition, _state: Listing()) as runtime:
            await all_open(runtime, 2)
            await asyncio.sleep(1.0)
            assert seen == []
            await left_open.abort_transaction()

            async def complete() -> bool:
                return len(seen) == 3

            await eventually(complete)
    finally:
        await left_open.stop()
    assert seen == [(start_ms + 1, clock), (start_ms + 2, usage), (start_ms + 3, usage)]


async def test_two_runtimes_live_in_one_app(
    bootstrap: str, names: Names, topic_name: Callable[[str], str]
) -> None:
    second = Names((names.output,), topic_name("out2"), topic_name("state2"), topic_name("g2"), 2)
    for topic in (second.output, second.changelog):
        await create_topic(bootstrap, topic, partitions=2)
    app, first_runtime = build(names.settings(bootstrap), names.handler)
    runtime = PartitionRuntime(app, second.settings(bootstrap), second.handler)

    @app.agent(runtime.channel, name="second", concurrency=2)
    async def agent(batches: Any) -> None:
        async for batch in batches:
            await runtime.commit(batch)

    await app.start()
    await app.add_runtime_dependency(runtime)
    try:
        await produce(bootstrap, names.topics[1], events(30))
        assert len(await settled_outputs(bootstrap, second, count=30)) == 30
        assert first_runtime.open_partitions == frozenset({0, 1})
    finally:
        await app.stop()
