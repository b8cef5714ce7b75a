"""Write outputs, state changes and positions in one Kafka transaction."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from aiokafka import TopicPartition
from aiokafka.errors import IllegalOperation, IllegalStateError, KafkaError
from aiokafka.structs import OffsetAndMetadata

from stream_health.runtime.batch import Transaction
from stream_health.runtime.clients import fencing_producer
from stream_health.runtime.errors import BadTransactionError, RecordTooLargeError
from stream_health.runtime.positions import OFFSETS_KEY, encode_positions
from stream_health.runtime.settings import RuntimeSettings
from stream_health.runtime.state import RESERVED_PREFIX

Headers: TypeAlias = Sequence[tuple[str, bytes]]
Row: TypeAlias = tuple[bytes | None, bytes | None, int | None, Headers]
"""Key, value, timestamp in ms, headers: plain tuples, for this is the hottest loop we have."""

# What a batch of one record needs besides key, value and headers: batch header and varints.
_BATCH_OVERHEAD_BYTES = 128
_HEADER_OVERHEAD_BYTES = 8
_CLOSE_TIMEOUT_SECONDS = 2.0
_GIVEN_UP = "the transaction was given up while it was written"


class TransactionWriter:
    """The fencing producer of one partition number.

    Starting it makes every older writer of the same partition number unable to commit, whether
    that one knows it or not (KIP-98).
    """

    def __init__(self, settings: RuntimeSettings, partition: int) -> None:
        self._settings = settings
        self._partition = partition
        self._producer = fencing_producer(settings, partition)
        self._in_transaction = False
        self._writing: asyncio.Task[None] | None = None
        self._given_up = False

    async def start(self) -> None:
        """Fence older owners; what they had not committed is aborted when this returns."""
        await self._producer.start()

    async def commit(self, transaction: Transaction, positions: Mapping[str, int]) -> None:
        """Make a transaction durable together with the next offsets per topic.

        Readers see it a moment after this returns, when the broker has written its markers.

        Raises
        ------
        RecordTooLargeError, BadTransactionError
            When the transaction cannot be written as it is.
        aiokafka.errors.KafkaError
            When it did not commit, or may not have: open the partition again to find out.
        """
        lanes = self._lanes(transaction, positions)
        # Closing ends a write that waits for a client that was closed, which it would for ever.
        self._writing = asyncio.ensure_future(self._write(lanes, positions))
        try:
            await self._writing
        except (AssertionError, IllegalOperation) as error:  # aiokafka wants it to be open still
            raise IllegalStateError(_GIVEN_UP) from error
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if not self._given_up or (task is not None and task.cancelling()):
                raise
            raise IllegalStateError(_GIVEN_UP) from None

    async def _write(
        self, lanes: Mapping[tuple[str, int], Sequence[Row]], positions: Mapping[str, int]
    ) -> None:
        offsets = {
            TopicPartition(topic, self._partition): OffsetAndMetadata(offset, "")
            for topic, offset in positions.items()
        }
        await self._producer.begin_transaction()
        self._in_transaction = True
        sent: list[asyncio.Future[Any]] = []
        for (topic, number), rows in lanes.items():
            sent += await self._send(topic, number, rows)
        group_id = self._settings.group_id
        # A failed send must raise here, before the commit.
        await asyncio.gather(*sent, self._producer.send_offsets_to_transaction(offsets, group_id))
        await self._producer.commit_transaction()
        self._in_transaction = False

    async def close(self) -> None:
        """Stop without committing; a broker that does not answer is not waited for."""
        self._given_up = True
        if self._writing is not None:
            self._writing.cancel()
        stopping = asyncio.ensure_future(self._abort_and_stop())
        done, _ = await asyncio.wait([stopping], timeout=_CLOSE_TIMEOUT_SECONDS)
        if not done:
            stopping.cancel()
        with contextlib.suppress(asyncio.CancelledError, KafkaError):
            await stopping

    async def _abort_and_stop(self) -> None:
        if self._in_transaction:
            # An open transaction would hold readers back until it times out. aiokafka asserts
            # that the state allows it, which it does not once fenced or committing.
            with contextlib.suppress(AssertionError, KafkaError):
                await self._producer.abort_transaction()
        await self._producer.stop()

    def _lanes(
        self, transaction: Transaction, positions: Mapping[str, int]
    ) -> dict[tuple[str, int], list[Row]]:
        """Sort what is to be written by topic and partition, keeping the order within each."""
        own = self._partition
        lanes: dict[tuple[str, int], list[Row]] = {}
        for topic, key, value, partition, timestamp_ms, headers in transaction.outputs:
            target = (topic, own if partition is None else partition)
            rows = lanes.get(target)
            if rows is None:
                rows = lanes[target] = []
            rows.append((key, value, timestamp_ms, headers))
        state = lanes.setdefault((self._settings.changelog, own), [])
        for key, value in transaction.changes.items():
            if key.startswith(RESERVED_PREFIX):
                msg = f"state key {key!r} is reserved: keys must not begin with a zero byte"
                raise BadTransactionError(msg)
            state.append((key, value, None, ()))
        state.append((OFFSETS_KEY, encode_positions(positions), None, ()))
        return lanes

    async def _send(
        self, topic: str, partition: int, rows: Sequence[Row]
    ) -> list[asyncio.Future[Any]]:
        """Send rows in as few Kafka batches as they need."""
        if partition not in await self._producer.partitions_for(topic):
            msg = f"topic {topic!r} has no partition {partition}"
            raise BadTransactionError(msg)
        sent = []
        batch = self._new_batch(topic, rows[0])
        for row in rows[1:]:
            key, value, timestamp_ms, headers = row
            if (
                batch.append(timestamp=timestamp_ms, key=key, value=value, headers=list(headers))
                is None
            ):
                sent.append(await self._send_batch(batch, topic, partition))
                batch = self._new_batch(topic, row)
        sent.append(await self._send_batch(batch, topic, partition))
        return sent

    def _new_batch(self, topic: str, row: Row) -> Any:
        """Return a batch with its first record, the only one aiokafka does not check for size."""
        key, value, timestamp_ms, headers = row
        size = _row_bytes(row)
        limit = self._settings.max_request_bytes
        if size > limit:
            msg = (
                f"record with key {key!r} for topic {topic!r} has {size} bytes, "
                f"more than the {limit} that fit into one Kafka batch (max_request_bytes): "
                f"make the record smaller, or the limit (and message.max.bytes) larger"
            )
            raise RecordTooLargeError(msg)
        batch = self._producer.create_batch()
        batch.append(timestamp=timestamp_ms, key=key, value=value, headers=list(headers))
        return batch

    async def _send_batch(self, batch: Any, topic: str, partition: int) -> asyncio.Future[Any]:
        sent: asyncio.Future[Any] = await self._producer.send_batch(
            batch, topic, partition=partition
        )
        sent.add_done_callback(mark_retrieved)
        return sent


def _row_bytes(row: Row) -> int:
    key, value, _, headers = row
    headers_bytes = sum(len(n) + len(v) + _HEADER_OVERHEAD_BYTES for n, v in headers)
    return len(key or b"") + len(value or b"") + headers_bytes + _BATCH_OVERHEAD_BYTES


def mark_retrieved(sent: asyncio.Future[Any]) -> None:
    """Keep asyncio from complaining about an error that was already raised elsewhere."""
    if not sent.cancelled():
        sent.exception()
