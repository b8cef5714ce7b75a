"""Sums of every partition number in, statistics of the whole book out, to every partition."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.producing import bury, to_output
from stream_health.domain.book.keeper import BookKeeper
from stream_health.domain.book.statistics import Book
from stream_health.domain.book.sums import BookSums
from stream_health.runtime.batch import Batch, Output, Record, Transaction
from stream_health.wire.internal.book_stats import BOOK_STATS
from stream_health.wire.internal.clock import encode_book
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected, RejectReason
from stream_health.wire.snapshot import pack_records, unpack_records


@dataclass(frozen=True, slots=True, kw_only=True)
class BookKit:
    """What the stage is given."""

    partitions: int
    prefix: str
    metrics: WorkerMetrics


class BookHandler:
    """Drives the keeper of the book; there is one in the whole installation."""

    def __init__(self, kit: BookKit, partition: int, state: Mapping[bytes, bytes]) -> None:
        del partition  # sums have one partition
        self._kit = kit
        self._keeper = BookKeeper(kit.partitions)
        self._keeper.restore(unpack_records(state))

    def process(self, batch: Batch) -> Iterator[Transaction]:
        """Add up a batch of sums; what days are complete with it becomes known in one piece."""
        kit = self._kit
        outputs: list[Output] = []
        for record in batch.records:
            item = _read(record, kit.partitions)
            if isinstance(item, Rejected):
                outputs.append(bury(record, TopicName.BOOK_STATS, item, kit=kit))
                continue
            for book in self._keeper.take(item):
                kit.metrics.on_book(book)
                outputs += self._say(book)
        changes = pack_records(self._keeper.records(dirty_only=True))
        yield Transaction(len(batch.records), outputs, changes)

    def _say(self, book: Book) -> list[Output]:
        kit = self._kit
        said = [encode_book(book, partition=number) for number in range(kit.partitions)]
        return [to_output(record, prefix=kit.prefix) for record in said]


def _read(record: Record, partitions: int) -> BookSums | Rejected:
    item = BOOK_STATS.decode_record(record)
    if isinstance(item, BookSums) and item.partition >= partitions:
        detail = f"partition: {item.partition}, there are {partitions}"
        return Rejected(RejectReason.BAD_VALUE, detail)
    return item
