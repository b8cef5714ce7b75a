"""Write outputs, state changes and positions in one Kafka transaction."""

import asyncio
import contextlib
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import OffsetAndMetadata

from stream_health.runtime.batch import Output, Transaction
from stream_health.runtime.clients import fencing_producer
from stream_health.runtime.errors import BadTransactionError, RecordTooLargeError
from stream_health.runtime.positions import OFFSETS_KEY, encode_positions
from stream_health.runtime.settings import RuntimeSettings
from stream_health.runtime.state import RESERVED_PREFIX

log = logging.getLogger(__name__)

# What a batch of one record needs besides key, value and headers: batch header and varints.
_BATCH_OVERHEAD_BYTES = 128
_HEADER_OVERHEAD_BYTES = 8
_CLOSE_TIMEOUT_SECONDS = 2.0


class TransactionWriter:
    """The fencing producer of one partition number.

    Starting it makes every older writer of the same partition number unable to commit, whether
    that one knows it or not (KIP-98).
    """

    def __init__(self, settings: RuntimeSettings, partition: int) -> None:
        self._settings = settings
        self._partition = partition
        self._producer = fencing_producer(settings, partition)

    async def start(self) -> None:
        """Fence older owners; what they had not committed is aborted when this returns."""
        await self._producer.start()

    async def commit(self, transaction: Transaction, positions: Mapping[str, int]) -> None:
        """Make a transaction durable together with the next offsets per topic.

        Raises
        ------
        RecordTooLargeError, BadTransactionError
            When the transaction cannot be written as it is; nothing was sent.
        aiokafka.errors.KafkaError
            When it did not commit, or may not have: open the partition again to find out.
        """
        lanes = self._lanes(transaction, positions)
        await self._producer.begin_transaction()
        pending: list[asyncio.Future[Any]] = []
        for target, outputs in lanes.items():
            pending += await self._send(target, outputs)
        offsets = {
            TopicPartition(topic, self._partition): OffsetAndMetadata(offset, "")
            for topic, offset in positions.items()
        }
        group_id = self._settings.group_id
        # A failed send must raise here, before the commit.
        await asyncio.gather(
            *pending, self._producer.send_offsets_to_transaction(offsets, group_id)
        )
        await self._producer.commit_transaction()

    async def close(self) -> None:
        """Stop without committing; a broker that does not answer is not waited for."""
        stopping = asyncio.ensure_future(self._producer.stop())
        done, _ = await asyncio.wait([stopping], timeout=_CLOSE_TIMEOUT_SECONDS)
        if not done:
            stopping.cancel()
        with contextlib.suppress(asyncio.CancelledError, KafkaError):
            await stopping

    def _lanes(
        self, transaction: Transaction, positions: Mapping[str, int]
    ) -> dict[TopicPartition, list[Output]]:
        """Sort what is to be written by topic and partition, keeping the order within each."""
        lanes: dict[TopicPartition, list[Output]] = {}
        for output in transaction.outputs:
            number = self._partition if output.partition is None else output.partition
            lanes.setdefault(TopicPartition(output.topic, number), []).append(output)
        changelog = self._settings.changelog
        state = [Output(changelog, key, value) for key, value in transaction.changes.items()]
        for record in state:
            if record.key is None or record.key.startswith(RESERVED_PREFIX):
                msg = f"state key {record.key!r} is reserved: keys must not begin with a zero byte"
                raise BadTransactionError(msg)
        state.append(Output(changelog, OFFSETS_KEY, encode_positions(positions)))
        lanes.setdefault(TopicPartition(changelog, self._partition), []).extend(state)
        for outputs in lanes.values():
            self._check_sizes(outputs)
        return lanes

    def _check_sizes(self, outputs: Iterable[Output]) -> None:
        limit = self._settings.max_request_bytes
        for output in outputs:
            size = _record_bytes(output)
            if size > limit:
                msg = (
                    f"record with key {output.key!r} for topic {output.topic!r} has {size} bytes, "
                    f"more than the {limit} that fit into one Kafka batch (max_request_bytes): "
                    f"make the record smaller, or the limit (and message.max.bytes) larger"
                )
                raise RecordTooLargeError(msg)

    async def _send(
        self, target: TopicPartition, outputs: Iterable[Output]
    ) -> list[asyncio.Future[Any]]:
        pending = []
        batch = self._producer.create_batch()
        for output in outputs:
            if not _append(batch, output):
                pending.append(await self._send_batch(batch, target))
                batch = self._producer.create_batch()
                _append(batch, output)
        pending.append(await self._send_batch(batch, target))
        return pending

    async def _send_batch(self, batch: Any, target: TopicPartition) -> asyncio.Future[Any]:
        try:
            sent: asyncio.Future[Any] = await self._producer.send_batch(
                batch, target.topic, partition=target.partition
            )
        except AssertionError as error:  # aiokafka asserts that the partition exists
            msg = f"topic {target.topic!r} has no partition {target.partition}"
            raise BadTransactionError(msg) from error
        sent.add_done_callback(mark_retrieved)
        return sent


def _append(batch: Any, output: Output) -> bool:
    """Add a record to a batch, return False when the batch is full."""
    added = batch.append(
        timestamp=output.timestamp_ms,
        key=output.key,
        value=output.value,
        headers=list(output.headers),
    )
    return added is not None


def _record_bytes(output: Output) -> int:
    headers = sum(len(n) + len(v) + _HEADER_OVERHEAD_BYTES for n, v in output.headers)
    return len(output.key or b"") + len(output.value or b"") + headers + _BATCH_OVERHEAD_BYTES


def mark_retrieved(sent: asyncio.Future[Any]) -> None:
    """Keep asyncio from complaining about an error that was already raised elsewhere."""
    if not sent.cancelled():
        sent.exception()
