"""Merge the records of one partition number by time over all topics. Pure: no I/O, no clock."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from stream_health.runtime.gates import OPEN, UNBOUNDED, Gate, Horizon


class Stamped(Protocol):
    """Anything with a timestamp in ms; aiokafka's ConsumerRecord is one."""

    @property
    def timestamp(self) -> int:
        """Time in ms since the epoch."""
        ...


R = TypeVar("R", bound=Stamped)


class _Lane(Generic[R]):
    """Records of one topic in offset order, with the round each was fetched in."""

    __slots__ = ("records", "rounds", "start", "topic")

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.records: list[R] = []
        self.start = 0
        self.rounds: deque[tuple[int, int]] = deque()  # (round, records of it still here)

    def __len__(self) -> int:
        return len(self.records) - self.start

    def extend(self, records: Sequence[R], round_number: int) -> None:
        del self.records[: self.start]
        self.start = 0
        self.records.extend(records)
        self.rounds.append((round_number, len(records)))

    def count_up_to(self, round_number: int) -> int:
        count = 0
        for number, records in self.rounds:
            if number > round_number:
                break
            count += records
        return count

    def take(self, count: int) -> list[R]:
        taken = self.records[self.start : self.start + count]
        self.start += count
        while count:
            number, records = self.rounds.popleft()
            if records > count:
                self.rounds.appendleft((number, records - count))
                break
            count -= records
        return taken


class TimeMerge(Generic[R]):
    """FIFO buffers of several topics, emptied smallest timestamp first.

    Ties go to the topic named first, then to the smaller offset. Within a topic the order of
    offsets is kept even where timestamps fall (KIP-353), so the result is a function of the
    topics alone, as long as the gate keeps records back until it is safe.

    Parameters
    ----------
    topics
        Topic names, the most urgent one first.
    gate
        Decides how far to go while a topic has nothing buffered.

    Examples
    --------
    >>> from stream_health.runtime.gates import LagGate
    >>> from types import SimpleNamespace as Rec
    >>> merge = TimeMerge(("clock", "usage"), LagGate(("clock", "usage"), max_idle_ms=0))
    >>> merge.add("usage", [Rec(timestamp=1, name="u1"), Rec(timestamp=5, name="u5")], now_ms=0)
    >>> merge.add("clock", [Rec(timestamp=5, name="tick")], now_ms=0)
    >>> [r.name for r in merge.take(10, now_ms=0)]
    ['u1', 'tick', 'u5']
    """

    def __init__(self, topics: Sequence[str], gate: Gate) -> None:
        self._lanes: list[_Lane[R]] = [_Lane(topic) for topic in topics]
        self._by_topic = {lane.topic: lane for lane in self._lanes}
        self._gate = gate
        self._round_number = 0

    def add(self, topic: str, records: Sequence[R], *, now_ms: int) -> None:
        """Buffer records of a topic, in offset order, as part of the round under way."""
        if not records:
            return
        self._by_topic[topic].extend(records, self._round_number)
        self._gate.on_records(
            topic,
            round_number=self._round_number,
            newest_timestamp_ms=max(record.timestamp for record in records),
            now_ms=now_ms,
        )

    def end_round(self, *, positions: Mapping[str, int], ends: Mapping[str, int | None]) -> None:
        """Close the round: next offset to fetch and last stable offset known, per topic."""
        self._gate.on_round(self._round_number, positions=positions, ends=ends)
        self._round_number += 1

    def buffered(self, topic: str) -> int:
        """Return the number of records waiting in one topic."""
        return len(self._by_topic[topic])

    @property
    def buffered_total(self) -> int:
        """Number of records waiting in all topics."""
        return sum(map(len, self._lanes))

    def take(self, max_records: int, *, now_ms: int) -> list[R]:
        """Remove and return the next records in merged order, none if they must wait."""
        taken: list[R] = []
        while len(taken) < max_records:
            run = self._next_run(max_records - len(taken), now_ms)
            if not run:
                break
            taken += run
        return taken

    def _next_run(self, max_records: int, now_ms: int) -> list[R]:
        """Take from the lane with the earliest head as long as it stays the earliest."""
        best: _Lane[R] | None = None
        best_ms = bound_ms = UNBOUNDED
        empty = []
        for lane in self._lanes:
            if not len(lane):
                empty.append(lane.topic)
                continue
            head_ms = lane.records[lane.start].timestamp
            if head_ms < best_ms:
                # The old best stands before this lane, so it wins ties against it.
                best, best_ms, bound_ms = lane, head_ms, best_ms - 1
            elif head_ms < bound_ms:
                bound_ms = head_ms  # a later lane: the best wins ties
        if best is None:
            return []
        horizon = self._gate.horizon(empty, now_ms=now_ms) if empty else OPEN
        return best.take(
            _run_length(best, min(bound_ms, horizon.timestamp_ms), horizon, max_records)
        )


def _run_length(lane: _Lane[R], bound_ms: int, horizon: Horizon, max_records: int) -> int:
    available = len(lane)
    if horizon.round_number < UNBOUNDED:
        available = lane.count_up_to(horizon.round_number)
    records, start = lane.records, lane.start
    stop = start + min(available, max_records)
    index = start
    while index < stop and records[index].timestamp <= bound_ms:
        index += 1
    return index - start
