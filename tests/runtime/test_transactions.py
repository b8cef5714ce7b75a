"""A transaction is written whole or not at all, and only by the newest owner."""

import asyncio
from collections.abc import Callable

import pytest
from aiokafka.errors import KafkaError, ProducerFenced
from tests.support.counting import Names, create_topics, read_counts, settled_outputs
from tests.support.kafka import read_to_end

from stream_health.runtime.batch import Output, Transaction
from stream_health.runtime.errors import BadTransactionError, RecordTooLargeError
from stream_health.runtime.settings import RuntimeSettings
from stream_health.runtime.transactions import TransactionWriter

pytestmark = pytest.mark.kafka


@pytest.fixture
async def names(bootstrap: str, topic_name: Callable[[str], str]) -> Names:
    made = Names((topic_name("a"),), topic_name("out"), topic_name("state"), topic_name("group"), 1)
    await create_topics(bootstrap, made)
    return made


@pytest.fixture
def settings(bootstrap: str, names: Names) -> RuntimeSettings:
    return names.settings(bootstrap, max_request_bytes=1000)


def transaction(names: Names, *values: str) -> Transaction:
    outputs = [Output(names.output, b"k", value.encode()) for value in values]
    return Transaction(1, outputs, {b"k": b"{}"})


async def test_outputs_keep_their_order_over_many_kafka_batches(
    bootstrap: str, names: Names, settings: RuntimeSettings
) -> None:
    writer = TransactionWriter(settings, 0)
    await writer.start()
    values = [f"{number:03}" * 20 for number in range(200)]  # some 12 kB, 1000 bytes a batch
    await writer.commit(transaction(names, *values), {names.topics[0]: 1})
    await writer.close()
    assert await settled_outputs(bootstrap, names, count=len(values)) == values
    assert await read_counts(bootstrap, names) == {b"k": {}}


async def test_an_older_owner_cannot_commit_and_nothing_of_it_is_seen(
    bootstrap: str, names: Names, settings: RuntimeSettings
) -> None:
    zombie, owner = TransactionWriter(settings, 0), TransactionWriter(settings, 0)
    await zombie.start()
    await zombie.commit(transaction(names, "before"), {names.topics[0]: 1})
    await owner.start()
    with pytest.raises(ProducerFenced):
        await zombie.commit(transaction(names, "zombie"), {names.topics[0]: 2})
    await owner.commit(transaction(names, "owner"), {names.topics[0]: 2})
    await zombie.close()
    await owner.close()
    assert await settled_outputs(bootstrap, names, count=2) == ["before", "owner"]


@pytest.mark.parametrize("seconds", [0.0, 0.003, 0.01, 0.03])
async def test_given_up_halfway_it_is_to_be_tried_again_and_blames_nobody(
    names: Names, settings: RuntimeSettings, seconds: float
) -> None:
    writer = TransactionWriter(settings, 0)
    await writer.start()
    values = [f"{number:05}" * 50 for number in range(2_000)]  # some 700 Kafka batches
    committing = asyncio.ensure_future(
        writer.commit(transaction(names, *values), {names.topics[0]: 1})
    )
    await asyncio.sleep(seconds)
    await writer.close()
    with pytest.raises(KafkaError):
        await committing


async def test_headers_partition_and_time_are_written_as_given(
    bootstrap: str, names: Names, settings: RuntimeSettings
) -> None:

    writer = TransactionWriter(settings, 0)
    await writer.start()
    output = Output(names.output, None, b"v", 0, 1_700_000_000_000, (("ce_id", b"1"),))
    await writer.commit(Transaction(1, [output]), {names.topics[0]: 1})
    await writer.close()
    await settled_outputs(bootstrap, names, count=1)
    (record,) = await read_to_end(bootstrap, names.output)
    assert (record.key, record.value, record.timestamp) == (None, b"v", 1_700_000_000_000)
    assert record.headers == (("ce_id", b"1"),)


@pytest.mark.parametrize("as_output", [True, False])
async def test_a_record_too_large_is_named_with_its_size(
    names: Names, settings: RuntimeSettings, *, as_output: bool
) -> None:
    writer = TransactionWriter(settings, 0)
    await writer.start()
    large = b"x" * 1000
    change = Transaction(0, changes={b"acc-7": large})
    output = Transaction(0, [Output(names.output, b"acc-7", large)])
    with pytest.raises(RecordTooLargeError, match=r"key b'acc-7' .* has 1133 bytes"):
        await writer.commit(output if as_output else change, {})
    await writer.close()


async def test_reserved_keys_and_unknown_partitions_are_refused(
    names: Names, settings: RuntimeSettings
) -> None:
    writer = TransactionWriter(settings, 0)
    await writer.start()
    with pytest.raises(BadTransactionError, match="reserved"):
        await writer.commit(Transaction(0, changes={b"\0offsets": b""}), {})
    with pytest.raises(BadTransactionError, match="has no partition 5"):
        await writer.commit(Transaction(0, [Output(names.output, None, b"v", 5)]), {})
    await writer.close()
