"""Which statistics of the book a partition number goes by, and which come next."""

from typing import Any

from stream_health.domain.book.statistics import NO_BOOK, Book
from stream_health.domain.book.sums import SegmentSums
from stream_health.domain.clocking import HOUR_MS, ceil_boundary, next_boundary
from stream_health.domain.engine.control import OpenBook

BOOK_TAG = "book"

Record = tuple[Any, ...]


class Bookshelf:
    """The open statistics and those that wait for their full hour.

    What holds from when is a function of the records and of partition time alone, so that a replay
    of the same records opens the same at the same instant.
    """

    def __init__(self) -> None:
        self.open = NO_BOOK
        self.next: tuple[Book, int] | None = None
        self.dirty = False

    def plan(self, order: OpenBook, *, now_ms: int | None) -> None:
        """Have statistics open at their instant, or at the next full hour when that has passed."""
        newest_ms = max(self.open.day_end_ms, self.next[0].day_end_ms if self.next else 0)
        if order.book.day_end_ms <= newest_ms:
            return
        wanted_ms = order.effective_at_ms
        if wanted_ms is None:
            wanted_ms = order.book.effective_at_ms
        at_ms = ceil_boundary(wanted_ms, HOUR_MS)
        if now_ms is not None and at_ms <= now_ms:
            at_ms = next_boundary(now_ms, HOUR_MS)
        self.next = (order.book, at_ms)
        self.dirty = True

    def turn(self, at_ms: int) -> Book | None:
        """Statistics that open at this boundary; ``NO_BOOK`` where those open became too old."""
        if self.next is not None and self.next[1] <= at_ms:
            opened, self.next = self.next[0], None
        elif self.open is not NO_BOOK and not self.open.is_valid(at_ms):
            opened = NO_BOOK
        else:
            return None
        self.open = opened
        self.dirty = True
        return opened

    def snapshot(self) -> Record:
        """Plain values, in the order of ``restore``."""
        following = None if self.next is None else (_plain(self.next[0]), self.next[1])
        return (_plain(self.open), following)

    @classmethod
    def restore(cls, record: Record | None) -> "Bookshelf":
        """Rebuild from a snapshot; behaves as the original ever after."""
        shelf = cls()
        if record is not None:
            opened, following = record
            shelf.open = _book(opened)
            shelf.next = None if following is None else (_book(following[0]), following[1])
        return shelf


def _plain(book: Book) -> Record:
    return (book.version, book.day_end_ms, tuple((name, *sums) for name, sums in book.segments))


def _book(plain: Record) -> Book:
    version, day_end_ms, segments = plain
    if version == NO_BOOK.version:
        return NO_BOOK
    return Book(version, day_end_ms, tuple((name, SegmentSums(*sums)) for name, *sums in segments))
