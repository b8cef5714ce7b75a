"""One partition number: fence, load, seek, then batch after batch."""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, ProducerFenced

from stream_health.runtime import garbage
from stream_health.runtime.batch import Batch, Record, Transaction
from stream_health.runtime.changelog import load_changelog
from stream_health.runtime.clients import NEEDS_OPERATOR
from stream_health.runtime.errors import BadTransactionError
from stream_health.runtime.gates import LagGate, ProofGate
from stream_health.runtime.handler import Handler, HandlerFactory
from stream_health.runtime.merge import TimeMerge
from stream_health.runtime.observer import RuntimeObserver
from stream_health.runtime.opening import start_positions
from stream_health.runtime.positions import advance
from stream_health.runtime.settings import RuntimeSettings
from stream_health.runtime.state import StateStore
from stream_health.runtime.transactions import TransactionWriter, mark_retrieved

log = logging.getLogger(__name__)

_REPORT_EVERY_MS = 250


def now_ms() -> int:
    """Return a clock in ms that never goes back, for waiting only."""
    return int(time.monotonic() * 1000)


@dataclass(frozen=True, slots=True)
class Parts:
    """What all partition numbers of a runtime share."""

    settings: RuntimeSettings
    consumer: AIOKafkaConsumer
    channel: Any
    handler_factory: HandlerFactory
    observer: RuntimeObserver


class PartitionWorker:
    """Owns one partition number for as long as the group says so.

    The order of opening is the whole proof: after fencing nobody else can commit, so what is
    loaded stays true; positions belong to what was loaded; what was fetched before is dropped.
    """

    def __init__(self, partition: int, parts: Parts) -> None:
        self.partition = partition
        self.sources = [TopicPartition(topic, partition) for topic in parts.settings.topics]
        self.merge: TimeMerge[Record] | None = None
        self._parts = parts
        self._writer: TransactionWriter | None = None
        self._handler: Handler | None = None
        self._store = StateStore()
        self._positions: dict[str, int] = {}
        self._in_flight: Batch | None = None
        self._fetch_error: KafkaError | None = None
        self._stopping = False
        self._wake = asyncio.Event()
        self._reported_ms = 0

    # -- life ---------------------------------------------------------------------------------

    async def run(self) -> None:
        """Serve until told to stop; open again after errors that pass by themselves."""
        try:
            await self._run()
        finally:
            self.merge = None  # nothing more is fetched for it

    async def _run(self) -> None:
        settings = self._parts.settings
        self._stopping = False
        backoff_ms = settings.reopen_backoff_ms
        while not self._stopping:
            try:
                if self._handler is None:
                    await self._open()
                    backoff_ms = settings.reopen_backoff_ms
                self._seek()
                await self._serve()
            except ProducerFenced as error:
                # A member that lost its place learns of it within a session and is stopped while
                # it waits here. One that was fenced because a transaction timed out goes on.
                log.warning("%s: fenced, all uncommitted work is dropped", self)
                self._parts.observer.on_fenced(self.partition)
                await self._wait_to_reopen(error, settings.session_timeout_ms)
            except NEEDS_OPERATOR:
                raise
            except KafkaError as error:
                log.warning("%s: %r, opening again in %d ms", self, error, backoff_ms)
                await self._wait_to_reopen(error, backoff_ms)
                backoff_ms = min(2 * backoff_ms, settings.max_reopen_backoff_ms)

    def stop_soon(self) -> bool:
        """Ask to stop after the transaction under way; return whether there is one."""
        self._stopping = True
        self._wake.set()
        return self._in_flight is not None

    async def close(self) -> None:
        """Drop everything; what was not committed is as if it had never been."""
        self.merge = None
        if self._handler is not None:
            self._handler = None
            garbage.left()
        self._in_flight = None
        writer, self._writer = self._writer, None
        if writer is not None:
            await writer.close()

    def __str__(self) -> str:
        """Return the name used in logs."""
        return f"{self._parts.settings.name} partition {self.partition}"

    async def _wait_to_reopen(self, error: KafkaError, wait_ms: int) -> None:
        self._parts.observer.on_reopen(self.partition, error)
        await self.close()
        await asyncio.sleep(wait_ms / 1000)

    # -- opening ------------------------------------------------------------------------------

    async def _open(self) -> None:
        parts = self._parts
        started = time.monotonic()
        await self.close()
        self._writer = TransactionWriter(parts.settings, self.partition)
        await self._writer.start()  # 1. fence
        loaded = await load_changelog(
            parts.settings, self.partition, on_progress=self._progress
        )  # 2.
        self._positions = await start_positions(  # 3. only now
            parts.settings,
            parts.consumer,
            parts.observer,
            stored=loaded.positions,
            partition=self.partition,
        )
        if self._positions != loaded.positions:
            # A topic that stays quiet needs a committed position too, or its absence would mean
            # both "nothing yet" and "lost".
            await self._writer.commit(Transaction(consumed=0), self._positions)
        self._store = loaded.store
        with garbage.loading():
            self._handler = parts.handler_factory(self.partition, self._store.view)
        seconds = time.monotonic() - started
        parts.observer.on_partition_opened(
            self.partition, seconds=seconds, records=loaded.records_read
        )
        self._report_state()
        log.info("%s: open after %.2f s, %d keys", self, seconds, len(self._store))

    def _progress(self, done: int, total: int) -> None:
        self._parts.observer.on_recovery_progress(self.partition, done=done, total=total)

    def _seek(self) -> None:
        """Begin at the committed positions; whatever was fetched before is dropped."""  # 4.
        settings, consumer = self._parts.settings, self._parts.consumer
        gate = ProofGate if settings.strict_merge else LagGate
        self.merge = TimeMerge(
            settings.topics, gate(settings.topics, max_idle_ms=settings.max_idle_ms)
        )
        self._fetch_error = None
        for source in self.sources:
            consumer.seek(source, self._positions[source.topic])
        consumer.resume(*self.sources)

    # -- fetched records ----------------------------------------------------------------------

    def wanted(self) -> list[TopicPartition]:
        """Return the sources whose buffers have room, none while the partition is not open."""
        if self.merge is None:
            return []
        limit = self._parts.settings.max_buffered_records
        return [source for source in self.sources if self.merge.buffered(source.topic) < limit]

    def end_round(self, *, positions: Mapping[str, int], ends: Mapping[str, int | None]) -> None:
        """Note how far fetching is and where the topics end, and go on merging."""
        if self.merge is None:
            return
        self.merge.end_round(positions=positions, ends=ends)
        buffered = self.merge.buffered_total
        if buffered:
            self._wake.set()
        clock_ms = now_ms()
        if clock_ms - self._reported_ms < _REPORT_EVERY_MS:
            return
        self._reported_ms = clock_ms
        self._parts.observer.on_buffered(self.partition, buffered)
        self._report_lag(positions, ends, idle=not buffered and self._in_flight is None)

    def _report_lag(
        self, positions: Mapping[str, int], ends: Mapping[str, int | None], *, idle: bool
    ) -> None:
        lag_records = {
            # Transaction markers lie between the committed position and the end of a topic.
            topic: 0 if idle and positions[topic] >= end else max(0, end - self._positions[topic])
            for topic, end in ends.items()
            if end is not None
        }
        self._parts.observer.on_positions(
            self.partition, positions=self._positions, lag_records=lag_records
        )

    def fetch_failed(self, error: KafkaError) -> None:
        """Open again: a position has left the log."""
        self._fetch_error = error
        self._wake.set()

    # -- batches ------------------------------------------------------------------------------

    async def _serve(self) -> None:
        max_records = self._parts.settings.max_batch_records
        while not self._stopping:
            if self._fetch_error is not None:
                raise self._fetch_error
            records = self.merge.take(max_records, now_ms=now_ms()) if self.merge else []
            if records:
                await self._hand_over(records)
            else:
                self._wake.clear()
                await self._wake.wait()

    async def _hand_over(self, records: list[Record]) -> None:
        """Give a batch to the agent and wait until it is durable."""
        started = time.monotonic()
        outcome: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        outcome.add_done_callback(mark_retrieved)
        self._in_flight = Batch(self.partition, records, outcome)
        try:
            await self._parts.channel.put(self._in_flight)
            await outcome
        finally:
            self._in_flight = None
        if self._handler is not None:
            self._parts.observer.on_batch(
                self.partition, records=len(records), seconds=time.monotonic() - started
            )

    async def commit(self, batch: Batch) -> bool:
        """Run the handler over a batch and commit its transactions.

        Returns
        -------
        bool
            Whether the whole batch is durable. If not, the partition is about to be opened again
            or to be left, and its records will be read again by whoever owns them then.

        Raises
        ------
        Exception
            What the handler raised: the process must end.
        """
        outcome = batch.outcome
        if batch is not self._in_flight or outcome is None:
            return False  # the partition was taken away before the agent got to it
        try:
            complete = await self._commit_transactions(batch)
        except KafkaError as error:
            self._parts.observer.on_commit_failed(self.partition, error)
            _settle(outcome, error)
            return False
        except Exception as error:
            log.exception("%s: the handler failed, nothing of its transaction is kept", self)
            self._parts.observer.on_commit_failed(self.partition, error)
            _settle(outcome, error)
            raise
        except asyncio.CancelledError:
            outcome.cancel()
            raise
        if not complete:
            self._handler = None  # it stands in the middle of a batch; begin with a new one
            garbage.left()
        _settle(outcome, None)
        return complete

    async def _commit_transactions(self, batch: Batch) -> bool:
        """Commit one transaction after the other; return False if told to stop in between."""
        total, consumed = len(batch.records), 0
        if self._handler is None:
            return False
        for transaction in self._handler.process(batch):
            if not consumed <= transaction.consumed <= total:
                msg = f"consumed is {transaction.consumed} after {consumed}, of {total} records"
                raise BadTransactionError(msg)
            positions = dict(self._positions)
            advance(positions, islice(batch.records, consumed, transaction.consumed))
            await self._commit_one(transaction, positions)
            consumed = transaction.consumed
            if batch is not self._in_flight or (self._stopping and consumed < total):
                return False
        if consumed != total:
            msg = f"the handler covered {consumed} of {total} records of a batch: {self}"
            raise BadTransactionError(msg)
        return True

    async def _commit_one(self, transaction: Transaction, positions: dict[str, int]) -> None:
        if self._writer is None:
            msg = "the partition was closed"
            raise KafkaError(msg)
        started = time.monotonic()
        await self._writer.commit(transaction, positions)
        self._store.apply(transaction.changes)
        self._positions = positions
        self._parts.observer.on_commit(
            self.partition,
            outputs=len(transaction.outputs),
            changes=len(transaction.changes),
            seconds=time.monotonic() - started,
        )
        self._report_state()

    def _report_state(self) -> None:
        self._parts.observer.on_state(
            self.partition, records=len(self._store), bytes_total=self._store.bytes_total
        )


def _settle(outcome: "asyncio.Future[None]", error: BaseException | None) -> None:
    if outcome.done():
        return
    if error is None:
        outcome.set_result(None)
    else:
        outcome.set_exception(error)
