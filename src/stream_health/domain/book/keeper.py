"""Adds up what the partition numbers say of a day, once all of them have closed it."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from stream_health.domain.book.statistics import Book
from stream_health.domain.book.sums import LEFT_WITHIN_DAYS, BookSums, SegmentSums
from stream_health.domain.clocking import DAY_MS

_CLOSED: Final = "closed"
_DAY: Final = "day/"
_EXPECTED: Final = "expected/"

Record = tuple[Any, ...]


class BookKeeper:
    """Sums of days that some partition number has not closed yet, and who was expected to leave.

    A partition number that was quiet for longer than windows reach skips days: it adds nothing to
    them, and does not hold them back. What is said a second time is not added a second time.

    Parameters
    ----------
    partitions : int
        Number of partitions of the account topics.

    Examples
    --------
    >>> keeper = BookKeeper(2)
    >>> keeper.take(BookSums(0, 86_400_000, (("book", SegmentSums(accounts=2)),)))
    []
    >>> (book,) = keeper.take(BookSums(1, 86_400_000, (("book", SegmentSums(accounts=3)),)))
    >>> book.segments[0][1].accounts
    5
    """

    def __init__(self, partitions: int) -> None:
        self._closed_ms: list[int | None] = [None] * partitions
        self._days: dict[int, dict[str, SegmentSums]] = {}
        self._expected: dict[int, dict[str, int]] = {}  # of the days in which leaving is counted
        self._dirty: set[int] = set()
        self._dirty_expected: set[int] = set()

    def take(self, sums: BookSums) -> list[Book]:
        """Add sums; statistics of the days that are complete with them, oldest first.

        Raises
        ------
        ValueError
            When there is no such partition number.
        """
        if not 0 <= sums.partition < len(self._closed_ms):
            msg = f"partition {sums.partition} of {len(self._closed_ms)} does not exist"
            raise ValueError(msg)
        closed_ms = self._closed_ms[sums.partition]
        if closed_ms is not None and sums.day_end_ms <= closed_ms:
            return []
        self._closed_ms[sums.partition] = sums.day_end_ms
        day = self._days.setdefault(sums.day_end_ms, {})
        self._dirty.add(sums.day_end_ms)
        for segment, one in sums.segments:
            day[segment] = day.get(segment, SegmentSums()).plus(one)
        return [
            Book.of(day_end_ms, self._with_expected(day_end_ms, self._let_go(day_end_ms)))
            for day_end_ms in self._complete()
        ]

    def _complete(self) -> list[int]:
        reached = [closed_ms for closed_ms in self._closed_ms if closed_ms is not None]
        if len(reached) < len(self._closed_ms):
            return []
        return sorted(day_end_ms for day_end_ms in self._days if day_end_ms <= min(reached))

    def _let_go(self, day_end_ms: int) -> dict[str, SegmentSums]:
        self._dirty.add(day_end_ms)
        return self._days.pop(day_end_ms)

    def _with_expected(
        self, day_end_ms: int, day: dict[str, SegmentSums]
    ) -> dict[str, SegmentSums]:
        """Sums of a day, with those expected to leave in all days in which leaving is counted."""
        self._expected[day_end_ms] = {name: one.expected_millionths for name, one in day.items()}
        old = [one for one in self._expected if one <= day_end_ms - LEFT_WITHIN_DAYS * DAY_MS]
        for one in old:
            del self._expected[one]
        self._dirty_expected.update((day_end_ms, *old))
        days = self._expected.values()
        return {
            name: one._replace(expected_millionths=sum(known.get(name, 0) for known in days))
            for name, one in day.items()
        }

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, Record | None]]:
        """State as ``(tag, plain nested tuple)``, ``None`` for a day that is done or too old."""
        if dirty_only and not self._dirty:
            return
        yield _CLOSED, tuple(self._closed_ms)
        for day_end_ms in sorted(self._dirty if dirty_only else self._days):
            day = self._days.get(day_end_ms)
            plain = (
                None if day is None else tuple((name, *one) for name, one in sorted(day.items()))
            )
            yield f"{_DAY}{day_end_ms}", plain
        for day_end_ms in sorted(self._dirty_expected if dirty_only else self._expected):
            known = self._expected.get(day_end_ms)
            yield (
                f"{_EXPECTED}{day_end_ms}",
                None if known is None else tuple(sorted(known.items())),
            )
        self._dirty.clear()
        self._dirty_expected.clear()

    def restore(self, records: Iterable[tuple[str, Record]]) -> None:
        """Take over a state, into a keeper that has seen nothing yet.

        Raises
        ------
        ValueError
            When the number of partitions has changed.
        """
        for tag, record in records:
            if tag.startswith(_DAY):
                day = {name: SegmentSums(*counts) for name, *counts in record}
                self._days[int(tag.removeprefix(_DAY))] = day
            elif tag.startswith(_EXPECTED):
                self._expected[int(tag.removeprefix(_EXPECTED))] = dict(record)
            elif len(record) == len(self._closed_ms):
                self._closed_ms = list(record)
            else:
                msg = f"the state is of {len(record)} partitions, there are {len(self._closed_ms)}"
                raise ValueError(msg)
