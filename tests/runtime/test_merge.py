"""The merge is a function of the topics alone, however fetches and batches cut them."""

from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.runtime.gates import LagGate, ProofGate
from stream_health.runtime.merge import TimeMerge


class Rec(NamedTuple):
    """The least a merge needs to see of a record."""

    topic: str
    offset: int
    timestamp: int


TOPICS = ("clock", "usage", "tickets")
Log = dict[str, list[Rec]]


def to_log(timestamps: Sequence[Sequence[int]]) -> Log:
    return {
        topic: [Rec(topic, offset, time_ms) for offset, time_ms in enumerate(times)]
        for topic, times in zip(TOPICS, timestamps, strict=True)
    }


def oracle(log: Log) -> list[Rec]:
    """Take the smallest head, again and again, ties to the topic named first."""
    rest = {topic: list(records) for topic, records in log.items()}
    merged = []
    while any(rest.values()):
        topic = min(
            (topic for topic in TOPICS if rest[topic]),
            key=lambda name: (rest[name][0].timestamp, TOPICS.index(name)),
        )
        merged.append(rest[topic].pop(0))
    return merged


logs = st.lists(
    st.lists(st.integers(0, 6), max_size=12), min_size=len(TOPICS), max_size=len(TOPICS)
).map(to_log)


@given(logs, st.integers(1, 5))
def test_a_merge_of_everything_equals_the_oracle_whatever_the_batch_size(
    log: Log, max_records: int
) -> None:
    merge: TimeMerge[Rec] = TimeMerge(TOPICS, LagGate(TOPICS, max_idle_ms=1000))
    for topic in TOPICS:
        merge.add(topic, log[topic], now_ms=0)
    sizes = {topic: len(log[topic]) for topic in TOPICS}
    merge.end_round(positions=sizes, ends=sizes)
    merged = []
    while batch := merge.take(max_records, now_ms=0):
        assert len(batch) <= max_records
        merged += batch
    assert merged == oracle(log)
    assert merge.buffered_total == 0


@given(logs, st.data())
def test_a_topic_known_to_lag_is_waited_for_so_fetches_do_not_change_the_order(
    log: Log, data: st.DataObject
) -> None:
    merge: TimeMerge[Rec] = TimeMerge(TOPICS, LagGate(TOPICS, max_idle_ms=1000))
    ends = {topic: len(log[topic]) for topic in TOPICS}
    fetched = dict.fromkeys(TOPICS, 0)
    merged = []
    while fetched != ends:
        # Every round makes progress, or the drawing might never end.
        behind = [topic for topic in TOPICS if fetched[topic] < ends[topic]]
        for topic in data.draw(st.lists(st.sampled_from(behind), min_size=1, unique=True)):
            part = log[topic][fetched[topic] : fetched[topic] + data.draw(st.integers(1, 4))]
            merge.add(topic, part, now_ms=0)
            fetched[topic] += len(part)
        merge.end_round(positions=fetched, ends=ends)
        merged += merge.take(data.draw(st.integers(1, 9)), now_ms=0)
    merged += merge.take(1000, now_ms=0)
    assert merged == oracle(log)


def test_a_lagging_topic_holds_the_others_back_for_max_idle_ms_only() -> None:
    merge: TimeMerge[Rec] = TimeMerge(TOPICS, LagGate(TOPICS, max_idle_ms=100))
    merge.add("usage", [Rec("usage", 0, 5)], now_ms=0)
    merge.end_round(
        positions={"clock": 0, "usage": 1, "tickets": 0},
        ends={"clock": 0, "usage": 1, "tickets": 3},
    )
    assert merge.take(10, now_ms=0) == []
    assert merge.take(10, now_ms=99) == []
    assert len(merge.take(10, now_ms=100)) == 1


def test_a_topic_whose_end_is_unknown_counts_as_lagging() -> None:
    merge: TimeMerge[Rec] = TimeMerge(("a", "b"), LagGate(("a", "b"), max_idle_ms=100))
    merge.add("a", [Rec("a", 0, 5)], now_ms=0)
    merge.end_round(positions={"a": 1, "b": 0}, ends={"a": 1, "b": None})
    assert merge.take(10, now_ms=0) == []


def test_a_position_behind_the_last_record_counts_once_it_reaches_the_end() -> None:
    """Transaction markers and aborted records are passed without being returned."""
    merge: TimeMerge[Rec] = TimeMerge(("a", "b"), LagGate(("a", "b"), max_idle_ms=100))
    merge.add("a", [Rec("a", 0, 5)], now_ms=0)
    merge.end_round(positions={"a": 1, "b": 7}, ends={"a": 1, "b": 9})
    assert merge.take(10, now_ms=0) == []
    merge.end_round(positions={"a": 1, "b": 9}, ends={"a": 1, "b": 9})
    assert len(merge.take(10, now_ms=0)) == 1


class Producer:
    """Makes records of one time visible in any order, but never before all earlier ones are."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.visible = dict.fromkeys(TOPICS, 0)

    def _next_time(self, topic: str) -> int | None:
        rest = self.log[topic][self.visible[topic] :]
        return rest[0].timestamp if rest else None

    def show(self, data: st.DataObject) -> None:
        """Make a few more records visible."""
        for _ in range(data.draw(st.integers(1, 3))):
            times = {topic: self._next_time(topic) for topic in TOPICS}
            left = [time_ms for time_ms in times.values() if time_ms is not None]
            if not left:
                return
            ready = [topic for topic in TOPICS if times[topic] == min(left)]
            self.visible[data.draw(st.sampled_from(ready))] += 1

    @property
    def done(self) -> bool:
        return all(self.visible[topic] == len(self.log[topic]) for topic in TOPICS)


sorted_logs = st.lists(
    st.lists(st.integers(0, 6), max_size=8).map(sorted), min_size=3, max_size=3
).map(to_log)


@given(sorted_logs, st.data())
def test_strict_order_does_not_depend_on_when_records_became_visible_or_were_fetched(
    log: Log, data: st.DataObject
) -> None:
    merge: TimeMerge[Rec] = TimeMerge(TOPICS, ProofGate(TOPICS, max_idle_ms=1000))
    producer, fetched, merged = Producer(log), dict.fromkeys(TOPICS, 0), []
    while not producer.done or fetched != producer.visible:
        for topic in TOPICS:
            part = log[topic][fetched[topic] : producer.visible[topic]]
            part = part[: data.draw(st.integers(1, 4))] if part else part
            merge.add(topic, part, now_ms=0)
            fetched[topic] += len(part)
            if data.draw(st.booleans()):
                producer.show(data)  # while the fetch is under way
        ends = dict(producer.visible)  # observed after the fetch
        producer.show(data)
        merged += merge.take(data.draw(st.integers(1, 9)), now_ms=0)  # while ends are asked for
        merge.end_round(positions=dict(fetched), ends=dict(ends))
        merged += merge.take(data.draw(st.integers(1, 9)), now_ms=0)
    merge.end_round(positions=dict(fetched), ends=dict(producer.visible))
    merged += merge.take(1000, now_ms=1000)  # nothing came for long: the newest pass too
    assert merged == oracle(log)


def test_strict_keeps_the_newest_records_until_nothing_has_come_for_max_idle_ms() -> None:
    merge: TimeMerge[Rec] = TimeMerge(("a", "b"), ProofGate(("a", "b"), max_idle_ms=100))
    merge.add("a", [Rec("a", 0, 5), Rec("a", 1, 6)], now_ms=0)
    merge.end_round(positions={"a": 2, "b": 0}, ends={"a": 2, "b": 0})
    assert [r.offset for r in merge.take(10, now_ms=99)] == [0]
    assert [r.offset for r in merge.take(10, now_ms=100)] == [1]


def test_strict_never_passes_a_topic_that_was_not_read_to_its_end() -> None:
    merge: TimeMerge[Rec] = TimeMerge(("a", "b"), ProofGate(("a", "b"), max_idle_ms=100))
    merge.add("a", [Rec("a", 0, 5), Rec("a", 1, 6)], now_ms=0)
    merge.end_round(positions={"a": 2, "b": 3}, ends={"a": 2, "b": 4})
    assert merge.take(10, now_ms=10_000) == []


def test_records_of_the_round_under_way_wait_for_its_ends() -> None:
    merge: TimeMerge[Rec] = TimeMerge(("a", "b"), ProofGate(("a", "b"), max_idle_ms=0))
    merge.end_round(positions={"a": 0, "b": 0}, ends={"a": 0, "b": 0})
    merge.add("a", [Rec("a", 0, 5)], now_ms=0)
    assert merge.take(10, now_ms=1000) == []


def test_an_unknown_topic_is_refused() -> None:
    merge: TimeMerge[Rec] = TimeMerge(("a",), LagGate(("a",), max_idle_ms=0))
    with pytest.raises(KeyError):
        merge.add("b", [Rec("b", 0, 1)], now_ms=0)
