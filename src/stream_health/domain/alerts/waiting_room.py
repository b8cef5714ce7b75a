"""What engines said and no decision has been taken on yet, in the order of event time."""

import heapq
from collections.abc import Iterator
from typing import Any, Final

from stream_health.domain.alerts.open_alert import candidate_of, candidate_record
from stream_health.domain.alerts.shelf import Shelf, Value
from stream_health.domain.effects import (
    AlertCandidate,
    AlertFeedback,
    BookSizes,
    CandidateClock,
    DispatchInput,
    FeedsChanged,
    OutcomeSeen,
)

Item = AlertCandidate | AlertFeedback | BookSizes | FeedsChanged | OutcomeSeen

_KINDS: Final[dict[str, type[Any]]] = {
    "feedback": AlertFeedback,
    "sizes": BookSizes,
    "feeds": FeedsChanged,
    "outcome": OutcomeSeen,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}
_CANDIDATE: Final = "candidate"


class WaitingRoom:
    """Items of all partition numbers; the first is of the least time, then partition number.

    Within a partition number items keep the order in which they were said, so the order is the
    same however the partition numbers interleaved.
    """

    def __init__(self) -> None:
        self.shelf = Shelf("waiting")
        self._heap: list[tuple[int, int, int, Item]] = []
        self._next: dict[int, int] = {}  # partition -> number of its next item

    def add(self, item: Item) -> None:
        """Let an item wait."""
        number = self._next.get(item.partition, 0)
        self._push(item, number)
        self.shelf.put(f"{item.partition}/{number}", _record_of(item))

    def first_ms(self) -> int | None:
        """Time of the first item."""
        return self._heap[0][0] if self._heap else None

    def pop(self) -> Item:
        """Take the first item out."""
        _, partition, number, item = heapq.heappop(self._heap)
        self.shelf.drop(f"{partition}/{number}")
        return item

    def __iter__(self) -> Iterator[Item]:
        """Every item, in no particular order."""
        return (entry[3] for entry in self._heap)

    def restore(self, key: str, value: Value) -> None:
        """Take back a record of the shelf."""
        self.shelf.restore(key, value)
        number = int(key.rpartition("/")[2])
        self._push(_item_of(value), number)

    def _push(self, item: Item, number: int) -> None:
        self._next[item.partition] = max(number + 1, self._next.get(item.partition, 0))
        heapq.heappush(self._heap, (item.as_of_ms, item.partition, number, item))


def time_of(item: DispatchInput) -> int:
    """When an item was said, in event time."""
    return item.time_ms if isinstance(item, CandidateClock) else item.as_of_ms


def _record_of(item: Item) -> Value:
    if isinstance(item, AlertCandidate):
        return (_CANDIDATE, candidate_record(item))
    return (_NAMES[type(item)], tuple(item))


def _item_of(record: Value) -> Item:
    name, values = record
    if name == _CANDIDATE:
        return candidate_of(values)
    fields = (tuple(value) if isinstance(value, list) else value for value in values)
    item: Item = _KINDS[name](*fields)
    return item
